"""Filling: what courses would be worth to somebody, many at once, before any is taken.

Two questions, for a page of fifty thousand courses can ask only one of them of each. Which
would fill most of what is missing is told by shape (`share_of`); what those on the page come
to, the law is asked one by one (`worths`), and that is what is shown.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from hashlib import sha256
from itertools import repeat
from math import lcm
from operator import add, itemgetter
from typing import Any

from recert.catalogue.likeness import firsts_of
from recert.catalogue.reading import said_by_approvals
from recert.catalogue.shapes import Taken, taken
from recert.credentials.models import Certification
from recert.people.models import Body, Person
from recert.rulebooks.queries import all_rulebooks
from recert.rules.adding import Adding
from recert.rules.amounts import ZERO
from recert.rules.facts import Activity, Decision, Facts, Holding
from recert.rules.findings import ActivityFinding
from recert.rules.judging import judge
from recert.rules.planning.filling import fills, ledgers_short, share_filled
from recert.rules.planning.ledgers import Ledger
from recert.rules.planning.proving import left
from recert.rules.planning.telling import reads_of
from recert.rules.rulebook import Rulebook, edition_of
from recert.standing.examples import HELD_FOR
from recert.standing.gathering import facts_of
from recert.standing.queries import DRAFT, Held, Worth, body_day, standings_under

EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody with all that is known of them, and where they stand."""

    facts: Facts
    books: Mapping[str, tuple[Rulebook, ...]]
    held: tuple[Held, ...]
    short: tuple[Ledger, ...]
    at: datetime
    told: str  # by which the same facts are known again


def learner_of(person: Person, at: datetime) -> Learner:
    """A person as they stand; as many queries however much is held."""
    facts, books = facts_of(person), all_rulebooks()
    held = standings_under(person, facts, books, at)
    short = ledgers_short(books, facts, [each.standing for each in held])
    return Learner(facts, books, held, short, at, _told(facts))


def learner_like(body: Body, credential: str, level: str, at: datetime) -> Learner:
    """Somebody nobody knows, early in their first cycle, who did nothing yet."""
    books = all_rulebooks()
    own = books.get(body.slug, ())
    day = body_day(body, own, at)
    certification = Certification(
        public_id=EXAMPLE,
        body=body,
        credential=credential,
        level=level,
        certified=day - HELD_FOR,
    )
    holding = Holding(
        id=EXAMPLE,
        body=body.slug,
        credential=credential,
        certified=day - HELD_FOR,
        level=level,
    )
    facts = Facts(person=EXAMPLE, holdings=(holding,))
    standing = judge(own, facts, EXAMPLE, day)
    held = Held(certification, standing, edition_of(own, standing.edition))
    short = ledgers_short(books, facts, [standing])
    return Learner(facts, books, (held,), short, at, _told(facts))


def _told(facts: Facts) -> str:
    return sha256(repr(facts).encode()).hexdigest()


def share_of(
    ledger: Ledger, activity: Activity, decisions: tuple[Decision, ...] = (), clause: str = ""
) -> Fraction:
    """How much an activity does of what a certification lacks, 0 to 1.

    With a `clause` only of that requirement.
    """
    day = max(activity.completed, ledger.standing.as_of)
    done = activity if activity.completed == day else replace(activity, completed=day)
    filled = fills(ledger, done, decisions)
    if clause:
        filled = {name: amount for name, amount in filled.items() if name == clause}
    return share_filled(ledger, filled) if filled else ZERO


def shares(
    learner: Learner, rows: Iterable[int], day: date, *, holding: str = "", clause: str = ""
) -> dict[int, int]:
    """The same for shapes of the catalogue, by row, all that is lacking taken together.

    In whole parts of something, the same for all rows: they are only held against one another.
    What does nothing is left out. With a `holding` only of what that certification lacks. What
    a rulebook does not tell apart is reckoned once.
    """
    ledgers = [each for each in learner.short if not holding or each.holding == holding]
    rows = list(rows)
    if not ledgers or not rows:
        return {}
    stands, read = _stands(ledgers, rows)
    shared = [
        _known_shares(learner, ledger, day, clause, {first: read[first] for first in set(firsts)})
        for ledger, firsts in zip(ledgers, stands, strict=True)
    ]
    parts = lcm(*(share.denominator for known in shared for share in known.values()))
    total: Iterable[int] = repeat(0, len(rows))
    for known, firsts in zip(shared, stands, strict=True):
        whole = {first: int(share * parts) for first, share in known.items()}
        total = map(add, total, map(whole.__getitem__, firsts))
    return {row: whole for row, whole in zip(rows, total, strict=True) if whole}


def shares_apart(
    learner: Learner, rows: Iterable[int], day: date
) -> dict[tuple[str, str], dict[int, Fraction]]:
    """The same of each requirement that is short by itself, by holding and clause, 0 to 1."""
    rows = list(rows)
    if not learner.short or not rows:
        return {}
    stands, read = _stands(learner.short, rows)
    found = {}
    for ledger, firsts in zip(learner.short, stands, strict=True):
        here = {first: read[first] for first in set(firsts)}
        for clause in {each.clause for each in ledger.standing.requirements if left(each)}:
            known = _known_shares(learner, ledger, day, clause, here)
            fills = {row: known[first] for row, first in zip(rows, firsts, strict=True)}
            found[ledger.holding, clause] = {row: part for row, part in fills.items() if part}
    return found


