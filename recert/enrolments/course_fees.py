"""Course fees: what bodies ask for looking at a course, billed before the application is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.actions import (
    Ask,
    refuse_course,
    send_application,
    withdraw_course_application,
    write_applications,
)
from recert.catalogue.approval_queries import approval_terms_of
from recert.catalogue.models import CourseApproval
from recert.enrolments.approval_fees import bill_applicant
from recert.payments.above import PaidFor
from recert.payments.actions import settle_moot
from recert.payments.models import Invoice, Moot
from recert.people.models import Person


def subject_of(approval: CourseApproval) -> str:
    """What bills, the journal and declarations of conflict call an application."""
    return f"course-approval:{approval.public_id}"


@transaction.atomic
def apply_for_courses(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    course_id: str,
    edition_id: str,
    asks: Sequence[Ask],
    text: str,
) -> tuple[CourseApproval, ...]:
    """Ask several bodies at once to approve an edition: all of them or none.

    Whoever asks is billed where a body has a fee; the other applications go out at once.
    """
    rows = write_applications(
        by=by,
        at=at,
        provider_slug=provider_slug,
        course_id=course_id,
        edition_id=edition_id,
        asks=asks,
        text=text,
    )
    for row in rows:
        cents = fee_of(row)
        if cents:
            says = _("Approval of the course “%(title)s”") % {"title": row.edition.title}
            bill_applicant(by, at, row, subject_of(row), says, cents)
        else:
            send_application(by=by, at=at, approval=row)
    return rows


def fee_of(approval: CourseApproval) -> int:
    """What the body asks for looking at a course; nothing for its own."""
    if approval.edition.course.provider.body_id == approval.body_id:
        return 0
    return approval_terms_of(approval.body).course_fee_cents


@transaction.atomic
def withdraw_from_body(
    *, by: Person, at: datetime, provider_slug: str, public_id: str
) -> CourseApproval:
    """Take an application back, with its bill."""
    approval = withdraw_course_application(
        by=by, at=at, provider_slug=provider_slug, public_id=public_id
    )
    settle_moot(at=at, subject=subject_of(approval), why=Moot.WITHDRAWN)
    return approval


@transaction.atomic
def refuse_for_body(
    *, by: Person, at: datetime, body_slug: str, public_id: str, reason: str
) -> CourseApproval:
    """Do not approve a course; the fee goes back or stays, as the body's terms say."""
    approval = refuse_course(by=by, at=at, body_slug=body_slug, public_id=public_id, reason=reason)
    settle_moot(at=at, subject=subject_of(approval), why=Moot.REFUSED)
    return approval


def _paid(invoice: Invoice, at: datetime) -> None:
    """Send what waited for its bill."""
    found = CourseApproval.objects.filter(invoice=invoice.public_id).select_related("body").first()
    if found is not None:
        send_application(by=None, at=at, approval=found)


COURSE_FEES = PaidFor(_paid)
