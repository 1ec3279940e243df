"""Applying: a provider asks a body to let it give the body's credit, and asks anew in time.

Where the body asks a fee the application is written first and sent once its bill is paid; the
room that knows bills sees to that (`enrolments.approval_fees`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.actions.approval_moves import journal_provider_approval, move_provider
from recert.catalogue.actions.approval_terms import terms_taking_providers
from recert.catalogue.approval_queries import approval_for, file_of
from recert.catalogue.models import (
    APPROVED,
    OPEN_APPROVALS,
    ApprovalFile,
    ApprovalState,
    Provider,
    ProviderApproval,
)
from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.lib.intake import open_upload
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.lib.vault import Vault
from recert.people.models import Body, Person
from recert.people.queries import Duty
from recert.people.telling_many import tell_colleagues
from recert.rules.facts import Delivery, Topic

MOST_FILES = 20
MOST_WORDS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What a provider says of itself to a body, and for what it asks; nothing named: for all."""

    text: str
    topics: Collection[str] = ()
    deliveries: Collection[str] = ()


@transaction.atomic
def apply_for_approval(
    *, by: Person, at: datetime, provider_slug: str, body_slug: str, application: Application
) -> ProviderApproval:
    """Write an application to a body, not sent yet; the one that is open already is changed.

    Where the body approved the provider before, it is to follow that approval.
    """
    provider = provider_for_staff(by, provider_slug, ProviderDuty.OFFICE)
    Provider.objects.select_for_update().get(pk=provider.pk)  # one application at a time
    body = terms_taking_providers(body_slug).body
    refuse_all(_problems(provider, body, application))
    known = ProviderApproval.objects.filter(
        provider=provider, body=body, state__in=OPEN_APPROVALS
    ).first()
    if known is not None:
        return _changed(by, at, known, application)
    found = ProviderApproval.objects.create(
        provider=provider,
        body=body,
        follows=_last_at(provider, body),
        asked_by=by,
        entered_at=at,
        **_columns(application),
    )
    journal_provider_approval(at, by, "provider-application-written", found)
    return found


def _last_at(provider: Provider, body: Body) -> ProviderApproval | None:
    """The approval a new one would follow: the newest that nothing follows."""
    given = ProviderApproval.objects.filter(provider=provider, body=body, state=APPROVED)
    return given.filter(followed_by=None).order_by("-decided_at", "-id").first()


def _problems(provider: Provider, body: Body, application: Application) -> list[Refusal]:
    found = []
    if provider.closed_at is not None:
        found.append(Refusal(_("This provider is closed. Open it again first.")))
    if provider.body_id == body.pk:
        found.append(Refusal(_("A body’s own courses need no approval of that body."), "body"))
    return found + _said_wrong(application)


def _said_wrong(application: Application) -> list[Refusal]:
    found = []
    if not application.text.strip():
        found.append(Refusal(_("Say what you teach and who teaches it."), "text"))
    elif len(application.text) > MOST_WORDS:
        found.append(Refusal(_("Write at most %(n)d letters.") % {"n": MOST_WORDS}, "text"))
    if set(application.topics) - set(Topic):
        found.append(Refusal(_("Choose topics of the list."), "topics"))
    if set(application.deliveries) - set(Delivery):
        found.append(Refusal(_("Choose ways of teaching of the list."), "deliveries"))
    return found


def _columns(application: Application) -> dict[str, object]:
    return {
        "text": application.text.strip(),
        "topics": sorted(application.topics),
        "deliveries": sorted(application.deliveries),
    }


def _changed(
    by: Person, at: datetime, approval: ProviderApproval, application: Application
) -> ProviderApproval:
    if approval.state == ApprovalState.SUBMITTED:
        raise Refused(
            _("Your application waits for %(body)s. Withdraw it to write another.")
            % {"body": approval.body.name}
        )
    columns = _columns(application)
    if any(getattr(approval, name) != value for name, value in columns.items()):
        was = (ApprovalState.DRAFT, ApprovalState.RETURNED)
        move_provider(approval, was, ApprovalState(approval.state), **columns)
        journal_provider_approval(at, by, "provider-application-changed", approval)
    return approval


