"""Small rulebooks made by hand, and one person in one cycle: 2025 and 2026, asked in mid-2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from recert.rules.facts import Activity, Award, Facts, Holding, Kind, Unit
from recert.rules.findings import CycleFinding
from recert.rules.matching import Matter
from recert.rules.rulebook import (
    Chooser,
    Clause,
    Credential,
    CreditUnit,
    Rule,
    Rulebook,
    Span,
)

START, END = date(2025, 1, 1), date(2026, 12, 31)
TODAY = date(2026, 6, 1)
CYCLE = CycleFinding(
    start=START, end=END, law_end=END, clause="cycle", number=3,
    credit_since=START, credit_until=END, full_since=START,
)  # fmt: skip
HELD = Holding(id="h", body="body", credential="cpt", certified=date(2021, 3, 1), expires=END)


def clause(id: str, rule: Rule, **more: Any) -> Clause:
    return Clause(id=id, rule=rule, says="So it is.", source="S", **more)


def book(*clauses: Clause) -> Rulebook:
    """A rulebook of these clauses alone; the body teaches under its own name."""
    return Rulebook(
        body="body", name="Body", edition="1", in_force=Span(), chosen_by=Chooser.FILING,
        unit=CreditUnit(name="CEC"), zone="UTC", currency="USD", own=frozenset({"body"}),
        credentials=(Credential(id="cpt", name="Trainer"),), clauses=clauses,
    )  # fmt: skip


def matter(*clauses: Clause, as_of: date = TODAY, holding: Holding = HELD, **facts: Any) -> Matter:
    """One person judged by these clauses on a day of the cycle."""
    held = facts.pop("holdings", (holding,))
    return Matter(
        rulebook=book(*clauses),
        facts=Facts(person="p", holdings=held, **facts),
        holding=holding,
        as_of=as_of,
        cycle=CYCLE,
    )


def course(id: str = "a", completed: date = date(2026, 2, 2), **more: Any) -> Activity:
    """A course completed in the cycle."""
    return replace(Activity(id=id, title=id, kind=Kind.COURSE, completed=completed), **more)


def award(amount: str, by: str = "", unit: Unit = Unit.CEC) -> Award:
    return Award(amount=Fraction(amount), unit=unit, by=by)
