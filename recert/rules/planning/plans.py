"""Plans as data: what to do, by when, what it serves; and what learning cannot mend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from recert.rules.facts import Delivery, Kind, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What one line does for one requirement, in the unit of the body."""

    holding: str
    clause: str
    amount: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many hours of one sort of learning.

    The sets name what serves equally well; an empty one means that it does not matter.
    One of `taught_by` must teach it, all of `approved_by` must have approved it. It is done
    from `since` (None: at once) through `by`.
    """

    hours: Fraction
    by: date
    since: date | None = None
    kinds: frozenset[Kind] = frozenset()
    deliveries: frozenset[Delivery] = frozenset()
    topics: frozenset[Topic] = frozenset()
    taught_by: tuple[str, ...] = ()
    approved_by: tuple[str, ...] = ()
    counted_in: str = ""  # the body in whose credits `hours` is told, for it names no hour
    asks: bool = False  # somebody at a body has to judge it before it is sure
    serves: tuple[Service, ...] = ()

    @property
    def holdings(self) -> tuple[str, ...]:
        """The certifications it serves."""
        return tuple(dict.fromkeys(each.holding for each in self.serves))


class Why(StrEnum):
    """Why a requirement stands apart from the plan."""

    PAST = "past"  # the days in which it could be earned are over
    CONDITION = "condition"  # a card, a membership, something held or done
    UNPLANNED = "unplanned"  # no course we know of fills it


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A requirement that the lines leave short, and why."""

    holding: str
    clause: str
    why: Why
    amount: Fraction
    until: date | None = None  # the last day of the window that is over


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The cheapest set of things still to do, for all certifications held together.

    `proven`: with the lines done, the law finds met all that they are said to serve.
    `examinations` are certifications that passing an examination would renew instead.
    """

    lines: tuple[Line, ...] = ()
    apart: tuple[Apart, ...] = ()
    examinations: tuple[str, ...] = ()
    proven: bool = True

    @property
    def hours(self) -> Fraction:
        """All the hours together, without what is counted in credits."""
        return sum((line.hours for line in self.lines if not line.counted_in), Fraction(0))
