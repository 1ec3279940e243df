"""Deeds: the activities of many people, each given the number of its doing.

The columns a rulebook looks at are told apart as coarsely as it tells them, combined, and
every combination that occurs is looked at once (`doings`). What was found is kept in arrays
by number, from which the numbers of all activities are reckoned (`worth`).
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from recert.rules.facts import Activity, Award, Kind, Unit
from recert.rules.matching import Matter
from recert.rules.population.coding import Combined
from recert.rules.population.doings import FACTS, TRUTHS, Doing, eras_of, look_at, telling
from recert.rules.population.rows import day_of
from recert.rules.population.sheets import UNKNOWN, Codes, Days, Ints, Many, Sheet, Vocabulary
from recert.rules.population.understanding import Looks, whats_of
from recert.rules.rulebook import Measure, Rulebook

_TRUTHS = ("assessed", "passed", "at_test_centre")
_SURE = ("ordered",)  # what is not known is not so


@dataclass(frozen=True)
class Awards:
    """Up to two awards of each activity: their classes, their amounts, and how many it has."""

    first: Codes
    second: Codes
    amounts: tuple[Ints, Ints]
    many: Ints


@dataclass
class AwardTelling:
    """Awards put into as few classes as the rulebook tells apart, by unit and awarder."""

    rulebook: Rulebook
    words: Vocabulary
    pairs: Combined = field(default_factory=lambda: Combined(2))
    classes: dict[Hashable, int] = field(default_factory=dict)
    samples: list[tuple[str, str]] = field(default_factory=list)
    table: list[int] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def classes_of(self, units: Codes, by: Codes) -> Codes:
        """The class of every award."""
        codes = self.pairs.codes([units, by])
        if not len(codes):
            return codes
        with self._lock:
            while len(self.table) <= int(codes.max()):
                self.table.append(self._class(*self.pairs.of(len(self.table))))
        return np.array(self.table, np.int32)[codes]

    def _class(self, unit: int, by: int) -> int:
        words = self.words["unit"].all[unit], self.words["by"].all[by]
        told = self._tell(*words)
        if told not in self.classes:
            self.classes[told] = len(self.samples)
            self.samples.append(words)
        return self.classes[told]

    def _tell(self, unit: str, by: str) -> Hashable:
        return (
            by in self.rulebook.own,
            tuple(
                (not rule.units or unit in rule.units, by in rule.awarders, by)
                if by in rule.awarders
                else (not rule.units or unit in rule.units, not rule.awarders, "")
                for _, rule in self.rulebook.of_kind(Measure)
            ),
            tuple(
                (by in what.awarded_by, unit in what.units)
                for what in whats_of(self.rulebook)
                if what.awarded_by or what.units
            ),
        )


class Deeds:
    """The doings under one edition, found as they occur."""

    def __init__(self, rulebook: Rulebook, looks: Looks, words: Vocabulary) -> None:
        self.rulebook, self.words = rulebook, words
        self.named = [name for name in looks.columns if name in FACTS]
        self.truths = [name for name in looks.columns if name in (*_TRUTHS, *_SURE)]
        self.months = "card_months" in looks.columns
        self.tellings = [telling(rulebook, name) for name in self.named]
        self.awards = AwardTelling(rulebook, words)
        self.eras = eras_of(rulebook)
        columns = 1 + len(self.named) + len(self.truths) + self.months + 4
        self._combined = Combined(columns)
        self.found: list[Doing] = []
        self._classes: dict[tuple[bool, ...], int] = {}
        self._matters: list[Matter] = []
        self._lock = threading.Lock()

    def class_of(self, speaks: tuple[bool, ...], matter: Matter) -> int:
        """The number of the people of whom the same clauses speak."""
        with self._lock:
            if speaks not in self._classes:
                self._classes[speaks] = len(self._matters)
                self._matters.append(matter)
            return self._classes[speaks]

    def codes(self, deeds: Sheet, classes: Codes, completed: Days, awards: Awards) -> Codes:
        """The number of the doing of every activity; each is known to `found` afterwards."""
        columns = [classes]
        for telling_, name in zip(self.tellings, self.named, strict=True):
            words = self.words[name]
            columns.append(telling_.classes_of(deeds.codes(name, words), words))
        for name in self.truths:
            known = deeds.truths(name)
            columns.append((known == 2).astype(np.int32) if name in _SURE else known)
        if self.months:
            columns.append(np.clip(deeds.whole("card_months") + 1, 0, 10_000).astype(np.int32))
        columns.append((deeds.whole("minutes") != UNKNOWN).astype(np.int32))
        columns += [awards.first, awards.second, self._era(completed)]
        codes = self._combined.codes(columns)
        if len(codes):
            self._look(codes, completed)
        return codes

    def _era(self, completed: Days) -> Codes:
        era = np.zeros(len(completed), np.int32)
        for day in self.eras:
            era += completed >= day
        return era

    def _look(self, codes: Codes, completed: Days) -> None:
        last = int(codes.max())
        if last < len(self.found):
            return
        with self._lock:
            while len(self.found) <= last:
                number = len(self.found)
                at = np.flatnonzero(codes == number)
                day = int(completed[at[0]]) if len(at) else None
                self.found.append(self._judge(self._combined.of(number), day))

    def _judge(self, values: Sequence[int], day: int | None) -> Doing:
        """Have the law look at one activity of the kind."""
        sample = self._sample(list(values), day)
        return look_at(sample, self._matters[values[0]])

    def _sample(self, values: list[int], day: int | None) -> Activity:
        rest = values[1:]
        known: dict[str, object] = {"kind": Kind.COURSE}
        for telling_, name in zip(self.tellings, self.named, strict=True):
            known[name] = FACTS[name](telling_.samples[rest.pop(0)])
        for name in self.truths:
            number = rest.pop(0)
            known[name] = bool(number) if name in _SURE else TRUTHS[number]
        if self.months:
            months = rest.pop(0)
            known["card_months"] = months - 1 if months else None
        minutes, first, second, era = rest
        since = day_of(day) if day is not None else self._day_in(era)
        return Activity(
            id="sample",
            title="",
            completed=since,
            minutes=1 if minutes else None,
            awards=self._sample_awards(first, second),
            **known,  # type: ignore[arg-type]  # by name, and of their types
        )

    def _day_in(self, era: int) -> date:
        return day_of(int(self.eras[era - 1]) if era else int(self.eras[0]) - 1)

    def _sample_awards(self, first: int, second: int) -> tuple[Award, ...]:
        if not first:
            return ()
        place, order = divmod(second - 1, 3) if second else (0, 1)
        amounts = ((1, 2), (1, 1), (2, 1))[order]
        found = [self._sample_award(first - 1, amounts[0])]
        if second:
            found.append(self._sample_award(place, amounts[1]))
        return tuple(found)

    def _sample_award(self, place: int, amount: int) -> Award:
        unit, by = self.awards.samples[place]
        return Award(amount=Fraction(amount), unit=Unit(unit), by=by)

    def awards_of(self, deeds: Sheet) -> Awards:
        """The awards of every activity: the classes of two, and how many there are."""
        many = deeds.many("awards")
        amounts = many.sheet.whole("amount")
        units = many.sheet.codes("unit", self.words["unit"])
        kinds = self.awards.classes_of(units, many.sheet.codes("by", self.words["by"]))
        here, there = _at(many, 0), _at(many, 1)
        one, two = _taken(amounts, here), _taken(amounts, there)
        first = _taken(kinds, here, UNKNOWN).astype(np.int32) + np.int32(1)
        order = np.sign(one - two).astype(np.int32) + 1
        second = _taken(kinds, there, UNKNOWN).astype(np.int32) * 3 + order + 1
        second = np.where(there >= 0, second, 0).astype(np.int32)
        return Awards(first, second, (one, two), many.lengths)


def _at(many: Many, place: int) -> Ints:
    """Where the award at this place lies; -1 where there is none."""
    return np.where(many.lengths > place, many.offsets[:-1] + place, -1)


def _taken(values: Ints | Codes, at: Ints, none: int = 0) -> Ints:
    if not len(values):
        return np.full(len(at), none, np.int64)
    return np.where(at >= 0, values[at], none).astype(np.int64)
