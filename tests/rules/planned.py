"""Plans for people under rulebooks that ship, and whether the law bears them out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

from recert.rules.facts import Activity, Facts, Holding
from recert.rules.findings import Standing, State
from recert.rules.judging import judge
from recert.rules.planning import Plan, plan
from recert.rules.rulebook import Rulebook
from tests.rules.fitting import fitting
from tests.rules.people import a_day_of, shipped


def held(body: str, credential: str, certified: date, expires: date | None = None) -> Holding:
    """One certification of a body, named after the body."""
    return Holding(id=body, body=body, credential=credential, certified=certified, expires=expires)


def planned(facts: Facts, as_of: date) -> tuple[Plan, list[Standing]]:
    """The plan for everything held, and the standings it was made from."""
    books = shipped()
    standings = [judge(books.get(each.body, ()), facts, each.id, as_of) for each in facts.holdings]
    return plan(books, facts, standings), standings


def figures(found: Plan) -> list[tuple[str, frozenset[str], tuple[str, ...]]]:
    """Hours, topics and whom each line serves."""
    return [(str(line.hours), frozenset(line.topics), line.holdings) for line in found.lines]


@cache
def editions() -> tuple[tuple[str, str], ...]:
    """Every edition that ships, by body and name."""
    return tuple((body, book.edition) for body, books in shipped().items() for book in books)


def somebody(book: Rulebook, dice: Random) -> tuple[Facts, date]:
    """Somebody certified under an edition, with a little of what its clauses speak of."""
    day = a_day_of(book)
    credential = dice.choice(book.credentials)
    holding = replace(
        held(book.body, credential.id, day - timedelta(days=dice.randrange(2000))),
        level=dice.choice((*credential.levels, "")),
    )
    done = some(book, day, dice, dice.choice((0, 0, 2, 4, 8)))
    return Facts(
        person="p", holdings=(holding,), activities=tuple(done), country=dice.choice(("", "US"))
    ), day


def some(book: Rulebook, day: date, dice: Random, many: int) -> Iterable[Activity]:
    """So many activities of the days before, of sorts that the book speaks of."""
    endless = fitting(book, day, dice)
    for number in range(many):
        ago = timedelta(days=dice.randrange(500))
        yield replace(next(endless), id=f"{book.body}-{number}", completed=day - ago, started=None)


def short_of(standing: Standing) -> set[tuple[str, date | None]]:
    """The needs and breadths that are short, window by window."""
    return {
        (each.clause, each.since)
        for each in standing.requirements
        if each.kind in ("need", "breadth") and each.state is State.SHORT
    }
