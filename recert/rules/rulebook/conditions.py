"""Conditions: dates, lengths, who and what a clause speaks of, and small tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from recert.rules.amounts import Money
from recert.rules.facts import Delivery, DocumentKind, Kind, Reporter, Topic, Unit

EVERYTHING = "everything"
"""In place of category ids: all that counts."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `since` through `until`, both included; None is open."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True, order=True)
class Length:
    """A length of time in calendar years and months, or in days."""

    years: int = 0
    months: int = 0
    days: int = 0


ALWAYS = Span()
AT_ONCE = Length()


class Chooser(StrEnum):
    """Which date decides whether a dated clause is in force."""

    ACTIVITY = "activity"  # the day an activity was completed
    CYCLE_START = "cycle-start"
    CYCLE_END = "cycle-end"
    FILING = "filing"  # the day of filing, or the day asked about


class Per(StrEnum):
    """The window a need or a limit is measured over."""

    CYCLE = "cycle"
    CALENDAR_YEAR = "calendar-year"
    CYCLE_YEAR = "cycle-year"  # twelve months from the cycle's first day, and so on
    HALF_YEAR = "half-year"  # January-June, July-December
    TWO_YEARS = "two-years"  # twice twelve months from the cycle's first day, and so on
    FIVE_YEARS = "five-years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """Days after the cycle's last day: later than `after`, no later than `until`."""

    after: Length = AT_ONCE
    until: Length | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A condition on the person and the certification held; all that is set must hold.

    Cycles are numbered from 1, the first after certification. `attributes` are answers
    to what the rulebook `asks`; one that is not known does not hold.
    """

    credentials: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    certified: Span | None = None
    certified_for: Length | None = None  # held at least so long on the cycle's last day
    first_cycle: bool | None = None
    cycle_at_least: int | None = None
    cycle_at_most: int | None = None
    every_nth_cycle: int | None = None  # 3: the third, the sixth, ...
    late: Lateness | None = None  # filing so long after the last day
    member: bool | None = None  # of this body, on the day asked about
    countries: frozenset[str] = frozenset()
    holds_at_least: int | None = None  # certifications of this body
    holds_at_most: int | None = None
    holds: frozenset[str] = frozenset()  # any of these credentials of this body
    closed_late: bool | None = None  # the previous cycle was closed after it ended
    all_own: bool | None = None  # every credit that counts is the body's own
    attributes: Mapping[str, str] = field(default_factory=dict)


ANYONE = Who()


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """A condition on an activity; all that is set must hold, lists match any of theirs."""

    kinds: frozenset[Kind] = frozenset()
    deliveries: frozenset[Delivery] = frozenset()
    topics: frozenset[Topic] = frozenset()
    providers: frozenset[str] = frozenset()
    own: bool | None = None  # taught by one of the header's `own` slugs
    awarded: bool | None = None  # somebody awarded credit or stated hours
    awarded_by: frozenset[str] = frozenset()
    units: frozenset[Unit] = frozenset()
    subjects: frozenset[str] = frozenset()
    accredited_by: frozenset[str] = frozenset()
    assessed: bool | None = None
    passed: bool | None = None
    ordered: bool | None = None  # the body ordered it as a remedy
    reported_by: frozenset[Reporter] = frozenset()
    at_test_centre: bool | None = None
    grade_at_least: str = ""
    cards: frozenset[DocumentKind] = frozenset()
    card_months: int | None = None
    completed: Span | None = None
    not_: What | None = None


ANYTHING = What()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an amount table: for whom, and how much."""

    who: Who
    amount: Fraction


Amounts = tuple[Row, ...]
"""A small table; the first row whose `who` holds gives the amount, none is a hole."""


@dataclass(frozen=True, slots=True)
class Price:
    """One line of a fee table."""

    who: Who
    money: Money
