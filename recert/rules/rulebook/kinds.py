"""The kinds of clause, in the order a policy is read; each says how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from fractions import Fraction

from recert.rules.amounts import Grid
from recert.rules.facts import DocumentKind, Skills, Unit
from recert.rules.rulebook.conditions import (
    ANYTHING,
    AT_ONCE,
    EVERYTHING,
    Amounts,
    Length,
    Per,
    Price,
    Span,
    What,
)


class Ends(StrEnum):
    """How an anniversary cycle's last day is found from the day certified + N years."""

    DAY_BEFORE = "day-before"  # certified 12 March 2023: through 11 March 2025
    SAME_DAY = "same-day"  # through 12 March 2025
    MONTH_END = "month-end"  # through 31 March 2025
    YEAR_END = "year-end"  # through 31 December
    UNSAID = "unsaid"  # the policy does not say: the earlier day, and a finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """`cycle`: which period is open. Either `length` from certification, or `fixed`."""

    length: Length | None = None
    ends: Ends = Ends.DAY_BEFORE
    fixed: Span | None = None
    starts_after_late: date | None = None  # for who closed the previous cycle late
    cutoff: time | None = None  # last minute of the last day; None is midnight


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """`window`: narrows when an activity must have happened, within the cycle."""

    what: What = ANYTHING
    started_after_certification: bool = False
    within: Length | None = None  # before filing (canfitpro: the last twelve months)
    late_counts: bool | None = None  # work done in grace, after the cycle's end, counts


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
    """`once`: at most `times` of these per window. `same_course` forbids repeats.

    Of equals the one worth most stands, then the oldest; of repeats, the oldest.
    """

    what: What = ANYTHING
    same_course: bool = False
    times: int = 1
    ever: bool = False  # not only within the cycle


class By(StrEnum):
    """What a measure starts from."""

    AWARD = "award"  # the amount awarded
    HOURS = "hours"  # minutes of instruction
    EACH = "each"  # a flat value per activity
    YEAR = "year"  # whole years of service, clipped to the cycle
    NOTHING = "nothing"  # worth zero, and says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """`measure`: what an activity is worth. The first whose `what` and basis fit rules.

    - `award`: the amount awarded by one of `awarders` (in that order; empty is anyone)
      in one of `units`, times `worth`.
    - `hours`: for every `minutes` of instruction, `worth`.
    - `each`: `worth`. - `year`: for every year of service in the cycle, `worth`.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """`category`: a named set of activities. Its name is the clause's id.

    Categories of one `scheme` (letters A, B, C, D) are disjoint: an activity belongs to
    the first of them, in file order, that it matches.
    """

    what: What
    scheme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """`need`: at least `amount` of the categories `of`.

    Needs in one `exclusive` group compete for an hour; others share it. `accepts`
    bounds how much of one category may serve this need.
    """

    of: tuple[str, ...]
    amount: Amounts
    per: Per = Per.CYCLE
    exclusive: str = ""
    accepts: Mapping[str, Fraction] = field(default_factory=dict)
    beyond_limits: bool = False  # what is over a limit serves it too (NSCA's distinction)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """`limit`: at most `amount` of the categories `of`, or a share of all that counts."""

    of: tuple[str, ...]
    amount: Amounts = ()
    share: Fraction | None = None  # of what counts in all; 1/2 is half
    per: Per = Per.CYCLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Breadth:
    """`breadth`: something must count in at least so many of these categories."""

    at_least: int
    among: tuple[str, ...]


