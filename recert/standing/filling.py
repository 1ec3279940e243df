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

from recert.catalogue.reading import said_by_approvals
from recert.catalogue.shapes import taken
from recert.credentials.models import Certification
from recert.people.models import Body, Person
from recert.rulebooks.queries import all_rulebooks
from recert.rules.amounts import ZERO
from recert.rules.facts import Activity, Decision, Facts, Holding
from recert.rules.judging import judge
from recert.rules.planning.filling import Reads, fills, ledgers_short, share_filled
from recert.rules.planning.ledgers import Ledger
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
) -> dict[int, Fraction]:
    """The same for shapes of the catalogue, by row, all that is lacking taken together.

    What a rulebook does not tell apart is reckoned once; what does nothing is left out. With a
    `holding` only of what that certification lacks.
    """
    known_shapes = taken(rows)
    found: dict[int, Fraction] = {}
    for ledger in learner.short:
        if holding and ledger.holding != holding:
            continue
        classes = _classes_of(ledger)
        known = _known_shares(learner.facts, ledger, day, clause)
        for pk, (digest, (activity, said)) in known_shapes.items():
            same = classes.of(digest, activity, said)
            if same not in known:
                done = replace(activity, completed=day)
                known[same] = share_of(ledger, done, said, clause)
            if known[same]:
                found[pk] = found.get(pk, ZERO) + known[same]
    return found


class _Classes:
    """Which shapes a rulebook takes for the same, by number."""

    def __init__(self, ledger: Ledger) -> None:
        self._reads = Reads(ledger)
        self._numbers: dict[object, int] = {}
        self._by_digest: dict[str, int] = {}

    def of(self, digest: str, activity: Activity, said: tuple[Decision, ...]) -> int:
        """The number of what the rulebook makes of a shape."""
        if digest not in self._by_digest:
            key = self._reads.key(activity, said)
            self._by_digest[digest] = self._numbers.setdefault(key, len(self._numbers))
        return self._by_digest[digest]


_classes: dict[str, _Classes] = {}
_shares: OrderedDict[str, dict[int, Fraction]] = OrderedDict()
MOST_KEPT = 500
"""Of so many certifications, those last asked about, it is kept what fills what they lack."""


def _classes_of(ledger: Ledger) -> _Classes:
    return _classes.setdefault(ledger.rulebook.sha256, _Classes(ledger))


def _known_shares(facts: Facts, ledger: Ledger, day: date, clause: str) -> dict[int, Fraction]:
    """What was reckoned before for just these facts, this rulebook and these days."""
    said = (facts, ledger.holding, ledger.rulebook.sha256, ledger.standing.as_of, day, clause)
    key = sha256(repr(said).encode()).hexdigest()
    known = _shares.pop(key, {})
    _shares[key] = known
    while len(_shares) > MOST_KEPT:
        _shares.popitem(last=False)
    return known


def worths(learner: Learner, drafts: Sequence[Activity]) -> list[tuple[Worth, ...]]:
    """What each of these would be worth under every certification, each taken by itself.

    The same as `worth_of` says; one query however many there are.
    """
    named = [replace(draft, id=f"{DRAFT}-{number}") for number, draft in enumerate(drafts)]
    said: dict[str, list[Decision]] = {}
    for decision in said_by_approvals(named):
        said.setdefault(decision.activity, []).append(replace(decision, activity=DRAFT))
    return [
        _worths(learner, replace(draft, id=DRAFT), tuple(said.get(draft.id, ()))) for draft in named
    ]


def _worths(learner: Learner, draft: Activity, said: tuple[Decision, ...]) -> tuple[Worth, ...]:
    facts = replace(
        learner.facts,
        activities=(*learner.facts.activities, draft),
        decisions=(*learner.facts.decisions, *said),
    )
    return tuple(_worth(each, learner, facts, draft.completed) for each in learner.held)


def _worth(held: Held, learner: Learner, facts: Facts, completed: date) -> Worth:
    """On the body's own day, or on the day it will be completed."""
    own = held.certification
    books = learner.books.get(own.body.slug, ())
    day = max(held.standing.as_of, completed)
    before = held.standing
    if day != before.as_of:
        before = judge(books, learner.facts, own.public_id, day)
    after = judge(books, facts, own.public_id, day)
    finding = next((each for each in after.activities if each.activity == DRAFT), None)
    return Worth(own, edition_of(books, after.edition), finding, before, after)
