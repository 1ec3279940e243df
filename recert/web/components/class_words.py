"""Classes in words: when, where, for how much, and how they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from recert.catalogue.models import CourseClass
from recert.lib.days import local_day
from recert.rules.amounts import Money
from recert.rules.facts import Delivery
from recert.standing.words import capital, day_words
from recert.standing.words.plainly import money_words
from recert.standing.words.vocabulary import word


@dataclass(frozen=True, slots=True)
class ClassView:
    """One class as it stands at a moment."""

    row: CourseClass
    when: str
    hours: str
    where: str
    price: str
    tone: str
    state: str


def class_views(rows: Iterable[CourseClass], at: datetime) -> list[ClassView]:
    """Classes for a table; fetched with their editions."""
    return [class_view(row, at) for row in rows]


def class_view(row: CourseClass, at: datetime) -> ClassView:
    """One class in words."""
    tone, state = state_of(row, at)
    return ClassView(
        row, when_words(row), hours_words(row), where_words(row), price_words(row), tone, state
    )


def when_words(row: CourseClass) -> str:
    """The day or days a class is held, by the calendar of its own zone."""
    if row.starts_at is None or row.ends_at is None:
        return _("At any time")
    first, last = local_day(row.starts_at, row.zone), local_day(row.ends_at, row.zone)
    if first == last:
        return day_words(first)
    return f"{day_words(first)} – {day_words(last)}"


def hours_words(row: CourseClass) -> str:
    """From what time to what time, on the clock of its own zone, with how far that is from UTC."""
    if row.starts_at is None or row.ends_at is None:
        return ""
    there = ZoneInfo(row.zone)
    first, last = row.starts_at.astimezone(there), row.ends_at.astimezone(there)
    return f"{first:%H:%M}–{last:%H:%M} {first:%Z}"


def where_words(row: CourseClass) -> str:
    """The place, or how it reaches learners where it has none."""
    place = ", ".join(each for each in (row.place, row.city, row.region, row.country) if each)
    return place or capital(word(Delivery(row.edition.delivery)))


def price_words(row: CourseClass) -> str:
    """What it costs everybody."""
    return money_words(Money(row.cents, row.currency)) if row.cents else _("Free")


def state_of(row: CourseClass, at: datetime) -> tuple[str, str]:
    """Tone and words: cancelled, over, under way, to come."""
    if row.cancelled_at is not None:
        return "stop", _("Cancelled")
    if row.starts_at is None or row.ends_at is None:
        return "good", _("Open at any time")
    if row.ends_at < at:
        return "quiet", _("Held")
    if row.starts_at <= at:
        return "good", _("Under way")
    return ("good", _("To come")) if row.is_listed else ("note", _("To come, not listed"))
