"""Clauses on leave: who may ask to be excused, when, what it gives, and on what terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from recert.rules.rulebook.conditions import Lateness, Length, Span
from recert.rules.rulebook.credits import Prorated
from recert.rules.vocabulary import Ground


class Gives(StrEnum):
    """What a leave that is granted does."""

    EXTEND = "extend"  # the last day moves
    PAUSE = "pause"  # inactive meanwhile, and the last day moves by as many days
    LESSEN = "lessen"  # less is due, in proportion or as it is said
    WAIVE = "waive"  # requirements are spared
    INACTIVE = "inactive"  # inactive meanwhile; the days stay


class Unanswered(StrEnum):
    """What it means when the body has not decided in the time it gave itself."""

    GRANTED = "granted"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """`leave`: time off, more time or less to do, for whoever asks and is granted it.

    None: the policy does not say, and whoever decides does so with a reason. That it was
    granted, for which days and why, is a fact (a decision of the kind `leave`); what follows
    from it is said here. It belongs to the cycle it begins in; only what it lessens, and what
    it spares by being `at_least` so long, is told in every cycle it lasts in.

    Who: any of `grounds` (empty: whatever the reason). When: on the days `asked`; from
    `opens` so long before the last day; until `closes` so long before it; or `late`, so long
    after it. What: `lasts` or `to` say where an extended last day lies; `of` are the needs
    that lessen, as `lessens` says or to what `leaves` them; `waives` what is spared (beside
    `lessens`: where so few months are left that nothing is due). How long: `at_least`,
    `at_most`. How often: `per_cycle`, and `again_after` so long from the end of the last.
    `fee` is a clause.
    """

    gives: Gives | None = None
    grounds: frozenset[Ground] = frozenset()
    asked: Span | None = None
    opens: Length | None = None
    closes: Length | None = None
    late: Lateness | None = None
    lasts: Length | None = None
    to: date | None = None
    at_least: Length | None = None  # counted in the cycle
    at_most: Length | None = None
    lessens: Prorated | None = None
    of: tuple[str, ...] = ()
    leaves: Mapping[str, Fraction] = field(default_factory=dict)
    waives: tuple[str, ...] = ()
    fee: str = ""
    per_cycle: int | None = None
    again_after: Length | None = None
    unless_extended: bool = False  # not where the last day has been moved already
    unless_audited: bool = False  # not once an audit has begun
    papers: bool | None = None  # something that shows it must come with the request
    shows: str = ""  # what it must show, in words
    decided_by: str = ""  # in the policy's words
    answer: Length | None = None  # the body's time to decide
    unanswered: Unanswered | None = None
