"""Editions: one edition of a policy, compiled once, and the people under it judged together."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from recert.rules.facts import Facts, Kind
from recert.rules.judging import opened_for
from recert.rules.population.coding import Judged
from recert.rules.population.credit import Earned, Sorts, count
from recert.rules.population.deeds import Deeds
from recert.rules.population.holders import People, Sorting
from recert.rules.population.patterns import Amounts, Pattern
from recert.rules.population.record import (
    Earning,
    Record,
    record_of,
    unrecorded,
    without_repeats,
)
from recert.rules.population.repeats import Courses
from recert.rules.population.rows import number_of, spelt_out, to_facts
from recert.rules.population.settling import Settled
from recert.rules.population.sheets import Codes, Flags, Ints, Many, Vocabulary
from recert.rules.population.spells import Cycles
from recert.rules.population.terms import How, Terms, terms_of
from recert.rules.population.understanding import gaps, is_aside, looks_of
from recert.rules.population.worth import Table, table_of, unit_of
from recert.rules.rulebook import Route, Rulebook


@dataclass(frozen=True)
class Judgement:
    """What was found out about some people under one edition."""

    people: People
    cycles: Cycles
    sorts: Sorts
    record: Record
    amounts: Amounts
    settled: Settled
    sure: Settled  # without what a person must still look at
    aside: Flags  # whom only the whole law can judge


class Edition:
    """One edition, compiled: what is found out about it is kept from batch to batch."""

    def __init__(self, rulebook: Rulebook, as_of: date, words: Vocabulary) -> None:
        self.rulebook, self.as_of, self.words = rulebook, as_of, words
        self.gaps = gaps(rulebook)
        self.looks, self.unit = looks_of(rulebook), unit_of(rulebook)
        self.deeds = Deeds(rulebook, self.looks, words)
        self.courses = Courses(words)
        self._sorting = Sorting(rulebook, self.looks, as_of, words)
        self._exams = Examinations(rulebook, as_of, words)
        self._terms: Judged[Terms] = Judged()
        self._patterns: dict[Pattern, Pattern] = {}
        self._masks: dict[frozenset[str], int] = {}
        self._mask_of = np.zeros(0, np.int64)
        self._table: Table | None = None
        self._lock = threading.Lock()

    def judge(self, people: People, cycles: Cycles) -> Judgement:
        """Judge people under this edition, each in the cycle that is open for them."""
        deeds = people.sheet.many("activities")
        unrecorded(deeds)
        sorts = self._sorts(people, deeds, cycles)
        record = without_repeats(
            self._record(people, deeds, cycles, sorts), self.rulebook, self.courses
        )
        boundaries = cycles.later_eras(sorts.terms, sorts.places, self.looks.passing)
        eras = boundaries.shape[1] + 1
        column = self._mask_of[record.codes] * eras + record.eras(cycles, boundaries)
        earned = Earned(record, column, list(self._masks), eras)
        amounts = sorts.amounts()
        settled = count(earned, sorts, amounts, record.admitted)
        sure = settled
        if record.provisional.any():
            sure = count(earned, sorts, amounts, record.admitted & ~record.provisional)
        aside = record.unsettled | settled.open | _not_compiled(people, deeds, sorts)
        return Judgement(people, cycles, sorts, record, amounts, settled, sure, aside)

    def _sorts(self, people: People, deeds: Many, cycles: Cycles) -> Sorts:
        """The terms of each person."""
        exams = self._exams.of(people, deeds, cycles)
        codes = self._sorting.codes(people, cycles, exams)
        aside = tuple(each for each in self.rulebook.clauses if is_aside(each))
        how = How(self.looks, self.unit, aside)

        def find(rows: Ints) -> list[Terms]:
            found = []
            for row, (facts, held) in zip(rows.tolist(), people.facts_at(rows), strict=True):
                known = with_examinations(facts, people, row) if exams[row] else facts
                opened = opened_for([self.rulebook], known, held, self.as_of)
                assert opened is not None  # the edition was chosen for this person
                terms = terms_of(known, held, opened, how)
                # One object for each pattern: then it is quickly told from others.
                pattern = terms.pattern and self._patterns.setdefault(terms.pattern, terms.pattern)
                found.append(replace(terms, pattern=pattern))
            return found

        return Sorts(*self._terms.of(codes, find))

    def _record(self, people: People, deeds: Many, cycles: Cycles, sorts: Sorts) -> Record:
        """What the people did."""
        numbers = [self.deeds.class_of(each.speaks, each.matter) for each in sorts.terms]
        classes = np.array(numbers, np.int32)[sorts.places][deeds.owners()]
        awards = self.deeds.awards_of(deeds.sheet)
        completed = deeds.sheet.days("completed")
        codes = self.deeds.codes(deeds.sheet, classes, completed, awards)
        doings = codes, self._known()
        return record_of(
            self.rulebook, deeds, awards, doings, cycles, self._earning(people, cycles, sorts)
        )

    def _known(self) -> Table:
        """The table of all doings so far; and the set of categories of each."""
        with self._lock:
            if self._table is None or len(self._table.admitted) < len(self.deeds.found):
                found = list(self.deeds.found)
                for each in found[len(self._mask_of) :]:
                    self._masks.setdefault(each.categories, len(self._masks))
                self._mask_of = np.array([self._masks[each.categories] for each in found], np.int64)
                self._table = table_of(found, self.unit, self.rulebook, self._table)
            return self._table

    def _earning(self, people: People, cycles: Cycles, sorts: Sorts) -> Earning:
        """Until when credit is earned: later in a stage that allows it."""
        late = np.array([number_of(each.earn_until) for each in sorts.terms], np.int32)
        day = number_of(self.as_of)
        until = np.where(cycles.end >= day, cycles.credit_until, late[sorts.places])
        return Earning(
            day=self.as_of,
            certified=people.certified,
            since=cycles.credit_since,
            until=np.minimum(until, day).astype(np.int32),
        )


def _not_compiled(people: People, deeds: Many, sorts: Sorts) -> Flags:
    """People of whom something is known, or for whom something holds, that is not compiled."""
    aside = np.array([each.pattern is None for each in sorts.terms], np.bool_)[sorts.places]
    aside |= people.sheet.many("decisions").lengths > 0
    aside |= people.sheet.many("carried").lengths > 0
    aside |= deeds.any_of(deeds.sheet.many("parts").lengths > 0)
    return aside


class Examinations:
    """Who passed which examinations in their cycle, where an edition lets these renew."""

    def __init__(self, rulebook: Rulebook, as_of: date, words: Vocabulary) -> None:
        self.as_of, self.words = as_of, words
        routes = [rule for _, rule in rulebook.of_kind(Route) if rule.examination]
        own = {f"{rulebook.body}:{each.id}" for each in rulebook.credentials}
        subjects = {subject for route in routes for subject in route.subjects or own}
        self._subjects = sorted(subjects)
        self._days = any(route.extends is not None for route in routes)
        self._numbers: dict[tuple[tuple[int, ...], ...], int] = {(): 0}
        self._lock = threading.Lock()

    def of(self, people: People, deeds: Many, cycles: Cycles) -> Codes:
        """A number for what each person passed; 0 for nothing."""
        found = np.zeros(len(cycles.places), np.int32)
        if not self._subjects:
            return found
        words, sheet = self.words, deeds.sheet
        sat = sheet.codes("kind", words["kind"]) == words["kind"].number(str(Kind.EXAMINATION))
        passed = np.flatnonzero(sat & (sheet.truths("passed") == 2))
        of = sheet.codes("subject", words["subject"])
        wanted = [words["subject"].number(subject) for subject in self._subjects]
        passed = passed[np.isin(of[passed], wanted)]
        days = sheet.days("completed")[passed]
        rows = np.searchsorted(deeds.offsets, passed, side="right") - 1
        last = np.minimum(cycles.end, number_of(self.as_of))
        inside = (days >= cycles.start[rows]) & (days <= last[rows])
        subjects = of[passed]
        centres = sheet.truths("at_test_centre")[passed]
        told: dict[int, list[tuple[int, ...]]] = {}
        for place in np.flatnonzero(inside).tolist():
            row, day = int(rows[place]), int(days[place])
            exact = day if self._days else int(day > people.certified[row])
            told.setdefault(row, []).append((int(subjects[place]), int(centres[place]), exact))
        for row, exams in told.items():
            with self._lock:
                number = self._numbers.setdefault(tuple(sorted(exams)), len(self._numbers))
            found[row] = number
        return found


def with_examinations(facts: Facts, people: People, row: int) -> Facts:
    """The facts of the person in a row, with the examinations they sat."""
    whole, _ = to_facts(spelt_out(people.batch, [row])[0])
    exams = tuple(each for each in whole.activities if each.kind is Kind.EXAMINATION)
    return replace(facts, activities=exams)
