"""One person judged by a few clauses: hours awarded by topic, in the cycle of 2025 and 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from recert.rules.amounts import ZERO, show
from recert.rules.facts import Activity, Carried, Delivery, Facts, Topic
from recert.rules.findings import Standing, State
from recert.rules.judging import judge
from recert.rules.rulebook import (
    ANYONE,
    Amounts,
    By,
    Category,
    Clause,
    Cycle,
    Measure,
    Row,
    Span,
    What,
)
from tests.rules.small import END, HELD, START, TODAY, award, book, clause, course

LONG_AGO = date(2023, 5, 5)
EARLY, LATE = date(2025, 2, 2), date(2026, 5, 5)

CYCLE = clause("cycle", Cycle(fixed=Span(START, END)))
WORTH = clause("worth", Measure(by=By.AWARD))


def so_much(amount: str | int) -> Amounts:
    """The same amount for everybody."""
    return (Row(ANYONE, Fraction(amount)),)


def topic(name: str, *topics: Topic) -> Clause:
    """A category of these topics."""
    return clause(name, Category(what=What(topics=frozenset(topics))))


def delivered(name: str, *deliveries: Delivery) -> Clause:
    """A category of these deliveries."""
    return clause(name, Category(what=What(deliveries=frozenset(deliveries))))


def hours(id: str, amount: str | int, *topics: Topic, **more: Any) -> Activity:
    """A course of so many hours about these topics."""
    about = {"completed": LATE, "topics": frozenset(topics), **more}
    return course(id, awards=(award(str(amount)),), **about)


def brought(amount: str | int, *categories: str, **more: Any) -> Carried:
    """Credit, or a debt, from the cycle before."""
    into = {"into": START, **more}
    return Carried(holding="h", amount=Fraction(amount), categories=frozenset(categories), **into)


def judged(*clauses: Clause, done: tuple[Activity, ...] = (), **facts: Any) -> Standing:
    """How the person stands, whatever order the activities came in."""
    as_of = facts.pop("as_of", TODAY)
    holding = replace(HELD, expires=None, **facts.pop("holding", {}))
    rulebook = book(CYCLE, WORTH, *clauses)
    person = Facts(person="p", holdings=(holding,), activities=done, **facts)
    standing = judge([rulebook], person, "h", as_of)
    backwards = replace(person, activities=done[::-1], carried=person.carried[::-1])
    assert judge([rulebook], backwards, "h", as_of) == standing
    for each in standing.activities:
        parts = each.counted, each.over_limit, each.carried, each.not_eligible
        assert min(parts) >= 0
        assert each.claimed == sum(parts, ZERO)
    return standing


def state(standing: Standing, id: str) -> State:
    """How a requirement stands."""
    return standing.requirement(id).state


def short(standing: Standing, id: str) -> Fraction:
    """How much of a requirement is missing in all its windows."""
    return sum((each.short for each in standing.requirements if each.clause == id), ZERO)


def figures(*amounts: Fraction | None) -> str:
    """Amounts side by side, as they are written."""
    return " ".join("-" if amount is None else show(amount) for amount in amounts)
