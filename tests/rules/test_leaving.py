"""Leave by the law: what it moves, lessens and spares, in which cycle, and who may ask when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from recert.rules.amounts import Grid, Rounding
from recert.rules.facts import Decision, DecisionKind, Facts, Ground, Holding
from recert.rules.findings import Code, May, Standing, State, Status
from recert.rules.judging import judge
from recert.rules.rulebook import (
    ANYONE,
    Clause,
    Cycle,
    Fee,
    For,
    Gives,
    Lapse,
    Lateness,
    Leave,
    Length,
    Months,
    Need,
    Per,
    Prorated,
    Row,
    Rulebook,
    Span,
    Stage,
)
from tests.rules.small import book, clause

END = date(2026, 12, 31)
TOTAL = clause("total", Need(of=("everything",), amount=(Row(ANYONE, Fraction(24)),)))
YEARLY = clause(
    "yearly", Need(of=("everything",), amount=(Row(ANYONE, Fraction(12)),), per=Per.CALENDAR_YEAR)
)
HELD = Holding(id="h", body="body", credential="cpt", certified=date(2021, 1, 1), expires=END)
BY_MONTHS = Prorated(months=Months.WHOLE, rounding=Grid(Fraction(1), Rounding.UP))


def law(rule: Leave, *others: Clause, **more: Any) -> Rulebook:
    cycle = clause("cycle", Cycle(length=Length(years=2)))
    return book(cycle, TOTAL, YEARLY, clause("away", rule, **more), *others)


def leave(since: date, until: date | None, **more: Any) -> Decision:
    given: dict[str, Any] = {
        "kind": DecisionKind.LEAVE, "body": "body", "on": date(2025, 1, 1), "reason": "So it is.",
        "clause": "away", "ground": Ground.ILLNESS, "since": since, "until": until,
    }  # fmt: skip
    return Decision(**(given | more))


def stands(rulebook: Rulebook, as_of: date, *decisions: Decision, **held: Any) -> Standing:
    holding = replace(HELD, **held)
    facts = Facts(person="p", holdings=(holding,), decisions=decisions)
    return judge([rulebook], facts, "h", as_of)


def end(standing: Standing) -> date:
    assert standing.cycle is not None
    return standing.cycle.end


JUNE = (date(2026, 6, 1), date(2026, 6, 30))


def test_a_pause_moves_the_last_day_by_its_days_and_is_inactive_on_both_ends() -> None:
    paused = law(Leave(gives=Gives.PAUSE))
    found = [stands(paused, date(2026, month, day), leave(*JUNE))
             for month, day in ((5, 31), (6, 1), (6, 30), (7, 1))]  # fmt: skip
    assert [each.status for each in found] == [
        Status.ACTIVE, Status.INACTIVE, Status.INACTIVE, Status.ACTIVE,
    ]  # fmt: skip
    assert {end(each) for each in found} == {date(2027, 1, 30)}
    assert found[0].cycle is not None
    assert found[0].cycle.law_end == END
    assert [each.code for each in found[0].cycle.reasons] == [Code.ON_LEAVE]


def test_what_ends_early_was_as_long_as_it_lasted_and_what_is_taken_back_was_not() -> None:
    paused = law(Leave(gives=Gives.PAUSE))
    early = leave(*JUNE, ended=date(2026, 6, 11))
    assert end(stands(paused, date(2026, 7, 1), early)) == date(2027, 1, 10)
    before = leave(*JUNE, ended=date(2026, 5, 1))
    assert end(stands(paused, date(2026, 7, 1), before)) == END
    afterwards = leave(*JUNE, ended=date(2026, 7, 1))
    assert end(stands(paused, date(2026, 7, 1), afterwards)) == END
    longer = law(Leave(gives=Gives.EXTEND, lasts=Length(days=60)))
    last = (END, date(2027, 3, 1))
    assert end(stands(longer, date(2026, 7, 1), leave(*last))) == date(2027, 3, 1)
    assert end(stands(longer, date(2026, 7, 1), leave(*last, ended=date(2026, 6, 1)))) == END


def test_it_belongs_to_the_cycle_it_begins_in() -> None:
    paused = law(Leave(gives=Gives.PAUSE))
    over_new_year = leave(date(2026, 12, 1), date(2027, 1, 31))
    assert end(stands(paused, date(2026, 12, 5), over_new_year)) == date(2027, 3, 3)
    following = stands(paused, date(2027, 1, 5), over_new_year, expires=date(2028, 12, 31))
    assert end(following) == date(2028, 12, 31)
    assert following.status is Status.INACTIVE  # it is still the same leave


def test_an_extension_that_was_decided_and_a_leave_are_not_added_up() -> None:
    longer = law(Leave(gives=Gives.EXTEND, to=date(2027, 3, 31)))
    decided = Decision(
        kind=DecisionKind.EXTEND, body="body", on=date(2026, 1, 1), reason="", holding="h",
        until=date(2027, 6, 30),
    )  # fmt: skip
    both = stands(longer, date(2026, 7, 1), leave(END, None), decided)
    assert end(both) == date(2027, 6, 30)


@pytest.mark.parametrize(
    ("since", "until", "due", "years"),
    [
        (date(2025, 3, 1), date(2025, 8, 31), 18, [6, 12]),  # six months of one year
        (date(2025, 11, 15), date(2026, 2, 14), 21, [11, 11]),  # whole months in each stretch
        (date(2024, 10, 1), date(2025, 1, 31), 23, [11, 12]),  # only what lies in the cycle
        (date(2026, 12, 2), date(2026, 12, 31), 24, [12, 12]),  # no whole month
    ],
)
def test_what_is_due_lessens_by_the_months_in_each_stretch(
    since: date, until: date, due: int, years: list[int]
) -> None:
    lessened = law(Leave(gives=Gives.LESSEN, of=("total", "yearly"), lessens=BY_MONTHS))
    found = stands(lessened, date(2026, 12, 31), leave(since, until))
    assert found.requirement("total").need == due
    assert [each.need for each in found.requirements if each.clause == "yearly"] == years
    assert end(found) == END
    assert found.status is Status.ACTIVE


def test_nothing_is_due_for_so_few_months_and_what_it_spares_falls_away() -> None:
    few = replace(BY_MONTHS, nothing_below=3)
    rule = Leave(gives=Gives.LESSEN, of=("total",), lessens=few, waives=("yearly",))
    for months, left in ((date(2026, 9, 30), 3), (date(2026, 10, 31), 0)):
        found = stands(law(rule), date(2026, 12, 31), leave(date(2025, 1, 1), months))
        assert found.requirement("total").need == left
        assert (found.requirement("yearly").state is State.WAIVED) is (left == 0)


def test_what_is_left_at_most_and_what_is_spared_where_it_lasts_so_long() -> None:
    left = Leave(gives=Gives.LESSEN, leaves={"total": Fraction(5)}, at_least=Length(days=30))
    spared = Leave(gives=Gives.WAIVE, waives=("total",), at_least=Length(days=30))
    for last, counts in ((date(2026, 6, 29), False), (date(2026, 6, 30), True)):
        days = (date(2026, 6, 1), last)
        need = stands(law(left), END, leave(*days)).requirement("total").need
        assert need == (5 if counts else 24)
        state = stands(law(spared), END, leave(*days)).requirement("total").state
        assert state is (State.WAIVED if counts else State.SHORT)


def test_an_amount_decided_for_one_person_is_not_lessened_again() -> None:
    lessened = law(Leave(gives=Gives.LESSEN, of=("total",), lessens=BY_MONTHS))
    decided = Decision(
        kind=DecisionKind.AMOUNT, body="body", on=date(2026, 1, 1), reason="", clause="total",
        amount=Fraction(10),
    )  # fmt: skip
    found = stands(lessened, END, leave(date(2025, 1, 1), date(2025, 12, 31)), decided)
    assert found.requirement("total").need == 10


def test_what_no_clause_speaks_of_or_others_have_does_nothing() -> None:
    paused = law(Leave(gives=Gives.PAUSE))
    for other in ({"clause": "total"}, {"clause": "gone"}, {"body": "other"}, {"holding": "x"},
                  {"on": date(2026, 6, 2)}):  # fmt: skip
        found = stands(paused, date(2026, 6, 1), leave(*JUNE, **other))
        assert (found.status, end(found), found.leaves) == (Status.ACTIVE, END, ()), other


GRACE = clause("grace", Lapse(stage=Lateness(until=Length(months=6)), name=Stage.GRACE))


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (Leave(opens=Length(days=30), closes=Length()),
         {(2026, 11, 30): May.LATER, (2026, 12, 1): May.OPEN, (2026, 12, 31): May.OPEN,
          (2027, 1, 1): May.OVER}),
        (Leave(closes=Length(days=10)), {(2025, 1, 1): May.OPEN, (2026, 12, 22): May.OVER}),
        (Leave(late=Lateness(until=Length(months=1))),
         {(2026, 12, 31): May.LATER, (2027, 1, 1): May.OPEN, (2027, 1, 31): May.OPEN,
          (2027, 2, 1): May.OVER}),
        (Leave(opens=Length(days=5), late=Lateness(until=Length(days=5))),
         {(2026, 12, 25): May.LATER, (2026, 12, 26): May.OPEN, (2027, 1, 5): May.OPEN,
          (2027, 1, 6): May.OVER}),
        (Leave(asked=Span(date(2027, 2, 1), date(2027, 3, 15))),
         {(2027, 1, 31): May.LATER, (2027, 2, 1): May.OPEN, (2027, 3, 16): May.OVER}),
        (Leave(gives=Gives.PAUSE), {(2025, 1, 1): May.OPEN, (2027, 5, 1): May.OPEN}),
    ],
)  # fmt: skip
def test_on_which_days_one_may_ask(rule: Leave, days: dict[tuple[int, int, int], May]) -> None:
    for day, may in days.items():
        (asked,) = stands(law(rule, GRACE), date(*day)).may_ask
        assert asked.may is may, day


def test_how_often_and_how_soon_again() -> None:
    once = law(Leave(gives=Gives.PAUSE, per_cycle=1))
    had = leave(date(2026, 2, 1), date(2026, 2, 28))
    assert stands(once, END, had).may_ask[0].may is May.TAKEN
    later = stands(once, date(2027, 1, 5), had, expires=date(2028, 12, 31))
    assert later.may_ask[0].may is May.OPEN
    spaced = law(Leave(gives=Gives.PAUSE, again_after=Length(months=6)))
    for day, may in ((date(2026, 8, 28), May.LATER), (date(2026, 8, 29), May.OPEN)):
        assert stands(spaced, day, had).may_ask[0].may is may
    moved = law(Leave(gives=Gives.PAUSE, unless_extended=True))
    assert stands(moved, END, had).may_ask[0].may is May.EXTENDED
    assert stands(moved, END).may_ask[0].may is May.OPEN


def test_a_silent_clause_offers_nothing_and_a_fee_is_told() -> None:
    fee = clause("price", Fee(for_=For.EXTENSION, prices=()), silent=True)
    rule = Leave(gives=Gives.EXTEND, lasts=Length(days=60), fee="price")
    found = stands(law(rule, fee), END)
    assert [line.clause for line in found.other_fees] == ["price"]
    assert found.may_ask[0].last_day == date(2027, 3, 1)
    assert stands(law(Leave(gives=Gives.PAUSE), silent=True), END).may_ask == ()
