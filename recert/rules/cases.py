"""Cases: a person, a day, and what a body's policy must answer.

They stand beside each edition of a rulebook, are shown on its public page, and are run
before an edition may be published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from recert.rules.facts import Facts
from recert.rules.findings import Code, May, State, Status, Verdict

UNSAID = "policy-silent"
"""Expected in place of an amount of money where the policy does not say how much."""


class Basis(StrEnum):
    """How sure the expected answer is."""

    STATED = "stated"  # the source gives this very answer
    DERIVED = "derived"  # arithmetic from a rule in the source
    OPEN = "open"  # the policy does not say, and that is the answer


class Way(StrEnum):
    """How a route stands."""

    OPEN = "open"
    REFUSED = "refused"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """First and last day, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What one activity must come to; `reasons` are codes that must be among its own."""

    counted: Fraction | None = None
    over_limit: Fraction | None = None
    not_eligible: Fraction | None = None
    carried: Fraction | None = None
    reasons: frozenset[Code] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is due on the day asked about: `140.00`, or `policy-silent`."""

    today: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What must come out; only what is written is compared.

    `needs`, `required` and `short` are keyed by clause. Where a need is judged window by
    window, `needs` is its worst state and the amounts are sums over its windows.
    """

    verdict: Verdict | None = None
    status: Status | None = None
    edition: str = ""  # of the rulebook that must be chosen
    cycle: Days | None = None
    counted: Fraction | None = None
    claimed: Fraction | None = None
    needs: Mapping[str, State] = field(default_factory=dict)
    required: Mapping[str, Fraction] = field(default_factory=dict)
    short: Mapping[str, Fraction] = field(default_factory=dict)
    activities: Mapping[str, Came] = field(default_factory=dict)
    fee: Due | None = None
    fees: Mapping[str, str] = field(default_factory=dict)  # apart from renewing, by clause
    questions: tuple[str, ...] = ()  # what must be asked of the person
    stage: str = ""  # name of the stage after the last day
    next_end: date | None = None
    routes: Mapping[str, Way] = field(default_factory=dict)
    leave: Mapping[str, May] = field(default_factory=dict)  # whether it can be asked for
    silent: tuple[str, ...] = ()  # clauses among the answer's silences
    because: tuple[str, ...] = ()  # clauses the answer must rest on


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One person asked about on one day. `as_of` with a time is the body's own day.

    `under` names an edition to judge by whatever its dates: as if it were in force.
    """

    case: str
    basis: Basis
    source: str
    person: Facts
    of: str  # the holding asked about
    as_of: date | datetime
    expect: Expected
    id: str = ""  # of a worked example
    under: str = ""
    line: int = field(default=0, compare=False)
