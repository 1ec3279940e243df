"""Clauses beside credit: gates, routes, lateness, several certifications."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from recert.rules.facts import DocumentKind, Skills
from recert.rules.rulebook.conditions import Lateness, Length, What


class Current(StrEnum):
    """When a document must be valid."""

    AT_FILING = "at-filing"
    THROUGHOUT = "throughout"  # on every day of the cycle to date


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """`gate`: a condition beside credits: documents held, something affirmed or done.

    Exactly one of `documents` (all of them), `attests`, `membership`, `done`, `holds`,
    `asks` is set. `done` is an activity, whatever it is worth, `times` over, in the
    cycle, or `within` so long before its last day, or `ever`; with `lasting` it took so
    long in all, day upon day, from started through completed; `holds` is any of these
    certifications in force, as `body` or `body:credential`; `asks` is a condition only a
    person can judge. With `totals` the totals that are affirmed are enough to file: each
    activity behind them is listed only in an audit.
    """

    documents: tuple[DocumentKind, ...] = ()
    current: Current = Current.AT_FILING
    days_beyond: int = 0  # still valid so many days after filing
    issued_within: Length | None = None
    skills: frozenset[Skills] = frozenset()  # any of these; empty: the policy is silent
    attests: str = ""
    totals: bool = False
    membership: bool = False
    done: What | None = None
    times: int = 1
    within: Length | None = None
    ever: bool = False
    lasting: Length | None = None
    holds: tuple[str, ...] = ()
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """`route`: a whole way to renew.

    `needs` lists the clauses (needs, breadths, gates) that make up a route by credits
    (only where there are several to choose between). An `examination` route is taken by
    passing one of `subjects` (empty: the same certification's own) and waives `waives`.
    A route that is not `open` is a refusal with its reason.
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
    gap: bool | None = None  # the public record shows the time it was not active


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
    at_most: Fraction | None = None  # the total, however many are held


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """`note`: said by the policy, decides nothing (advice on pace, a hole named)."""
