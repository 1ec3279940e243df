"""Coding: what occurs together, numbered, so that it need be judged only once.

Of a million people and many millions of things they did there are few different ones, once
only that is looked at which a rulebook looks at. Columns of numbers are combined two by two;
each pair that occurs gets the next number.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from recert.rules.population.sheets import Codes, Ints

T = TypeVar("T")

_LARGEST = 1 << 22
_NEW = -1


class Pairs:
    """Numbers for the pairs of two columns that occurred so far. Safe between threads."""

    def __init__(self) -> None:
        self.pairs: list[tuple[int, int]] = []
        self._numbers: dict[tuple[int, int], int] = {}
        self._table = np.full((1, 1), _NEW, np.int32)
        self._lock = threading.Lock()

    def codes(self, first: Codes, second: Codes) -> Codes:
        """The number of each pair."""
        if not len(first):
            return np.zeros(0, np.int32)
        table = self._grown(int(first.max()), int(second.max()))
        if table is None:
            return self._looked_up(first, second)
        keys = first * np.int32(table.shape[1]) + second
        found: Codes = table.ravel()[keys]
        if int(found.min()) == _NEW:
            with self._lock:
                for key in np.unique(keys[found == _NEW]).tolist():
                    one, two = divmod(key, table.shape[1])
                    table[one, two] = self._number((one, two))
            found = table.ravel()[keys]
        return found

    def _grown(self, first: int, second: int) -> npt.NDArray[np.int32] | None:
        """A table with room for these numbers; None where it would be too large."""
        table = self._table
        if first < table.shape[0] and second < table.shape[1]:
            return table
        rows = max(table.shape[0], 1 << first.bit_length())
        columns = max(table.shape[1], 1 << second.bit_length())
        if rows * columns > _LARGEST:
            return None
        with self._lock:
            grown = np.full((rows, columns), _NEW, np.int32)
            for number, (one, two) in enumerate(self.pairs):
                grown[one, two] = number
            self._table = grown
        return grown

    def _looked_up(self, first: Codes, second: Codes) -> Codes:
        """Numbers of pairs too far apart for a table."""
        wide = int(second.max()) + 1
        unique, places = np.unique(first.astype(np.int64) * wide + second, return_inverse=True)
        with self._lock:
            numbers = [self._number(divmod(key, wide)) for key in unique.tolist()]
        return np.array(numbers, np.int32)[places]

    def _number(self, pair: tuple[int, int]) -> int:
        if pair not in self._numbers:
            self._numbers[pair] = len(self.pairs)
            self.pairs.append(pair)
        return self._numbers[pair]

    def of(self, number: int) -> tuple[int, int]:
        """The pair with this number."""
        return self.pairs[number]


class Combined:
    """Numbers for the combinations of several columns that occurred so far."""

    def __init__(self, columns: int) -> None:
        self._pairs = [Pairs() for _ in range(columns - 1)]

    def codes(self, columns: Sequence[Codes]) -> Codes:
        """The number of each combination."""
        found = columns[0]
        for pairs, column in zip(self._pairs, columns[1:], strict=True):
            found = pairs.codes(found, column)
        return found

    def of(self, number: int) -> tuple[int, ...]:
        """The combination with this number."""
        values: list[int] = []
        for pairs in reversed(self._pairs):
            number, last = pairs.of(number)
            values.append(last)
        return (number, *reversed(values))


class Judged(Generic[T]):
    """What was found out about each number, found out once. Safe between threads."""

    def __init__(self) -> None:
        self._found: dict[int, T] = {}
        self._lock = threading.Lock()

    def of(self, codes: Codes, find: Callable[[Ints], Sequence[T]]) -> tuple[list[T], Codes]:
        """What holds for the numbers that occur, and for each code its place among those.

        `find` is given rows, one for each number not yet known.
        """
        if not len(codes):
            return [], codes
        seen = np.zeros(int(codes.max()) + 1, np.bool_)
        seen[codes] = True
        unique = np.flatnonzero(seen)
        table = np.zeros(len(seen), np.int32)
        table[unique] = np.arange(len(unique))
        places = table[codes]
        with self._lock:
            new = [number for number in unique.tolist() if number not in self._found]
            if new:
                rows = np.zeros(len(unique), np.int64)
                rows[places] = np.arange(len(codes))
                self._found.update(zip(new, find(rows[table[new]]), strict=True))
        return [self._found[number] for number in unique.tolist()], places


class Classes(Generic[T]):
    """Combinations of columns put into classes, by what is told of each once; with a sample."""

    def __init__(self, columns: int) -> None:
        self._combined = Combined(columns)
        self._numbers: dict[Hashable, int] = {}
        self._table: list[int] = []
        self._lock = threading.Lock()
        self.samples: list[T] = []

    def of(
        self, columns: Sequence[Codes], tell: Callable[[Sequence[int]], tuple[Hashable, T]]
    ) -> Codes:
        """The class of each combination; `tell` says what tells it apart, and a sample."""
        codes = self._combined.codes(columns)
        if not len(codes):
            return codes
        with self._lock:
            while len(self._table) <= int(codes.max()):
                told, sample = tell(self._combined.of(len(self._table)))
                if told not in self._numbers:
                    self._numbers[told] = len(self.samples)
                    self.samples.append(sample)
                self._table.append(self._numbers[told])
        return np.array(self._table, np.int32)[codes]
