"""Clauses about credit: the cycle, what may count, what it is worth, how much is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from fractions import Fraction

from recert.rules.amounts import Grid
from recert.rules.facts import Topic, Unit
from recert.rules.rulebook.conditions import (
    ANYTHING,
    EVERYTHING,
    Amounts,
    Length,
    Per,
    Span,
    What,
)


class Ends(StrEnum):
    """How an anniversary cycle's last day is found from the day certified + N years."""

    DAY_BEFORE = "day-before"  # certified 12 March 2023: through 11 March 2025
    SAME_DAY = "same-day"  # through 12 March 2025
    MONTH_END = "month-end"  # through 31 March 2025
    YEAR_END = "year-end"  # through 31 December
    BIRTH_MONTH = "birth-month"  # through the last day of the month of birth
    BEFORE_BIRTH_MONTH = "before-birth-month"  # through the last day of the month before it
    UNSAID = "unsaid"  # the policy does not say: the earlier day, and a finding


class Parity(StrEnum):
    """Which years a cycle ends in, where that follows a year in the person's life."""

    BIRTH_YEAR = "birth-year"  # odd years for who was born in one
    CERTIFIED_YEAR = "certified-year"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditPeriod:
    """When credit is earned, where that is not the cycle: so long, up to a day of the year.

    `ends` is the last month and day (`12-31`); the last such day before the
    cycle's last day ends the period.
    """

    length: Length
    ends: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """`cycle`: which period is open.

    - `length` alone: from certification, ending as `ends` says.
    - `length` and `ends_on`: on common days, every `length` before and after `ends_on`.
      A first cycle shorter than `first_at_least` runs on to the end after.
    - `length` and `ends_yearly` (`06-30`): on one day of the year, in years of one's own.
      The first such day ends the first cycle that makes it `length` long, or
      `first_at_least`; then every `length`.
    - `fixed`: the same days for everybody, once.

    Birth months and years come from the attributes `birth-month` (1 to 12) and
    `birth-year` (odd or even): never a whole date of birth.
    """

    length: Length | None = None
    ends: Ends = Ends.DAY_BEFORE
    ends_on: date | None = None
    ends_yearly: str = ""  # month and day
    first_at_least: Length | None = None
    parity: Parity | None = None
    fixed: Span | None = None
    starts_after_late: date | None = None  # for who closed the previous cycle late
    credit: CreditPeriod | None = None  # None: the cycle itself
    from_month: bool = False  # credit from the first day of the month of certification
    cutoff: time | None = None  # last minute of the last day; None is midnight
    opens: Length | None = None  # filing is possible from so long before the last day
    closes: Length | None = None  # and until so long before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """`window`: narrows when an activity must have happened, within the cycle."""

    what: What = ANYTHING
    started_after_certification: bool = False
    within: Length | None = None  # before filing (canfitpro: the last twelve months)
    late_counts: bool | None = None  # work done in grace, after the cycle's end, counts
    instead: Length | None = None  # in place of the cycle: so long before filing


@dataclass(frozen=True, slots=True, kw_only=True)
class Admit:
    """`admit`: only what matches one of these clauses may count (none: anything may)."""

    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """`refuse`: what matches never counts."""

    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """`judgement`: what matches counts only once a reviewer has accepted it.

    `provisional` lets it count until then, marked as needing a person.
    """

    what: What
    asks: str
    provisional: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """`once`: at most `times` of these in a cycle. `same_course` forbids repeats.

    Of equals the one worth most stands, then the oldest; of repeats, the oldest.
    """

    what: What = ANYTHING
    same_course: bool = False
    times: int = 1
    ever: bool = False  # not only within the cycle
    within: Length | None = None  # in any such stretch, whatever the cycle


