"""Places in classes in words: how somebody stands, until when, what leaving does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from recert.catalogue.models import CourseClass
from recert.enrolments.actions import Leaving, all_back_until
from recert.enrolments.models import Enrolment, EnrolmentState
from recert.payments.models import RefundPolicy
from recert.rules.amounts import Money
from recert.standing.words import day_words
from recert.standing.words.plainly import money_words
from recert.web.components.class_words import ClassView, class_view

TONES = {
    EnrolmentState.WAITING: "wait",
    EnrolmentState.OFFERED: "warn",
    EnrolmentState.TO_PAY: "warn",
    EnrolmentState.ENROLLED: "good",
    EnrolmentState.CANCELLED: "quiet",
}


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One place as it stands at a moment."""

    place: Enrolment
    held: ClassView
    tone: str
    state: str
    price: str
    kept_until: str


def place_view(place: Enrolment, at: datetime) -> PlaceView:
    """One place in words; fetched with its class, edition, course and provider."""
    row = place.course_class
    return PlaceView(
        place,
        class_view(row, at),
        TONES[EnrolmentState(place.state)],
        place.get_state_display(),
        cents_words(place.cents, place.currency),
        moment_in(place.held_until, row.zone) if place.held_until else "",
    )


def cents_words(cents: int, currency: str) -> str:
    """A price, or that there is none."""
    return money_words(Money(cents, currency)) if cents else _("Free")


def moment_in(at: datetime, zone: str) -> str:
    """A moment on the clock of a zone: 5 December 2026, 09:00 CST."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{day_words(there.date())}, {there:%H:%M %Z}"


def refund_words(row: CourseClass) -> str:
    """What a class says of giving money back, before one pays."""
    until = all_back_until(row)
    if until is None:
        return _("If you give your place back, the provider’s till decides what you get back.")
    return _(
        "Give your place back by %(until)s and you get back all you paid. After that you get "
        "nothing back, unless the provider’s till decides otherwise."
    ) % {"until": moment_in(until, row.zone)}


def leaving_words(leaving: Leaving, place: Enrolment) -> str:
    """What comes back to somebody who leaves now."""
    if not leaving.paid_cents:
        return _("You have paid nothing for it, and nothing is asked of you afterwards.")
    words = {"sum": money_words(Money(leaving.paid_cents, place.currency))}
    if leaving.policy == RefundPolicy.ALWAYS:
        return _("You get back all you paid: %(sum)s, the way it came.") % words
    if leaving.policy == RefundPolicy.NEVER:
        return _("It is too late to get the %(sum)s back that you paid.") % words
    return _("What you get back of %(sum)s, the provider’s till decides.") % words
