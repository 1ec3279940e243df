"""Findings: the answer. What counted, what did not, what is short, what is owed, and why.

Codes and numbers only; words are put on later, in the reader's language. Every finding
that rests on the policy names its clause. `to_plain` gives the documented JSON shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from recert.rules.amounts import ZERO, Money, show

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class Code(StrEnum):
    """Why an activity counted as it did, or what else must be said of it."""

    OUT_OF_WINDOW = "out-of-window"
    BEFORE_CERTIFICATION = "before-certification"
    AFTER_DEADLINE = "after-deadline"
    NOT_YET = "not-yet"  # completed after the day asked about
    TOO_OLD = "too-old"
    NOT_ADMITTED = "not-admitted"
    REFUSED = "refused"
    REPEATED = "repeated"
    TOO_MANY = "too-many"
    NOT_PASSED = "not-passed"
    REJECTED = "rejected"  # by a decision of the body
    NEEDS_PERSON = "needs-person"
    NOT_MEASURED = "not-measured"  # the policy does not say what it is worth
    TOO_SHORT = "too-short"
    WORTH_NOTHING = "worth-nothing"
    CAPPED_ITEM = "capped-item"  # more than one such activity may earn
    CLIPPED = "clipped"  # only the years inside the cycle
    OVER_LIMIT = "over-limit"
    COUNTED = "counted"
    CARRIED = "carried"
    SURPLUS = "surplus"  # more than is due, and than may pass into the next cycle
    CARRIED_IN = "carried-in"  # brought from the cycle before
    LOOKED_BACK = "looked-back"  # from before the cycle: it serves this need alone
    BEST_CATEGORY = "best-category"  # of several, the one that serves a need
    OWED = "owed"  # short, and due in the next cycle
    NEEDS_FACT = "needs-fact"  # something about the person that is not known
    NOT_DONE = "not-done"  # fewer times than asked
    NOT_SO_LONG = "not-so-long"  # fewer days in all than asked
    SILENT = "policy-silent"
    DECIDED = "decided"
    ON_LEAVE = "on-leave"  # a leave moved, lessened or spared it


class State(StrEnum):
    """How a requirement stands."""

    MET = "met"
    SHORT = "short"
    WAIVED = "waived"
    NEEDS_PERSON = "needs-person"
    SILENT = "policy-silent"
    LATER = "later"  # can only be judged when filing (an attestation)


class Status(StrEnum):
    """What the certification is on the day asked about."""

    ACTIVE = "active"
    GRACE = "grace"  # after the last day, may still renew: shown as not active
    LATE = "late"  # after the last day, may renew on later terms: not active either
    REINSTATABLE = "reinstatable"
    LAPSED = "lapsed"
    CONDITIONAL = "conditional"  # good today, on a condition with a last day
    INACTIVE = "inactive"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    ON_HOLD = "on-hold"
    RETIRED = "retired"
    NOT_YET = "not-yet"  # certified after the day asked about
    SILENT = "policy-silent"


class Verdict(StrEnum):
    """One word for the whole standing."""

    READY = "ready"  # everything that can be done before filing is done
    SHORT = "short"
    NEEDS_PERSON = "needs-person"
    SILENT = "policy-silent"
    CLOSED = "closed"  # can no longer be renewed by filing
    NOT_COVERED = "not-covered"  # no edition covers this day: the engine declines


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason, with the clause behind it and the amount it is about."""

    code: Code
    clause: str = ""
    amount: Fraction | None = None
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Serves:
    """How much of an activity serves one requirement."""

    clause: str
    amount: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFinding:
    """What one activity came to. claimed = counted + over_limit + carried + not_eligible."""

    activity: str
    claimed: Fraction
    counted: Fraction = ZERO
    over_limit: Fraction = ZERO
    carried: Fraction = ZERO
    not_eligible: Fraction = ZERO
    categories: tuple[str, ...] = ()
    serves: tuple[Serves, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementFinding:
    """One requirement: how it stands and the numbers behind it.

    For needs `need`, `counted`, `short` are credits; for breadth they are numbers of
    categories; for gates `short` is 0 or 1. `since`/`until` bound an inner window.
    """

    clause: str
    kind: str
    state: State
    need: Fraction = ZERO
    counted: Fraction = ZERO
    short: Fraction = ZERO
    since: date | None = None
    until: date | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitFinding:
    """A limit, how much of it is used, and how much was over it.

    `each` names the provider or course, where the limit holds for them one by one.
    """

    clause: str
    at_most: Fraction
    counted: Fraction
    over: Fraction
    since: date | None = None
    until: date | None = None
    each: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleFinding:
    """The open period: first and last day, both included, and the clause that says so.

    `law_end` is the last day before a decision or a leave moved it. `number` is 1 for the
    first since certification. Credit is earned from `credit_since` through `credit_until`,
    mostly the cycle itself. From `full_since` it would run for whoever was certified earlier.
    Filing is possible from `opens` through `closes`, where the policy says.
    """

    start: date
    end: date
    law_end: date
    clause: str
    number: int
    first: bool = field(init=False)
    credit_since: date
    credit_until: date
    full_since: date
    opens: date | None = None
    closes: date | None = None
    extended: bool = False
    reasons: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        """Say of the number 1 what it means."""
        object.__setattr__(self, "first", self.number == 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeLine:
    """One line of what is due; `money` None when the policy does not say how much.

    Where a fee is per credit, `money` is the whole of it. What is `included` lies in the
    other lines, as a tax may, and adds nothing.
    """

    clause: str
    money: Money | None
    times: int = 1
    included: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeStep:
    """What renewing costs when filed from `since` through `until` (None: no end said).

    `total` is None when any line is silent.
    """

    since: date
    until: date | None
    lines: tuple[FeeLine, ...]
    total: Money | None
    stage: str = ""  # "", or the name of the lapse stage


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFinding:
    """A stage after the last day: from when to when, what it is called, what is allowed."""

    clause: str
    name: str
    status: str
    since: date
    until: date | None
    may_renew: bool
    may_earn: bool | None
    gap: bool | None = None  # the public record shows the time between


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFinding:
    """A way to renew. `taken` when the person's facts already complete it.

    `missing` is what a way by credits still lacks of the clauses that make it up.
    """

    clause: str
    by: str  # "credits" or "examination"
    open: bool
    taken: bool = False
    until: date | None = None  # the certification's new last day, if the policy says
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing still to do: so much, of this clause."""

    clause: str
    kind: str
    amount: Fraction
    within: str = ""  # clause of the wider need this is part of


class May(StrEnum):
    """Whether a leave can be asked for."""

    OPEN = "open"
    LATER = "later"  # its days have not come
    OVER = "over"
    TAKEN = "taken"  # as often as the policy gives it
    EXTENDED = "extended"  # the last day has been moved already


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveFinding:
    """A leave somebody was granted that touches the cycle; `until` None while it has no end."""

    clause: str
    ground: str
    since: date
    until: date | None
    gives: str  # "" where its clause leaves it to whoever decides


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFinding:
    """A leave the policy lets somebody ask for, and on which days; None is no bound said.

    `last_day` is where it would put the last day, if its clause alone says so.
    """

    clause: str
    may: May
    since: date | None = None
    until: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one certification stands under one edition on one day."""

    person: str
    holding: str
    body: str
    credential: str
    edition: str
    edition_sha256: str
    unit: str
    as_of: date
    verdict: Verdict
    status: Status
    cycle: CycleFinding | None = None
    requirements: tuple[RequirementFinding, ...] = ()
    limits: tuple[LimitFinding, ...] = ()
    activities: tuple[ActivityFinding, ...] = ()
    missing: tuple[Missing, ...] = ()
    routes: tuple[RouteFinding, ...] = ()
    stages: tuple[StageFinding, ...] = ()
    fee_today: FeeStep | None = None
    fees: tuple[FeeStep, ...] = ()
    other_fees: tuple[FeeLine, ...] = ()  # apart from renewing: petitions, yearly, plans
    leaves: tuple[LeaveFinding, ...] = ()
    may_ask: tuple[AskFinding, ...] = ()
    questions: tuple[str, ...] = ()  # attributes the rulebook asks for that are not known
    next_cycle: tuple[date, date] | None = None
    next_cycle_clause: str = ""
    claimed: Fraction = ZERO
    counted: Fraction = ZERO
    over_limit: Fraction = ZERO
    carried: Fraction = ZERO
    not_eligible: Fraction = ZERO
    silences: tuple[str, ...] = ()  # ids of clauses where the policy does not say

    def requirement(self, clause: str) -> RequirementFinding:
        """The first finding for this clause; raises `KeyError` where there is none."""
        for finding in self.requirements:
            if finding.clause == clause:
                return finding
        raise KeyError(clause)

    @property
    def examinations(self) -> tuple[RouteFinding, ...]:
        """The ways to renew by examination."""
        return tuple(route for route in self.routes if route.by == "examination")

    @property
    def by_credits(self) -> tuple[RouteFinding, ...]:
        """The ways to renew by credits, where there are several to choose between."""
        return tuple(route for route in self.routes if route.by == "credits")

    def activity(self, id: str) -> ActivityFinding:
        """What this activity came to; raises `KeyError` where there is none such."""
        for finding in self.activities:
            if finding.activity == id:
                return finding
        raise KeyError(id)


Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]
"""What JSON can say without a float."""


def to_plain(record: DataclassInstance) -> dict[str, Plain]:
    """The JSON of a standing, documented in docs/standing.md, or of any record like it.

    Field names take hyphens, as in facts and rulebooks; amounts are exact text, money is
    in cents, days are ISO 8601.
    """
    return _fields(record)


def _fields(record: DataclassInstance) -> dict[str, Plain]:
    return {
        each.name.replace("_", "-"): _plain(getattr(record, each.name)) for each in fields(record)
    }


def _plain(value: object) -> Plain:
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case Fraction():
            return show(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(each) for key, each in sorted(value.items())}
        case tuple():
            return [_plain(each) for each in value]
        case frozenset():
            return [_plain(each) for each in sorted(value)]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return _fields(value)
    raise TypeError(f"no plain form for {type(value).__name__}")
