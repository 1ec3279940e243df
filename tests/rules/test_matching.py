"""Matching: whom a condition speaks of, by cycle, by lateness, by what else is held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from recert.rules.facts import Activity, Holding, Reporter
from recert.rules.matching import Matter, what_matches, who_holds
from recert.rules.rulebook import Lateness, Length, What, Who
from tests.rules.small import CYCLE, END, HELD, TODAY, book, course, matter

DAY = timedelta(days=1)


def numbered(number: int) -> Matter:
    return replace(matter(), cycle=replace(CYCLE, number=number))


@pytest.mark.parametrize(
    ("who", "fitting"),
    [
        (Who(first_cycle=True), {1}),
        (Who(first_cycle=False), {2, 3, 4, 5, 6, 7}),
        (Who(cycle_at_least=3), {3, 4, 5, 6, 7}),
        (Who(cycle_at_most=2), {1, 2}),
        (Who(cycle_at_least=2, cycle_at_most=4), {2, 3, 4}),
        (Who(every_nth_cycle=3), {3, 6}),
    ],
)
def test_the_number_of_the_cycle(who: Who, fitting: set[int]) -> None:
    assert {number for number in range(1, 8) if who_holds(who, numbered(number))} == fitting


@pytest.mark.parametrize(
    ("late", "first", "last"),
    [
        (Lateness(), 1, None),
        (Lateness(until=Length(days=10)), 1, 10),
        (Lateness(after=Length(days=10)), 11, None),
        (Lateness(after=Length(days=10), until=Length(days=20)), 11, 20),
    ],
)
def test_late_is_later_than_and_no_later_than(late: Lateness, first: int, last: int | None) -> None:
    days = [
        day for day in range(-2, 40) if who_holds(Who(late=late), matter(as_of=END + day * DAY))
    ]
    assert (days[0], days[-1]) == (first, last or 39)


def test_held_so_long_on_the_last_day_of_the_cycle() -> None:
    who = Who(certified_for=Length(years=5))
    whole = replace(HELD, certified=date(2022, 1, 1))  # through 31 December 2026: five years
    assert who_holds(who, matter(holding=whole))
    assert not who_holds(who, matter(holding=replace(whole, certified=date(2022, 1, 2))))


def test_what_else_is_held_of_this_body() -> None:
    who = Who(holds=frozenset({"ep", "coach"}))
    other = Holding(id="o", body="body", credential="ep", certified=date(2024, 1, 1))
    assert not who_holds(who, matter())
    assert who_holds(who, matter(holdings=(HELD, other)))
    assert not who_holds(who, matter(holdings=(HELD, replace(other, body="elsewhere"))))
    assert not who_holds(who, matter(holdings=(HELD, replace(other, expires=TODAY - DAY))))
    assert who_holds(Who(holds=frozenset({"cpt"})), matter())


@pytest.mark.parametrize(
    ("what", "fits", "fails"),
    [
        (What(ordered=True), course(ordered=True), course()),
        (What(ordered=False), course(), course(ordered=True)),
        (
            What(reported_by=frozenset({Reporter.PROVIDER, Reporter.BODY})),
            course(reported_by=Reporter.BODY),
            course(reported_by=Reporter.SELF),
        ),
        (What(providers=frozenset({"acme"})), course(provider="acme"), course(provider="other")),
    ],
)
def test_who_ordered_it_and_who_tells_of_it(what: What, fits: Activity, fails: Activity) -> None:
    assert what_matches(what, fits, book())
    assert not what_matches(what, fails, book())
