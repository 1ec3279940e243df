"""Proving shapes: which clauses have each, and whether cases have seen them decide.

A clause is proven when two cases of its edition come out differently by it: a
requirement met in one and not in the other; any other clause spoken of in one answer and
not, or otherwise, in another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from recert.rules.cases import Case
from recert.rules.checking import grounds_of
from recert.rules.findings import Standing, State
from recert.rules.rulebook import (
    Audit,
    Carry,
    Category,
    Clause,
    Cycle,
    Fee,
    Leave,
    Note,
    Rulebook,
    Several,
)
from recert.rules.rulebook import Proof as ProofRule
from recert.rules.shapes.shape import Shape

Answered = Sequence[tuple[Case, Standing]]

_ALWAYS = (Note, Audit, ProofRule, Category)
"""Kinds that decide nothing by themselves: there is nothing to see both sides of."""


@dataclass(frozen=True, slots=True)
class Where:
    """One clause of one edition."""

    body: str
    edition: str
    clause: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A shape with every clause that has it; `proven` are those seen both ways in cases."""

    shape: Shape
    clauses: tuple[Where, ...]
    proven: tuple[Where, ...]


def proofs(
    catalogue: Iterable[Shape], editions: Iterable[Rulebook], answered: Mapping[str, Answered]
) -> tuple[Proof, ...]:
    """Each shape with where it is; `answered` are the cases of each body with their answers."""
    books = tuple(editions)
    both_ways = {
        (book.body, book.edition): _both_ways(book, answered.get(book.body, ())) for book in books
    }
    found = []
    for shape in catalogue:
        here = [
            (book, clause) for book in books for clause in book.clauses if shape.sign(book, clause)
        ]
        clauses = tuple(_where(book, clause) for book, clause in here)
        proven = tuple(
            _where(book, clause)
            for book, clause in here
            if clause.id in both_ways[book.body, book.edition]
        )
        found.append(Proof(shape, clauses, proven))
    return tuple(found)


def _where(book: Rulebook, clause: Clause) -> Where:
    return Where(book.body, book.edition, clause.id)


def _both_ways(book: Rulebook, answered: Answered) -> frozenset[str]:
    """Clauses of an edition that its cases have seen decide one way and another."""
    seen: dict[str, set[str]] = defaultdict(set)
    for case, standing in answered:
        if standing.edition != book.edition:
            continue
        for clause in book.clauses:
            seen[clause.id].add(_outcome(clause, case, standing))
    return frozenset(
        clause.id
        for clause in book.clauses
        if isinstance(clause.rule, _ALWAYS) or len(seen[clause.id]) > 1
    )


def _outcome(clause: Clause, case: Case, standing: Standing) -> str:
    """How a clause came out in an answer, as far as a case can tell."""
    states = [each.state for each in standing.requirements if each.clause == clause.id]
    if states:
        return "met" if all(state is State.MET for state in states) else "not met"
    match clause.rule:
        case Cycle():
            return _of_cycle(clause, standing)
        case Several():
            return f"{len(case.person.holdings)} held"
        case Carry():
            return f"{standing.carried} carried, surplus {_has_surplus(standing)}"
        case Leave():
            may = [str(each.may) for each in standing.may_ask if each.clause == clause.id]
            return f"{may} {[each.since for each in standing.leaves if each.clause == clause.id]}"
        case Fee() if clause.id in {line.clause for line in standing.other_fees}:
            return f"asked {clause.id in case.expect.fees}"
        case Fee():
            return _due(clause, standing)
    spoke = clause.id in grounds_of(standing) or clause.id in case.expect.because
    return "spoke" if spoke else "silent"


def _has_surplus(standing: Standing) -> bool:
    """Whether more was earned than some need asked for."""
    return any(each.counted > each.need for each in standing.requirements if each.kind == "need")


def _due(clause: Clause, standing: Standing) -> str:
    """What a fee came to on the day: how much, an amount nobody told, or not due at all."""
    lines = standing.fee_today.lines if standing.fee_today else ()
    return next((str(line.money) for line in lines if line.clause == clause.id), "not due")


def _of_cycle(clause: Clause, standing: Standing) -> str:
    """A cycle is in every answer: what matters is whether it chose, and shut something out."""
    cycle = standing.cycle
    if cycle is None or cycle.clause != clause.id:
        return "another cycle"
    reasons = {reason.clause for each in standing.activities for reason in each.reasons}
    return f"{clause.id in reasons} {standing.as_of > cycle.end} {cycle.first}"
