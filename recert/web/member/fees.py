"""Fees made ready for a page: every step with its lines, every line with its clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from recert.rules.amounts import Money
from recert.rules.findings import FeeLine, FeeStep, Standing
from recert.rules.rulebook import Fee, Rulebook
from recert.web.components.clause_words import FEES
from recert.web.components.clauses import ClauseView

Clauses = Mapping[str, ClauseView]


@dataclass(frozen=True, slots=True)
class FeePart:
    """One line of a fee: what it is for, how much, how many times."""

    label: str
    money: Money | None
    times: int
    clause: ClauseView
    included: bool = False  # the other lines contain it


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One step of the fee."""

    since: date
    until: date | None
    total: Money | None
    parts: tuple[FeePart, ...]
    is_now: bool


def fee_rows(standing: Standing, rulebook: Rulebook, clauses: Clauses) -> list[FeeRow]:
    """The steps of the fee that have not passed."""
    on = standing.as_of
    return [
        FeeRow(
            since=step.since,
            until=step.until,
            total=step.total,
            parts=fee_parts(step, rulebook, clauses),
            is_now=step.since <= on and (step.until is None or on <= step.until),
        )
        for step in standing.fees
        if step.until is None or step.until >= on
    ]


def fee_parts(step: FeeStep, rulebook: Rulebook, clauses: Clauses) -> tuple[FeePart, ...]:
    """What one step of the fee is made of."""
    return tuple(fee_part(line, rulebook, clauses) for line in step.lines)


def fee_part(line: FeeLine, rulebook: Rulebook, clauses: Clauses) -> FeePart:
    """One line of a fee, with what it is for."""
    rule = rulebook.clause(line.clause).rule
    label = str(FEES[rule.for_]) if isinstance(rule, Fee) else ""
    return FeePart(label, line.money, line.times, clauses[line.clause], line.included)
