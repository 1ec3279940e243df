"""Judging: batches of people in, batches of answers out."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa

from recert.rules.cycles import reckoned
from recert.rules.judging import judge
from recert.rules.population.answers import answer, answer_row, not_covered
from recert.rules.population.columns import ANSWERS
from recert.rules.population.editions import Edition
from recert.rules.population.holders import NOBODY, Choosing, People, people_of
from recert.rules.population.rows import spelt_out, to_facts
from recert.rules.population.sheets import UNKNOWN_DAY, Days, Ints, Vocabulary
from recert.rules.population.spells import Cycles, cycles_of
from recert.rules.rulebook import Rulebook

BLOCK = 1 << 14
"""So many people are judged together: enough to make it worth while, few enough for the cache."""


@dataclass
class Tiers:
    """How many were settled how."""

    closed_form: int = 0
    whole_law: int = 0

    @property
    def people(self) -> int:
        """All together."""
        return self.closed_form + self.whole_law


@dataclass
class Compiled:
    """Rulebooks, compiled for one day; what is learned of one batch serves the next."""

    rulebooks: Sequence[Rulebook]
    as_of: date
    words: Vocabulary = field(default_factory=Vocabulary)
    tiers: Tiers = field(default_factory=Tiers)
    _choosing: dict[str, Choosing] = field(default_factory=dict)
    _editions: dict[int, Edition] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def judge(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The answers to a batch, a row for each of its rows, in the same order."""
        if not batch.num_rows:
            return _empty()
        people = people_of(batch, self.words, self.as_of)
        parts, rows = [], []
        for body in np.unique(people.body).tolist():
            mine = np.flatnonzero(people.body == body)
            whose = people if len(mine) == batch.num_rows else people.at(mine)
            for part, of in self._body(self.words["body"].all[body], whose):
                parts.append(part)
                rows.append(mine[of])
        order = np.argsort(np.concatenate(rows), kind="stable")
        return _joined(parts, order)

    def ends(self, batch: pa.RecordBatch) -> Days:
        """On which day the open cycle of each ends, by who they are; nothing is judged.

        `UNKNOWN_DAY` where no edition covers somebody. A decision about a cycle, which columns
        of who people are do not hold, may say another day.
        """
        people = people_of(batch, self.words, self.as_of)
        found = np.full(batch.num_rows, UNKNOWN_DAY, np.int32)
        for body in np.unique(people.body).tolist():
            mine = np.flatnonzero(people.body == body)
            choosing = self._chooser(self.words["body"].all[body])
            places = choosing.of(people if len(mine) == batch.num_rows else people.at(mine))
            cycles = cycles_of(choosing.periods, choosing.days, places)
            found[mine] = np.where(choosing.editions[places] == NOBODY, UNKNOWN_DAY, cycles.end)
        return found

    def _body(self, body: str, people: People) -> Iterator[tuple[pa.RecordBatch, Ints]]:
        """Answers to the people certified by one body, each part with its rows."""
        choosing = self._chooser(body)
        places = choosing.of(people)
        editions = choosing.editions[places]
        for edition in np.unique(editions).tolist():
            rows = np.flatnonzero(editions == edition)
            some = people if len(rows) == len(editions) else people.at(rows)
            if edition == NOBODY:
                yield from self._uncovered(some, rows)
                continue
            cycles = cycles_of(choosing.periods, choosing.days, places[rows])
            compiled = self._compiled(choosing.rulebooks[edition])
            yield from self._edition(some, rows, compiled, cycles)

    def _uncovered(self, people: People, rows: Ints) -> Iterator[tuple[pa.RecordBatch, Ints]]:
        """Answers to whom no edition governs, unless a decision began their cycle anew."""
        decided = people.sheet.many("decisions").lengths > 0
        left, settled = np.flatnonzero(decided), np.flatnonzero(~decided)
        if len(settled):
            self._settled(len(settled), 0)
            yield not_covered(people.at(settled)), rows[settled]
        if len(left):
            yield self._whole_law(people, left), rows[left]

    def _edition(
        self, people: People, rows: Ints, edition: Edition, cycles: Cycles
    ) -> Iterator[tuple[pa.RecordBatch, Ints]]:
        """Answers to the people under one edition."""
        if edition.gaps:
            yield self._whole_law(people, np.arange(len(rows))), rows
            return
        found, aside = answer(edition.judge(people, cycles), edition)
        left, settled = np.flatnonzero(aside), np.flatnonzero(~aside)
        self._settled(len(settled), 0)
        if not len(left):
            yield found, rows
            return
        yield found.take(pa.array(settled)), rows[settled]
        yield self._whole_law(people, left), rows[left]

    def _compiled(self, rulebook: Rulebook) -> Edition:
        with self._lock:
            if id(rulebook) not in self._editions:
                self._editions[id(rulebook)] = Edition(rulebook, self.as_of, self.words)
            return self._editions[id(rulebook)]

    def _chooser(self, body: str) -> Choosing:
        with self._lock:
            if body not in self._choosing:
                own = [book for book in self.rulebooks if book.body == body]
                self._choosing[body] = Choosing(own, self.as_of, self.words)
            return self._choosing[body]

    def _settled(self, closed_form: int, whole_law: int) -> None:
        with self._lock:
            self.tiers.closed_form += closed_form
            self.tiers.whole_law += whole_law

    def _whole_law(self, people: People, rows: Ints) -> pa.RecordBatch:
        """People judged one by one."""
        self._settled(0, len(rows))
        found = []
        for row in spelt_out(people.batch, rows):
            facts, holding = to_facts(row)
            found.append(answer_row(judge(self.rulebooks, facts, holding, self.as_of)))
        return pa.RecordBatch.from_pylist(found, ANSWERS)


def judge_batches(
    rulebooks: Sequence[Rulebook],
    batches: Iterable[pa.RecordBatch],
    as_of: date,
    *,
    tiers: Tiers | None = None,
    threads: int = 1,
) -> Iterator[pa.RecordBatch]:
    """Judge people in columns: for every batch the answers, a row for every row.

    Batches are of `SCHEMA`; what is missing is unknown. `tiers` is told how people were
    settled. Raises `Unreadable` where a column does not hold what it should.
    """
    compiled = Compiled(rulebooks, reckoned(as_of), tiers=tiers if tiers is not None else Tiers())
    if threads == 1:
        for batch in batches:
            yield _joined([compiled.judge(block) for block in _blocks(batch)])
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[list[Future[pa.RecordBatch]]] = deque()
        for batch in batches:
            waiting.append([pool.submit(compiled.judge, block) for block in _blocks(batch)])
            if sum(map(len, waiting)) > 2 * threads:
                yield _joined([each.result() for each in waiting.popleft()])
        while waiting:
            yield _joined([each.result() for each in waiting.popleft()])


def _blocks(batch: pa.RecordBatch) -> list[pa.RecordBatch]:
    return [batch.slice(start, BLOCK) for start in range(0, max(batch.num_rows, 1), BLOCK)]


def _empty() -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], ANSWERS)


def _joined(parts: Sequence[pa.RecordBatch], order: Ints | None = None) -> pa.RecordBatch:
    """Parts put together, with their rows in this order."""
    if len(parts) == 1 and order is None:
        return parts[0]
    table = pa.Table.from_batches(parts, ANSWERS).unify_dictionaries().combine_chunks()
    if order is not None:
        table = table.take(pa.array(order))
    return table.combine_chunks().to_batches()[0]
