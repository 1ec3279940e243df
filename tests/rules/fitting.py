"""Activities made from a rulebook's own words, so that some of them count under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from recert.rules.facts import Activity, Award, Delivery, Kind, Reporter, Topic, Unit
from recert.rules.rulebook import Measure, Rulebook, What


def fitting(book: Rulebook, completed: date, dice: Random) -> Iterator[Activity]:
    """Endless activities on one day, drawn from what the clauses of the book speak of."""
    spoken = list(_spoken(book))
    kinds = sorted({kind for what in spoken for kind in what.kinds}) or list(Kind)
    topics = sorted({topic for what in spoken for topic in what.topics}) or [Topic.OTHER]
    makers = sorted({by for what in spoken for by in what.awarded_by | what.providers})
    makers += sorted({by for _, rule in book.of_kind(Measure) for by in rule.awarders})
    makers += [*sorted(book.own), ""]
    units = sorted({unit for _, rule in book.of_kind(Measure) for unit in rule.units})
    units += [Unit.CONTACT_HOUR, Unit.CEU, Unit.CEC, Unit.CREDIT]
    subjects = sorted({subject for what in spoken for subject in what.subjects}) or [""]
    for number in _forever():
        many = dice.sample(topics, k=min(len(topics), dice.choice((0, 1, 1, 2))))
        maker = dice.choice(makers)
        yield Activity(
            id="edge",
            title=f"Fitting {number}",
            kind=dice.choice(kinds),
            delivery=dice.choice(tuple(Delivery)),
            started=completed - timedelta(days=dice.choice((0, 0, 370, 800))),
            completed=completed,
            provider=maker,
            awards=(Award(amount=Fraction(4), unit=dice.choice(units), by=maker),)
            if dice.random() < 0.8
            else (),
            minutes=dice.choice((240, 600)),
            topics=frozenset(many),
            assessed=True,
            passed=True,
            grade="A",
            subject=dice.choice(subjects),
            accredited_by=frozenset({"ncca", "abnn", "abnnc"}),
            at_test_centre=True,
            cards=frozenset(card for what in spoken for card in what.cards),
            card_months=dice.choice((12, 24)),
            reported_by=dice.choice(tuple(Reporter)),
        )


def _forever() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


def _spoken(book: Rulebook) -> Iterator[What]:
    """Everything the clauses say of activities, and what they say it is not."""
    for clause in book.clauses:
        for each in fields(clause.rule):
            value = getattr(clause.rule, each.name)
            if isinstance(value, What):
                yield value
                if value.not_ is not None:
                    yield value.not_
