"""Admitting: every objection there is, and that the first one is the one that is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from recert.rules.admitting import admit
from recert.rules.facts import Activity, Decision, DecisionKind, Kind
from recert.rules.findings import Code, Reason
from recert.rules.matching import Matter
from recert.rules.rulebook import (
    Admit,
    By,
    Clause,
    Judgement,
    Length,
    Measure,
    Once,
    Refuse,
    What,
    Window,
)
from tests.rules.small import END, HELD, START, TODAY, clause, course, matter

DAY = timedelta(days=1)
WORTH = clause("worth", Measure(by=By.EACH))
WEBINARS = What(kinds=frozenset({Kind.WEBINAR}))


def split(there: Matter, earn_until: date = END) -> tuple[set[str], dict[str, Reason]]:
    """The ids of what may count; and of the rest the reason."""
    admitted, dropped = admit(there, earn_until)
    return (
        {each.activity.id for each in admitted},
        {each.activity: each.reasons[0] for each in dropped},
    )


def objection(
    activity: Activity, *clauses: Clause, earn_until: date = END, **more: Any
) -> tuple[Code, str] | None:
    stands, reasons = split(matter(WORTH, *clauses, activities=(activity,), **more), earn_until)
    if stands:
        return None
    reason = reasons[activity.id]
    return reason.code, reason.clause


@pytest.mark.parametrize(
    ("completed", "as_of", "expected"),
    [
        (START - DAY, TODAY, (Code.OUT_OF_WINDOW, "cycle")),
        (START, TODAY, None),
        (TODAY, TODAY, None),
        (TODAY + DAY, TODAY, (Code.NOT_YET, "")),
        (END, END + 30 * DAY, None),
        (END + DAY, END + 30 * DAY, (Code.AFTER_DEADLINE, "cycle")),
    ],
)
def test_the_window(completed: date, as_of: date, expected: tuple[Code, str] | None) -> None:
    assert objection(course(completed=completed), as_of=as_of) == expected


def test_grace_lets_one_earn_until_its_own_day() -> None:
    late, as_of = END + 10 * DAY, END + 30 * DAY
    assert objection(course(completed=late), earn_until=late, as_of=as_of) is None
    after = objection(course(completed=late), earn_until=late - DAY, as_of=as_of)
    assert after == (Code.AFTER_DEADLINE, "cycle")


def test_before_the_certification() -> None:
    new = replace(HELD, certified=date(2026, 3, 3))
    done = course(completed=date(2026, 3, 2))
    assert objection(done, holding=new) == (Code.BEFORE_CERTIFICATION, "cycle")
    assert objection(course(completed=date(2026, 3, 3)), holding=new) is None
    begun = course(completed=date(2026, 3, 5), started=date(2026, 3, 1))
    strict = clause("begun", Window(started_after_certification=True))
    assert objection(begun, holding=new) is None
    assert objection(begun, strict, holding=new) == (Code.BEFORE_CERTIFICATION, "begun")


@pytest.mark.parametrize(
    ("completed", "expected"),
    [(date(2025, 5, 31), (Code.TOO_OLD, "fresh")), (date(2025, 6, 1), None)],
)
def test_too_old(completed: date, expected: tuple[Code, str] | None) -> None:
    fresh = clause("fresh", Window(within=Length(years=1)))
    assert objection(course(completed=completed), fresh) == expected


def test_a_window_may_leave_out_what_was_done_late() -> None:
    late = clause("late", Window(late_counts=False, what=WEBINARS))
    as_of = until = END + 30 * DAY
    webinar = course(completed=END + DAY, kind=Kind.WEBINAR)
    assert objection(webinar, late, as_of=as_of, earn_until=until) == (Code.AFTER_DEADLINE, "late")
    closed = objection(webinar, late, as_of=as_of, earn_until=END)
    assert closed == (Code.AFTER_DEADLINE, "late")  # the clause says it, not only the cycle
    other = replace(webinar, kind=Kind.COURSE)
    assert objection(other, late, as_of=as_of, earn_until=until) is None
    in_time = replace(webinar, completed=END)
    assert objection(in_time, late, as_of=as_of, earn_until=until) is None


def test_service_still_running_counts_so_far() -> None:
    years = clause("years", Measure(by=By.YEAR))
    running = course(completed=date(2030, 1, 1), started=date(2025, 1, 1))
    assert split(matter(years, activities=(running,)))[0] == {"a"}
    assert objection(running) == (Code.NOT_YET, "")


def test_not_passed_is_said_of_failing_only() -> None:
    assert objection(course(passed=False)) == (Code.NOT_PASSED, "")
    assert objection(course(passed=None)) is None


def test_refused_not_admitted_and_to_be_judged() -> None:
    refuse = clause("no", Refuse(what=WEBINARS))
    only = clause("only", Admit(what=WEBINARS))
    ask = clause("ask", Judgement(what=WEBINARS, asks="Is it?", provisional=False))
    webinar = course(kind=Kind.WEBINAR)
    assert objection(webinar, refuse, only) == (Code.REFUSED, "no")
    assert objection(webinar, only) is None
    assert objection(course(), only) == (Code.NOT_ADMITTED, "only")
    assert objection(course(), replace(only, silent=True)) is None
    assert objection(webinar, ask) == (Code.NEEDS_PERSON, "ask")
    assert objection(course(), ask, refuse) is None


def test_what_may_be_asked_later_counts_until_then() -> None:
    ask = clause("ask", Judgement(what=WEBINARS, asks="Is it?"))
    there = matter(WORTH, ask, activities=(course(kind=Kind.WEBINAR),))
    (found,), dropped = admit(there, END)
    assert dropped == ()
    assert found.provisional
    assert [each.code for each in found.reasons] == [Code.COUNTED, Code.NEEDS_PERSON]


def test_not_measured_names_the_hole() -> None:
    hole = clause("hole", Measure(by=By.EACH), silent=True)
    _stands, reasons = split(matter(hole, activities=(course(),)))
    assert (reasons["a"].code, reasons["a"].clause) == (Code.NOT_MEASURED, "hole")


def decision(kind: DecisionKind, on: date = TODAY, **more: Any) -> Decision:
    said: dict[str, Any] = {"body": "body", "reason": "Because.", "activity": "a"}
    return Decision(kind=kind, on=on, **(said | more))


def test_what_the_body_decided() -> None:
    refuse = clause("no", Refuse(what=WEBINARS))
    webinar = course(kind=Kind.WEBINAR)
    yes, no = decision(DecisionKind.ACCEPT), decision(DecisionKind.REJECT, clause="x")
    assert objection(webinar, refuse, decisions=(yes,)) is None
    assert objection(course(), decisions=(no,)) == (Code.REJECTED, "x")
    for apart in (
        replace(no, body="other"),
        replace(no, holding="other"),
        replace(no, activity="b"),
        replace(no, on=TODAY + DAY),
    ):
        assert objection(course(), decisions=(apart,)) is None
    later = replace(no, on=TODAY - DAY)
    assert objection(webinar, refuse, decisions=(later, yes)) is None  # the later one speaks
    assert objection(webinar, refuse, decisions=(yes, later)) is None
    outside = course(completed=START - DAY)
    assert objection(outside, decisions=(yes,)) == (Code.OUT_OF_WINDOW, "cycle")


def test_of_repeats_the_oldest_stands() -> None:
    once = clause("once", Once(same_course=True))
    first = course("first", date(2026, 1, 1), course="X1")
    again = course("again", date(2026, 2, 1), course="x1")
    stands, reasons = split(matter(WORTH, once, activities=(again, first)))
    assert stands == {"first"}
    assert (reasons["again"].code, reasons["again"].about) == (
        Code.REPEATED,
        {"stands": "first"},
    )
    other = replace(again, course="X2")
    assert split(matter(WORTH, once, activities=(other, first)))[0] == {"first", "again"}


def test_ever_looks_before_the_cycle() -> None:
    before = course("before", START - DAY, course="X1")
    again = course("again", date(2026, 2, 1), course="X1")
    for ever, expected in ((False, {"again"}), (True, set())):
        once = clause("once", Once(same_course=True, ever=ever))
        assert split(matter(WORTH, once, activities=(before, again)))[0] == expected
    once = clause("once", Once(same_course=True, ever=True))
    failed = replace(before, passed=False)
    assert split(matter(WORTH, once, activities=(failed, again)))[0] == {"again"}
    for day, expected in ((HELD.certified, set()), (HELD.certified - DAY, {"again"})):
        old = replace(before, completed=day)
        assert split(matter(WORTH, once, activities=(old, again)))[0] == expected


def test_of_too_many_those_worth_most_stand() -> None:
    hours = clause("hours", Measure(by=By.HOURS, minutes=60))
    twice = clause("twice", Once(what=WEBINARS, times=2))
    webinars = [
        course(f"w{minutes}", date(2026, 1, minutes // 60), kind=Kind.WEBINAR, minutes=minutes)
        for minutes in (60, 120, 180)
    ]
    talk = course("talk", minutes=60)
    stands, reasons = split(matter(hours, twice, activities=(*webinars, talk)))
    assert stands == {"w120", "w180", "talk"}
    assert reasons["w60"].code is Code.TOO_MANY


def test_what_is_dropped_keeps_what_it_would_have_been_worth() -> None:
    _admitted, (found,) = admit(matter(WORTH, activities=(course(passed=False),)), END)
    assert [found.claimed, found.not_eligible, found.counted] == [1, 1, 0]
