"""What every act about a provider's approval shares: the guarded change, its line, its letter."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from django.utils.translation import gettext as _

from recert.catalogue.approval_queries import works_there
from recert.catalogue.models import ApprovalState, ProviderApproval
from recert.catalogue.queries import owners_of
from recert.journal.actions import Plain, write
from recert.lib.refusals import Refused
from recert.people.actions import id_of
from recert.people.impartiality import bar_to
from recert.people.models import Person
from recert.people.telling import tell


def subject_of(approval: ProviderApproval) -> str:
    """What the journal, bills and declarations of conflict call it."""
    return f"provider-approval:{approval.public_id}"


def bar_for_provider(by: Person, approval: ProviderApproval) -> str:
    """Why somebody has no part in deciding about a provider; empty: nothing bars."""
    if works_there(by, approval.provider):
        return _("You work at this provider. A colleague has to decide.")
    return bar_to(by, person=approval.asked_by, subject=subject_of(approval))


def refuse_barred(by: Person, approval: ProviderApproval) -> None:
    """Nobody decides for a provider they work at, or with whose people they have to do."""
    why_not = bar_for_provider(by, approval)
    if why_not:
        raise Refused(why_not)


def move_provider(
    approval: ProviderApproval,
    was: Collection[ApprovalState],
    now: ApprovalState,
    **columns: object,
) -> None:
    """Change the state if it is still what was seen; otherwise say what it is by now."""
    moved = ProviderApproval.objects.filter(pk=approval.pk, state__in=was).update(
        state=now, **columns
    )
    approval.refresh_from_db()
    if not moved:
        raise Refused(
            _("This application has moved on: %(state)s. Nothing was changed.")
            % {"state": approval.get_state_display().lower()}
        )


def journal_provider_approval(
    at: datetime,
    by: Person | None,
    code: str,
    approval: ProviderApproval,
    detail: dict[str, Plain] | None = None,
) -> None:
    """Write down what happened to an application or approval."""
    write(
        at=at,
        by=id_of(by),
        code=f"catalogue.{code}",
        subject=subject_of(approval),
        body=approval.body.slug,
        detail={"provider": approval.provider.slug, **(detail or {})},
    )


def tell_owners(
    at: datetime,
    approval: ProviderApproval,
    subject: Callable[[], str],
    text: Callable[[], str],
    what: str,
    kind: str = "provider-approval",
) -> int:
    """Tell everybody who runs the provider, once each; `what` is the occasion."""
    names = {"body": approval.body.name, "provider": approval.provider.name}
    told = 0
    for person in owners_of(approval.provider):
        tell(
            at=at,
            person=person,
            kind=kind,
            letter=lambda: (subject() % names, text()),
            body_slug=approval.body.slug,
            key=f"{subject_of(approval)}:{what}:{person.public_id}",
        )
        told += 1
    return told
