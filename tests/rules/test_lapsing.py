"""Lapsing: what a certification is called on each day, and what a decision does to that."""

from __future__ import annotations

from dataclasses import replace
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


D = DecisionKind
DAYS = {
    "before": HELD.certified - DAY,
    "running": TODAY - 3 * DAY,
    "today": TODAY,
    "last": END,
    "grace": END + DAY,
    "late": date(2027, 4, 1),
    "back": date(2027, 7, 1),
    "over": date(2028, 1, 1),
}
BY_DATES = dict(
    zip(
        DAYS,
        ["not-yet", "active", "active", "active", "grace", "late", "reinstatable", "lapsed"],
        strict=True,
    )
)
EVER = "today last grace late back over"


@pytest.mark.parametrize(
    ("acts", "changes"),
    [
        ((), {}),
        ((decided(D.WITHDRAW, TODAY),), {"withdrawn": EVER}),
        ((decided(D.SUSPEND, TODAY),), {"suspended": EVER}),
        ((decided(D.HOLD, TODAY),), {"on-hold": EVER}),
        ((decided(D.RETIRE, TODAY),), {"retired": EVER}),
        ((decided(D.INACTIVE, TODAY),), {"inactive": EVER}),
        ((decided(D.INACTIVE, TODAY, END),), {"inactive": "today last"}),
        ((decided(D.INACTIVE, TODAY, END + DAY),), {"inactive": "today last grace"}),
        # Lifted: from that day on the dates speak again, and before it the decision.
        ((replace(decided(D.SUSPEND, TODAY), ended=END),), {"suspended": "today"}),
        ((replace(decided(D.SUSPEND, TODAY), ended=TODAY),), {}),
        ((replace(decided(D.WITHDRAW, TODAY), ended=END + DAY),), {"withdrawn": "today last"}),
        # The gravest is told, whichever came last.
        ((decided(D.SUSPEND, TODAY), decided(D.HOLD, END)), {"suspended": EVER}),
        ((decided(D.HOLD, TODAY), decided(D.SUSPEND, END)),
         {"on-hold": "today", "suspended": "last grace late back over"}),
        ((decided(D.RETIRE, TODAY), decided(D.WITHDRAW, TODAY)), {"withdrawn": EVER}),
        ((decided(D.INACTIVE, TODAY), decided(D.RETIRE, TODAY)), {"retired": EVER}),
        # A condition holds it up until its last day; unmet, it suspends; met, it is ended.
        ((decided(D.CONDITION, TODAY, TODAY),), {"conditional": "today", "suspended": "last"}),
        ((decided(D.CONDITION, TODAY, END),), {"conditional": "today last"}),
        ((replace(decided(D.CONDITION, TODAY, TODAY), ended=TODAY + DAY),),
         {"conditional": "today"}),
        ((decided(D.CONDITION, TODAY, END), decided(D.SUSPEND, END)),
         {"conditional": "today", "suspended": "last grace late back over"}),
        # What changes no status.
        ((decided(D.WAIVE, TODAY), decided(D.AMOUNT, TODAY), decided(D.REDUCE, TODAY)), {}),
        ((decided(D.REINSTATE, TODAY), decided(D.ACCEPT, TODAY), decided(D.REJECT, TODAY)), {}),
    ],
)  # fmt: skip
def test_the_status_is_a_function_of_dates_and_acts(
    acts: tuple[Decision, ...], changes: dict[str, str]
) -> None:
    told = BY_DATES | {name: word for word, days in changes.items() for name in days.split()}
    found = {
        name: status(matter(*STAGES, as_of=day, decisions=acts)).value for name, day in DAYS.items()
    }
    assert found == told
    backwards = {
        name: status(matter(*STAGES, as_of=day, decisions=acts[::-1])).value
        for name, day in DAYS.items()
    }
    assert backwards == told
