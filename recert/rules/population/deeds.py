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
from recert.rules.matching import Matter, is_own, what_matches
from recert.rules.measuring import award_of
from recert.rules.population.coding import Classes, Combined
from recert.rules.population.doings import FACTS, TRUTHS, Doing, eras_of, look_at, telling
from recert.rules.population.rows import day_of
from recert.rules.population.sheets import UNKNOWN, Codes, Days, Ints, Many, Sheet, Vocabulary
from recert.rules.population.understanding import Looks, whats_of
from recert.rules.rulebook import Measure, Rulebook, What

_TRUTHS = ("assessed", "passed", "at_test_centre")
_SURE = ("ordered",)  # what is not known is not so


@dataclass(frozen=True)
class Awards:
    """Up to two awards of each activity: their class, their amounts, and how many it has."""

    kinds: Codes
    amounts: tuple[Ints, Ints]
    many: Ints


@dataclass
class AwardTelling:
    """Awards put into as few classes as the rulebook tells apart.

    First each award by its unit and awarder; then the awards of an activity together, by
    which of them every clause would convert.
    """

    rulebook: Rulebook
    words: Vocabulary
    single: Classes[tuple[str, str]] = field(default_factory=lambda: Classes(2))
    together: Classes[tuple[Award, ...]] = field(default_factory=lambda: Classes(2))

    def singly(self, units: Codes, by: Codes) -> Codes:
        """The class of every award."""
        return self.single.of([units, by], self._one)

    def _one(self, numbers: Sequence[int]) -> tuple[Hashable, tuple[str, str]]:
        unit, by = self.words["unit"].all[numbers[0]], self.words["by"].all[numbers[1]]
        measures = self.rulebook.of_kind(Measure)
        told = (
            by in self.rulebook.own,
            tuple(by if by in rule.awarders else not rule.awarders for _, rule in measures),
            tuple(unit in rule.units for _, rule in measures),
            tuple(
                (by in what.awarded_by, unit in what.units)
                for what in whats_of(self.rulebook)
                if what.awarded_by or what.units
            ),
        )
        return told, (unit, by)

    def jointly(self, first: Codes, second: Codes, matter: Matter) -> Codes:
        """The class of the awards of every activity.

        `first` is 0 for none, else the class of the first award and one; `second` likewise,
        three for each class: whether the first is smaller, as large, or larger.
        """
        return self.together.of([first, second], lambda numbers: self._both(numbers, matter))

    def _both(self, numbers: Sequence[int], matter: Matter) -> tuple[Hashable, tuple[Award, ...]]:
        awards = self._samples(*numbers)
        sample = Activity(id="", title="", kind=Kind.COURSE, completed=date.min, awards=awards)
        picked = tuple(
            awards.index(award) if (award := award_of(sample, rule, matter)) else None
            for _, rule in self.rulebook.of_kind(Measure)
        )
        said = tuple(
            what_matches(What(**{name: value}), sample, self.rulebook)
            for what in whats_of(self.rulebook)
            for name in ("own", "awarded", "awarded_by", "units")
            if (value := getattr(what, name)) is not None and value != frozenset()
        )
        return (picked, said, is_own(sample, self.rulebook), bool(awards)), awards

    def _samples(self, first: int, second: int) -> tuple[Award, ...]:
        if not first:
            return ()
        place, order = divmod(second - 1, 3) if second else (0, 1)
        amounts = ((1, 2), (1, 1), (2, 1))[order]
        found = [self._sample(first - 1, amounts[0])]
        if second:
            found.append(self._sample(place, amounts[1]))
        return tuple(found)

    def _sample(self, place: int, amount: int) -> Award:
        unit, by = self.single.samples[place]
        return Award(amount=Fraction(amount), unit=Unit(unit), by=by)


class Deeds:
    """The doings under one edition, found as they occur."""

    def __init__(self, rulebook: Rulebook, looks: Looks, words: Vocabulary) -> None:
        self.rulebook, self.words = rulebook, words
        self.named = [name for name in looks.columns if name in FACTS]
        self.truths = [name for name in looks.columns if name in (*_TRUTHS, *_SURE)]
        self.told = {name for name in self.truths if _is_told(rulebook, name)}
        self.months = "card_months" in looks.columns
        self.tellings = [telling(rulebook, name) for name in self.named]
        self.awards = AwardTelling(rulebook, words)
        self.eras = eras_of(rulebook)
        columns = 1 + len(self.named) + len(self.truths) + self.months + 3
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
            columns.append(known if name in self.told else (known == 1).astype(np.int32))
        if self.months:
            columns.append(np.clip(deeds.whole("card_months") + 1, 0, 10_000).astype(np.int32))
        columns.append((deeds.whole("minutes") != UNKNOWN).astype(np.int32))
        columns += [awards.kinds, self._era(completed)]
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
        places = np.full(last + 1, -1)
        places[codes] = np.arange(len(codes))
        with self._lock:
            while len(self.found) <= last:
                number = len(self.found)
                at = int(places[number])
                day = int(completed[at]) if at >= 0 else None
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
            known[name] = number == 2 if name in _SURE else TRUTHS[number]
        if self.months:
            months = rest.pop(0)
            known["card_months"] = months - 1 if months else None
        minutes, awards, era = rest
        since = day_of(day) if day is not None else self._day_in(era)
        return Activity(
            id="sample",
            title="",
            completed=since,
            minutes=1 if minutes else None,
            awards=self.awards.together.samples[awards],
            **known,  # type: ignore[arg-type]  # by name, and of their types
        )

    def _day_in(self, era: int) -> date:
        if not len(self.eras):  # then no clause looks at the day
            return day_of(0)
        return day_of(int(self.eras[era - 1]) if era else int(self.eras[0]) - 1)

    def awards_of(self, deeds: Sheet) -> Awards:
        """The awards of every activity: the classes of two, and how many there are."""
        many = deeds.many("awards")
        amounts = many.sheet.whole("amount")
        units = many.sheet.codes("unit", self.words["unit"])
        kinds = self.awards.singly(units, many.sheet.codes("by", self.words["by"]))
        here, there = _at(many, 0), _at(many, 1)
        one, two = _taken(amounts, here), _taken(amounts, there)
        first = _taken(kinds, here, UNKNOWN).astype(np.int32) + np.int32(1)
        order = np.sign(one - two).astype(np.int32) + 1
        second = _taken(kinds, there, UNKNOWN).astype(np.int32) * 3 + order + 1
        second = np.where(there >= 0, second, 0).astype(np.int32)
        both = self.awards.jointly(first, second, self._matters[0])
        return Awards(both, (one, two), many.lengths)


def _is_told(rulebook: Rulebook, name: str) -> bool:
    """Whether a clause asks for it to be so, or not so; failing alone needs no clause."""
    return any(getattr(what, name) is not None for what in whats_of(rulebook))


def _at(many: Many, place: int) -> Ints:
    """Where the award at this place lies; -1 where there is none."""
    return np.where(many.lengths > place, many.offsets[:-1] + place, -1)


def _taken(values: Ints | Codes, at: Ints, none: int = 0) -> Ints:
    if not len(values):
        return np.full(len(at), none, np.int64)
    found: Ints = values[at].astype(np.int64)  # -1 takes the last, and is put right
    found[at < 0] = none
    return found
