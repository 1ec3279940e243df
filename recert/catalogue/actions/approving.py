"""Approving: who may decide about a course, the guarded change of state, its line and notice."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from recert.catalogue.course_queries import units_of
from recert.catalogue.models import (
    ApprovalState,
    CourseApproval,
    InPart,
    Provider,
    ProviderStaff,
)
from recert.catalogue.queries import PROVIDER_MAY, ProviderDuty
from recert.journal.actions import Plain, write
from recert.lib.refusals import Refusal, Refused
from recert.people.actions import id_of
from recert.people.impartiality import refuse_apart
from recert.people.models import Person
from recert.people.telling import tell
from recert.rules.amounts import NotWholeGrains, to_grains

MOST_CREDIT = Fraction(10_000)
MOST_MINUTES = 100_000


def amount_refusals(body: str, unit: str, amount: Fraction | None, field: str) -> list[Refusal]:
    """Everything wrong with an amount of a body's credit, asked for or approved."""
    if unit not in units_of(body):
        return [Refusal(_("Choose one of the units this body counts in."), field)]
    if amount is None:
        return []
    if not 0 < amount <= MOST_CREDIT:
        return [Refusal(_("Write an amount above zero, or leave it to the body."), field)]
    try:
        to_grains(amount)
    except NotWholeGrains:
        return [Refusal(_("Write at most three decimals."), field)]
    return []


def in_part_refusals(in_part: str, least_minutes: int | None) -> list[Refusal]:
    """Everything wrong with what a body says of credit for a part of a course."""
    if in_part not in ("", *InPart):
        return [Refusal(_("Choose one of the ways there are."), "in_part")]
    if least_minutes is None:
        return []
    if not 0 < least_minutes <= MOST_MINUTES:
        return [Refusal(_("Write whole minutes, or leave it empty."), "least_minutes")]
    if not in_part:
        return [
            Refusal(_("Say first what you give for a part of a course."), "in_part"),
        ]
    return []


def refuse_own(by: Person, approval: CourseApproval) -> None:
    """Nobody decides for a provider they work at, or about what they asked for themselves."""
    why_not = bar_for_own(by, approval)
    if why_not:
        raise Refused(why_not)
    refuse_apart(by, person=approval.asked_by, subject=f"course-approval:{approval.public_id}")


def bar_for_own(by: Person, approval: CourseApproval) -> str:
    """Why somebody has no part in deciding an application; empty: nothing bars."""
    provider = approval.edition.course.provider
    if ProviderStaff.objects.filter(person=by, provider=provider).exists():
        return _("You work at this provider. A colleague has to decide.")
    if approval.asked_by_id == by.pk:
        return _("You asked for this yourself. A colleague has to decide.")
    return ""


def move(
    approval: CourseApproval,
    was: Collection[ApprovalState],
    now: ApprovalState,
    **columns: object,
) -> None:
    """Change the state if it is still what was seen; otherwise say what it is by now."""
    moved = CourseApproval.objects.filter(pk=approval.pk, state__in=was).update(
        state=now, **columns
    )
    approval.refresh_from_db()
    if not moved:
        raise Refused(
            _("This application has moved on: %(state)s. Nothing was changed.")
            % {"state": approval.get_state_display().lower()}
        )


def journal_approval(
    at: datetime,
    by: Person | None,
    code: str,
    approval: CourseApproval,
    detail: dict[str, Plain] | None = None,
) -> None:
    """Write down what happened to an application."""
    write(
        at=at,
        by=id_of(by),
        code=f"catalogue.{code}",
        subject=f"course-approval:{approval.public_id}",
        body=approval.body.slug,
        detail={
            "edition": approval.edition.public_id,
            "course": approval.edition.course.public_id,
            **(detail or {}),
        },
    )


def _told(provider: Provider) -> list[Person]:
    """Everybody who sees to a provider's courses."""
    return list(
        Person.objects.filter(
            pk__in=ProviderStaff.objects.filter(
                provider=provider, role__in=PROVIDER_MAY[ProviderDuty.COURSES]
            ).values("person"),
            is_active=True,
        )
    )


def tell_provider(
    at: datetime, approval: CourseApproval, subject: Callable[[], str], what: str
) -> None:
    """Tell everybody who sees to the provider's courses what the body said, once."""
    body, title = approval.body, approval.edition.title
    for person in _told(approval.edition.course.provider):
        tell(
            at=at,
            person=person,
            kind="course-approval",
            letter=lambda: (
                subject() % {"body": body.name},
                f"{title}\n\n{approval.end_reason or approval.reason}".strip(),
            ),
            body_slug=body.slug,
            key=f"course-approval:{approval.public_id}:{what}:{person.public_id}",
        )
