"""Pricing: every step of the ladder begins and ends on its day, and holes are said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from recert.rules.amounts import Money
from recert.rules.facts import Member
from recert.rules.findings import FeeStep
from recert.rules.lapsing import stages_of
from recert.rules.matching import Matter
from recert.rules.pricing import ladder, step_on
from recert.rules.rulebook import (
    ANYONE,
    Among,
    Clause,
    Fee,
    For,
    Lapse,
    Lateness,
    Length,
    Price,
    Several,
    Span,
    Stage,
    Who,
)
from tests.rules.small import END, HELD, START, clause, matter

DAY = timedelta(days=1)
GRACE_END = date(2027, 3, 31)
GRACE = clause("grace", Lapse(stage=Lateness(until=Length(months=3)), name=Stage.GRACE))
CLOSED = clause("closed", Lapse(stage=Lateness(after=Length(months=3)), name=Stage.CLOSED))


def dollars(amount: int, who: Who = ANYONE) -> tuple[Price, ...]:
    return (Price(who, Money(amount * 100, "USD")),)


RENEWAL = clause("fee", Fee(for_=For.RENEWAL, prices=dollars(100)))
LATE = clause("late", Fee(for_=For.LATE, prices=dollars(25)))


def steps(*clauses: Clause) -> list[tuple[date, date | None, int | None]]:
    """The ladder as since, until and dollars."""
    there = matter(*clauses)
    return [
        (each.since, each.until, each.total.cents // 100 if each.total else None)
        for each in ladder(there, stages_of(there), frozenset())
    ]


def on(there: Matter, day: date, waived: frozenset[str] = frozenset()) -> FeeStep | None:
    return step_on(there, stages_of(there), day, waived)


def total(there: Matter, day: date = END) -> int | None:
    step = on(there, day)
    assert step is not None
    return step.total.cents // 100 if step.total else None


def test_one_price_is_one_step() -> None:
    assert steps(RENEWAL) == [(START, None, 100)]


def test_a_late_fee_begins_the_day_after_the_last_and_ends_where_renewing_ends() -> None:
    assert steps(RENEWAL, LATE, GRACE, CLOSED) == [
        (START, END, 100),
        (END + DAY, GRACE_END, 125),
    ]
    there = matter(RENEWAL, LATE, GRACE, CLOSED)
    assert on(there, GRACE_END + DAY) is None
    step = on(there, GRACE_END)
    assert step is not None
    assert step.stage == "grace"
    assert [line.clause for line in step.lines] == ["fee", "late"]


def test_late_fees_in_tiers_meet_without_a_gap() -> None:
    month, year = Length(months=1), Length(years=1)
    first = clause("first", Fee(for_=For.LATE, prices=dollars(10), late=Lateness(until=month)))
    then = clause(
        "then", Fee(for_=For.LATE, prices=dollars(40), late=Lateness(after=month, until=year))
    )
    assert steps(RENEWAL, first, then) == [
        (START, END, 100),
        (END + DAY, date(2027, 1, 31), 110),
        (date(2027, 2, 1), date(2027, 12, 31), 140),
        (date(2028, 1, 1), None, None),  # no tier covers it: the policy does not say
    ]

    there = matter(RENEWAL, first, then)
    for day, due in ((date(2027, 1, 31), 110), (date(2027, 12, 31), 140)):
        assert total(there, day) == due  # the last day of a tier is its own


def test_a_tier_without_an_end_goes_on() -> None:
    then = clause(
        "then", Fee(for_=For.LATE, prices=dollars(40), late=Lateness(after=Length(months=1)))
    )
    assert steps(RENEWAL, LATE, then) == [
        (START, END, 100),
        (END + DAY, date(2027, 1, 31), 125),
        (date(2027, 2, 1), None, 165),
    ]
    assert total(matter(RENEWAL, LATE), END) == 100


def test_a_discount_that_is_not_said_leaves_the_sum_open() -> None:
    off = clause("off", Fee(for_=For.DISCOUNT))
    assert total(matter(RENEWAL, off)) is None


def test_the_hole_names_the_late_fee_it_is_a_hole_of() -> None:
    quarter = Length(months=3)
    tier = clause("tier", Fee(for_=For.LATE, prices=dollars(10), late=Lateness(after=quarter)))
    step = on(matter(RENEWAL, tier), END + DAY)
    assert step is not None
    assert [(line.clause, line.money) for line in step.lines][1:] == [("tier", None)]
    assert total(matter(RENEWAL, tier), END) == 100


def test_a_reinstatement_fee_stands_instead_of_the_renewal() -> None:
    again = clause("again", Fee(for_=For.REINSTATEMENT, prices=dollars(300), instead=True))
    assert steps(RENEWAL, again) == [(START, END, 100), (END + DAY, None, 300)]


def test_a_discount_is_taken_off_on_its_days_only() -> None:
    early = Span(date(2026, 1, 1), date(2026, 3, 31))
    off = clause("early", Fee(for_=For.DISCOUNT, prices=dollars(20), filed=early))
    assert steps(RENEWAL, off) == [
        (START, date(2025, 12, 31), 100),
        (date(2026, 1, 1), date(2026, 3, 31), 80),
        (date(2026, 4, 1), None, 100),
    ]


def test_discounts_take_off_what_is_due_and_no_more() -> None:
    off = [clause(id, Fee(for_=For.DISCOUNT, prices=dollars(70))) for id in ("early", "online")]
    there = matter(RENEWAL, *off)
    assert steps(RENEWAL, *off) == [(START, None, 0)]
    found = on(there, END)
    assert found is not None
    assert [line.money.cents for line in found.lines if line.money] == [10000, -7000, -3000]
    free = on(there, END, frozenset({"fee"}))
    assert free is not None
    assert (free.lines, free.total) == ((), Money(0, "USD"))


def test_a_price_changes_with_its_clauses_dates() -> None:
    old = replace(RENEWAL, id="old", span=Span(None, date(2026, 6, 30)))
    new = clause(
        "new", Fee(for_=For.RENEWAL, prices=dollars(120)), span=Span(date(2026, 7, 1), None)
    )
    assert steps(old, new) == [(START, date(2026, 6, 30), 100), (date(2026, 7, 1), None, 120)]


@pytest.mark.parametrize(("others", "expected"), [(0, 100), (1, 130), (2, 160)])
def test_each_further_credential_costs_its_fee(others: int, expected: int) -> None:
    extra = clause("extra", Fee(for_=For.EXTRA_CREDENTIAL, prices=dollars(30)))
    held = [HELD, *(replace(HELD, id=f"h{n}", credential=f"c{n}") for n in range(others))]
    assert total(matter(RENEWAL, extra, holdings=tuple(held))) == expected


def test_of_several_credentials_the_dearest_is_paid_where_the_policy_says_so() -> None:
    prices = (
        *dollars(100, Who(credentials=frozenset({"cpt"}))),
        *dollars(150, Who(credentials=frozenset({"ep"}))),
    )
    fee = clause("fee", Fee(for_=For.RENEWAL, prices=prices))
    both = (HELD, replace(HELD, id="h2", credential="ep"))
    assert total(matter(fee, holdings=both)) == 100
    highest = clause("several", Several(fee=Among.HIGHEST))
    assert total(matter(fee, highest, holdings=both)) == 150


def test_members_pay_their_price_on_the_days_they_are_members() -> None:
    prices = (*dollars(60, Who(member=True)), *dollars(100))
    fee = clause("fee", Fee(for_=For.RENEWAL, prices=prices))
    member = Member(body="body", since=START, until=date(2026, 6, 30))
    there = matter(fee, memberships=(member,))
    assert total(there, date(2026, 6, 30)) == 60
    assert total(there, date(2026, 7, 1)) == 100


def test_a_price_for_nobody_here_is_not_said() -> None:
    fee = clause("fee", Fee(for_=For.RENEWAL, prices=dollars(60, Who(member=True))))
    assert total(matter(fee)) is None


@pytest.mark.parametrize("kind", [For.PETITION, For.PLAN])
def test_what_is_paid_for_something_else_is_no_part_of_it(kind: For) -> None:
    assert total(matter(RENEWAL, clause("else", Fee(for_=kind, prices=dollars(75))))) == 100


def test_no_word_of_fees_is_not_a_fee_of_nothing() -> None:
    assert total(matter()) is None
    assert total(matter(clause("fee", Fee(for_=For.RENEWAL), silent=True))) is None


def test_what_is_waived_is_not_due() -> None:
    step = on(matter(RENEWAL, LATE), END + DAY, frozenset({"late"}))
    assert step is not None
    assert step.total == Money(10000, "USD")
    free = on(matter(RENEWAL), END, frozenset({"fee"}))
    assert free is not None
    assert free.total == Money(0, "USD")
