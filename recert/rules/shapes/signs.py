"""Signs: how a shape is seen in a clause. Each makes a question about clauses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import TypeVar

from recert.rules.rulebook import (
    Chooser,
    Clause,
    Fee,
    Limit,
    Need,
    Price,
    Row,
    Rulebook,
    Span,
    What,
    Who,
    conditions_of,
)

Sign = Callable[[Rulebook, Clause], bool]
"""Whether a clause of a rulebook has a shape."""

R = TypeVar("R")


def rule(kind: type[R], says: Callable[[R], bool] = lambda _: True) -> Sign:
    """A clause of this kind whose rule says so."""

    def sign(_: Rulebook, clause: Clause) -> bool:
        return isinstance(clause.rule, kind) and not clause.silent and says(clause.rule)

    return sign


def _is_of(clause: Clause, kind: type) -> bool:
    return isinstance(clause.rule, kind)


def what(kind: type, says: Callable[[What], bool]) -> Sign:
    """A clause of this kind that speaks of activities so described."""

    def sign(_: Rulebook, clause: Clause) -> bool:
        described = getattr(clause.rule, "what", None)
        return _is_of(clause, kind) and isinstance(described, What) and says(described)

    return sign


def who(kind: type, says: Callable[[Who], bool]) -> Sign:
    """A clause of this kind that distinguishes people so, itself or in its table."""

    def sign(_: Rulebook, clause: Clause) -> bool:
        return _is_of(clause, kind) and any(says(each) for each in conditions_of(clause))

    return sign


def dated(kind: type, by: Chooser) -> Sign:
    """A clause of this kind with dates of its own that this date chooses by."""

    def sign(_: Rulebook, clause: Clause) -> bool:
        return _is_of(clause, kind) and clause.span != Span() and clause.chosen_by is by

    return sign


def of(kind: type[Need] | type[Limit], says: Callable[[What], bool]) -> Sign:
    """A need or limit over a category of activities so described."""

    def sign(book: Rulebook, clause: Clause) -> bool:
        if not isinstance(clause.rule, kind):
            return False
        return any(says(each) for each in categories(book, clause.rule.of))

    return sign


def categories(book: Rulebook, names: tuple[str, ...]) -> Iterator[What]:
    """What the named categories of a rulebook describe."""
    for clause in book.clauses:
        described = getattr(clause.rule, "what", None)
        if clause.kind == "category" and clause.id in names and isinstance(described, What):
            yield described


def both(*signs: Sign) -> Sign:
    """All of several signs at once."""
    return lambda book, clause: all(sign(book, clause) for sign in signs)


def either(*signs: Sign) -> Sign:
    """Any of several signs."""
    return lambda book, clause: any(sign(book, clause) for sign in signs)


def beside(other: Sign, sign: Sign) -> Sign:
    """A clause with `sign` in a rulebook where another clause has `other`."""

    def found(book: Rulebook, clause: Clause) -> bool:
        return sign(book, clause) and any(other(book, each) for each in book.clauses)

    return found


def head(says: Callable[[Rulebook], bool], sign: Sign) -> Sign:
    """A clause with `sign` in a rulebook whose head says so."""
    return lambda book, clause: says(book) and sign(book, clause)


def rows(clause: Clause) -> tuple[Row | Price, ...]:
    """The rows of a clause's table."""
    tables = (getattr(clause.rule, each.name) for each in fields(clause.rule))
    return tuple(
        row
        for table in tables
        if isinstance(table, tuple)
        for row in table
        if isinstance(row, Row | Price)
    )


def free(book: Rulebook, clause: Clause) -> bool:  # noqa: ARG001  (fits the others)
    """A fee that is nothing for some."""
    prices = [row for row in rows(clause) if isinstance(row, Price)]
    return isinstance(clause.rule, Fee) and any(price.money.cents == 0 for price in prices)
