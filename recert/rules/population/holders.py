"""Holders: who the people are, as far as any rulebook looks, each sort asked about once.

First which edition governs and which cycle is open, by what decides that; then, for each
edition, the terms of everybody whom it treats alike. What tells people apart here may be
finer than the law is, never coarser: the law is always asked about a real person.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from recert.rules.cycles import Period, reckoned
from recert.rules.facts import Facts
from recert.rules.judging import opened_for
from recert.rules.population.coding import Combined
from recert.rules.population.rows import day_of, number_of, spelt_out, to_facts
from recert.rules.population.sheets import (
    UNKNOWN_DAY,
    Codes,
    Days,
    Flags,
    Ints,
    Many,
    Sheet,
    Unreadable,
    Vocabulary,
    sheet_of,
)
from recert.rules.population.spells import Cycles, days_of
from recert.rules.population.understanding import Looks
from recert.rules.rulebook import Chooser, Cycle, Ends, Rulebook, Span, Who

ABOUT_PEOPLE = (
    "person", "holding", "body", "credential", "level", "certified", "expires", "number",
    "previous_closed", "country", "attributes", "others", "memberships",
)  # fmt: skip
"""The columns that say who somebody is, and nothing of what they did."""

_EARLIEST, _LATEST = number_of(reckoned(date.min)), number_of(reckoned(date.max))

Chosen = tuple[Rulebook, Period] | None
NOBODY = -1
"""In place of an edition where none covers the day."""


@dataclass(frozen=True)
class People:
    """The rows of a batch, as arrays."""

    batch: pa.RecordBatch
    sheet: Sheet
    body: Codes
    credential: Codes
    level: Codes
    country: Codes
    certified: Days
    expires: Days
    closed: Days
    member: Flags
    others: Many

    def at(self, rows: Ints) -> People:
        """Some of the people."""
        batch = self.batch.take(pa.array(rows))
        return replace(
            self,
            batch=batch,
            sheet=sheet_of(batch),
            **{
                name: getattr(self, name)[rows]
                for name in (
                    "body", "credential", "level", "country", "certified", "expires", "closed",
                    "member",
                )
            },
            others=sheet_of(batch).many("others"),
        )  # fmt: skip

    def facts_at(self, rows: Ints) -> list[tuple[Facts, str]]:
        """Some of the people as facts, with nothing done, and the holding of each."""
        names = [name for name in ABOUT_PEOPLE if name in self.batch.schema.names]
        return [to_facts(row) for row in spelt_out(self.batch.select(names), rows)]


def people_of(batch: pa.RecordBatch, words: Vocabulary, as_of: date) -> People:
    """The rows of a batch as arrays; raises `Unreadable` where a certification has no day."""
    sheet = sheet_of(batch)
    certified, expires = sheet.days("certified"), sheet.days("expires")
    missing = np.flatnonzero(certified == UNKNOWN_DAY)
    if len(missing):
        raise Unreadable(
            "certified", "is empty, and every certification has a day", int(missing[0])
        )
    body = sheet.codes("body", words["body"])
    return People(
        batch=batch,
        sheet=sheet,
        body=body,
        credential=sheet.codes("credential", words["credential"]),
        level=sheet.codes("level", words["level"]),
        country=sheet.codes("country", words["country"]),
        certified=np.clip(certified, _EARLIEST, _LATEST),
        expires=np.where(
            expires == UNKNOWN_DAY, expires, np.clip(expires, _EARLIEST, _LATEST)
        ).astype(np.int32),
        closed=sheet.days("previous_closed"),
        member=_members(sheet, body, words, as_of),
        others=sheet.many("others"),
    )


def _members(sheet: Sheet, body: Codes, words: Vocabulary, as_of: date) -> Flags:
    """Who is a member, on the day, of the body whose certification it is."""
    many, day = sheet.many("memberships"), number_of(as_of)
    until = many.sheet.days("until")
    running = (many.sheet.days("since") <= day) & ((until == UNKNOWN_DAY) | (until >= day))
    same = many.sheet.codes("body", words["body"]) == body[many.owners()]
    return many.any_of(running & same)


def answers(people: People, names: Iterable[str], words: Vocabulary) -> list[Codes]:
    """What each person answered to these questions, and to their body's own of the name."""
    many = people.sheet.many("attributes")
    asked = many.sheet.codes("name", words["attribute"])
    said, owners = many.sheet.codes("value", words["answer"]), many.owners()
    bodies = [words["body"].all[code] for code in np.unique(people.body).tolist()]
    found = []
    for name in names:
        for key in (name, *(f"{body}:{name}" for body in bodies)):
            column = np.zeros(people.sheet.length, np.int32)
            here = asked == words["attribute"].number(key)
            column[owners[here]] = said[here] + 1
            found.append(column)
    return found


# ---------------------------------------------------------------- which edition, which cycle


