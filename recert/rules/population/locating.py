"""Locating: which row it is that cannot be judged, found by halving."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import pyarrow as pa

from recert.rules.population.judging import Tiers, judge_batches
from recert.rules.population.sheets import Unreadable
from recert.rules.rulebook import Rulebook

Pair = tuple[pa.RecordBatch, pa.RecordBatch]


def judge_located(
    rulebooks: Sequence[Rulebook], batches: Iterable[pa.RecordBatch], as_of: date, tiers: Tiers
) -> Iterator[Pair]:
    """Every batch with its answers. Raises `Unreadable` with the row counted over all batches."""
    done = 0
    seen: list[pa.RecordBatch] = []

    def watched() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            seen[:] = [batch]
            yield batch

    try:
        for answers in judge_batches(rulebooks, watched(), as_of, tiers=tiers):
            yield seen[0], answers
            done += seen[0].num_rows
    except (ValueError, TypeError, KeyError) as fault:
        if not seen:  # the batches themselves could not be read
            raise
        at, found = locate(rulebooks, seen[0], as_of) or (0, fault)
        field = found.field if isinstance(found, Unreadable) else "one of its fields"
        said = found.fault if isinstance(found, Unreadable) else str(found)
        person = seen[0].column("person")[at].as_py()
        raise Unreadable(f"{field} of person {person}", said, done + at) from fault


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
    except (ValueError, TypeError, KeyError) as fault:
        return fault
    return None
