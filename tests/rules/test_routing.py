"""Routes by examination: which one is open, and which sitting takes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from recert.rules.facts import Activity, Kind
from recert.rules.findings import Code
from recert.rules.routing import renewed_through, routes_of, taken
from recert.rules.rulebook import Length, Route
from tests.rules.small import END, HELD, START, TODAY, clause, course, matter

EXAM = Route(examination=True)
TWO = Length(years=2)


def sat(completed: date = date(2026, 3, 3), **more: Any) -> Activity:
    facts = {"kind": Kind.EXAMINATION, "passed": True, "subject": "body:cpt"} | more
    return course("exam", completed, **facts)


def route(rule: Route, *sittings: Activity, **more: Any) -> tuple[bool, bool, list[Code]]:
    """Whether it is open, whether it is taken, and what is said of it."""
    (found,) = routes_of(matter(clause("exam", rule), activities=sittings, **more))
    return found.open, found.taken, [each.code for each in found.reasons]


@pytest.mark.parametrize(
    ("sitting", "is_taken"),
    [
        (sat(), True),
        (sat(START), True),
        (sat(START - timedelta(days=1)), False),
        (sat(TODAY), True),
        (sat(TODAY + timedelta(days=1)), False),
        (sat(passed=False), False),
        (sat(passed=None), False),
        (sat(subject="body:ep"), False),
        (sat(kind=Kind.QUIZ), False),
    ],
)
def test_which_sitting_takes_it(sitting: Activity, is_taken: bool) -> None:
    assert route(EXAM, sitting) == (True, is_taken, [])


def test_a_pass_after_the_last_day_comes_too_late() -> None:
    later = date(2027, 1, 15)
    assert route(EXAM, sat(END), as_of=later) == (True, True, [])
    late = sat(END + timedelta(days=1))
    assert route(EXAM, late, as_of=later) == (False, False, [Code.AFTER_DEADLINE])


def test_the_examination_that_certified_is_not_a_recertification() -> None:
    new = replace(HELD, certified=date(2026, 3, 3))
    assert route(EXAM, sat(date(2026, 3, 3)), holding=new) == (True, False, [])
    assert route(EXAM, sat(date(2026, 3, 4)), holding=new) == (True, True, [])


@pytest.mark.parametrize(
    ("asked", "was", "is_taken"),
    [
        (True, True, True),
        (True, False, False),
        (True, None, False),
        (False, False, True),
        (False, True, False),
        (None, None, True),
    ],
)
def test_where_it_was_sat(asked: bool | None, was: bool | None, is_taken: bool) -> None:
    rule = replace(EXAM, at_test_centre=asked)
    assert route(rule, sat(at_test_centre=was)) == (True, is_taken, [])


def test_other_subjects_where_the_route_names_them() -> None:
    rule = replace(EXAM, subjects=frozenset({"body:ep"}))
    assert route(rule, sat(subject="body:ep")) == (True, True, [])
    assert route(rule, sat()) == (True, False, [])


def test_a_closed_route_says_so_whatever_was_passed() -> None:
    assert route(replace(EXAM, open=False), sat()) == (False, False, [Code.REFUSED])


def test_a_silent_route_and_one_by_credits_are_not_spoken_of() -> None:
    assert routes_of(matter(clause("exam", EXAM, silent=True))) == ()
    assert routes_of(matter(clause("credits", Route(needs=("total",))))) == ()


@pytest.mark.parametrize(
    ("since", "until", "through", "codes"),
    [
        ("pass", date(2028, 3, 3), date(2028, 3, 3), []),
        ("expiry", date(2028, 12, 31), date(2028, 12, 31), []),
        ("", None, date(2028, 3, 3), [Code.SILENT]),  # not before the pass, that is sure
    ],
)
def test_how_long_it_renews(
    since: str, until: date | None, through: date, codes: list[Code]
) -> None:
    rule = replace(EXAM, extends=TWO, extends_from=since)
    second = sat(date(2026, 5, 5))
    there = matter(clause("exam", rule), activities=(replace(second, id="second"), sat()))
    (found,) = routes_of(there)
    assert (found.until, [each.code for each in found.reasons]) == (until, codes)
    assert renewed_through(there, rule) == through


def test_the_first_route_taken_is_the_one_that_counts() -> None:
    other = replace(EXAM, subjects=frozenset({"body:ep"}))
    there = matter(clause("other", other), clause("own", EXAM), activities=(sat(),))
    assert taken(there, routes_of(there)) is there.rulebook.clause("own").rule
    assert renewed_through(there, EXAM) is None  # it stands for credits, and renews nothing itself
    nothing = matter(clause("own", EXAM))
    assert taken(nothing, routes_of(nothing)) is None
    assert renewed_through(nothing, replace(EXAM, extends=TWO)) is None
