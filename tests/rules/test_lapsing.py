"""Lapsing: what a certification is called on each day, and what a decision does to that."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from recert.rules.facts import Decision, DecisionKind
from recert.rules.findings import Status
from recert.rules.lapsing import stage_on, stages_of, status_of
from recert.rules.matching import Matter
from recert.rules.rulebook import Lapse, LapseStatus, Lateness, Length, Stage
from tests.rules.small import END, HELD, TODAY, clause, matter

DAY = timedelta(days=1)
MONTHS = [Length(months=n) for n in (0, 3, 6, 12)]
STAGES = tuple(
    clause(name, Lapse(stage=Lateness(after=after, until=until), name=name))
    for name, after, until in (
        (Stage.CLOSED, MONTHS[3], None),
        (Stage.REINSTATEMENT, MONTHS[2], MONTHS[3]),
        (Stage.LATE, MONTHS[1], MONTHS[2]),
        (Stage.GRACE, MONTHS[0], MONTHS[1]),
    )
)


def status(there: Matter, renewed: date | None = None) -> Status:
    return status_of(there, stage_on(stages_of(there), there.as_of), renewed)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (HELD.certified - DAY, Status.NOT_YET),
        (HELD.certified, Status.ACTIVE),
        (END, Status.ACTIVE),
        (END + DAY, Status.GRACE),
        (date(2027, 3, 31), Status.GRACE),
        (date(2027, 4, 1), Status.LATE),
        (date(2027, 6, 30), Status.LATE),
        (date(2027, 7, 1), Status.REINSTATABLE),
        (date(2027, 12, 31), Status.REINSTATABLE),
        (date(2028, 1, 1), Status.LAPSED),
        (date(2050, 1, 1), Status.LAPSED),
    ],
)
def test_the_stages_follow_each_other(day: date, expected: Status) -> None:
    assert status(matter(*STAGES, as_of=day)) is expected


def test_stages_stand_in_order_and_say_what_is_allowed() -> None:
    found = stages_of(matter(*STAGES))
    assert [each.name for each in found] == ["grace", "late", "reinstatement", "closed"]
    assert [each.may_renew for each in found] == [True, True, True, False]


def test_between_two_stages_the_policy_does_not_say() -> None:
    assert status(matter(STAGES[0], STAGES[3], as_of=date(2027, 3, 31))) is Status.GRACE
    assert status(matter(STAGES[0], STAGES[3], as_of=date(2027, 4, 1))) is Status.SILENT
    assert status(matter(as_of=END + DAY)) is Status.SILENT


def test_a_silent_stage_is_none_and_a_name_is_kept() -> None:
    lapse = Lapse(stage=Lateness(), name=Stage.GRACE, status=LapseStatus.EXPIRED, may_earn=False)
    (found,) = stages_of(matter(clause("named", lapse)))
    assert (found.status, found.may_earn, found.until) == ("expired", False, None)
    assert stages_of(matter(clause("named", lapse, silent=True))) == ()


def test_an_examination_keeps_it_active_past_the_last_day() -> None:
    there = matter(*STAGES, as_of=date(2027, 2, 1))
    assert status(there, renewed=date(2027, 2, 1)) is Status.ACTIVE
    assert status(there, renewed=date(2027, 1, 31)) is Status.GRACE
    assert status(matter(as_of=END), renewed=date(2026, 1, 1)) is Status.ACTIVE


def decided(kind: DecisionKind, on: date, until: date | None = None, **more: str) -> Decision:
    said: dict[str, Any] = {"body": "body"} | more
    return Decision(kind=kind, on=on, until=until, reason="", **said)


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (decided(DecisionKind.SUSPEND, TODAY), Status.SUSPENDED),
        (decided(DecisionKind.HOLD, TODAY, TODAY), Status.ON_HOLD),
        (decided(DecisionKind.RETIRE, TODAY, holding="h"), Status.RETIRED),
        (decided(DecisionKind.SUSPEND, TODAY + DAY), Status.ACTIVE),
        (decided(DecisionKind.HOLD, TODAY - DAY, TODAY - DAY), Status.ACTIVE),
        (decided(DecisionKind.SUSPEND, TODAY, holding="other"), Status.ACTIVE),
        (decided(DecisionKind.SUSPEND, TODAY, body="other"), Status.ACTIVE),
        (decided(DecisionKind.WAIVE, TODAY), Status.ACTIVE),
    ],
)
def test_a_decision_goes_before_the_dates(decision: Decision, expected: Status) -> None:
    assert status(matter(*STAGES, decisions=(decision,))) is expected


def test_of_two_decisions_the_later_one_speaks() -> None:
    both = (
        decided(DecisionKind.SUSPEND, TODAY - DAY),
        decided(DecisionKind.HOLD, TODAY),
    )
    for order in (both, both[::-1]):
        assert status(matter(decisions=order)) is Status.ON_HOLD
