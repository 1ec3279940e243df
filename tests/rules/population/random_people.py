"""Random people, seeded, dense in one edition's own words and near its own days."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, TypeVar

from recert.rules.facts import (
    Activity,
    Attestation,
    Award,
    Carried,
    Decision,
    DecisionKind,
    Delivery,
    Document,
    DocumentKind,
    Facts,
    Ground,
    Holding,
    Kind,
    Member,
    Part,
    Reporter,
    Skills,
    Topic,
    Unit,
)
from recert.rules.population.understanding import whats_of
from recert.rules.rulebook import Gate, Leave, Measure, Rulebook, conditions_of

T = TypeVar("T")

POOL, SHELLS = 300, 80
"""So many activities, and people who did nothing yet, are drawn from and put together."""


@dataclass(frozen=True)
class Words:
    """What an edition speaks of."""

    kinds: Sequence[Kind]
    topics: Sequence[Topic]
    providers: Sequence[str]
    awarders: Sequence[str]
    units: Sequence[Unit]
    subjects: Sequence[str]
    accredited: Sequence[str]
    cards: Sequence[DocumentKind]
    documents: Sequence[DocumentKind]
    attests: Sequence[str]
    days: Sequence[date]
    certified: Sequence[date]
    countries: Sequence[str]
    answers: dict[str, Sequence[str]]


def words_of(book: Rulebook) -> Words:
    """Everything the edition names."""
    whats, measures = list(whats_of(book)), [rule for _, rule in book.of_kind(Measure)]
    whos = [who for clause in book.clauses for who in conditions_of(clause)]
    gates = [rule for _, rule in book.of_kind(Gate)]
    spans = [clause.span for clause in book.clauses]
    spans += [what.completed for what in whats if what.completed]
    certified = [who.certified for who in whos if who.certified]
    answers: dict[str, Sequence[str]] = {
        name: list(asked.answers) for name, asked in book.asks.items()
    }
    answers |= {"birth-month": [str(month) for month in range(1, 13)]}
    answers |= {"birth-year": ["odd", "even"]}
    for who in whos:
        for name, answer in who.attributes.items():
            answers.setdefault(name, [answer, "otherwise"])

    def named(field: str) -> list[Any]:
        return sorted({word for what in whats for word in getattr(what, field)})

    return Words(
        kinds=named("kinds") or list(Kind),
        topics=sorted({*named("topics"), *(each for rule in measures for each in rule.about)})
        or list(Topic),
        providers=[*named("providers"), *sorted(book.own), "elsewhere", ""],
        awarders=[
            *named("awarded_by"),
            *sorted({each for rule in measures for each in rule.awarders}),
            book.body,
            "",
        ],
        units=sorted({*named("units"), *(each for rule in measures for each in rule.units)})
        or list(Unit),
        subjects=[*named("subjects"), f"{book.body}:{book.credentials[0].id}", ""],
        accredited=named("accredited_by"),
        cards=named("cards") or list(DocumentKind),
        documents=sorted({each for gate in gates for each in gate.documents}) or list(DocumentKind),
        attests=sorted({gate.attests for gate in gates if gate.attests}),
        days=sorted({day for span in spans for day in (span.since, span.until) if day}),
        certified=sorted({day for span in certified for day in (span.since, span.until) if day}),
        countries=["", "US", "DE", *sorted({each for who in whos for each in who.countries})],
        answers=answers,
    )


class Dice:
    """Draws people for one edition, judged on one day."""

    def __init__(self, book: Rulebook, as_of: date, seed: int) -> None:
        self.book, self.as_of, self.words = book, as_of, words_of(book)
        self.random = random.Random(f"{book.body} {book.edition} {seed}")  # noqa: S311
        self.pool = [self._activity(number) for number in range(POOL)]
        self.shells = [self._shell() for _ in range(SHELLS)]

    def person(self, number: int) -> tuple[Facts, str]:
        """Somebody, and the holding to judge."""
        shell = self.random.choice(self.shells)
        done = self.random.sample(self.pool, self.random.choice((0, 1, 1, 2, 2, 3, 3, 4, 6)))
        decisions = (self._decision(done),) if self._likely(60) else ()
        known = replace(shell, person=f"p{number}", activities=tuple(done), decisions=decisions)
        return known, "h"

    def _shell(self) -> Facts:
        """Somebody who has done nothing yet."""
        likely, choice = self._likely, self.random.choice
        certified = self._day(-20, 3_000)
        if self.words.certified and likely(3):
            certified = choice(self.words.certified) + timedelta(days=choice((-1, 0, 1)))
        credential = choice(self.book.credentials)
        held = Holding(
            id="h",
            body=self.book.body,
            credential=credential.id,
            certified=certified,
            expires=self._day(-700, 500) if likely(4) else None,
            level=choice((*credential.levels, "")),
            previous_closed=self._day(0, 1_500) if likely(5) else None,
        )
        return Facts(
            person="",
            holdings=(held, *([self._other()] if likely(8) else ())),
            documents=tuple(self._document(each) for each in range(choice((0, 1, 2, 3)))),
            memberships=(self._membership(),) if likely(2) else (),
            attestations=tuple(
                Attestation(holding=choice(("h", "h", "x")), to=each, on=self._day(-3, 900))
                for each in self.words.attests
                if not likely(3)
            ),
            carried=(
                (Carried(holding="h", amount=Fraction(3), into=self._day(0, 400)),)
                if likely(60)
                else ()
            ),
            country=choice(self.words.countries),
            attributes={
                name: choice(answers)
                for name, answers in self.words.answers.items()
                if not likely(3)
            },
        )

    def _likely(self, of: int) -> bool:
        """One time in so many."""
        return self.random.randrange(of) == 0

    def _day(self, least: int, most: int) -> date:
        return self.as_of - timedelta(days=self.random.randrange(least, most))

    def _words(self, words: Sequence[T], most: int) -> frozenset[T]:
        return frozenset(self.random.choice(words) for _ in range(self.random.randrange(most + 1)))

    def _activity(self, number: int) -> Activity:
        likely, choice = self._likely, self.random.choice
        completed = self._day(-40, 900)
        if self.words.days and likely(8):
            completed = choice(self.words.days) + timedelta(days=choice((-1, 0, 1)))
        started = completed - timedelta(days=choice((0, 0, 1, 30, 400, 1_200)))
        return Activity(
            id=f"a{number}",
            title=choice(("Anatomy", "Law", f"Course {number}")),
            kind=choice(list(Kind)) if likely(6) else choice(self.words.kinds),
            completed=completed,
            started=None if likely(3) else started,
            delivery=choice((None, *Delivery)),
            provider=choice(self.words.providers),
            awards=tuple(self._award() for _ in range(choice((0, 1, 1, 1, 1, 2, 2, 3)))),
            minutes=choice((None, self.random.randrange(960), 60 * self.random.randrange(1, 16))),
            preparation=choice((None, None, self.random.randrange(500))),
            topics=self._words(self.words.topics, 2) | self._words(list(Topic), int(likely(4))),
            parts=(
                (Part(share=Fraction(1, 4), topics=self._words(self.words.topics, 2)),)
                if likely(80)
                else ()
            ),
            assessed=choice((None, True, False)),
            passed=choice((None, None, True, True, False)),
            grade=choice(("", "A", "C", "D")),
            course=choice(("", "", "c1", "c2")),
            subject=choice(self.words.subjects),
            accredited_by=frozenset(self.words.accredited[:1]) if likely(3) else frozenset(),
            at_test_centre=choice((None, True, False)),
            cards=self._words(self.words.cards, 1),
            card_months=choice((None, 12, 24)),
            reported_by=choice(list(Reporter)),
            ordered=likely(10),
        )

    def _award(self) -> Award:
        amount = Fraction(self.random.randrange(1, 60), self.random.choice((1, 1, 2, 4, 10)))
        unit = self.random.choice(list(Unit) if self._likely(5) else self.words.units)
        return Award(amount=amount, unit=unit, by=self.random.choice(self.words.awarders))

    def _document(self, number: int) -> Document:
        choice = self.random.choice
        expires = (None, self._day(-500, 60), self._day(-700, 200))
        return Document(
            id=f"d{number}",
            kind=choice(self.words.documents),
            issued=self._day(-10, 900),
            expires=choice(expires),
            skills=choice((None, *Skills)),
        )

    def _other(self) -> Holding:
        return Holding(
            id="o",
            body=self.random.choice((self.book.body, self.book.body, "ace")),
            credential=self.random.choice(self.book.credentials).id,
            certified=self._day(0, 2_000),
            expires=self.random.choice((None, self._day(-500, 300))),
        )

    def _membership(self) -> Member:
        body = self.random.choice((self.book.body, self.book.body, "ace"))
        until = self.random.choice((None, self._day(-300, 40)))
        return Member(body=body, since=self._day(-5, 900), until=until)

    def _decision(self, done: Sequence[Activity]) -> Decision:
        choice = self.random.choice
        leaves = self.book.of_kind(Leave)
        kind = choice(list(DecisionKind))
        is_leave = kind is DecisionKind.LEAVE and bool(leaves)
        return Decision(
            kind=kind,
            body=self.book.body,
            on=self._day(0, 60),
            since=self._day(60, 400) if is_leave else None,
            ground=choice(list(Ground)) if is_leave else None,
            reason="Decided.",
            activity=choice(("", *(each.id for each in done))),
            clause=choice(leaves)[0].id if is_leave else choice(self.book.clauses).id,
            amount=choice((None, Fraction(3))),
            until=choice((None, self._day(-90, 0))),
        )
