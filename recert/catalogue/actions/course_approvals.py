"""Approval of courses: a body returns an application, approves, refuses, ends what it approved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from recert.catalogue.actions.approving import (
    amount_refusals,
    in_part_refusals,
    journal_approval,
    move,
    refuse_own,
    tell_provider,
)
from recert.catalogue.course_queries import course_application_for_staff
from recert.catalogue.models import ApprovalState, Course, CourseApproval, CourseEdition
from recert.lib.days import local_day
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.people.models import Body, Person
from recert.rules.amounts import to_grains


@dataclass(frozen=True, slots=True, kw_only=True)
class Approving:
    """What a body approves: how much, under which number, from when, as what.

    `in_part`: what whoever took a part only has (`InPart`), where the body says so, and from how
    many minutes on.
    """

    amount: Fraction
    unit: str
    since: date
    until: date | None = None
    number: str = ""
    categories: Collection[str] = ()
    in_part: str = ""
    least_minutes: int | None = None
    conditions: str = ""
    reason: str = ""


@transaction.atomic
def return_course_application(
    *, by: Person, at: datetime, body_slug: str, public_id: str, reason: str
) -> CourseApproval:
    """Ask the provider for what is missing, without deciding; the body's days stand still."""
    approval = course_application_for_staff(by, body_slug, public_id)
    refuse_own(by, approval)
    if not reason.strip():
        raise Refused(_("Say what is missing and how to send it."), "reason")
    move(approval, (ApprovalState.SUBMITTED,), ApprovalState.RETURNED, reason=reason.strip())
    journal_approval(at, by, "course-application-returned", approval)
    tell_provider(
        at, approval, lambda: _("%(body)s asks about a course of yours"), f"returned:{at}"
    )
    return approval


@transaction.atomic
def approve_course(
    *, by: Person, at: datetime, body_slug: str, public_id: str, approving: Approving
) -> CourseApproval:
    """Approve an edition: from now on completing it in these days earns that much."""
    approval = course_application_for_staff(by, body_slug, public_id)
    refuse_own(by, approval)
    Course.objects.select_for_update().get(pk=approval.edition.course_id)  # one at a time
    refuse_all(approving_refusals(approval.edition, approval.body, approving, approval.pk))
    move(
        approval,
        (ApprovalState.SUBMITTED,),
        ApprovalState.APPROVED,
        **approving_columns(approving),
        decided_by=by,
        decided_at=at,
    )
    journal_approval(at, by, "course-approved", approval)
    tell_provider(at, approval, lambda: _("%(body)s approved a course of yours"), "decided")
    return approval


@transaction.atomic
def refuse_course(
    *, by: Person, at: datetime, body_slug: str, public_id: str, reason: str
) -> CourseApproval:
    """Do not approve an edition, with the reason the provider reads."""
    approval = course_application_for_staff(by, body_slug, public_id)
    refuse_own(by, approval)
    if not reason.strip():
        raise Refused(_("Give the reason. The provider reads it."), "reason")
    move(
        approval,
        (ApprovalState.SUBMITTED,),
        ApprovalState.REFUSED,
        reason=reason.strip(),
        decided_by=by,
        decided_at=at,
    )
    journal_approval(at, by, "course-refused", approval)
    tell_provider(at, approval, lambda: _("%(body)s did not approve a course of yours"), "decided")
    return approval


@transaction.atomic
def end_course_approval(
    *, by: Person, at: datetime, body_slug: str, public_id: str, last_day: date, reason: str
) -> CourseApproval:
    """End an approval early. What was completed through the last day keeps its credit."""
    approval = course_application_for_staff(by, body_slug, public_id)
    refuse_own(by, approval)
    refuse_all(_ending_refusals(approval, local_day(at, approval.body.zone), last_day, reason))
    if CourseApproval.objects.filter(
        pk=approval.pk, state=ApprovalState.APPROVED, ended_on=None
    ).update(ended_on=last_day, end_reason=reason.strip()):
        approval.refresh_from_db()
        journal_approval(at, by, "course-approval-ended", approval, {"on": last_day.isoformat()})
        tell_provider(
            at, approval, lambda: _("%(body)s ends an approval of a course of yours"), "ended"
        )
    approval.refresh_from_db()
    return approval


def _ending_refusals(
    approval: CourseApproval, today: date, last_day: date, reason: str
) -> list[Refusal]:
    found = []
    if approval.state != ApprovalState.APPROVED or approval.since is None:
        return [Refusal(_("Only an approval that was given can be ended."))]
    if not reason.strip():
        found.append(Refusal(_("Give the reason. The provider reads it."), "reason"))
    if last_day < today:
        found.append(
            Refusal(
                _(
                    "An approval ends today at the earliest: what was completed before stands. "
                    "To take credit back, recall it."
                ),
                "last_day",
            )
        )
    elif last_day < approval.since:
        found.append(Refusal(_("It has not begun by that day."), "last_day"))
    if approval.until is not None and last_day > approval.until:
        found.append(Refusal(_("It ends earlier by itself."), "last_day"))
    return found


def approving_refusals(
    edition: CourseEdition, body: Body, approving: Approving, but: int = 0
) -> list[Refusal]:
    """Everything wrong with what would be approved; `but` is the row it is about to be."""
    found = amount_refusals(body.slug, approving.unit, approving.amount, "amount")
    found += in_part_refusals(approving.in_part, approving.least_minutes)
    if approving.until is not None and approving.until < approving.since:
        found.append(Refusal(_("It ends before it begins. Check both days."), "until"))
    elif _overlaps(edition, body, approving, but):
        found.append(
            Refusal(
                _(
                    "Another approval of this edition speaks on these days. Begin after it, or end "
                    "that one first."
                ),
                "since",
            )
        )
    return found


def _overlaps(edition: CourseEdition, body: Body, approving: Approving, but: int) -> bool:
    """Whether on some day two approvals would give credit of the same body for one edition."""
    others = CourseApproval.objects.filter(
        Q(until=None) | Q(until__gte=approving.since),
        Q(ended_on=None) | Q(ended_on__gte=approving.since),
        edition=edition,
        body=body,
        state=ApprovalState.APPROVED,
    ).exclude(pk=but)
    if approving.until is not None:
        others = others.filter(since__lte=approving.until)
    return others.exists()


def approving_columns(approving: Approving) -> dict[str, object]:
    """The columns that keep what was approved."""
    return {
        "amount_grains": to_grains(approving.amount),
        "unit": approving.unit,
        "number": approving.number.strip(),
        "since": approving.since,
        "until": approving.until,
        "categories": sorted(approving.categories),
        "in_part": approving.in_part,
        "least_minutes": approving.least_minutes,
        "conditions": approving.conditions.strip(),
        "reason": approving.reason.strip(),
    }