def _stands(
    ledgers: Sequence[Ledger], rows: Sequence[int]
) -> tuple[list[Sequence[int]], dict[int, tuple[str, Taken]]]:
    """For each ledger which shape stands for each of these, and what those are; two queries."""
    alike = firsts_of(ledger.rulebook.sha256 for ledger in ledgers)
    stands = [_stand_for(alike.get(ledger.rulebook.sha256, ()), rows) for ledger in ledgers]
    return stands, taken(set().union(*stands))


def _stand_for(firsts: Sequence[int], rows: Sequence[int]) -> Sequence[int]:
    """For each shape the one that stands for it under a rulebook; itself where nobody looked."""
    known = len(firsts)
    if len(rows) > 1 and max(rows) < known:  # the usual case, and much the soonest
        picked: tuple[int, ...] = itemgetter(*rows)(firsts)
        if 0 not in picked:
            return picked
    return [(firsts[row] if row < known else 0) or row for row in rows]


class _Kept(OrderedDict[tuple[object, ...], dict[Any, Any]]):
    """What was reckoned for those last asked about, by all that it followed from."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def of(self, *key: object) -> dict[Any, Any]:
        """What is kept under the key, to be added to."""
        known = self.pop(key, {})
        self[key] = known
        while len(self) > self._most:
            self.popitem(last=False)
        return known


_shares, _found = _Kept(500), _Kept(200)
"""Of so many certifications what would fill what they lack, and what courses came to."""


def _known_shares(
    learner: Learner, ledger: Ledger, day: date, clause: str, read: Mapping[int, tuple[str, Taken]]
) -> dict[int, Fraction]:
    """By row; what was reckoned before for just these facts, rulebook and days is kept."""
    known: dict[str, Fraction] = _shares.of(
        learner.told, ledger.holding, ledger.rulebook.sha256, ledger.standing.as_of, day, clause
    )
    on = max(day, ledger.standing.as_of)
    for digest, (activity, said) in read.values():
        if digest not in known:
            known[digest] = share_of(ledger, replace(activity, completed=on), said, clause)
    return {row: known[digest] for row, (digest, _taken) in read.items()}


def worths(learner: Learner, drafts: Sequence[Activity]) -> list[tuple[Worth, ...]]:
    """What each of these would be worth under every certification, each taken by itself.

    The same as `worth_of` says; one query however many there are.
    """
    return [
        tuple(_worth(each, learner, draft, said) for each in learner.held)
        for draft, said in said_of(drafts)
    ]


def said_of(drafts: Sequence[Activity]) -> list[tuple[Activity, tuple[Decision, ...]]]:
    """Each with what approvals say of its categories; one query."""
    named = [replace(draft, id=f"{DRAFT}-{number}") for number, draft in enumerate(drafts)]
    said: dict[str, list[Decision]] = {}
    for decision in said_by_approvals(named):
        said.setdefault(decision.activity, []).append(replace(decision, activity=DRAFT))
    return [(replace(draft, id=DRAFT), tuple(said.get(draft.id, ()))) for draft in named]


def _worth(held: Held, learner: Learner, draft: Activity, said: tuple[Decision, ...]) -> Worth:
    """On the body's own day, or on the day it will be completed."""
    own, facts = held.certification, learner.facts
    books = learner.books.get(own.body.slug, ())
    day = max(held.standing.as_of, draft.completed)
    before = held.standing
    if day != before.as_of:
        before = judge(books, facts, own.public_id, day)
    having = replace(
        facts,
        activities=(*facts.activities, draft),
        decisions=(*facts.decisions, *said),
    )
    after = judge(books, having, own.public_id, day)
    finding = next((each for each in after.activities if each.activity == DRAFT), None)
    return Worth(own, edition_of(books, after.edition), finding, before, after)


# ---------------------------------------------------------------- a page of courses


@dataclass(frozen=True, slots=True)
class Comes:
    """What a course comes to under one certification; no finding where no edition covers it."""

    certification: Certification
    rulebook: Rulebook | None
    finding: ActivityFinding | None


def findings(learner: Learner, drafts: Sequence[Activity]) -> list[tuple[Comes, ...]]:
    """Of each of these courses what `worths` finds, and nothing of what it would change.

    What a rulebook does not tell apart, nor from what the person did before, is tried once.
    """
    trials = [_Trial(learner, held) for held in learner.held]
    return [tuple(trial.of(draft, said) for trial in trials) for draft, said in said_of(drafts)]


class _Trial:
    """Tries activities under one certification, one at a time."""

    def __init__(self, learner: Learner, held: Held) -> None:
        self._learner, self._own = learner, held.certification
        self._today = held.standing.as_of
        self._providers = {each.provider for each in learner.facts.activities}
        self._adding: dict[date, Adding] = {}

    def of(self, draft: Activity, said: tuple[Decision, ...]) -> Comes:
        """On the body's own day, or on the day it will be completed."""
        day = max(self._today, draft.completed)
        if day not in self._adding:
            books = self._learner.books.get(self._own.body.slug, ())
            self._adding[day] = Adding(books, self._learner.facts, self._own.public_id, day)
        adding = self._adding[day]
        book = adding.rulebook
        if book is None:
            return Comes(self._own, None, None)
        if not adding.is_like_no_other(draft):
            return Comes(self._own, book, adding.finding(draft, said))
        provider = draft.provider if draft.provider in self._providers else ""
        known = _found.of(self._learner.told, self._own.public_id, book.sha256, day)
        key = (reads_of(book).key(draft, said), draft.completed, provider)
        if key not in known:
            known[key] = adding.finding(draft, said)
        return Comes(self._own, book, known[key])
