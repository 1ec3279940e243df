"""Offers: kinds of learning that might fill what is missing, as neutral activities.

An hour is about one thing. Of the values that no clause tells apart one stands for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from recert.rules.facts import Activity, Award, Delivery, Kind, Topic, Unit
from recert.rules.rulebook import By, Measure, Rulebook, What

SOMEBODY = "somebody"
"""Whoever teaches what no body in particular has to teach."""

SHAPES = (
    (Kind.COURSE, Delivery.SELF_PACED),
    (Kind.COURSE, Delivery.IN_PERSON),
    (Kind.COURSE, Delivery.LIVE_ONLINE),
    (Kind.WORKSHOP, Delivery.IN_PERSON),
    (Kind.CONFERENCE, Delivery.IN_PERSON),
    (Kind.WEBINAR, Delivery.LIVE_ONLINE),
    (Kind.SELF_STUDY, Delivery.SELF_PACED),
    (Kind.QUIZ, Delivery.SELF_PACED),
)
"""Learning as it is offered, the plainest first."""

IN_AN_HOUR = {
    Unit.CONTACT_HOUR: Fraction(1),
    Unit.CEU: Fraction(1, 10),
    Unit.CPE: Fraction(1),
    Unit.CME: Fraction(1),
    Unit.PDH: Fraction(1),
    Unit.PDU: Fraction(1),
}
"""Units of which an hour is so many, whoever awards them."""

COLLEGE = frozenset({Unit.SEMESTER_CREDIT, Unit.QUARTER_CREDIT, Unit.TRIMESTER_CREDIT})

NOT_LEARNING = frozenset({Topic.WORKOUT, Topic.PROMOTION, Topic.OTHER})


@dataclass(frozen=True, slots=True)
class Maker:
    """Who teaches, and what an hour is awarded by those who approve of it.

    Of a body that says only what a course earns, not what an hour does, one of its
    credits stands for the hour: the offer is `counted_in` what that body awards.
    """

    provider: str = SOMEBODY
    approvals: tuple[Award, ...] = ()
    counted_in: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """An hour of one sort of learning, begun on `slot` at the earliest."""

    kind: Kind
    delivery: Delivery
    topic: Topic
    maker: Maker = Maker()
    slot: date = date.min

    def activity(self, id: str, hours: Fraction, day: date) -> Activity:
        """So many hours of it, completed on the day."""
        maker = self.maker
        awards = [replace(each, amount=each.amount * hours) for each in maker.approvals]
        if not maker.counted_in:
            awards.insert(0, Award(amount=hours, unit=Unit.CONTACT_HOUR))
        return Activity(
            id=id,
            title=id,
            kind=self.kind,
            completed=day,
            delivery=self.delivery,
            provider=f"{SOMEBODY}-{id}" if maker.provider == SOMEBODY else maker.provider,
            awards=tuple(awards),
            minutes=None if maker.counted_in else int(hours * 60),
            topics=frozenset({self.topic}),
            assessed=True,
            passed=True,
            course=id,
            evidence=True,
        )


Mentions = Mapping[StrEnum, frozenset[int]]
"""For every word that clauses name, which of their lists name it."""


def mentions(rulebook: Rulebook) -> Mentions:
    """Which words the clauses of a rulebook tell apart."""
    found: dict[StrEnum, set[int]] = {}
    for number, words in enumerate(_lists(rulebook)):
        for word in words:
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _lists(rulebook: Rulebook) -> Iterator[frozenset[StrEnum]]:
    for what in whats(rulebook):
        yield from (what.kinds, what.deliveries, what.topics)
    for _, rule in rulebook.of_kind(Measure):
        yield rule.about


def whats(rulebook: Rulebook) -> Iterator[What]:
    """Everything the clauses say of activities, and what they say it is not."""
    for clause in rulebook.clauses:
        for each in fields(clause.rule):
            what = getattr(clause.rule, each.name)
            while isinstance(what, What):
                yield what
                what = what.not_


def classes(words: Iterable[StrEnum], told: Sequence[Mentions]) -> list[list[StrEnum]]:
    """The words put together that no rulebook tells apart, in their own order."""
    found: dict[tuple[frozenset[int], ...], list[StrEnum]] = {}
    for word in words:
        found.setdefault(tuple(each.get(word, frozenset()) for each in told), []).append(word)
    return list(found.values())


def approvals(rulebook: Rulebook, books: Mapping[str, Sequence[Rulebook]]) -> Iterator[Award]:
    """What one hour is awarded by those whose approval the rulebook speaks of."""
    asked = [what.awarded_by for what in whats(rulebook) if what.awarded_by]
    asked += [frozenset(rule.awarders) for _, rule in rulebook.of_kind(Measure) if rule.awarders]
    if any(rulebook.own & each for each in asked) or _awards(rulebook, rulebook.body):
        yield from _hour_of(rulebook.body, rulebook, books)
    for others in sorted({min(each) for each in asked if not rulebook.own & each}):
        yield from _hour_of(others, rulebook, books)


def own_credit(rulebook: Rulebook) -> Award | None:
    """One credit of a body that does not say how much an hour is; None where it does."""
    units = _awards(rulebook, rulebook.body)
    if rulebook.unit.per_hour is not None or not units:
        return None
    return Award(amount=Fraction(1), unit=units[0], by=rulebook.body)


def _awards(rulebook: Rulebook, body: str) -> list[Unit]:
    """The units in which a rulebook measures what the body awards for learning."""
    return [
        unit
        for _, rule in rulebook.of_kind(Measure)
        if rule.by is By.AWARD and (not rule.awarders or body in rule.awarders)
        for unit in sorted(rule.units - COLLEGE)
    ]


def _hour_of(
    body: str, rulebook: Rulebook, books: Mapping[str, Sequence[Rulebook]]
) -> Iterator[Award]:
    """What an hour is awarded by the body, in the first unit whose worth is known."""
    own = [rulebook] if body == rulebook.body else list(books.get(body, ()))[-1:]
    for unit in _awards(rulebook, body):
        of_its_own = [
            book.unit.per_hour
            for book in own
            if unit not in IN_AN_HOUR or book.unit.name.casefold() == unit.replace("-", " ")
        ]
        in_an_hour = of_its_own[0] if of_its_own else IN_AN_HOUR.get(unit)
        if in_an_hour:
            yield Award(amount=in_an_hour, unit=unit, by=body)
            return
