"""Applications: a provider asks bodies to approve one edition of a course.

Where a body asks a fee the application is written first and sent once its bill is paid; the
room that knows bills sees to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.actions.approving import amount_refusals, journal_approval, move
from recert.catalogue.course_queries import course_application_for
from recert.catalogue.models import (
    OPEN_APPROVALS,
    ApprovalState,
    Course,
    CourseApproval,
    CourseEdition,
)
from recert.catalogue.queries import ProviderDuty, course_for_staff, editions_of
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.people.models import Body, Person
from recert.people.queries import Duty
from recert.people.telling_many import tell_colleagues
from recert.rules.amounts import to_grains


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked of one body: so much of this unit, or however much it finds right."""

    body: str  # slug
    unit: str
    amount: Fraction | None = None


@transaction.atomic
def write_applications(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    course_id: str,
    edition_id: str,
    asks: Sequence[Ask],
    text: str,
) -> tuple[CourseApproval, ...]:
    """Write applications for an edition to several bodies: all of them or none, none sent yet."""
    course = course_for_staff(by, provider_slug, course_id, ProviderDuty.COURSES)
    Course.objects.select_for_update().get(pk=course.pk)  # one at a time
    edition = editions_of(course).filter(public_id=edition_id).first()
    if edition is None:
        raise NotFound
    bodies = Body.objects.in_bulk([ask.body for ask in asks], field_name="slug")
    refuse_all(_asking_refusals(course, edition, asks, bodies))
    rows = tuple(
        CourseApproval.objects.create(
            edition=edition,
            body=bodies[ask.body],
            unit=ask.unit,
            asked_grains=None if ask.amount is None else to_grains(ask.amount),
            text=text.strip(),
            asked_by=by,
            entered_at=at,
        )
        for ask in asks
    )
    for row in rows:
        journal_approval(at, by, "course-application-written", row)
    return rows


def _asking_refusals(
    course: Course, edition: CourseEdition, asks: Sequence[Ask], bodies: dict[str, Body]
) -> list[Refusal]:
    found = []
    if course.retired_at is not None:
        found.append(Refusal(_("This course is retired. Bring it back before you submit it.")))
    if not asks:
        found.append(Refusal(_("Choose at least one body."), "bodies"))
    open_at = set(
        CourseApproval.objects.filter(edition=edition, state__in=OPEN_APPROVALS).values_list(
            "body__slug", flat=True
        )
    )
    for ask in asks:
        if ask.body not in bodies:
            found.append(Refusal(_("There is no such body."), "bodies"))
            continue
        if ask.body in open_at:
            found.append(
                Refusal(
                    _("%(body)s has an application for this edition, which is still open.")
                    % {"body": bodies[ask.body].name},
                    f"amount_{ask.body}",
                )
            )
        found += amount_refusals(ask.body, ask.unit, ask.amount, f"amount_{ask.body}")
    return found


@transaction.atomic
def send_application(*, by: Person | None, at: datetime, approval: CourseApproval) -> None:
    """Send what was written; twice is once. The caller has fetched it for whoever acts."""
    sent = CourseApproval.objects.filter(pk=approval.pk, state=ApprovalState.DRAFT).update(
        state=ApprovalState.SUBMITTED, submitted_at=at
    )
    approval.refresh_from_db()
    if not sent:
        return
    journal_approval(at, by, "course-application-sent", approval)
    tell_colleagues(
        at=at,
        body=approval.body,
        duty=Duty.REVIEW,
        letter=lambda: (
            _("A course waits for approval"),
            _("A provider asks for credit for a course. Sign in to decide."),
        ),
        key=f"course-approval:{approval.public_id}:sent",
    )


@transaction.atomic
def answer_course_application(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    public_id: str,
    text: str,
    amount: Fraction | None,
    unit: str,
) -> CourseApproval:
    """Send a returned application back with what was missing; the body's days begin anew."""
    approval = course_application_for(by, provider_slug, public_id, ProviderDuty.COURSES)
    refuse_all(amount_refusals(approval.body.slug, unit, amount, "amount"))
    if not text.strip():
        raise Refused(_("Answer what the body asked."), "text")
    move(
        approval,
        (ApprovalState.RETURNED,),
        ApprovalState.SUBMITTED,
        text=text.strip(),
        asked_grains=None if amount is None else to_grains(amount),
        unit=unit,
        submitted_at=at,
    )
    journal_approval(at, by, "course-application-answered", approval)
    return approval


@transaction.atomic
def withdraw_course_application(
    *, by: Person, at: datetime, provider_slug: str, public_id: str
) -> CourseApproval:
    """Take an application back before it is decided."""
    approval = course_application_for(by, provider_slug, public_id, ProviderDuty.COURSES)
    move(approval, OPEN_APPROVALS, ApprovalState.WITHDRAWN)
    journal_approval(at, by, "course-application-withdrawn", approval)
    return approval
