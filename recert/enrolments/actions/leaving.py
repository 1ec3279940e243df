"""Leaving: a place is given back, with its money as the class's own rule says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.models import CourseClass
from recert.catalogue.queries import ProviderDuty
from recert.enrolments.actions.places import hold_class, offer_free_places
from recert.enrolments.actions.telling import journal, subject_of, tell_lost
from recert.enrolments.models import UNDER_WAY, Enrolment, EnrolmentState
from recert.enrolments.queries import enrolment_for, place_for_staff
from recert.lib.refusals import Refused
from recert.payments.actions import settle_moot
from recert.payments.actions.billing import hold
from recert.payments.models import Invoice, Moot, RefundPolicy
from recert.payments.queries import received_cents
from recert.people.models import Person


@dataclass(frozen=True, slots=True)
class Leaving:
    """What becomes of the money of whoever leaves now: `policy`, and until when all goes back."""

    policy: RefundPolicy
    paid_cents: int
    until: datetime | None = None


def what_leaving_means(enrolment: Enrolment, at: datetime) -> Leaving:
    """What comes back to somebody who leaves at that moment, by the rule of the class.

    All of it so many days before the beginning, or where the class was moved since; after that
    none, unless the till decides otherwise. Where the class has no rule the till decides.
    """
    invoice = Invoice.objects.filter(public_id=enrolment.invoice).first()
    paid = received_cents(invoice) if invoice is not None else 0
    until = all_back_until(enrolment.course_class)
    begins = enrolment.course_class.starts_at
    if enrolment.moved_at is not None and begins is not None and at < begins:
        return Leaving(RefundPolicy.ALWAYS, paid, begins)
    if enrolment.course_class.refund_days is None or begins is None:
        return Leaving(RefundPolicy.ASK, paid)
    is_in_time = until is not None and at <= until
    return Leaving(RefundPolicy.ALWAYS if is_in_time else RefundPolicy.NEVER, paid, until)


def all_back_until(row: CourseClass) -> datetime | None:
    """The last moment to leave a class with all one paid, where it says so."""
    if row.refund_days is None or row.starts_at is None:
        return None
    return row.starts_at - timedelta(days=row.refund_days)


@transaction.atomic
def leave(*, by: Person, at: datetime, public_id: str) -> Enrolment:
    """Give a place back, or leave the line; what was paid is treated by the class's rule."""
    mine = enrolment_for(by, public_id)
    row = hold_class(mine.course_class)
    mine.refresh_from_db()
    if mine.state == EnrolmentState.CANCELLED:
        return mine
    if row.ends_at is not None and row.ends_at <= at:
        raise Refused(_("This class is over. Nothing is left to leave."))
    mine.course_class = row
    end_place(
        by=by,
        at=at,
        enrolment=mine,
        reason=_("Left."),
        why=Moot.LEFT,
        policy=what_leaving_means(mine, at).policy,
    )
    offer_free_places(at=at, row=row)
    return enrolment_for(by, public_id)


@transaction.atomic
def take_off(
    *, by: Person, at: datetime, provider_slug: str, public_id: str, reason: str
) -> Enrolment:
    """The provider takes somebody off the list of a class; all they paid goes back."""
    place = place_for_staff(by, provider_slug, public_id, ProviderDuty.COURSES)
    row = hold_class(place.course_class)
    place.refresh_from_db()
    if not reason.strip():
        raise Refused(_("Say why. The person reads it."), "reason")
    if row.ends_at is not None and row.ends_at <= at:
        raise Refused(_("This class is over. Correct what was reported instead."))
    place.course_class = row
    if end_place(
        by=by,
        at=at,
        enrolment=place,
        reason=reason.strip(),
        why=Moot.NOT_HELD,
        policy=RefundPolicy.ALWAYS,
    ):
        said = reason.strip()
        tell_lost(at, place, "taken-off", lambda: _("The provider says: %(why)s") % {"why": said})
        offer_free_places(at=at, row=row)
    return place_for_staff(by, provider_slug, public_id)


def end_place(
    *,
    by: Person | None,
    at: datetime,
    enrolment: Enrolment,
    reason: str,
    why: Moot,
    policy: RefundPolicy,
) -> bool:
    """End a place and settle its bill, once; the class is held. Whether there was one to end."""
    invoice = Invoice.objects.filter(public_id=enrolment.invoice).first()
    if invoice is not None:
        hold(invoice)  # before the place, as whoever pays does
    if not Enrolment.objects.filter(pk=enrolment.pk, state__in=UNDER_WAY).update(
        state=EnrolmentState.CANCELLED, held_until=None, cancelled_at=at, cancel_reason=reason
    ):
        return False
    journal(at, by, "cancelled", enrolment, {"why": why.value, "money": policy.value})
    if invoice is not None:
        settle_moot(at=at, subject=subject_of(enrolment), why=why, policy=policy)
    return True
