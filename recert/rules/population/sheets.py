"""Sheets: columns of a record batch as arrays of whole numbers.

A word becomes a number of a `Words` that lasts for the whole run, a day the number of days
since 1970, an unknown truth 0. Lists of a row are laid end to end, with where each row's begin.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.int32]
Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

UNKNOWN_DAY = np.iinfo(np.int32).min
UNKNOWN = -1
"""In place of a number that is not known."""


class Unreadable(ValueError):
    """Columns that do not hold what they should; says the field and, where known, the row."""

    def __init__(self, field: str, fault: str, row: int | None = None) -> None:
        self.field, self.fault, self.row = field, fault, row
        super().__init__(f"{field}: {fault}" if row is None else f"row {row}, {field}: {fault}")


class Words:
    """The words met so far, each with its number; 0 is no word. Safe between threads."""

    def __init__(self) -> None:
        self.all: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}
        self._lock = threading.Lock()

    def number(self, word: str) -> int:
        """The number of a word, a new one if it was not met before."""
        found = self._numbers.get(word)
        if found is not None:
            return found
        with self._lock:
            return self._numbers.setdefault(word, self._append(word))

    def _append(self, word: str) -> int:
        if word in self._numbers:
            return self._numbers[word]
        self.all.append(word)
        return len(self.all) - 1


class Vocabulary:
    """The words of every column, each column with its own."""

    def __init__(self) -> None:
        self._columns: dict[str, Words] = {}

    def __getitem__(self, column: str) -> Words:
        """The words of a column."""
        return self._columns.setdefault(column, Words())


@dataclass(frozen=True)
class Sheet:
    """Some columns of equal length: a batch, or what its rows have lists of.

    A column that is missing is unknown throughout.
    """

    name: str
    length: int
    columns: dict[str, pa.Array]
    _read: dict[str, Any] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the column is there and not empty throughout."""
        column = self.columns.get(name)
        return column is not None and column.null_count < len(column)

    def _label(self, name: str) -> str:
        return f"{self.name}.{name}" if self.name else name

    def days(self, name: str) -> Days:
        """A column of days."""
        if not self.has(name):
            return np.full(self.length, UNKNOWN_DAY, np.int32)
        if name not in self._read:
            column = self._as(name, pa.date32()).view(pa.int32())
            self._read[name] = _filled(column, UNKNOWN_DAY)
        return cast(Days, self._read[name])

    def whole(self, name: str) -> Ints:
        """A column of whole numbers, -1 where unknown."""
        if not self.has(name):
            return np.full(self.length, UNKNOWN, np.int64)
        if name not in self._read:
            self._read[name] = _filled(self._as(name, pa.int64()), UNKNOWN)
        return cast(Ints, self._read[name])

    def truths(self, name: str) -> Codes:
        """A column of truths: 0 unknown, 1 false, 2 true."""
        if not self.has(name):
            return np.zeros(self.length, np.int32)
        known = self._as(name, pa.bool_()).cast(pa.int32())
        return cast(Codes, _filled(known, UNKNOWN) + np.int32(1))

    def codes(self, name: str, words: Words) -> Codes:
        """A column of words, as their numbers."""
        if not self.has(name):
            return np.zeros(self.length, np.int32)
        column = self.columns[name]
        if not pa.types.is_dictionary(column.type):
            column = self._as(name, pa.string()).dictionary_encode()
        known = column.dictionary.to_pylist()
        if not all(isinstance(word, str | None) for word in known):
            raise Unreadable(self._label(name), f"holds {column.type.value_type}, not words")
        numbers = np.array([0, *(words.number(word or "") for word in known)], np.int32)
        at = _filled(column.indices.cast(pa.int32()), UNKNOWN)
        return cast(Codes, numbers[at + 1])

    def texts(self, name: str, rows: Ints) -> list[str]:
        """Some of a column of words, as Python has them."""
        if not self.has(name):
            return [""] * len(rows)
        return [word or "" for word in self.columns[name].take(pa.array(rows)).to_pylist()]

    def _as(self, name: str, type: pa.DataType) -> pa.Array:
        column = self.columns[name]
        if column.type == type:
            return column
        try:
            return column.cast(type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as fault:
            raise Unreadable(self._label(name), f"holds {column.type}, not {type}") from fault

    def many(self, name: str) -> Many:
        """What each row has a list of."""
        column = self.columns.get(name)
        label = self._label(name)
        if column is None or column.null_count == len(column):
            return Many(np.zeros(self.length + 1, np.int64), Sheet(label, 0, {}))
        if not isinstance(column, pa.ListArray | pa.LargeListArray | pa.MapArray):
            raise Unreadable(label, f"holds {column.type}, not lists")
        if isinstance(column, pa.MapArray):
            bounds = column.offsets.to_numpy()
            first, lengths = int(bounds[0]), np.diff(bounds)
            size = int(bounds[-1]) - first
            values = {
                "name": column.keys.slice(first, size),
                "value": column.items.slice(first, size),
            }
        else:
            flat = column.flatten()
            if not isinstance(flat, pa.StructArray):
                raise Unreadable(label, f"holds lists of {flat.type}, not of records")
            fields = [flat.type.field(place).name for place in range(flat.type.num_fields)]
            values = dict(zip(fields, flat.flatten(), strict=True))
            lengths = _filled(pc.list_value_length(column).cast(pa.int64()), 0)
        offsets = np.zeros(self.length + 1, np.int64)
        np.cumsum(lengths, out=offsets[1:])
        return Many(offsets, Sheet(label, int(offsets[-1]), values))


@dataclass(frozen=True)
class Many:
    """The lists of all rows, end to end: row r has `sheet[offsets[r]:offsets[r + 1]]`."""

    offsets: Ints
    sheet: Sheet

    @property
    def lengths(self) -> Ints:
        """How many each row has."""
        return np.diff(self.offsets)

    def owners(self) -> npt.NDArray[np.intp]:
        """The row that each belongs to."""
        return np.repeat(np.arange(len(self.offsets) - 1), self.lengths)

    def any_of(self, flags: Flags) -> Flags:
        """For each row, whether any of its own is flagged."""
        return self.count_of(flags) > 0

    def count_of(self, flags: Flags) -> Ints:
        """For each row, how many of its own are flagged."""
        return np.diff(np.concatenate(([0], np.cumsum(flags, dtype=np.int64)))[self.offsets])


def sheet_of(batch: pa.RecordBatch) -> Sheet:
    """A record batch as a sheet."""
    return Sheet("", batch.num_rows, dict(zip(batch.schema.names, batch.columns, strict=True)))


def _filled(column: pa.Array, unknown: int) -> Any:
    if column.null_count:
        column = column.fill_null(pa.scalar(unknown, column.type))
    return column.to_numpy(zero_copy_only=False)
