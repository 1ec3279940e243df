"""Lapse and return as bodies print it: shapes L1-L13 and 11.3, told by shipped rulebooks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from recert.rules.facts import Activity, Award, Decision, DecisionKind, Facts, Holding, Kind, Unit
from recert.rules.findings import Code, Standing, State, Status, Verdict
from recert.rules.judging import judge
from recert.rules.reading.rulebooks import read_rulebook
from recert.rules.rulebook import Rulebook

FOLDER = Path(__file__).resolve().parents[2] / "rulebooks"
DAY = timedelta(days=1)


@cache
def books(body: str) -> tuple[Rulebook, ...]:
    found = []
    for file in sorted((FOLDER / body).glob("*.yaml")):
        if not file.name.endswith(".cases.yaml"):
            book, problems = read_rulebook(file.read_bytes(), name=file.name)
            assert book is not None, problems
            found.append(book)
    return tuple(found)


def held(body: str, credential: str, certified: date, expires: date, level: str = "") -> Holding:
    return Holding(
        id="h", body=body, credential=credential, certified=certified, expires=expires, level=level
    )


ACSM = held("acsm", "cpt", date(2020, 6, 15), date(2026, 12, 31))
ACE = held("ace", "cpt", date(2022, 4, 1), date(2026, 3, 31))
NETA = held("neta", "group-exercise", date(2024, 4, 1), date(2026, 3, 31))
CANFIT = held("canfitpro", "pts", date(2024, 4, 1), date(2026, 3, 31))
PMI = held("pmi", "pmp", date(2020, 4, 1), date(2026, 3, 31))
HRCI = held("hrci", "phr", date(2020, 4, 1), date(2026, 3, 31))


def standing(
    holding: Holding, day: date, *done: Activity, decisions: tuple[Decision, ...] = ()
) -> Standing:
    known = Facts(person="p", holdings=(holding,), activities=done, decisions=decisions)
    return judge(books(holding.body), known, "h", day)


def course(day: date, amount: str = "10", by: str = "acsm") -> Activity:
    return Activity(
        id=day.isoformat(), title=day.isoformat(), kind=Kind.COURSE, completed=day, provider=by,
        awards=(Award(amount=Fraction(amount), unit=Unit.CEC, by=by),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("holding", "until", "after"),
    [
        (ACSM, date(2027, 6, 30), Status.REINSTATABLE),  # six months
        (ACE, date(2026, 9, 30), Status.SILENT),
        (NETA, date(2026, 9, 27), Status.LAPSED),  # a hundred and eighty days
    ],
)
def test_grace_is_not_active_and_ends(holding: Holding, until: date, after: Status) -> None:
    """L1, L2, S2."""
    last = holding.expires
    assert last is not None
    assert standing(holding, last).status is Status.ACTIVE
    assert standing(holding, last + DAY).status is Status.GRACE
    assert standing(holding, until).status is Status.GRACE
    assert standing(holding, until + DAY).status is after


def test_late_work_and_the_cycle_that_follows_are_the_stages_own() -> None:
    """L3, L4, L5: grace may earn and keeps its dates; reinstatement neither, and it shows."""
    late = course(date(2027, 2, 1))
    grace = standing(ACSM, date(2027, 3, 1), late)
    assert grace.activity(late.id).counted == 10
    assert grace.next_cycle == (date(2027, 1, 1), date(2029, 12, 31))
    back = standing(ACSM, date(2027, 7, 1), late)
    (reason,) = back.activity(late.id).reasons
    assert reason.code is Code.AFTER_DEADLINE
    assert back.counted == 0
    assert (back.next_cycle, back.next_cycle_clause) == (None, "reinstatement")
    assert [stage.gap for stage in back.stages] == [None, True, None]
    closed = standing(ACSM, date(2030, 1, 1))
    assert (closed.status, closed.verdict) == (Status.LAPSED, Verdict.CLOSED)


def test_brought_back_the_cycle_begins_on_that_day() -> None:
    """L3: from approval, and shortened by it."""
    again = replace(ACSM, expires=date(2029, 12, 31), previous_closed=date(2027, 8, 20))
    on = date(2027, 8, 25)
    back = Decision(kind=DecisionKind.REINSTATE, body="acsm", on=on, reason="", holding="h")
    before, after = course(date(2027, 8, 24)), course(date(2027, 8, 26))
    found = standing(again, date(2028, 1, 1), before, after, decisions=(back,))
    assert found.cycle is not None
    assert (found.cycle.start, found.cycle.end) == (on, date(2029, 12, 31))
    assert found.activity(before.id).counted == 0
    assert found.activity(after.id).counted == 10
    undone = replace(back, ended=date(2027, 9, 1))
    found = standing(again, date(2028, 1, 1), before, after, decisions=(undone,))
    assert found.counted == 20


def test_reinstated_by_a_practical_examination_with_the_dates_kept() -> None:
    """L6."""
    back = standing(CANFIT, date(2026, 6, 1))
    assert back.status is Status.REINSTATABLE
    assert back.requirement("practical-examination").state is State.SHORT
    assert back.next_cycle is not None
    assert back.next_cycle[0] == date(2026, 4, 1)
    assert all(
        each.clause != "practical-examination"
        for each in standing(CANFIT, date(2026, 4, 15)).requirements
    )


@pytest.mark.parametrize("holding", [PMI, HRCI])
def test_suspended_up_to_a_year_with_the_dates_unchanged(holding: Holding) -> None:
    """11.3: the year lies inside the next cycle."""
    last = holding.expires
    assert last is not None
    late = standing(holding, last + DAY)
    assert (late.status, late.stages[0].status) == (Status.LATE, "inactive")
    assert late.next_cycle is not None
    assert late.next_cycle[0] == last + DAY
    assert standing(holding, date(2027, 3, 31)).status is Status.LATE
    assert standing(holding, date(2027, 4, 1)).verdict is Verdict.CLOSED


def test_the_examination_renews_one_level_and_not_the_other() -> None:
    """L8, L9: allowed as an upgrade for the certificate, refused for the certification."""
    for level, is_open in (("certificate", True), ("certification", False)):
        holding = held("action", "cpt", date(2025, 4, 1), date(2027, 3, 31), level)
        routes = standing(holding, date(2026, 11, 21)).examinations
        assert any(route.open for route in routes) is is_open, level


def test_what_the_body_decides_about_one_person_and_nobody_else() -> None:
    """L11, L13, L15, S5: conditional, on hold, retired, a requirement lowered or waived."""
    day = date(2026, 6, 1)

    def decided(kind: DecisionKind, **more: Any) -> Standing:
        made = Decision(kind=kind, body="acsm", on=day, reason="", holding="h", **more)
        return standing(ACSM, day + DAY, decisions=(made,))

    provisional = decided(DecisionKind.CONDITION, until=date(2026, 9, 1))
    assert provisional.status is Status.CONDITIONAL
    assert decided(DecisionKind.HOLD).status is Status.ON_HOLD
    assert decided(DecisionKind.RETIRE).status is Status.RETIRED
    assert (
        decided(DecisionKind.AMOUNT, clause="total", amount=Fraction(30)).requirement("total").need
        == 30
    )
    assert decided(DecisionKind.WAIVE, clause="total").requirement("total").state is State.WAIVED
    moved = decided(DecisionKind.EXTEND, until=date(2027, 5, 1)).cycle
    assert moved is not None
    assert (moved.end, moved.extended) == (date(2027, 5, 1), True)
