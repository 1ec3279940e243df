"""Fees that are more than a price: parts, taxes, plans for life, more time bought."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recert.rules.amounts import Money, Rounding
from recert.rules.findings import FeeStep
from recert.rules.judging import judge
from recert.rules.lapsing import stages_of
from recert.rules.matching import Matter
from recert.rules.pricing import other_fees, parts_on, split, step_on, with_their_taxes
from recert.rules.reading import read_facts, read_rulebook
from recert.rules.rulebook import (
    ANYONE,
    Fee,
    For,
    Length,
    Missed,
    Parts,
    Price,
    Rulebook,
    Who,
)
from tests.rules.small import END, clause, matter

DAY = timedelta(days=1)


def price(cents: int, who: Who = ANYONE) -> tuple[Price, ...]:
    return (Price(who, Money(cents, "USD")),)


def renewal(cents: int, **more: object) -> Fee:
    return Fee(for_=For.RENEWAL, prices=price(cents), **more)  # type: ignore[arg-type]


def tax(percent: str, **more: object) -> Fee:
    return Fee(for_=For.TAX, percent=Fraction(percent), **more)  # type: ignore[arg-type]


def step(there: Matter, day: date = END) -> FeeStep:
    found = step_on(there, stages_of(there), day, frozenset())
    assert found is not None
    return found


def lines(found: FeeStep) -> list[tuple[str, int | None]]:
    return [(line.clause, line.money.cents if line.money else None) for line in found.lines]


def test_a_tax_is_added_once_on_the_whole_and_rounded_as_said() -> None:
    late = clause("late", Fee(for_=For.LATE, prices=price(1), late=None))
    for way, cents in ((Rounding.HALF_UP, 1303), (Rounding.UP, 1303), (Rounding.DOWN, 1302)):
        there = matter(clause("fee", renewal(10_021)), clause("tax", tax("13", rounding=way)), late)
        found = step(there)
        assert lines(found) == [("fee", 10_021), ("tax", cents)]  # 13 % of 10021 is 1302.73
        assert found.total == Money(10_021 + cents, "USD")


def test_a_tax_that_prices_include_adds_nothing() -> None:
    found = step(matter(clause("fee", renewal(11_900)), clause("tax", tax("19", included=True))))
    assert lines(found) == [("fee", 11_900), ("tax", 1_900)]
    assert found.total == Money(11_900, "USD")


def test_two_taxes_are_reckoned_on_the_same_sum() -> None:
    gst, qst = clause("gst", tax("5")), clause("qst", tax("9.975"))
    found = step(matter(clause("fee", renewal(10_000)), gst, qst))
    assert lines(found) == [("fee", 10_000), ("gst", 500), ("qst", 998)]


def test_a_tax_is_for_whom_it_is_for_and_silent_with_its_fee() -> None:
    abroad = clause("tax", tax("13"), who=Who(countries=frozenset({"CA"})))
    assert lines(step(matter(clause("fee", renewal(100)), abroad))) == [("fee", 100)]
    silent = matter(clause("fee", Fee(for_=For.RENEWAL)), clause("tax", tax("13")))
    assert step(silent).total is None
    assert lines(step(matter(clause("fee", renewal(0)), clause("tax", tax("13"))))) == [("fee", 0)]


@given(cents=st.integers(0, 10**9), number=st.integers(2, 36), months=st.integers(1, 12))
def test_parts_come_to_the_whole_and_their_days_go_forward(
    cents: int, number: int, months: int
) -> None:
    found = split(cents, Parts(number=number, every=Length(months=months)), date(2026, 1, 31))
    assert sum(part for _, part in found) == cents
    days = [day for day, _ in found]
    assert days == sorted(set(days))
    assert len(found) == number
    assert found[0][1] - found[-1][1] in range(number)


def test_parts_a_month_apart_keep_their_day() -> None:
    found = split(100, Parts(number=3, every=Length(months=1)), date(2026, 1, 31))
    assert found == (
        (date(2026, 1, 31), 34),
        (date(2026, 2, 28), 33),
        (date(2026, 3, 31), 33),
    )


def test_the_clause_that_allows_parts_is_named() -> None:
    parts = Parts(number=2, every=Length(months=1), missed=Missed.ALL_DUE)
    there = matter(clause("fee", renewal(100, parts=parts)))
    assert parts_on(there.rulebook, step(there)) == ("fee", parts)
    plain = matter(clause("fee", renewal(100)))
    assert parts_on(plain.rulebook, step(plain)) is None


def test_a_plan_is_sold_once_and_more_time_once_a_cycle() -> None:
    plan = clause("life", Fee(for_=For.PLAN, prices=price(39_900), waives=("fee",)))
    more = Fee(for_=For.EXTENSION, prices=price(9_900), extends=Length(days=60))
    there = matter(clause("fee", renewal(100)), plan, clause("more", more))

    def sold(there: Matter, waived: frozenset[str] = frozenset()) -> list[str]:
        return [line.clause for line in other_fees(there, Fraction(0), waived)]

    assert sold(there) == ["life", "more"]
    assert sold(there, frozenset({"fee"})) == ["more"]
    assert sold(replace(there, as_of=END + DAY)) == ["life"]
    assert sold(replace(there, cycle=replace(there.cycle, extended=True))) == ["life"]


# ---------------------------------------------------------------- an invented guild, as text

GUILD = """
body: guild
name: Guild
edition: "1"
in-force: {from: 2020-01-01, by: filing}
purpose: test
unit: {name: CEC}
zone: UTC
currency: CAD
own: [guild]
asks:
  term: {says: "Two or four years?", answers: [two, four], assumed: two}
