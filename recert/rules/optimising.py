"""Optimising: small linear programmes solved exactly, in whole numbers.

Counting credits is an assignment (see `counting`), and an answer about somebody's
licence should be proven, not close. This is the classical simplex method with two
choices that make it exact and repeatable:

- the tableau is kept in integers with one common denominator (Edmonds' integer pivoting,
  as in Bareiss elimination), so nothing is ever rounded and numbers stay small;
- Bland's rule picks the pivot, so it ends, and the same programme gives the same answer.

Several objectives are optimised in order: once the first is at its best, only columns
that leave it there may still enter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

Terms = Mapping[int, Fraction]
"""Coefficients by variable number."""


@dataclass(frozen=True, slots=True)
class AtMost:
    """A constraint: the sum of `terms` is at most `bound`, which is never negative."""

    terms: Terms
    bound: Fraction


def maximise(
    variables: int, constraints: Sequence[AtMost], objectives: Sequence[Terms]
) -> tuple[Fraction, ...]:
    """The values, all at least zero, that maximise the objectives one after another.

    Every bound is at least zero, so all variables at zero is a feasible start. Raises
    `ValueError` when an objective has no maximum, which is a bug in the caller.
    """
    rows = [_integers(constraint.terms, constraint.bound, variables) for constraint in constraints]
    width = variables + len(rows)
    table = []
    for number, row in enumerate(rows):
        slack = [0] * len(rows)
        slack[number] = 1
        table.append([*row[:-1], *slack, row[-1]])
    goals = []
    for objective in objectives:
        whole = _integers(objective, Fraction(0), variables)
        goals.append([-term for term in whole[:-1]] + [0] * (len(rows) + 1))
    basis = list(range(variables, width))
    denominator = 1
    for number in range(len(goals)):
        while (column := _entering(goals, number, width)) is not None:
            place = _leaving(table, basis, column)
            if place is None:
                raise ValueError("the programme is unbounded")
            denominator = _pivot(table, goals, basis, place, column, denominator)
    values = [Fraction(0)] * variables
    for place, variable in enumerate(basis):
        if variable < variables:
            values[variable] = Fraction(table[place][-1], denominator)
    return tuple(values)


def _scale(terms: Terms, bound: Fraction) -> int:
    return lcm(bound.denominator, *(term.denominator for term in terms.values()))


def _integers(terms: Terms, bound: Fraction, variables: int) -> list[int]:
    scale = _scale(terms, bound)
    row = [0] * (variables + 1)
    for variable, term in terms.items():
        row[variable] = int(term * scale)
    row[-1] = int(bound * scale)
    return row


def _entering(goals: list[list[int]], number: int, width: int) -> int | None:
    """Bland: the first column that raises this goal and leaves the earlier ones alone."""
    goal, earlier = goals[number], goals[:number]
    for column in range(width):
        if goal[column] < 0 and all(row[column] == 0 for row in earlier):
            return column
    return None


def _leaving(table: list[list[int]], basis: list[int], column: int) -> int | None:
    """The row that first reaches zero; ties go to the lowest variable (Bland)."""
    best: int | None = None
    for row, cells in enumerate(table):
        if cells[column] <= 0:
            continue
        if best is None:
            best = row
            continue
        here = cells[-1] * table[best][column]
        there = table[best][-1] * cells[column]
        if here < there or (here == there and basis[row] < basis[best]):
            best = row
    return best


def _pivot(
    table: list[list[int]],
    goals: list[list[int]],
    basis: list[int],
    row: int,
    column: int,
    denominator: int,
) -> int:
    """Bring `column` into the basis at `row`; returns the new common denominator."""
    chosen = table[row]
    pivot = chosen[column]
    for cells in (*table, *goals):
        if cells is chosen:
            continue
        factor = cells[column]
        if factor == 0:
            if pivot != denominator:
                cells[:] = [cell * pivot // denominator for cell in cells]
            continue
        cells[:] = [
            (cell * pivot - factor * other) // denominator
            for cell, other in zip(cells, chosen, strict=True)
        ]
    basis[row] = column
    return pivot
