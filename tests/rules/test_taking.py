"""Courses for what is missing: taken only as far as the law, judging again, bears them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from recert.rules.facts import Activity, Facts, Kind, Topic
from recert.rules.findings import Standing
from recert.rules.judging import judge
from recert.rules.planning.filling import ledgers_short
from recert.rules.planning.taking import Offered, Taken, filled_by, lack_of, take
from recert.rules.rulebook import EVERYTHING, Clause, Need
from tests.rules.judged import CYCLE, WORTH, so_much
from tests.rules.people import shipped
from tests.rules.planned import editions, some, somebody
from tests.rules.small import END, HELD, TODAY, award, book, clause

TOTAL = clause("total", Need(of=(EVERYTHING,), amount=so_much(10)))
LATER = TODAY + timedelta(days=30)


def course(id: str, hours: int, on: date = LATER, last: date | None = None) -> Offered:
    activity = Activity(
        id=id, title=id, kind=Kind.COURSE, completed=on, minutes=60 * hours, course=f"p:{id}",
        provider="p", awards=(award(str(hours)),), topics=frozenset({Topic.ETHICS}),
    )  # fmt: skip
    return Offered(activity=activity, last=last)


def fewest(share: Fraction, offered: Offered) -> object:
    return -share, offered.activity.minutes, offered.activity.id


def taken(offered: Sequence[Offered], *clauses: Clause, done: tuple[Activity, ...] = ()) -> Taken:
    rulebook = book(CYCLE, WORTH, TOTAL, *clauses)
    facts = Facts(person="p", holdings=(replace(HELD, expires=None),), activities=done)
    standing = judge([rulebook], facts, "h", TODAY)
    return take({"body": [rulebook]}, facts, [standing], offered, fewest)


def names(found: Taken) -> list[str]:
    return [each.activity.id for each in found.courses]


def test_the_shortest_that_does_it_all_is_taken_and_nothing_besides() -> None:
    found = taken([course("long", 14), course("right", 10), course("half", 5)])
    assert names(found) == ["right"]
    assert found.is_enough


def test_what_the_others_make_needless_is_given_back() -> None:
    """Six is taken first, four and six do not suffice with it and are all that is left."""
    found = taken([course("a", 6), course("b", 3), course("c", 2), course("d", 2)])
    assert found.is_enough
    for fewer in combinations(found.courses, len(found.courses) - 1):
        assert sum(each.activity.minutes or 0 for each in fewer) < 600


def test_what_comes_too_late_is_not_taken_and_what_is_short_is_told() -> None:
    found = taken([course("late", 10, on=END + timedelta(days=1)), course("some", 4)])
    assert names(found) == ["some"]
    assert not found.is_enough
    assert list(found.lack.values()) == [6]


def test_a_course_is_taken_once_however_many_classes_it_has() -> None:
    twice = course("again", 5)
    twice = replace(twice, activity=replace(twice.activity, course="p:first"))
    first = course("first", 5)
    assert names(taken([first, twice])) in (["first"], ["again"])


def test_what_goes_at_ones_own_pace_may_be_done_through_its_last_day() -> None:
    last = END - timedelta(days=10)
    found = taken([course("a", 5, TODAY, last), course("b", 5, TODAY, END + timedelta(days=50))])
    assert found.is_enough
    assert found.by == {"a": last, "b": END}


def test_nothing_is_taken_where_nothing_is_missing_or_nothing_helps() -> None:
    enough = course("done", 10, on=TODAY - timedelta(days=1)).activity
    assert taken([course("a", 5)], done=(enough,)) == Taken()
    assert taken([]).courses == ()


@pytest.mark.parametrize("number", range(8))
def test_under_rulebooks_that_ship_the_law_finds_what_is_said(number: int) -> None:
    dice = Random(number)  # noqa: S311 - seeded
    books = shipped()
    tried = 0
    for body, edition in dice.sample(editions(), 6):
        rulebook = next(each for each in books[body] if each.edition == edition)
        facts, day = somebody(rulebook, dice)
        before = judge(books[body], facts, body, day)
        offered = [
            Offered(activity=replace(each, id=f"o{place}", completed=day, course=f"x:{place}"))
            for place, each in enumerate(some(rulebook, day, dice, 12))
        ]
        found = take(books, facts, [before], offered, fewest)
        tried += bool(found.courses)
        _bears_out(facts, before, found)
        for ledger in ledgers_short(books, facts, [before])[:1]:
            for each in offered[:3]:
                for finding, amount in filled_by(books, facts, ledger, each):
                    assert 0 < amount <= finding.short
    assert tried


def _bears_out(facts: Facts, before: Standing, found: Taken) -> None:
    books = shipped()[before.body]
    for left_out in [None, *found.courses]:
        done = [each.activity for each in found.courses if each is not left_out]
        having = replace(facts, activities=(*facts.activities, *done))
        lack = lack_of([judge(books, having, before.holding, before.as_of)])
        lack = {key: short for key, short in lack.items() if key in found.before}
        if left_out is None:
            assert lack == {key: found.lack[key] for key in lack}
            assert found.lack.keys() == lack.keys()
        elif len(found.courses) > 1:
            assert lack != dict(found.lack)