class Choosing:
    """Which of a body's editions governs each person, and which cycle is open."""

    def __init__(self, rulebooks: Sequence[Rulebook], as_of: date, words: Vocabulary) -> None:
        self.rulebooks, self.as_of, self.words = rulebooks, as_of, words
        laws = [pair for book in rulebooks for pair in book.of_kind(Cycle)]
        whos = [clause.who for clause, _ in laws]
        births = any(
            law.ends in (Ends.BIRTH_MONTH, Ends.BEFORE_BIRTH_MONTH) or law.parity for _, law in laws
        )
        self._levels = any(who.levels for who in whos)
        self._member = any(who.member is not None for who in whos)
        self._country = any(who.countries for who in whos)
        self._others = any(_turns_on_others(who) for who in whos)
        self._other = Others(as_of, exact=True)
        self._closed = any(law.starts_after_late for _, law in laws)
        named = {name for who in whos for name in who.attributes}
        named |= {name for book in rulebooks for name in book.asks} if named else set()
        named |= {"birth-month", "birth-year"} if births else set()
        self._attributes = sorted(named)
        self._fixed = sorted(
            number_of(law.fixed.since) for _, law in laws if law.fixed and law.fixed.since
        )
        self._combined: Combined | None = None
        self._kinds: dict[tuple[bool, ...], int] = {}
        self._table = np.zeros(0, np.int32)
        self._lock = threading.Lock()
        self.periods: list[Period | None] = []
        self.editions = np.zeros(0, np.int32)  # by period, the place of its rulebook
        self.days = np.zeros((0, 5), np.int32)  # by period, as `spells.days_of` has them

    def of(self, people: People) -> Codes:
        """For each person the number of their period."""
        columns = self._columns(people)
        with self._lock:
            if self._combined is None:
                self._combined = Combined(len(columns))
            codes = self._combined.codes([each.astype(np.int32) for each in columns])
            if len(codes) and int(codes.max()) >= len(self.periods):
                self._learn(people, codes)
        return codes

    def _learn(self, people: People, codes: Codes) -> None:
        """Choose for those who were not met before."""
        first, many = len(self.periods), int(codes.max()) + 1
        rows = np.zeros(many, np.int64)
        rows[codes] = np.arange(len(codes))
        chosen = self._choose(people, rows[first:])
        books = {id(book): place for place, book in enumerate(self.rulebooks)}
        self.periods += [None if each is None else each[1] for each in chosen]
        more = [NOBODY if each is None else books[id(each[0])] for each in chosen]
        self.editions = np.concatenate((self.editions, np.array(more, np.int32)))
        days = [days_of(None if each is None else each[1]) for each in chosen]
        self.days = np.concatenate((self.days, np.array(days, np.int32).reshape(-1, 5)))

    def _columns(self, people: People) -> list[Codes]:
        """What the choice may turn on."""
        columns = [
            self._credentials(people.credential),
            _shifted(people.certified),
            _shifted(people.expires),
        ]
        if self._closed:
            known = people.closed != UNKNOWN_DAY
            columns.append(np.where(known, _eras(people.closed, self._fixed) + 1, 0))
        columns += [people.level] * self._levels
        columns += [people.member.astype(np.int32)] * self._member
        columns += [people.country] * self._country
        columns += answers(people, self._attributes, self.words)
        if self._others:
            columns.append(self._other.of(people, None))
        return columns

    def _choose(self, people: People, rows: Ints) -> list[Chosen]:
        found: list[Chosen] = []
        for facts, holding in people.facts_at(rows):
            opened = opened_for(self.rulebooks, facts, holding, self.as_of)
            found.append(None if opened is None else (opened[0].rulebook, opened[1]))
        return found

    def _credentials(self, codes: Codes) -> Codes:
        """Credentials, told apart only where the choice of edition or cycle does."""
        known = self.words["credential"].all
        if len(self._table) < len(known):
            self._table = np.array([self._credential(word) for word in known], np.int32)
        return self._table[codes]

    def _credential(self, word: str) -> int:
        told = tuple(
            flag
            for book in self.rulebooks
            for flag in (
                any(each.id == word for each in book.credentials),
                *(word in clause.who.credentials for clause, _ in book.of_kind(Cycle)),
            )
        )
        return self._kinds.setdefault(told, len(self._kinds))


def _turns_on_others(who: Who) -> bool:
    return bool(who.holds) or who.holds_at_least is not None or who.holds_at_most is not None


def _shifted(days: Days) -> Codes:
    """Days as codes, which are never negative."""
    return np.where(days == UNKNOWN_DAY, 0, days - _EARLIEST + 1).astype(np.int32)


def _eras(days: Days, boundaries: Sequence[int]) -> Codes:
    found = np.zeros(len(days), np.int32)
    for day in boundaries:
        found += days >= day
    return found