credentials:
  cpt: {name: Trainer}
sources:
  P: {title: Handbook, address: "https://guild.example/handbook", read: 2026-01-01}
clauses:
  short-cycle:
    cycle: {length: 2 years}
    who: {attributes: {term: two}}
    says: Two years.
    source: P
  long-cycle:
    cycle: {length: 4 years}
    who: {attributes: {term: four}}
    says: Four years.
    source: P
  as-awarded:
    measure: {by: award}
    says: Credit counts as awarded.
    source: P
  credits:
    need: {of: everything, amount: "10"}
    says: Ten credits.
    source: P
  renewal-fee:
    fee:
      for: renewal
      prices:
        - {all-own: true, is: "0.00"}
        - {attributes: {term: four}, is: "180.00"}
        - {member: true, is: "80.00"}
        - {is: "100.00"}
    says: A hundred, eighty for members, nothing with our own courses; four years cost 180.
    source: P
  early:
    fee: {for: discount, prices: "15.00", filed: {to: 2026-09-30}}
    says: Fifteen off until the end of September.
    source: P
"""

ADA = """
country: CA
holdings: [{id: h, body: guild, credential: cpt, certified: 2025-01-01, expires: 2026-12-31}]
"""
COURSE = """
activities:
  - {id: a, title: A, kind: course, completed: 2026-02-01, provider: %s,
     awards: [{amount: "4", unit: cec, by: guild}]}
"""
MEMBER = "memberships: [{body: guild, since: 2025-01-01, until: 2026-10-31}]\n"


@pytest.fixture(scope="module")
def guild() -> Rulebook:
    read, problems = read_rulebook(GUILD, name="guild.yaml")
    assert problems == ()
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("facts", "day", "cents"),
    [
        ("", "2026-11-01", 10_000),  # nothing earned: whether it is waived is not known
        (COURSE % "guild", "2026-11-01", 0),
        (COURSE % "elsewhere", "2026-11-01", 10_000),
        ("", "2026-09-30", 8_500),
        ("attributes: {term: four}\n", "2026-11-01", 18_000),
        (MEMBER, "2026-10-31", 8_000),
        (MEMBER, "2026-11-01", 10_000),  # the day of filing decides who is a member
    ],
)
def test_a_fee_is_what_the_schedule_says(guild: Rulebook, facts: str, day: str, cents: int) -> None:
    person, problems = read_facts(ADA + facts, name="ada")
    assert problems == ()
    assert person is not None
    standing = judge([guild], person, "h", date.fromisoformat(day))
    assert standing.fee_today is not None
    assert standing.fee_today.total == Money(cents, "CAD")


@pytest.mark.parametrize(
    ("fee", "says"),
    [
        ("{for: tax, prices: '5.00'}", "a tax is a percent"),
        ("{for: tax}", "Add percent"),
        ('{for: tax, percent: "130"}', "between 0 and 100"),
        ('{for: late, prices: "5.00", percent: "13"}', "belongs to for: tax"),
        ('{for: annual, prices: "5.00", waives: [renewal-fee]}', "belongs to for: plan"),
        ('{for: plan, prices: "5.00", waives: [credits]}', "there is no fee"),
        ('{for: plan, prices: "5.00", extends: 2 years}', "belongs to for: extension"),
        ('{for: late, prices: "5.00", parts: {number: 2, every: 1 month}}', "belongs to for: ren"),
        ('{for: renewal, prices: "5.00", parts: {number: 1, every: 1 month}}', "from 2 to 36"),
        ('{for: renewal, prices: "5.00", parts: {number: 2, every: 0 days}}', "time between"),
    ],
)
def test_what_cannot_be_meant_is_told(fee: str, says: str) -> None:
    rest = "    who: {countries: [US]}\n    says: So.\n    source: P\n"
    text = f"{GUILD}  other-fee:\n    fee: {fee}\n{rest}"
    read, problems = read_rulebook(text, name="guild.yaml")
    assert read is None
    assert any(says in problem.message for problem in problems), problems


def test_a_tax_is_on_the_fees_it_names_each_by_itself() -> None:
    plan = clause("life", Fee(for_=For.PLAN, prices=price(39_999)))
    time = clause("time", Fee(for_=For.EXTENSION, prices=price(9_900), extends=Length(days=60)))
    unsaid = clause("petition", Fee(for_=For.PETITION))
    fees = (clause("fee", renewal(10_000)), plan, time, unsaid)
    on_both = tax("13", of=frozenset({For.EXTENSION, For.PETITION}))
    there = matter(*fees, clause("tax", on_both), clause("other", tax("5")))
    assert lines(step(there)) == [("fee", 10_000), ("tax", 1_300), ("other", 500)]
    asked = other_fees(there, Fraction(0))
    money = [(each.clause, each.money.cents if each.money else None) for each in asked]
    assert money == [
        ("life", 39_999), ("time", 9_900), ("tax", 1_287), ("petition", None), ("tax", None),
    ]  # fmt: skip
    paired = with_their_taxes(there.rulebook, asked)
    assert [(line.clause, len(taxes)) for line, taxes in paired] == [
        ("life", 0), ("time", 1), ("petition", 1),
    ]  # fmt: skip
    within = matter(*fees, clause("tax", replace(on_both, included=True)))
    behind = with_their_taxes(within.rulebook, other_fees(within, Fraction(0)))
    (found,) = [taxes for line, taxes in behind if line.clause == "time"]
    assert [(each.money, each.included) for each in found] == [(Money(1_139, "USD"), True)]
