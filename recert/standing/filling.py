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
from math import lcm

from recert.catalogue.likeness import firsts_of
from recert.catalogue.reading import said_by_approvals
from recert.catalogue.shapes import Taken, taken
from recert.credentials.models import Certification
from recert.people.models import Body, Person
from recert.rulebooks.queries import all_rulebooks
from recert.rules.amounts import ZERO
from recert.rules.facts import Activity, Decision, Facts, Holding
from recert.rules.findings import Standing
from recert.rules.judging import judge
from recert.rules.matching import course_of
from recert.rules.planning.filling import fills, ledgers_short, share_filled
from recert.rules.planning.ledgers import Ledger
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


def learner_of(person: Person, at: datetime) -> Learner:
    """A person as they stand; as many queries however much is held."""
    facts, books = facts_of(person.public_id), all_rulebooks()
    held = standings_under(person, facts, books, at)
    short = ledgers_short(books, facts, [each.standing for each in held])
    return Learner(facts, books, held, short, at)


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
    return Learner(facts, books, (held,), ledgers_short(books, facts, [standing]), at)


def share_of(
    ledger: Ledger, activity: Activity, decisions: tuple[Decision, ...] = (), clause: str = ""
) -> Fraction:
    """How much an activity does of what a certification lacks, 0 to 1.

    With a `clause` only of that requirement.
    """
    day = max(activity.completed, ledger.standing.as_of)
    filled = fills(ledger, replace(activity, completed=day), decisions)
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
    alike = firsts_of(ledger.rulebook.sha256 for ledger in ledgers)
    rows = list(rows)
    stands = [_stands_for(alike.get(ledger.rulebook.sha256, ()), rows) for ledger in ledgers]
    read = taken(first for firsts in stands for first in firsts)
    told = sha256(repr(learner.facts).encode()).hexdigest()
    shared = [
        _known_shares(told, ledger, day, clause, {first: read[first] for first in set(firsts)})
        for ledger, firsts in zip(ledgers, stands, strict=True)
    ]
    parts = lcm(*(share.denominator for known in shared for share in known.values()))
    total = [0] * len(rows)
    for known, firsts in zip(shared, stands, strict=True):
        whole = {first: int(share * parts) for first, share in known.items()}
        total = [before + whole[first] for before, first in zip(total, firsts, strict=True)]
    return {row: whole for row, whole in zip(rows, total, strict=True) if whole}


def _stands_for(firsts: Sequence[int], rows: Sequence[int]) -> list[int]:
    """For each shape the one that stands for it under a rulebook; itself where nobody looked."""
    known = len(firsts)
    return [(row < known and firsts[row]) or row for row in rows]


_shares: OrderedDict[tuple[object, ...], dict[str, Fraction]] = OrderedDict()
MOST_KEPT = 500
"""Of so many certifications, those last asked about, it is kept what fills what they lack."""


def _known_shares(
    told: str, ledger: Ledger, day: date, clause: str, read: Mapping[int, tuple[str, Taken]]
) -> dict[int, Fraction]:
    """By row; what was reckoned before for just these facts, rulebook and days is kept."""
    key = (told, ledger.holding, ledger.rulebook.sha256, ledger.standing.as_of, day, clause)
    known = _shares.pop(key, {})
    for digest, (activity, said) in read.values():
        if digest not in known:
            known[digest] = share_of(ledger, replace(activity, completed=day), said, clause)
    _shares[key] = known
    while len(_shares) > MOST_KEPT:
        _shares.popitem(last=False)
    return {row: known[digest] for row, (digest, _taken) in read.items()}


def worths(learner: Learner, drafts: Sequence[Activity]) -> list[tuple[Worth, ...]]:
    """What each of these would be worth under every certification, each taken by itself.

    The same as `worth_of` says; one query however many there are. What a rulebook does not tell
    apart, nor from what the person did before, is judged once.
    """
    named = [replace(draft, id=f"{DRAFT}-{number}") for number, draft in enumerate(drafts)]
    said: dict[str, list[Decision]] = {}
    for decision in said_by_approvals(named):
        said.setdefault(decision.activity, []).append(replace(decision, activity=DRAFT))
    tellers = [_Teller(learner, held) for held in learner.held]
    return [
        tuple(
            teller.worth(replace(draft, id=DRAFT), tuple(said.get(draft.id, ())))
            for teller in tellers
        )
        for draft in named
    ]


class _Teller:
    """Says of activities, one at a time, what each would be worth under one certification."""

    def __init__(self, learner: Learner, held: Held) -> None:
        self._learner, self._own = learner, held.certification
        self._books = learner.books.get(self._own.body.slug, ())
        self._today = held.standing.as_of
        self._before = {self._today: held.standing}
        done = learner.facts.activities
        self._days = {each.completed for each in done}
        self._providers = {each.provider for each in done}
        self._courses = {course_of(each) for each in done}
        self._known: dict[object, Worth] = {}

    def worth(self, draft: Activity, said: tuple[Decision, ...]) -> Worth:
        """On the body's own day, or on the day it will be completed."""
        day = max(self._today, draft.completed)
        if day not in self._before:
            self._before[day] = judge(self._books, self._learner.facts, self._own.public_id, day)
        key = self._key(draft, said, self._before[day])
        if key not in self._known:
            self._known[key] = self._judged(draft, said, day)
        return self._known[key]

    def _key(self, draft: Activity, said: tuple[Decision, ...], before: Standing) -> object:
        """The same for what is worth the same.

        What makes it this activity and no other matters where it is done again, where something
        else of the same provider was, or on a day of which names tell the order.
        """
        book = edition_of(self._books, before.edition)
        if book is None or draft.completed in self._days:
            return draft, said
        course = course_of(draft)
        return (
            reads_of(book).key(draft, said),
            draft.completed,
            draft.provider if draft.provider in self._providers else "",
            course if course in self._courses else "",
        )

    def _judged(self, draft: Activity, said: tuple[Decision, ...], day: date) -> Worth:
        facts, own = self._learner.facts, self._own
        having = replace(
            facts,
            activities=(*facts.activities, draft),
            decisions=(*facts.decisions, *said),
        )
        after = judge(self._books, having, own.public_id, day)
        finding = next((each for each in after.activities if each.activity == DRAFT), None)
        book = edition_of(self._books, after.edition)
        return Worth(own, book, finding, self._before[day], after)
