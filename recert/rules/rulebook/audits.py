"""Clauses on audits: who is drawn, how a case goes and ends, and what proves an activity."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from recert.rules.rulebook.conditions import ANYTHING, Length, What
from recert.rules.vocabulary import Evidence


class Selection(StrEnum):
    """How people come into an audit."""

    RANDOM = "random"  # by lot, and whoever `taken` names with certainty
    EVERYONE = "everyone"
    TARGETED = "targeted"  # nobody by lot, only whoever `taken` names


class Strata(StrEnum):
    """Within what a share is drawn, each part by itself."""

    TOGETHER = "together"
    CREDENTIAL = "credential"
    LEVEL = "level"  # each level of each credential


class Occasion(StrEnum):
    """How often, or on what occasion, people are drawn."""

    FILING = "filing"
    PAYMENT = "payment"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TWO_YEARS = "two-years"
    CYCLE = "cycle"


class Target(StrEnum):
    """Whom an audit takes with certainty."""

    FAILED = "failed-before"
    LATE = "late"
    CONDITIONAL = "conditional"  # renewed on a condition


class Moment(StrEnum):
    """Whether people are audited before their renewal or after it."""

    BEFORE = "before-renewal"
    AFTER = "after-renewal"


class Failing(StrEnum):
    """What failing an audit does."""

    INACTIVE = "inactive"  # not in force until the failing is cured
    SUSPENDED = "suspended"
    NOT_RENEWED = "not-renewed"
    LAPSED = "lapsed"  # a renewal granted no longer holds


class KeptFrom(StrEnum):
    """From when the time to keep proof runs."""

    ACTIVITY = "activity"
    YEAR_END = "year-end"  # the end of the calendar year of the activity
    RENEWAL = "renewal"
    CYCLE_END = "cycle-end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How long proof is to be kept: `at_least` so long from `since`, or so many `cycles`."""

    at_least: Length | None = None
    since: KeptFrom | None = None
    cycles: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """`audit`: how what was declared is checked. None: the policy does not say.

    The share is `percent` or `number`; or lies from `percent_at_least` to `percent_at_most`
    (either may be left open), and the body decides on a figure when it draws. `spared_cycles`:
    whoever was audited so few cycles ago is left out. `light`: the weight, below 1, of those
    whose every credit was reported by its provider.

    Times: `notice` comes so long before the renewal, `look_back` ends so long after it;
    `answer` is the holder's (`working_days`: of its days only those count), `review` the
    body's; `extend` and `defer` are the most that may be granted; `replace_within` and `cure`
    run from the determination, `appeal` too. `stops_clock`: time stands still while something
    asked for again is with the holder. `second`: one person reviews, another determines.
    """

    drawn: Selection | None = None
    percent: Fraction | None = None
    percent_at_least: Fraction | None = None
    percent_at_most: Fraction | None = None
    number: int | None = None
    strata: Strata | None = None
    per: Occasion | None = None
    taken: frozenset[Target] = frozenset()
    spared_cycles: int | None = None
    light: Fraction | None = None
    moment: Moment | None = None
    waits: bool | None = None  # the renewal is decided only once the case is closed
    notice: Length | None = None
    look_back: Length | None = None
    answer: Length | None = None
    working_days: bool | None = None
    stops_clock: bool | None = None
    extend: Length | None = None
    defer: Length | None = None
    review: Length | None = None
    second: bool | None = None
    replace: bool | None = None  # credit not accepted may be replaced
    replace_within: Length | None = None
    failing: Failing | None = None
    cure: Length | None = None
    appeal: Length | None = None
    keep: Keep | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """`proof`: what proves an activity when it is audited.

    One of `accepted` is enough; `refused` never is. `shows`: what it must say, in words.
    """

    what: What = ANYTHING
    accepted: frozenset[Evidence] = frozenset()
    refused: frozenset[Evidence] = frozenset()
    shows: str = ""
