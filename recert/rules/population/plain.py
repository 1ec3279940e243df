"""Plain columns: answers as a table for a spreadsheet, amounts in credits, one line a holding."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from recert.rules.amounts import from_grains, show

AMOUNTS = ("claimed", "counted", "over_limit", "carried", "not_eligible")

_WORDS = ("person", "holding", "edition", "verdict", "status")

PLAIN = pa.schema(
    [
        *((name, pa.string()) for name in _WORDS),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("stage", pa.string()),
        *((name, pa.string()) for name in AMOUNTS),
        ("fee_cents", pa.int64()),
        ("questions", pa.int32()),
        ("short", pa.string()),
        ("requirements", pa.string()),
    ]
)
"""`short` is what is missing, `ethics 0.5; total 3`; `requirements` is every one of them with
its state, what counted, and what is asked, `ethics short 0 of 0.5; ...`."""


def plain(answers: pa.RecordBatch) -> pa.RecordBatch:
    """Answers as plain columns; a text no spreadsheet takes for a formula."""
    exact = _exact(answers.column("exact"))
    columns: dict[str, pa.Array] = {
        "start": answers.column("start"),
        "end": answers.column("end"),
        "fee_cents": answers.column("fee"),
        "questions": answers.column("questions"),
    }
    for name in (*_WORDS, "stage"):
        columns[name] = harmless(answers.column(name).cast(pa.string()))
    for name in AMOUNTS:
        columns[name] = _amounts(answers.column(name), name, exact)
    columns["short"], columns["requirements"] = _lines(answers.column("requirements"), exact)
    return pa.RecordBatch.from_arrays([columns[name] for name in PLAIN.names], schema=PLAIN)


def harmless(texts: pa.Array) -> pa.Array:
    """Texts with an apostrophe before whatever a spreadsheet would run."""
    formula = pc.match_substring_regex(texts, r"^\s*[=+\-@\t\r\n]")
    return pc.if_else(formula, pc.binary_join_element_wise("'", texts, ""), texts)


Exact = dict[tuple[int, str], str]


def _exact(column: pa.Array) -> Exact:
    """The amounts that are no whole grains, by row and field."""
    lengths = pc.list_value_length(column).fill_null(0)
    rows = pc.indices_nonzero(lengths).to_pylist()
    return {(row, each["field"]): each["amount"] for row in rows for each in column[row].as_py()}


def _amounts(grains: pa.Array, name: str, exact: Exact) -> pa.Array:
    texts = _shown(grains)
    rows = {row: amount for (row, field), amount in exact.items() if field == name}
    if not rows:
        return texts
    found = texts.to_pylist()
    for row, amount in rows.items():
        found[row] = amount
    return pa.array(found, pa.string())


def _shown(grains: pa.Array) -> pa.Array:
    """Grains as credits; each amount that occurs is written once."""
    coded = grains.dictionary_encode()
    words = [show(from_grains(each)) for each in coded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(coded.indices)


def _lines(column: pa.Array, exact: Exact) -> tuple[pa.Array, pa.Array]:
    """What is missing, and every requirement, as texts."""
    if exact:
        return _by_row(column, exact)
    flat = column.flatten()
    fields: dict[str, Any] = {
        name: flat.field(name).cast(pa.string()) for name in ("clause", "state")
    }
    fields |= {name: _shown(flat.field(name)) for name in ("need", "counted", "short")}
    every = pc.binary_join_element_wise(
        pc.binary_join_element_wise(
            *(fields[name] for name in ("clause", "state", "counted")), " "
        ),
        fields["need"],
        " of ",
    )
    missing = pc.greater(flat.field("short"), 0)
    short = pc.binary_join_element_wise(fields["clause"], fields["short"], " ").filter(missing)
    return (
        _joined(_lengths_of(column, missing), short),
        _joined(pc.list_value_length(column), every),
    )


def _lengths_of(column: pa.Array, flags: pa.Array) -> pa.Array:
    """How many of each row's are flagged."""
    owners = pc.list_parent_indices(column).filter(flags)
    counted = owners.value_counts()
    found = dict(zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True))
    return pa.array([found.get(row, 0) for row in range(len(column))], pa.int64())


def _joined(lengths: pa.Array, texts: pa.Array) -> pa.Array:
    ends = pc.cumulative_sum(lengths.cast(pa.int64()))
    offsets = pa.concat_arrays([pa.array([0], pa.int64()), ends]).cast(pa.int32())
    return pc.binary_join(pa.ListArray.from_arrays(offsets, texts), "; ")


def _by_row(column: pa.Array, exact: Exact) -> tuple[pa.Array, pa.Array]:
    """The same, where an amount is no whole grains."""
    short, every = [], []
    for row, lines in enumerate(column.to_pylist()):
        said: list[str] = []
        missing: list[str] = []
        for place, line in enumerate(lines):
            need, counted, less = (
                exact.get((row, f"{name} of {place}")) or show(from_grains(line[name]))
                for name in ("need", "counted", "short")
            )
            said.append(f"{line['clause']} {line['state']} {counted} of {need}")
            if Fraction(less):
                missing.append(f"{line['clause']} {less}")
        short.append("; ".join(missing))
        every.append("; ".join(said))
    return pa.array(short, pa.string()), pa.array(every, pa.string())
