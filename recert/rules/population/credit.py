"""Credit: what everybody earned, laid out by person, categories and era, and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recert.rules.population.patterns import Amounts, Cells, Pattern, cells_of
from recert.rules.population.record import Record
from recert.rules.population.settling import NEVER, Settled, settle
from recert.rules.population.sheets import Codes, Flags, Ints
from recert.rules.population.terms import Terms
from recert.rules.population.worth import NO_BOUND


@dataclass(frozen=True)
class Earned:
    """Where each activity's credit belongs: its set of categories and its era, as a column."""

    record: Record
    column: Ints
    masks: Sequence[frozenset[str]]
    eras: int


@dataclass(frozen=True)
class Sorts:
    """The terms that occur, and for each person which."""

    terms: Sequence[Terms]
    places: Codes

    def amounts(self) -> Amounts:
        """The amounts each person is counted against; where terms have fewer, none binds."""
        return Amounts(
            needs=self._rows([each.needs for each in self.terms], 0),
            limits=self._rows([each.limits for each in self.terms], NO_BOUND),
            passing=self._rows([each.passing for each in self.terms], 0),
            required=np.array([each.required for each in self.terms], np.int64)[self.places],
        )

    def _rows(self, rows: Sequence[Sequence[int]], other: int) -> Ints:
        wide = max((len(row) for row in rows), default=0)
        table = np.full((len(rows), wide), other, np.int64)
        for place, row in enumerate(rows):
            table[place, : len(row)] = row
        return table[self.places]


def count(earned: Earned, sorts: Sorts, amounts: Amounts, counts: Flags) -> Settled:
    """Count the activities that are to count, for everybody."""
    people, wide = len(sorts.places), len(earned.masks) * earned.eras
    record, here = earned.record, np.flatnonzero(counts)
    flat = np.zeros(people * wide, np.int64)
    np.add.at(flat, record.owners[here] * wide + earned.column[here], record.worths.value[here])
    credit = flat.reshape(people, len(earned.masks), earned.eras)
    patterns = list(
        {id(each.pattern): each.pattern for each in sorts.terms if each.pattern}.values()
    )
    found = _nothing(people, amounts, patterns)
    numbers = {pattern: number for number, pattern in enumerate(patterns)}
    of = np.array([-1 if each.pattern is None else numbers[each.pattern] for each in sorts.terms])[
        sorts.places
    ]
    for number, pattern in enumerate(patterns):
        rows = np.flatnonzero(of == number)
        cells = cells_of(pattern, earned.masks)
        columns = credit[rows, :, : pattern.eras].reshape(len(rows), -1)
        oldest = _Oldest(earned, here, cells, rows)
        _put(found, settle(columns, cells, _narrow(amounts.of(rows), pattern), oldest.of), rows)
    return found


def _narrow(amounts: Amounts, pattern: Pattern) -> Amounts:
    return Amounts(
        amounts.needs[:, : len(pattern.needs)],
        amounts.limits[:, : len(pattern.limits)],
        amounts.passing[:, : len(pattern.passing)],
        amounts.required,
    )


def _nothing(people: int, amounts: Amounts, patterns: Sequence[Pattern]) -> Settled:
    breadths = max((len(each.breadths) for each in patterns), default=0)
    return Settled(
        counted=np.zeros(people, np.int64),
        carried=np.zeros(people, np.int64),
        reached=np.zeros(amounts.needs.shape, np.int64),
        breadths=np.zeros((people, breadths), np.int64),
        open=np.zeros(people, np.bool_),
    )


def _put(whole: Settled, part: Settled, rows: Ints) -> None:
    whole.counted[rows], whole.carried[rows], whole.open[rows] = (
        part.counted, part.carried, part.open,
    )  # fmt: skip
    whole.reached[rows, : part.reached.shape[1]] = part.reached
    whole.breadths[rows, : part.breadths.shape[1]] = part.breadths


@dataclass(frozen=True)
class _Oldest:
    """When the oldest credit in each cell was earned, for those people of whom it is asked."""

    earned: Earned
    here: Ints
    cells: Cells
    rows: Ints

    def of(self, chosen: Ints) -> Ints:
        """For these places among the people, by cell."""
        record, eras = self.earned.record, self.earned.eras
        found = np.full((len(chosen), self.cells.many), NEVER)
        among = np.full(len(record.many.offsets) - 1, -1)
        among[self.rows[chosen]] = np.arange(len(chosen))
        rows = among[record.owners[self.here]]
        mine = (rows >= 0) & (record.worths.value[self.here] > 0)
        here, rows = self.here[mine], rows[mine]
        mask, era = np.divmod(self.earned.column[here], eras)
        cell = self.cells.cell[mask * self.cells.pattern.eras + era]
        np.minimum.at(found, (rows, cell), _when(record, here))
        return found


def _when(record: Record, here: Ints) -> Ints:
    """Numbers in the order of `admitting.order_of`, as far as days and titles tell it."""
    completed, started = (
        days[here].astype(np.int64) + _DAY_ONE for days in (record.completed, record.started)
    )
    titles = record.many.sheet.texts("title", here)
    _, ranks = np.unique([title.casefold() for title in titles], return_inverse=True)
    return (completed << 42) + (started << 20) + np.minimum(ranks, (1 << 20) - 1)


_DAY_ONE = 719_163  # so that no day is negative
