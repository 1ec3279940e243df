"""Locating: which row it is that cannot be judged, found by halving."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

import pyarrow as pa

from recert.rules.population.judging import Tiers, judge_batches
from recert.rules.population.sheets import Unreadable
from recert.rules.rulebook import Rulebook

FAULTS = (ValueError, TypeError, KeyError)
"""What a row may raise that holds what it should not."""

Pair = tuple[pa.RecordBatch, pa.RecordBatch]


def judge_located(
    rulebooks: Sequence[Rulebook], batches: Iterable[pa.RecordBatch], as_of: date, tiers: Tiers
) -> Iterator[Pair]:
    """Every batch with its answers. Raises `Unreadable` with the row counted over all batches."""
    done, source = 0, iter(batches)
    ahead: deque[pa.RecordBatch] = deque()  # handed in, and not answered yet

    def watched() -> Iterator[pa.RecordBatch]:
        for batch in source:
            ahead.append(batch)
            yield batch

    try:
        threads = len(os.sched_getaffinity(0))
        for answers in judge_batches(rulebooks, watched(), as_of, tiers=tiers, threads=threads):
            people = ahead.popleft()
            yield people, answers
            done += people.num_rows
    except FAULTS as fault:
        raise _placed(rulebooks, chain(ahead, source), as_of, done) or fault from fault


def _placed(
    rulebooks: Sequence[Rulebook], batches: Iterable[pa.RecordBatch], as_of: date, done: int
) -> Unreadable | None:
    """The first fault in these batches; a bad word may stand in one and be used in a later."""
    for batch in batches:
        found = locate(rulebooks, batch, as_of)
        if found is not None:
            at, fault = found
            field = fault.field if isinstance(fault, Unreadable) else "one of its fields"
            said = fault.fault if isinstance(fault, Unreadable) else str(fault)
            person = batch.column("person")[at].as_py()
            return Unreadable(f"{field} of person {person}", said, done + at)
        done += batch.num_rows
    return None


def locate(
    rulebooks: Sequence[Rulebook], batch: pa.RecordBatch, as_of: date
) -> tuple[int, Exception] | None:
    """The first row that cannot be judged, and why; None where all can."""
    fault = _fault(rulebooks, batch, as_of)
    if fault is None:
        return None
    first, many = 0, batch.num_rows
    while many > 1:
        half = many // 2
        found = _fault(rulebooks, batch.slice(first, half), as_of)
        if found is None:
            first, many = first + half, many - half
        else:
            many, fault = half, found
    return first, _fault(rulebooks, batch.slice(first, 1), as_of) or fault


def _fault(rulebooks: Sequence[Rulebook], batch: pa.RecordBatch, as_of: date) -> Exception | None:
    # Laid out anew, so that its dictionaries have the words of these rows only.
    alone = pa.RecordBatch.from_pylist(batch.to_pylist(), batch.schema)
    try:
        list(judge_batches(rulebooks, [alone], as_of))
    except FAULTS as fault:
        return fault
    return None
