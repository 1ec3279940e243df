"""Places: who takes one, who gets the next; never more than there are.

Whoever changes how many are taken holds the class first, then the bill, then the place: always
in that order, so that two never wait for each other. Paying holds the bill and the place only.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from recert.catalogue.models import CourseClass
from recert.enrolments.actions.telling import (
    inform,
    journal,
    moment_words,
    subject_of,
    tell_enrolled,
)
from recert.enrolments.models import Enrolment, EnrolmentState
from recert.enrolments.queries import free_in, waiting_for
from recert.payments.actions import Line, issue_invoice
from recert.payments.gateway import account_of
from recert.payments.models import sold_by
from recert.payments.taxes import taxed
from recert.people.models import Person

HELD_FOR_CARD = timedelta(minutes=30)
"""So long a place is kept for whoever pays it by card, here and now."""

HELD_FOR_TRANSFER = timedelta(days=7)
"""So long it is kept where the money comes by transfer, or an employer pays."""

OFFERED_FOR = timedelta(days=2)
"""So long somebody who waited has to take the place that became free."""


def hold_class(row: CourseClass) -> CourseClass:
    """The class as it is now; until this act ends nobody else takes or frees a place in it."""
    return (
        CourseClass.objects.select_for_update(of=("self",))
        .select_related("edition__course__provider__body")
        .prefetch_related("member_prices__body")
        .get(pk=row.pk)
    )


def last_moment(row: CourseClass) -> datetime | None:
    """Until when a place can be taken; None: at any time."""
    return row.enrol_until or row.starts_at


def before_it_begins(row: CourseClass, until: datetime, at: datetime) -> datetime:
    """That moment, or the class's beginning where that is to come and comes first."""
    is_to_come = row.starts_at is not None and row.starts_at > at
    return min(until, row.starts_at) if is_to_come and row.starts_at else until


def seat(*, by: Person | None, at: datetime, enrolment: Enrolment) -> None:
    """Give somebody who holds a place what it costs to pay, or the place itself where it is free.

    The class is held by whoever calls.
    """
    if not enrolment.cents:
        _enrol(by, at, enrolment)
        return
    row = enrolment.course_class
    seller = row.edition.course.provider.seller
    assert seller is not None  # what costs something and has no till is not enrolled for here
    by_card = account_of(seller) is not None and not enrolment.by_transfer
    line = Line("", _line_words(enrolment), enrolment.cents)
    until = before_it_begins(row, at + (HELD_FOR_CARD if by_card else HELD_FOR_TRANSFER), at)
    invoice = issue_invoice(
        by=by,
        at=at,
        person=enrolment.person,
        subject=subject_of(enrolment),
        lines=(line,) if row.tax_free else taxed(seller, line),
        currency=enrolment.currency,
        **sold_by(seller),
    )
    Enrolment.objects.filter(pk=enrolment.pk).update(
        state=EnrolmentState.TO_PAY,
        cents=enrolment.cents,
        member_of=enrolment.member_of,
        invoice=invoice.public_id,
        held_until=until,
        by_transfer=not by_card,
    )
    journal(at, by, "to-pay", enrolment, {"cents": enrolment.cents})


def _line_words(enrolment: Enrolment) -> str:
    words = {"title": enrolment.course_class.edition.title}
    if enrolment.member_of is None:
        return _("A place in “%(title)s”") % words
    return _("A place in “%(title)s”, for members of %(body)s") % {
        **words,
        "body": enrolment.member_of.name,
    }


def _enrol(by: Person | None, at: datetime, enrolment: Enrolment) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(
        state=EnrolmentState.ENROLLED,
        cents=0,
        member_of=enrolment.member_of,
        held_until=None,
        enrolled_at=at,
    )
    journal(at, by, "enrolled", enrolment)
    tell_enrolled(at, enrolment)


def offer_free_places(*, at: datetime, row: CourseClass) -> int:
    """Offer what is free to those who wait, in the order they asked; the class is held.

    How many places were offered.
    """
    last = last_moment(row)
    if row.cancelled_at is not None or (last is not None and last <= at):
        return 0
    free, offered = free_in(row), 0
    for each in waiting_for(row):
        if free is not None and offered >= free:
            break
        until = at + OFFERED_FOR if last is None else min(at + OFFERED_FOR, last)
        each.course_class = row
        _offer(at, each, until)
        offered += 1
    return offered


def _offer(at: datetime, enrolment: Enrolment, until: datetime) -> None:
    if not Enrolment.objects.filter(pk=enrolment.pk, state=EnrolmentState.WAITING).update(
        state=EnrolmentState.OFFERED, held_until=until
    ):
        return
    journal(at, None, "offered", enrolment)
    zone = enrolment.course_class.zone
    inform(
        at=at,
        enrolment=enrolment,
        key=f"offered:{at.isoformat()}",
        title=lambda: _("A place is free for you: %(title)s"),
        text=lambda: (
            _(
                "You waited for it. It is kept for you until %(until)s; take it by then, or it "
                "goes to the next who waits."
            )
            % {"until": moment_words(until, zone)}
        ),
    )
