"""Patterns: what credit is counted against, without the amounts.

Most people under one edition are counted against the same needs and limits, only for other
amounts. A pattern is that much of it: the categories and stretches of days each need, limit
and carry rule is about. Credit is laid out in columns, one for every set of categories that
occurs and every stretch of days (`era`) that a pattern tells apart; columns that touch the
same clauses are one cell, as in `counting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from recert.rules.population.sheets import Codes, Flags, Ints
from recert.rules.rulebook import EVERYTHING


@dataclass(frozen=True)
class Part:
    """Some of the credit: of these categories, in these eras (from, to before)."""

    of: frozenset[str]
    eras: tuple[int, int]

    def has(self, categories: frozenset[str], era: int) -> bool:
        """Whether credit of these categories and this era belongs to the part."""
        return self.eras[0] <= era < self.eras[1] and (
            EVERYTHING in self.of or not self.of.isdisjoint(categories)
        )


@dataclass(frozen=True)
class Wanted:
    """A need: of what, whether it is demanded, and whether limits bind it."""

    part: Part
    demanded: bool
    beyond: bool


@dataclass(frozen=True)
class Bounded:
    """A limit: of what, and which share of all that counts, if it is one."""

    part: Part
    share: Fraction | None


@dataclass(frozen=True)
class Pattern:
    """Everything that credit of one person is counted against, but for the amounts."""

    needs: tuple[Wanted, ...]
    limits: tuple[Bounded, ...]
    passing: tuple[Part, ...]  # carry rules
    breadths: tuple[tuple[str, ...], ...]
    eras: int
    carries: bool  # a surplus over what is required may pass on


@dataclass(frozen=True)
class Amounts:
    """The amounts of a pattern, in an edition's units: one row for each person."""

    needs: Ints
    limits: Ints
    passing: Ints
    required: Ints

    def of(self, rows: Ints) -> Amounts:
        """The amounts of some of the people."""
        return Amounts(self.needs[rows], self.limits[rows], self.passing[rows], self.required[rows])


@dataclass(frozen=True)
class Cells:
    """A pattern laid over the columns: which cell each belongs to, and who has which cells."""

    pattern: Pattern
    cell: Codes  # by column
    needs: Flags  # by need and cell
    limits: Flags
    passing: Flags
    breadths: tuple[tuple[Ints, ...], ...]  # the columns of each category of each breadth
    nested: bool  # of any two limits, one holds the other or they have nothing in common
    axes: tuple[tuple[int, ...], tuple[int, ...]] | None  # two families of separate limits

    @property
    def many(self) -> int:
        """How many cells there are."""
        return int(self.needs.shape[1])


def cells_of(pattern: Pattern, masks: Sequence[frozenset[str]]) -> Cells:
    """Lay a pattern over columns: for each set of categories, its eras one after another."""
    parts = [each.part for each in pattern.needs]
    parts += [each.part for each in pattern.limits] + list(pattern.passing)
    places: dict[tuple[bool, ...], int] = {}
    cell = [
        places.setdefault(tuple(part.has(mask, era) for part in parts), len(places))
        for mask in masks
        for era in range(pattern.eras)
    ]
    touched = np.array(list(places), np.bool_).reshape(len(places), len(parts)).T
    first, second = len(pattern.needs), len(pattern.needs) + len(pattern.limits)
    limits = touched[first:second]
    nested = all(_nested(one, other) for one in limits for other in limits)
    return Cells(
        pattern=pattern,
        cell=np.array(cell, np.int32),
        needs=touched[:first],
        limits=limits,
        passing=touched[second:],
        breadths=tuple(
            tuple(_columns_with(name, masks, pattern.eras) for name in among)
            for among in pattern.breadths
        ),
        nested=nested,
        axes=None if nested else _axes(limits),
    )


def _columns_with(name: str, masks: Sequence[frozenset[str]], eras: int) -> Ints:
    places = [place for place, mask in enumerate(masks) if name in mask]
    return np.array([place * eras + era for place in places for era in range(eras)], np.int64)


def _nested(one: Flags, other: Flags) -> bool:
    both = one & other
    return not both.any() or bool((both == one).all() or (both == other).all())


def _axes(limits: Flags) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The limits in two families, each of limits that have nothing in common, if they part so."""
    families: tuple[list[int], list[int]] = ([], [])
    for place, limit in enumerate(limits):
        for family in families:
            if not any((limit & limits[other]).any() for other in family):
                family.append(place)
                break
        else:
            return None
    small, large = sorted(families, key=len)
    return tuple(small), tuple(large)