class By(StrEnum):
    """What a measure starts from."""

    AWARD = "award"  # the amount awarded
    HOURS = "hours"  # minutes of instruction
    EACH = "each"  # a flat value per activity
    DAY = "day"  # days from started through completed
    WEEK = "week"  # whole weeks from started through completed
    YEAR = "year"  # whole years of service, clipped to the cycle
    NOTHING = "nothing"  # worth zero, and says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """`measure`: what an activity is worth. The first whose `what` and basis fit rules.

    - `award`: the amount awarded by one of `awarders` (in that order; empty is anyone)
      in one of `units`, times `worth`.
    - `hours`: for every `minutes` of instruction, `worth`.
    - `each`: `worth`. - `day`, `week`: for every one from started through completed.
    - `year`: for every year of service in the cycle, `worth`.

    `about`: only the share of it that is about these topics; with `share_at_least` the
    whole of it where that share is reached, else nothing. `preparation`: minutes of
    preparing count too, at most so many times the minutes taught; `prepared_once`: not
    for the same course again.
    """

    by: By
    what: What = ANYTHING
    worth: Fraction = Fraction(1)
    awarders: tuple[str, ...] = ()
    units: frozenset[Unit] = frozenset()
    minutes: int = 60
    rounding: Grid | None = None
    at_least: Fraction | None = None  # below it the activity earns nothing
    at_most: Fraction | None = None
    about: frozenset[Topic] = frozenset()
    share_at_least: Fraction | None = None
    preparation: Fraction | None = None
    prepared_once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """`category`: a named set of activities. Its name is the clause's id.

    Categories of one `scheme` (letters A, B, C, D) are disjoint: an activity belongs to
    the first of them, in file order, that it matches.
    """

    what: What
    scheme: str = ""


class Months(StrEnum):
    """How the months of an unfinished first cycle are told."""

    WHOLE = "whole"  # complete months from certification through the last day
    BEGUN = "begun"  # a month begun is a month
    CALENDAR = "calendar"  # every calendar month touched


@dataclass(frozen=True, slots=True, kw_only=True)
class Prorated:
    """An amount in proportion to the months of the cycle that the certification was held."""

    months: Months
    rounding: Grid | None = None
    nothing_below: int = 0  # for so few months nothing is due


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """`need`: at least `amount` of the categories `of`.

    Needs in one `exclusive` group compete for an hour; others share it. `accepts`
    bounds how much of one category may serve this need. `in_one`: the amount must be
    reached in a single one of the categories. `within` looks back so long from the
    cycle's last day, `ever` as far as the record goes, whatever the cycle: such credit
    counts toward this need and, if earned before the cycle, toward nothing else.
    """

    of: tuple[str, ...]
    amount: Amounts
    per: Per = Per.CYCLE
    within: Length | None = None
    ever: bool = False
    exclusive: str = ""
    accepts: Mapping[str, Fraction] = field(default_factory=dict)
    in_one: bool = False
    prorated: Prorated | None = None
    beyond_limits: bool = False  # what is over a limit serves it too (NSCA's distinction)


class Base(StrEnum):
    """What a limit's share is a share of."""

    COUNTED = "counted"  # of all that counts
    REQUIRED = "required"  # of the total that is due


class Each(StrEnum):
    """What a limit holds for one by one."""

    PROVIDER = "provider"
    COURSE = "course"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """`limit`: at most `amount` of the categories `of`, or a `share`.

    `each`: so much for every single provider (society) or course, not for all together.
    """

    of: tuple[str, ...]
    amount: Amounts = ()
    share: Fraction | None = None  # 1/2 is half
    base: Base = Base.COUNTED
    per: Per = Per.CYCLE
    each: Each | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breadth:
    """`breadth`: something must count in at least so many of these categories."""

    at_least: int
    among: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """`carry`: what of the surplus may pass into the next cycle. `at_most` zero: none.

    Several carry clauses hold together: each bounds what is carried `of` its categories,
    and only what one of them names is carried at all. Credit that comes in keeps its
    categories unless `relabel` names another; `barred` needs it cannot serve. It lasts
    `periods` cycles. `forfeits`: who needs credit carried in carries none out.
    `owes`: a total short by up to so much passes, and is due on top in the next cycle;
    `owes_again` says whether such a debt may pass once more.
    """

    at_most: Amounts = ()
    of: tuple[str, ...] = (EVERYTHING,)
    earned_within: Length | None = None  # of the cycle's end
    barred: tuple[str, ...] = ()  # needs that carried credit cannot serve
    relabel: str = ""
    periods: int = 1
    forfeits: bool = False
    owes: Fraction | None = None
    owes_again: bool | None = None
