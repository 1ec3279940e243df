"""Comparing: two policies over the same people, and what becomes of each of them.

Whoever is answered alike, which is nearly everybody, is told by comparing columns; only the
others become numbers in Python, and are compared as `recert.rules.whatif` compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recert.rules.amounts import ZERO, from_grains
from recert.rules.findings import State, Status, Verdict
from recert.rules.population.sheets import Flags, Ints
from recert.rules.whatif import Difference, Numbers, Reached, Summary, joined

Row = Mapping[str, Any]

_ALIKE = ("verdict", "status", "fee")
_LINE = ("clause", "state", "short")


def numbers_in(people: pa.RecordBatch, answers: pa.RecordBatch) -> list[Numbers]:
    """The plain numbers of every row."""
    credentials = people.column("credential").cast(pa.string()).to_pylist()
    return [
        _numbers(row, credential or "")
        for row, credential in zip(answers.to_pylist(), credentials, strict=True)
    ]


def _numbers(row: Row, credential: str) -> Numbers:
    exact = {each["field"]: Fraction(each["amount"]) for each in row["exact"] or ()}
    lines: dict[str, list[Reached]] = {}
    for place, line in enumerate(row["requirements"] or ()):
        lines.setdefault(line["clause"], []).append(_reached(line, place, exact))
    return Numbers(
        person=row["person"] or "",
        holding=row["holding"] or "",
        credential=credential,
        edition=row["edition"] or "",
        verdict=Verdict(row["verdict"]),
        status=Status(row["status"]),
        requirements=tuple(joined(each) for each in lines.values()),
        fee_cents=row["fee"],
    )


def _reached(line: Row, place: int, exact: Mapping[str, Fraction]) -> Reached:
    need, counted, short = (
        exact.get(f"{name} of {place}", ZERO) if line[name] is None else from_grains(line[name])
        for name in ("need", "counted", "short")
    )
    return Reached(
        clause=line["clause"], state=State(line["state"]), need=need, counted=counted, short=short
    )


def compare(
    summary: Summary, people: pa.RecordBatch, old: pa.RecordBatch, new: pa.RecordBatch
) -> Iterator[Difference]:
    """Take some people's answers under two policies into the summary; whoever differs."""
    differs = differing(old, new)
    rows = np.flatnonzero(differs)
    _count_alike(summary, old.column("fee"), differs)
    some = pa.array(rows)
    pairs = (numbers_in(people.take(some), each.take(some)) for each in (old, new))
    for before, after in zip(*pairs, strict=True):
        found = summary.count(before, after)
        if found is not None:
            yield found


def _count_alike(summary: Summary, fees: pa.Array, differs: Flags) -> None:
    alike = fees.filter(pa.array(~differs))
    cents = pc.sum(alike).as_py() or 0
    summary.judged += len(alike)
    summary.cents_before += cents
    summary.cents_after += cents


def differing(old: pa.RecordBatch, new: pa.RecordBatch) -> Flags:
    """Whose answers are not the same as far as a what-if looks; some more may be flagged."""
    found = np.zeros(old.num_rows, np.bool_)
    for name in _ALIKE:
        found |= _unlike(old.column(name), new.column(name), unknown_alike=True)
    before, after = old.column("requirements"), new.column("requirements")
    lengths = pc.list_value_length(before).to_numpy(), pc.list_value_length(after).to_numpy()
    found |= lengths[0] != lengths[1]
    rows = np.flatnonzero(~found)
    found[rows[_unlike_lines(before, after, rows)]] = True
    return found


def _unlike_lines(before: pa.Array, after: pa.Array, rows: Ints) -> Ints:
    """Which of these rows, each with as many lines before as after, have one that differs."""
    some = pa.array(rows)
    lines = [each.take(some) for each in (before, after)]
    flat = [each.flatten() for each in lines]
    differs = np.zeros(len(flat[0]), np.bool_)
    for name in _LINE:
        # An amount that is null stands elsewhere, exactly; it is looked at more closely.
        differs |= _unlike(*(each.field(name) for each in flat), unknown_alike=False)
    owners = pc.list_parent_indices(lines[0]).to_numpy()
    return np.unique(owners[differs])


def _unlike(*columns: pa.Array, unknown_alike: bool) -> Flags:
    """Where two columns differ; whether what is null in both is alike."""
    one, other = (_plain(each) for each in columns)
    same = pc.fill_null(pc.equal(one, other), False)
    if unknown_alike and one.null_count and other.null_count:
        same = pc.or_(same, pc.and_(one.is_null(), other.is_null()))
    return ~np.asarray(same.to_numpy(zero_copy_only=False), np.bool_)


def _plain(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
