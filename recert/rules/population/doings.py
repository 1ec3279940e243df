"""Doings: what different things people did, each looked at once by the law itself.

Only what a rulebook looks at tells two activities apart here: two workshops are one doing
where the clauses say the same of both. For every doing the law's own functions tell whether
it may count, in which categories, and by which clause it is measured; the numbers are then
reckoned for all at once (`worth`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from recert.rules.admitting import asked_of, objection_to
from recert.rules.facts import Activity, Delivery, DocumentKind, Kind, Reporter, Topic
from recert.rules.findings import Code
from recert.rules.matching import Matter, categories_of, in_force, what_matches, who_holds
from recert.rules.measuring import award_of, measured_by
from recert.rules.population.rows import number_of
from recert.rules.population.sheets import Codes, Days, Unreadable, Words
from recert.rules.population.understanding import whats_of
from recert.rules.rulebook import (
    Admit,
    By,
    Category,
    Chooser,
    Clause,
    Gate,
    Judgement,
    Measure,
    Once,
    Refuse,
    Rulebook,
    What,
    Window,
)

SPEAKING = (Window, Admit, Refuse, Judgement, Once, Measure, Category)
"""The kinds of clause that speak of activities and may speak of some people only."""

TRUTHS = (None, False, True)


@dataclass(frozen=True)
class Doing:
    """What the law says of everything done in one way."""

    admitted: bool
    review: bool  # a person must look at it
    categories: frozenset[str]
    clause: Clause | None  # that measures it
    pick: int  # which of its awards is converted
    share: Fraction  # how much of it is about what the clause measures
    windows: tuple[bool, ...]  # by window clause: is it spoken of
    once: tuple[bool, ...]
    done: tuple[bool, ...]  # by gate

    @property
    def rule(self) -> Measure | None:
        """The rule that measures it."""
        return self.clause.rule if self.clause and isinstance(self.clause.rule, Measure) else None


def _set(kind: Callable[[str], object]) -> Callable[[str], object]:
    return lambda text: frozenset(kind(word) for word in text.split())


FACTS: dict[str, Callable[[str], object]] = {
    "kind": Kind,
    "delivery": lambda word: Delivery(word) if word else None,
    "topics": _set(Topic),
    "provider": str,
    "subject": str,
    "accredited_by": _set(str),
    "grade": str,
    "cards": _set(DocumentKind),
    "reported_by": lambda word: Reporter(word) if word else Reporter.SELF,
}
"""How the words of a column become what an activity holds."""

_FIELDS = {
    "kind": ("kinds",),
    "delivery": ("deliveries",),
    "topics": ("topics",),
    "provider": ("providers",),
    "subject": ("subjects",),
    "accredited_by": ("accredited_by",),
    "grade": ("grade_at_least",),
    "cards": ("cards",),
    "reported_by": ("reported_by",),
}

_SOMETHING = Activity(id="", title="", kind=Kind.COURSE, completed=date(2000, 1, 1))


@dataclass
class Telling:
    """Words of one column put into as few classes as the rulebook tells apart."""

    rulebook: Rulebook
    name: str
    conditions: list[What]
    classes: dict[Hashable, int] = field(default_factory=dict)
    samples: list[str] = field(default_factory=list)
    table: Codes = field(default_factory=lambda: np.zeros(0, np.int32))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def classes_of(self, codes: Codes, words: Words) -> Codes:
        """The class of every word."""
        with self.lock:
            if len(self.table) < len(words.all):
                known = words.all[len(self.table) : len(words.all)]
                more = np.array([self._class(word) for word in known], np.int32)
                self.table = np.concatenate((self.table, more))
        return self.table[codes]

    def _class(self, word: str) -> int:
        if not word and self.name == "kind":
            return 0  # of no activity: each has a kind
        try:
            told = self._tell(word)
        except ValueError as fault:
            said = f"holds '{word}', which is no word for it (docs/facts.md)"
            raise Unreadable(f"activities.{self.name}", said) from fault
        if told not in self.classes:
            self.classes[told] = len(self.samples)
            self.samples.append(word)
        return self.classes[told]

    def _tell(self, word: str) -> Hashable:
        value = FACTS[self.name](word)
        sample = _with(_SOMETHING, {self.name: value})
        said = tuple(what_matches(what, sample, self.rulebook) for what in self.conditions)
        if self.name == "provider":
            return said, bool(word), word in self.rulebook.own
        if self.name == "topics":
            abouts = [rule.about for _, rule in self.rulebook.of_kind(Measure)]
            return said, tuple(bool(about & sample.topics) for about in abouts)
        return said


def _with(activity: Activity, values: dict[str, object]) -> Activity:
    known = {name: getattr(activity, name) for name in activity.__slots__}
    return Activity(**{**known, **values})


def telling(rulebook: Rulebook, name: str) -> Telling:
    """The conditions of the rulebook that look at one column."""
    found = []
    for what in whats_of(rulebook):
        for each in _FIELDS[name]:
            value = getattr(what, each)
            if value:
                found.append(What(**{each: value}))
    return Telling(rulebook, name, found)


def eras_of(rulebook: Rulebook) -> Days:
    """The first days of the stretches of time that clauses tell apart by the day of activity."""
    spans = [what.completed for what in whats_of(rulebook) if what.completed is not None]
    spans += [each.span for each in rulebook.clauses if each.chosen_by is Chooser.ACTIVITY]
    days = {number_of(span.since) for span in spans if span.since}
    days |= {number_of(span.until) + 1 for span in spans if span.until}
    return np.array(sorted(days), np.int32)


def speaking(matter: Matter) -> tuple[bool, ...]:
    """Which clauses about activities speak of the person, but for the day of the activity."""
    return tuple(
        who_holds(clause.who, matter)
        if clause.chosen_by is Chooser.ACTIVITY
        else in_force(clause, matter)
        for kind in SPEAKING
        for clause, _ in matter.rulebook.of_kind(kind)
    )


def look_at(activity: Activity, matter: Matter) -> Doing:
    """What the law says of an activity, whoever did it and whatever its numbers are."""
    objection = objection_to(activity, matter, None, None)
    measured = measured_by(activity, matter)
    _, clause, rule = measured or (None, None, None)
    pick, share = 0, Fraction(1)
    if rule is not None and rule.by is By.AWARD:
        award = award_of(activity, rule, matter)
        pick = next(place for place, each in enumerate(activity.awards) if each is award)
    if rule is not None and rule.about:
        share = Fraction(1 if rule.about & activity.topics else 0)
    asks = asked_of(activity, matter, None)
    admitted = objection is None and clause is not None
    code = objection.code if objection else None
    return Doing(
        admitted=admitted,
        review=code is Code.NEEDS_PERSON or (admitted and asks is not None),
        categories=frozenset(categories_of(activity, matter)),
        clause=clause,
        pick=pick,
        share=share,
        windows=tuple(
            not each.silent
            and in_force(each, matter, activity)
            and what_matches(window.what, activity, matter.rulebook)
            for each, window in matter.rulebook.of_kind(Window)
        ),
        once=tuple(
            not each.silent
            and in_force(each, matter, activity)
            and what_matches(once.what, activity, matter.rulebook)
            for each, once in matter.rulebook.of_kind(Once)
        ),
        done=tuple(
            gate.done is not None
            and activity.passed is not False
            and what_matches(gate.done, activity, matter.rulebook)
            for _, gate in matter.rulebook.of_kind(Gate)
        ),
    )
