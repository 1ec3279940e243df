"""Keeping time: what was not paid or taken goes on to the next; the day before, one is reminded."""

from __future__ import annotations

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from recert.catalogue.models import CourseClass
from recert.enrolments.actions.leaving import end_place
from recert.enrolments.actions.places import (
    HELD_FOR_TRANSFER,
    before_it_begins,
    hold_class,
    offer_free_places,
)
from recert.enrolments.actions.telling import inform, journal, tell_lost
from recert.enrolments.models import Enrolment, EnrolmentState
from recert.enrolments.queries import taken_in
from recert.lib.days import local_day
from recert.payments.actions.billing import hold
from recert.payments.models import Invoice, InvoiceState, Moot, RefundPolicy
from recert.payments.queries import received_cents

MOST_AT_ONCE = 100
SCHOOLS_KEEP = relativedelta(years=7)
"""So long a school keeps under which name it put somebody on a list, and why somebody left; for a
body's own classes its own years hold. Bills say what was bought for as long as books are kept.
"""
MOST_CLASSES = 2_000

S = EnrolmentState


def give_places_on(*, at: datetime) -> int:
    """End what was kept long enough, and offer what is free to those who wait. How many."""
    kept = Enrolment.objects.filter(state__in=(S.OFFERED, S.TO_PAY), held_until__lte=at)
    found = list(kept.order_by("held_until", "id").values_list("pk", flat=True)[:MOST_AT_ONCE])
    ended = sum(_end_kept(at, pk) for pk in found)
    return ended + _offer_what_is_free(at)


@transaction.atomic
def _end_kept(at: datetime, pk: int) -> int:
    """End one place that was kept, or keep it on where money is said to be on its way."""
    place = Enrolment.objects.select_related("course_class", "person").get(pk=pk)
    place.course_class = row = hold_class(place.course_class)
    invoice = Invoice.objects.filter(public_id=place.invoice).first()
    bill = hold(invoice) if invoice is not None else None  # nobody pays it meanwhile
    place.refresh_from_db(fields=("state", "held_until"))
    if place.state not in (S.OFFERED, S.TO_PAY) or not place.held_until or place.held_until > at:
        return 0
    kept_on = _kept_on(place, bill, at)
    if kept_on is not None and kept_on > at:
        Enrolment.objects.filter(pk=pk, state=S.TO_PAY).update(held_until=kept_on)
        return 0
    was_offered = place.state == S.OFFERED
    end_place(
        by=None,
        at=at,
        enrolment=place,
        reason=_("Not taken in time.") if was_offered else _("Not paid in time."),
        why=Moot.LEFT,
        policy=RefundPolicy.ALWAYS,
    )
    tell_lost(
        at,
        place,
        "given-on",
        lambda: (
            _("It was kept for you until now and you did not take it, so it goes to the next.")
            if was_offered
            else _("It was kept until now and its bill is not paid, so it is asked for no longer.")
        ),
    )
    offer_free_places(at=at, row=row)
    return 1


def _kept_on(place: Enrolment, bill: Invoice | None, at: datetime) -> datetime | None:
    """Until when an unpaid place is kept all the same: its money is on its way, or came in part."""
    if bill is None or bill.state != InvoiceState.OPEN:
        return None
    if received_cents(bill) > 0:
        return place.course_class.starts_at or at + HELD_FOR_TRANSFER
    if bill.announced_at is not None:
        return before_it_begins(place.course_class, bill.announced_at + HELD_FOR_TRANSFER, at)
    return None


def _offer_what_is_free(at: datetime) -> int:
    """Places that became free where nobody could be told at once, such as after a refund."""
    waited_for = Enrolment.objects.filter(state=S.WAITING).values("course_class")
    rows = list(CourseClass.objects.filter(pk__in=waited_for, cancelled_at=None)[:MOST_CLASSES])
    taken = taken_in(rows)
    return sum(
        _offer_in(at, row) for row in rows if row.seats is None or row.seats > taken.get(row.pk, 0)
    )


@transaction.atomic
def _offer_in(at: datetime, row: CourseClass) -> int:
    return offer_free_places(at=at, row=hold_class(row))


# ---------------------------------------------------------------- the day before, and after


def remind_of_classes(*, at: datetime) -> int:
    """Tell whoever has a place that their class is tomorrow, by the clock where it is held.

    Once for each beginning it ever had. How many were told.
    """
    soon = _of_those_enrolled().filter(
        course_class__cancelled_at=None,
        course_class__starts_at__gt=at,
        course_class__starts_at__lt=at + timedelta(days=2),
    ).exclude(reminded_for=F("course_class__starts_at"))  # fmt: skip
    return sum(_remind(at, each) for each in soon)


def _of_those_enrolled() -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(state=S.ENROLLED, over_at=None).select_related(
        "person", "course_class__edition__course__provider"
    )


@transaction.atomic
def _remind(at: datetime, place: Enrolment) -> int:
    row = place.course_class
    assert row.starts_at is not None  # as it was asked for
    begins = row.starts_at
    days = (local_day(begins, row.zone) - local_day(at, row.zone)).days
    if days > 1 or (place.enrolled_at is not None and at - place.enrolled_at < timedelta(hours=1)):
        return 0
    if (
        not Enrolment.objects.filter(pk=place.pk)
        .exclude(reminded_for=begins)
        .update(reminded_for=begins)
    ):
        return 0
    inform(
        at=at,
        enrolment=place,
        key=begins.isoformat(),
        kind="class-reminder",
        title=lambda: _("Tomorrow: %(title)s") if days else _("Today: %(title)s"),
        text=lambda: row.joining or _("Where it is and how to join stands on its page."),
    )
    return 1


def close_held_classes(*, at: datetime) -> int:
    """Note whose class is over, and let go who still waited for one. How many."""
    over = Q(course_class__ends_at__lte=at)
    held = Enrolment.objects.filter(over, state=S.ENROLLED, over_at=None).update(over_at=at)
    begun = Enrolment.objects.filter(
        Q(course_class__starts_at__lte=at), state=S.WAITING
    ).select_related("person", "course_class__edition__course__provider")
    return held + sum(_let_go(at, each) for each in begun[:MOST_AT_ONCE])


@transaction.atomic
def _let_go(at: datetime, place: Enrolment) -> int:
    if not Enrolment.objects.filter(pk=place.pk, state=S.WAITING).update(
        state=S.CANCELLED, cancelled_at=at, cancel_reason=_("No place became free.")
    ):
        return 0
    journal(at, None, "cancelled", place, {"why": "full"})
    tell_lost(at, place, "full", lambda: _("The class has begun and no place became free."))
    return 1


def forget_old_places(*, at: datetime) -> int:
    """Forget what schools wrote of whoever had a place in their classes long ago. How many."""
    of_schools = Enrolment.objects.filter(course_class__edition__course__provider__body=None)
    old = Q(over_at__lt=at - SCHOOLS_KEEP) | Q(cancelled_at__lt=at - SCHOOLS_KEEP)
    told = of_schools.filter(old).exclude(named="", cancel_reason="")
    return told.update(named="", cancel_reason="")