class Others:
    """Numbers for what else people hold: alike where any rulebook sees it alike."""

    def __init__(self, as_of: date, *, exact: bool) -> None:
        self.as_of, self.exact = as_of, exact
        self._numbers: dict[tuple[object, ...], int] = {(): 0}
        self._lock = threading.Lock()

    def of(self, people: People, ends: Days | None) -> Codes:
        """The number of what each person holds beside, whose cycle ends on its day."""
        found = np.zeros(people.sheet.length, np.int32)
        rows = np.flatnonzero(people.others.lengths)
        if not len(rows):
            return found
        column = people.batch.column("others").take(pa.array(rows)).to_pylist()
        for row, others in zip(rows.tolist(), column, strict=True):
            end = self.as_of if ends is None else min(self.as_of, day_of(int(ends[row])))
            held = tuple(self._told(each, end) for each in others)
            with self._lock:
                found[row] = self._numbers.setdefault(held, len(self._numbers))
        return found

    def _told(self, held: dict[str, Any], end: date) -> tuple[object, ...]:
        certified, expires = held["certified"], held["expires"]
        days: tuple[object, ...] = (certified, expires)
        if not self.exact:
            lasts = expires or date.max
            days = (certified <= self.as_of, lasts >= end, lasts >= self.as_of, certified)
        return (held["body"], held["credential"], held["level"], *days)


# ---------------------------------------------------------------- the terms of each sort


class Sorting:
    """Tells the people under one edition apart as far as its clauses may."""

    def __init__(self, rulebook: Rulebook, looks: Looks, as_of: date, words: Vocabulary) -> None:
        self.looks, self.as_of, self.words = looks, as_of, words
        clauses = rulebook.clauses
        spans = [
            each.span
            for each in clauses
            if each.chosen_by in (Chooser.CYCLE_START, Chooser.CYCLE_END)
        ]
        self._spans = _days_of(spans)
        self._certified = _days_of(looks.certified)
        # A last day that is printed may answer what a shared period asks.
        self._printed = any(clause.who.attributes for clause, _ in rulebook.of_kind(Cycle))
        self._periods: dict[tuple[object, ...], int] = {}
        self._sorts = np.zeros(0, np.int32)  # by period
        self._other = Others(as_of, exact=False)
        self._lock = threading.Lock()
        self._combined: Combined | None = None

    def codes(self, people: People, cycles: Cycles, extra: Codes) -> Codes:
        """A number for each person, the same only for people whom the edition treats alike."""
        with self._lock:
            if len(self._sorts) < len(cycles.periods):
                more = [self._period(each) for each in cycles.periods[len(self._sorts) :]]
                self._sorts = np.concatenate((self._sorts, np.array(more, np.int32)))
        columns = [
            people.credential,
            people.level,
            _eras(people.certified, self._certified),
            self._sorts[cycles.places],
            (people.certified <= number_of(self.as_of)).astype(np.int32),
            extra,
        ]
        if self.looks.days:
            columns.append(_shifted(people.certified))
        if self.looks.closed_late:
            late = (people.closed != UNKNOWN_DAY) & (people.closed > cycles.previous_end)
            columns.append(late.astype(np.int32))
        columns += [(people.expires != UNKNOWN_DAY).astype(np.int32)] * self._printed
        columns += [people.member.astype(np.int32)] * self.looks.member
        columns += [people.country] * self.looks.country
        columns += answers(people, self.looks.attributes, self.words)
        if self.looks.others:
            columns.append(self._other.of(people, cycles.end))
        with self._lock:
            if self._combined is None:
                self._combined = Combined(len(columns))
        return self._combined.codes([each.astype(np.int32) for each in columns])

    def _period(self, period: Period | None) -> int:
        """A number for a cycle, the same for cycles that the edition treats alike."""
        if period is None:
            return 0
        cycle = period.cycle
        told: tuple[object, ...] = (
            cycle.clause,
            cycle.extended,
            tuple(each.code for each in cycle.reasons),
            None if self.as_of <= cycle.end else (cycle.start, cycle.end, cycle.credit_until),
            sum(day <= number_of(cycle.start) for day in self._spans),
            sum(day <= number_of(cycle.end) for day in self._spans),
            self.as_of < cycle.start,
        )
        if self.looks.number:
            told += (cycle.number,)
        if self.looks.days:
            told += (cycle.start, cycle.end, cycle.credit_since, cycle.credit_until)
            told += (cycle.full_since, cycle.number)
        if self.looks.halves:
            since = cycle.credit_since
            told += (since.year, since.month > 6, cycle.credit_until)
        return self._periods.setdefault(told, len(self._periods) + 1)


def _days_of(spans: Sequence[Span]) -> list[int]:
    """The first days of the stretches of time that spans tell apart."""
    days = {number_of(each.since) for each in spans if each.since}
    return sorted(days | {number_of(each.until) + 1 for each in spans if each.until})
