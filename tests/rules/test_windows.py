"""Windows: credit over other days than the cycle, in place of it, and repeats across cycles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from recert.rules.admitting import admit
from recert.rules.facts import Activity, Kind
from recert.rules.findings import Code
from recert.rules.matching import Matter
from recert.rules.rulebook import ANYTHING, By, Lateness, Length, Measure, Once, What, Who, Window
from tests.rules.small import CYCLE, END, START, clause, course, matter

DAY = timedelta(days=1)
WORTH = clause("worth", Measure(by=By.EACH))
WEBINARS = What(kinds=frozenset({Kind.WEBINAR}))
LATER = END + timedelta(days=200)


def objection(there: Matter, earn_until: date = END) -> tuple[Code, str] | None:
    """Why the only activity may not count; None when it may."""
    _, dropped = admit(there, earn_until)
    return next(((each.reasons[0].code, each.reasons[0].clause) for each in dropped), None)


def stands(there: Matter, earn_until: date = END) -> set[str]:
    return {each.activity.id for each in admit(there, earn_until)[0]}


@pytest.mark.parametrize(
    ("completed", "expected"),
    [
        (date(2024, 6, 30), (Code.OUT_OF_WINDOW, "cycle")),
        (date(2024, 7, 1), None),
        (date(2026, 6, 30), None),
        (date(2026, 7, 1), (Code.AFTER_DEADLINE, "cycle")),
    ],
)
def test_credit_has_days_of_its_own(completed: date, expected: tuple[Code, str] | None) -> None:
    there = matter(WORTH, activities=(course(completed=completed),), as_of=END)
    own = replace(CYCLE, credit_since=date(2024, 7, 1), credit_until=date(2026, 6, 30))
    assert objection(replace(there, cycle=own), own.credit_until) == expected


def late_work(completed: date, as_of: date = LATER, what: What = ANYTHING) -> Matter:
    late = Who(late=Lateness(after=Length(months=6)))
    window = clause("back", Window(instead=Length(years=1), what=what), who=late)
    return matter(WORTH, window, as_of=as_of, activities=(course(completed=completed),))


def test_brought_back_one_shows_the_year_before_filing_in_place_of_the_cycle() -> None:
    first = date(LATER.year - 1, LATER.month, LATER.day)
    assert objection(late_work(first - DAY)) == (Code.OUT_OF_WINDOW, "back")
    assert objection(late_work(first)) is None
    assert objection(late_work(LATER)) is None
    assert objection(late_work(LATER + DAY)) == (Code.NOT_YET, "")
    assert objection(late_work(START)) == (Code.OUT_OF_WINDOW, "back")


def test_whoever_is_not_so_late_is_held_to_the_cycle() -> None:
    soon = END + timedelta(days=60)
    assert objection(late_work(START, as_of=soon)) is None
    assert objection(late_work(END + DAY, as_of=soon)) == (Code.AFTER_DEADLINE, "cycle")
    others = late_work(LATER, what=WEBINARS)
    assert objection(others) == (Code.AFTER_DEADLINE, "cycle")
    assert objection(late_work(START, what=WEBINARS)) is None


def taken(id: str, day: date, name: str = "X1") -> Activity:
    return course(id, day, course=name)


def repeats(*activities: Activity, rule: Once | None = None) -> set[str]:
    once = clause("once", rule or Once(same_course=True, within=Length(years=1)))
    return stands(matter(WORTH, once, activities=activities, as_of=END))


def test_a_course_counts_again_after_its_time_whatever_the_cycle() -> None:
    again = taken("again", date(2025, 7, 1))
    assert repeats(taken("before", date(2024, 7, 2)), again) == set()
    assert repeats(taken("before", date(2024, 7, 1)), again) == {"again"}
    assert repeats(taken("before", date(2024, 7, 2), "X2"), again) == {"again"}
    assert repeats(replace(taken("before", date(2024, 7, 2)), passed=False), again) == {"again"}


def test_what_did_not_stand_keeps_nothing_else_from_standing() -> None:
    before, soon = taken("before", date(2024, 3, 1)), taken("soon", date(2025, 2, 1))
    assert repeats(before, soon, taken("again", date(2025, 3, 1))) == {"again"}
    assert repeats(soon, taken("again", date(2025, 3, 1))) == {"soon"}
    both = taken("again", date(2026, 2, 1))
    assert repeats(soon, both) == {"soon", "again"}


def test_the_one_that_stands_is_named() -> None:
    once = clause("once", Once(same_course=True, within=Length(years=1)))
    acts = (taken("old", date(2024, 5, 1)), taken("new", date(2025, 4, 1)))
    _, dropped = admit(matter(WORTH, once, activities=acts), END)
    about = {each.activity: each.reasons[0] for each in dropped}["new"]
    assert (about.code, about.about) == (Code.REPEATED, {"stands": "old"})


def test_so_many_of_a_kind_in_any_two_years() -> None:
    rule = Once(what=WEBINARS, times=2, within=Length(years=2))
    webinars = [
        course(f"w{number}", day, kind=Kind.WEBINAR)
        for number, day in enumerate(
            (date(2024, 1, 1), date(2025, 1, 1), date(2025, 6, 1), date(2026, 1, 1))
        )
    ]
    assert repeats(*webinars, rule=rule) == {"w1", "w3"}
    assert repeats(*webinars[1:], rule=rule) == {"w1", "w2"}


def test_once_in_a_life_counts_what_was_done_before() -> None:
    rule = Once(what=WEBINARS, ever=True)
    before = course("before", START - DAY, kind=Kind.WEBINAR)
    again = course("again", START, kind=Kind.WEBINAR)
    other = course("other", START)
    assert repeats(before, again, other, rule=rule) == {"other"}
    assert repeats(again, other, rule=rule) == {"again", "other"}
    assert repeats(replace(before, kind=Kind.COURSE), again, rule=rule) == {"again"}