class Current(StrEnum):
    """When a document must be valid."""

    AT_FILING = "at-filing"
    THROUGHOUT = "throughout"  # on every day of the cycle to date


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """`gate`: a condition beside credits: documents held, something affirmed, membership.

    Exactly one of `documents` (all of them), `attests`, `membership`, `asks` is set;
    `asks` is a condition only a person can judge.
    """

    documents: tuple[DocumentKind, ...] = ()
    current: Current = Current.AT_FILING
    days_beyond: int = 0  # still valid so many days after filing
    issued_within: Length | None = None
    skills: frozenset[Skills] = frozenset()  # any of these; empty: the policy is silent
    attests: str = ""
    membership: bool = False
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """`route`: a whole way to renew.

    `needs` lists the clauses that make up a route by credits (only where there are
    several to choose between). An `examination` route is taken by passing one of
    `subjects` (empty: the same certification's own) and waives `waives`. A route that
    is not `open` is a refusal with its reason.
    """

    needs: tuple[str, ...] = ()
    examination: bool = False
    subjects: frozenset[str] = frozenset()
    at_test_centre: bool | None = None
    waives: tuple[str, ...] = ()  # clause ids
    application: bool = True  # an application must still be filed
    to_level: str = ""
    extends: Length | None = None
    extends_from: str = ""  # "pass" or "expiry"; empty: the policy does not say
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """Days after the cycle's last day: later than `after`, no later than `until`."""

    after: Length = AT_ONCE
    until: Length | None = None


class For(StrEnum):
    """What a fee is for."""

    RENEWAL = "renewal"
    EXTRA_CREDENTIAL = "extra-credential"  # for each beyond the first
    LATE = "late"
    REINSTATEMENT = "reinstatement"
    DISCOUNT = "discount"  # taken off when filed in `filed`
    PETITION = "petition"
    TIER = "tier"  # for a higher standard one may choose, beside the renewal
    PLAN = "plan"  # pay once, renew for life


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """`fee`: money due. A silent fee exists but the policy does not say how much."""

    for_: For
    prices: tuple[Price, ...] = ()
    late: Lateness | None = None  # None: whatever the lateness, unless it is a late fee
    filed: Span | None = None
    instead: bool = False  # replaces the renewal fee rather than adding to it


class NextCycle(StrEnum):
    """From which day the following cycle runs."""

    ORIGINAL = "original-schedule"
    FILING = "filing"
    APPROVAL = "approval"


class Stage(StrEnum):
    """What may still be done in a stage after the last day."""

    GRACE = "grace"  # may renew as if in time, perhaps for more
    LATE = "late"  # may renew on later terms
    REINSTATEMENT = "reinstatement"  # may only be brought back, by its own rule
    CLOSED = "closed"  # no renewal by filing: examination, or start again


class LapseStatus(StrEnum):
    """What the certification is called in a stage after its last day."""

    INACTIVE = "inactive"
    EXPIRED = "expired"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """`lapse`: one stage after the cycle's end: what it is called, what may be done."""

    stage: Lateness
    name: Stage
    status: LapseStatus | None = None  # None: the policy gives it no name
    may_earn: bool | None = None  # new credits may still be used; None: not said
    next_cycle: NextCycle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """`carry`: what of the surplus may pass into the next cycle. `at_most` zero: none."""

    at_most: Amounts
    of: tuple[str, ...] = (EVERYTHING,)
    earned_within: Length | None = None  # of the cycle's end
    barred: tuple[str, ...] = ()  # needs that carried credit cannot serve


class Among(StrEnum):
    """How the requirements or fees of several certifications of one body combine."""

    EACH = "each"  # every one has its own full requirement
    SHARED = "shared"  # the same credits serve all whose window contains them
    HIGHEST = "highest"  # only the highest requirement held is due


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """`several`: holding more than one certification of the body."""

    needs: Among | None = None
    fee: Among | None = None
    each_extra: Fraction = Fraction(0)  # added to the total for each beyond the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """`audit`: how renewals are checked afterwards."""

    drawn: str = ""  # random, everyone, ...
    percent: Fraction | None = None
    answer: Length | None = None
    look_back: Length | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """`note`: said by the policy, decides nothing (advice on pace, a hole named)."""


Rule = (
    Cycle
    | Window
    | Admit
    | Refuse
    | Judgement
    | Once
    | Measure
    | Category
    | Need
    | Limit
    | Breadth
    | Gate
    | Route
    | Fee
    | Lapse
    | Carry
    | Several
    | Audit
    | Note
)
