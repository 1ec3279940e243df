"""Repeats: what counts only once, or only so often, among the activities of each person."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt

from recert.rules.facts import Activity, Kind
from recert.rules.matching import course_of
from recert.rules.population.coding import Combined
from recert.rules.population.sheets import Days, Flags, Ints, Sheet, Vocabulary
from recert.rules.rulebook import Once

Owners = npt.NDArray[np.intp]


def fallen(
    rule: Once,
    chosen: Ints,
    owners: Owners,
    value: Ints,
    started: Days,
    completed: Days,
    courses: Ints | None,
) -> tuple[Ints, Ints]:
    """Of the activities chosen those that do not stand, and people whose choice is open.

    Of repeats (of the same one of `courses`) the oldest stand, of too many those worth
    most, then the oldest. Where two are alike in all that is compared here, the whole law
    must say which.
    """
    group, which = owners[chosen].astype(np.int64), np.zeros(len(chosen), np.int64)
    if courses is not None:
        twice = _done_twice(group, courses)
        chosen, group, which = chosen[twice], group[twice], courses[twice]
    worth = -value[chosen] * (courses is None)
    keys = np.stack((group, which, worth, completed[chosen], started[chosen]))
    order = np.lexsort(keys[::-1])
    keys = keys[:, order]
    new = np.ones(len(order), np.bool_)
    new[1:] = (keys[:2, 1:] != keys[:2, :-1]).any(0)
    starts = np.flatnonzero(new)
    rank = np.arange(len(order)) - starts[np.cumsum(new) - 1]
    out = rank >= rule.times
    alike = np.zeros(len(order), np.bool_)
    alike[1:] = out[1:] & ~out[:-1] & (keys[:, 1:] == keys[:, :-1]).all(0)
    return chosen[order[out]], group[order[alike]]


def _done_twice(group: Ints, courses: Ints) -> Flags:
    """Which are of a course that the same person did more than once."""
    keys = group * (int(courses.max(initial=0)) + 1) + courses
    twice = np.zeros(len(keys), np.bool_)
    order = np.argsort(keys)
    same = keys[order[1:]] == keys[order[:-1]]
    twice[order[1:][same]] = True
    twice[order[:-1][same]] = True
    return twice


class Courses:
    """Numbers for what makes two activities the same course."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._combined = Combined(len(_NAMES))
        self._numbers: dict[str, int] = {}
        self._table: list[int] = []
        self._lock = threading.Lock()

    def of(self, deeds: Sheet) -> Ints:
        """The number of the course of each activity."""
        codes = self._combined.codes([deeds.codes(name, self._words[name]) for name in _NAMES])
        if not len(codes):
            return codes.astype(np.int64)
        with self._lock:
            while len(self._table) <= int(codes.max()):
                self._table.append(self._number(self._combined.of(len(self._table))))
        return np.array(self._table, np.int64)[codes]

    def _number(self, numbers: tuple[int, ...]) -> int:
        course, provider, title = (
            self._words[name].all[each] for name, each in zip(_NAMES, numbers, strict=True)
        )
        sample = replace(_SAMPLE, course=course, provider=provider, title=title)
        name = course_of(sample)
        return self._numbers.setdefault(name, len(self._numbers))


_NAMES = ("course", "provider", "title")
_SAMPLE = Activity(id="", title="", kind=Kind.COURSE, completed=date.min)