# ---------------------------------------------------------------- papers


def papers() -> Vault:
    """Where the files of applications lie."""
    return Vault(settings.VAULT)


def add_paper(
    *, by: Person, at: datetime, provider_slug: str, public_id: str, name: str, content: bytes
) -> ApprovalFile:
    """Open an uploaded file and lay it to an application that is not with the body."""
    approval = _writable(by, provider_slug, public_id)
    upload = open_upload(name, content)
    stored_as = papers().keep(upload.content)
    with transaction.atomic():
        ProviderApproval.objects.select_for_update().get(pk=approval.pk)
        _writable(by, provider_slug, public_id)
        if approval.files.count() >= MOST_FILES:
            papers().forget(stored_as)
            raise Refused(_("%(n)d files are enough. Put them into one.") % {"n": MOST_FILES})
        found, is_new = ApprovalFile.objects.get_or_create(
            approval=approval,
            sha256=upload.sha256,
            defaults={
                "name": upload.name,
                "media_type": upload.media_type,
                "stored_as": stored_as,
                "size": len(upload.content),
                "pages": upload.pages,
                "uploaded_at": at,
            },
        )
        if is_new:
            journal_provider_approval(
                at, by, "provider-paper-added", approval, {"file": found.public_id}
            )
    if not is_new:
        papers().forget(stored_as)
    return found


@transaction.atomic
def remove_paper(
    *, by: Person, at: datetime, provider_slug: str, public_id: str, file_id: str
) -> None:
    """Take a file away from an application that is not with the body, for good."""
    approval = _writable(by, provider_slug, public_id)
    found = file_of(approval, file_id)
    stored_as = found.stored_as
    found.delete()
    journal_provider_approval(at, by, "provider-paper-removed", approval, {"file": file_id})
    transaction.on_commit(lambda: papers().forget(stored_as))


def _writable(by: Person, provider_slug: str, public_id: str) -> ProviderApproval:
    approval = approval_for(by, provider_slug, public_id, ProviderDuty.OFFICE)
    if approval.state not in (ApprovalState.DRAFT, ApprovalState.RETURNED):
        raise Refused(_("The application is with the body. Its papers cannot be changed now."))
    return approval


# ---------------------------------------------------------------- sending


@transaction.atomic
def send_for_approval(*, by: Person | None, at: datetime, approval: ProviderApproval) -> None:
    """Send what was written, or send it back; twice is once.

    The caller has fetched it for whoever acts and seen to the fee.
    """
    was = (ApprovalState.DRAFT, ApprovalState.RETURNED)
    sent = ProviderApproval.objects.filter(pk=approval.pk, state__in=was).update(
        state=ApprovalState.SUBMITTED, submitted_at=at
    )
    approval.refresh_from_db()
    if not sent:
        return
    journal_provider_approval(at, by, "provider-application-sent", approval)
    tell_colleagues(
        at=at,
        body=approval.body,
        duty=Duty.REVIEW,
        letter=lambda: (
            _("A provider waits for approval"),
            _("A provider asks to be approved. Sign in to decide."),
        ),
        key=f"provider-approval:{approval.public_id}:{at.isoformat()}",
    )


@transaction.atomic
def withdraw_application(
    *, by: Person, at: datetime, provider_slug: str, public_id: str
) -> ProviderApproval:
    """Take an application back before it is decided."""
    approval = approval_for(by, provider_slug, public_id, ProviderDuty.OFFICE)
    move_provider(approval, OPEN_APPROVALS, ApprovalState.WITHDRAWN, follows=None)
    journal_provider_approval(at, by, "provider-application-withdrawn", approval)
    return approval
