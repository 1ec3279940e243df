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

from recert.rules.population.sheets import Codes, Ints

T = TypeVar("T")

_TABLE = 1 << 22


class Pairs:
    """Numbers for the pairs of two columns that occurred so far. Safe between threads."""

    def __init__(self) -> None:
        self.first = np.zeros(0, np.int32)
        self.second = np.zeros(0, np.int32)
        self._numbers: dict[tuple[int, int], int] = {}
        self._lock = threading.Lock()

    def codes(self, first: Codes, second: Codes) -> Codes:
        """The number of each pair."""
        if not len(first):
            return np.zeros(0, np.int32)
        wide = int(second.max()) + 1
        keys = first.astype(np.int64) * wide + second
        size = (int(first.max()) + 1) * wide
        if size > _TABLE:
            unique, places = np.unique(keys, return_inverse=True)
            return self._known(unique // wide, unique % wide)[places]
        seen = np.zeros(size, np.bool_)
        seen[keys] = True
        unique = np.flatnonzero(seen)
        table = np.zeros(size, np.int32)
        table[unique] = self._known(unique // wide, unique % wide)
        return table[keys]

    def _known(self, first: Ints, second: Ints) -> Codes:
        pairs = list(zip(first.tolist(), second.tolist(), strict=True))
        missing = [pair for pair in pairs if pair not in self._numbers]
        if missing:
            with self._lock:
                self._learn([pair for pair in missing if pair not in self._numbers])
        return np.array([self._numbers[pair] for pair in pairs], np.int32)

    def _learn(self, pairs: Sequence[tuple[int, int]]) -> None:
        more = np.array(pairs, np.int32).reshape(-1, 2)
        self.first = np.concatenate((self.first, more[:, 0]))
        self.second = np.concatenate((self.second, more[:, 1]))
        for pair in pairs:
            self._numbers[pair] = len(self._numbers)

    def of(self, number: int) -> tuple[int, int]:
        """The pair with this number."""
        return int(self.first[number]), int(self.second[number])


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
