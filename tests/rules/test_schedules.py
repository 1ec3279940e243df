"""Schedules: common days, months and years of birth, the number of a cycle, its days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recert.rules.cycles import Period, period_of
from recert.rules.facts import Decision, DecisionKind, Facts, Holding
from recert.rules.findings import Code
from recert.rules.rulebook import (
    Chooser,
    Clause,
    CreditPeriod,
    Cycle,
    Ends,
    Length,
    Parity,
    Span,
    Who,
)
from recert.rules.schedules import Schedule
from tests.rules.condition_strategies import lengths
from tests.rules.small import book, clause

DAY = timedelta(days=1)
ONE_YEAR, TWO_YEARS = Length(years=1), Length(years=2)
COMMON = Cycle(length=TWO_YEARS, ends_on=date(2025, 8, 31))
BIRTH = Cycle(length=TWO_YEARS, ends=Ends.BIRTH_MONTH)
MAY = {"birth-month": "5"}


def held(certified: date, expires: date | None = None) -> Holding:
    return Holding(id="h", body="body", credential="cpt", certified=certified, expires=expires)


def opened(holding: Holding, as_of: date, *clauses: Clause, **attributes: str) -> Period | None:
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    facts = Facts(person="p", holdings=(holding,), attributes=named)
    return period_of(book(*clauses), facts, holding, as_of)


def period(
    law: Cycle,
    certified: date,
    as_of: date,
    attributes: Mapping[str, str] | None = None,
    expires: date | None = None,
) -> Period:
    holding = held(certified, expires)
    facts = Facts(person="p", holdings=(holding,), attributes=attributes or {})
    found = period_of(book(clause("cycle", law)), facts, holding, as_of)
    assert found is not None
    return found


def days(found: Period) -> tuple[str, str]:
    return found.cycle.start.isoformat(), found.cycle.end.isoformat()


@pytest.mark.parametrize(
    ("certified", "as_of", "expected", "number"),
    [
        ("2024-03-01", "2024-06-01", ("2024-03-01", "2025-08-31"), 1),
        ("2024-03-01", "2025-08-31", ("2024-03-01", "2025-08-31"), 1),
        ("2024-03-01", "2025-09-01", ("2025-09-01", "2027-08-31"), 2),
        ("2010-03-01", "2024-06-01", ("2023-09-01", "2025-08-31"), 8),
        ("2025-08-31", "2025-08-31", ("2025-08-31", "2025-08-31"), 1),
        ("2025-09-01", "2026-01-01", ("2025-09-01", "2027-08-31"), 1),
        ("2040-01-01", "2040-01-01", ("2040-01-01", "2041-08-31"), 1),
    ],
)
def test_common_days_come_round_before_and_after_the_one_written(
    certified: str, as_of: str, expected: tuple[str, str], number: int
) -> None:
    found = period(COMMON, date.fromisoformat(certified), date.fromisoformat(as_of))
    assert days(found) == expected
    assert (found.cycle.number, found.cycle.first) == (number, number == 1)
    assert (found.previous_end is None) is (number == 1)


def test_a_first_cycle_that_would_be_too_short_runs_on_to_the_end_after() -> None:
    law = replace(COMMON, first_at_least=Length(months=6))
    whole, short = date(2025, 3, 1), date(2025, 3, 2)
    assert days(period(law, whole, whole)) == ("2025-03-01", "2025-08-31")
    assert days(period(law, short, short)) == ("2025-03-02", "2027-08-31")


def test_a_cycle_on_29_february_is_reckoned_from_that_day() -> None:
    law = Cycle(length=ONE_YEAR, ends_on=date(2024, 2, 29))
    ends = [period(law, date(2020, 1, 1), date(year, 1, 1)).cycle.end for year in range(2025, 2029)]
    assert [end.day for end in ends] == [28, 28, 28, 29]


def test_what_was_due_for_the_whole_cycle_runs_from_the_common_day() -> None:
    part = period(COMMON, date(2024, 3, 1), date(2024, 6, 1))
    assert part.cycle.full_since == date(2023, 9, 1)
    longer = replace(COMMON, first_at_least=ONE_YEAR)
    late = period(longer, date(2025, 3, 1), date(2025, 6, 1))
    assert late.cycle.full_since == date(2025, 9, 1)
    printed = period(COMMON, date(2010, 1, 1), date(2024, 6, 1), expires=date(2024, 12, 31))
    assert printed.cycle.full_since == printed.cycle.start == date(2023, 1, 1)


@pytest.mark.parametrize(
    ("month", "certified", "ends", "first_end"),
    [
        ("5", "2023-03-12", Ends.BIRTH_MONTH, "2025-05-31"),
        ("2", "2022-03-12", Ends.BIRTH_MONTH, "2025-02-28"),
        ("2", "2022-02-12", Ends.BIRTH_MONTH, "2024-02-29"),
        ("5", "2023-06-01", Ends.BIRTH_MONTH, "2025-05-31"),
        ("5", "2023-06-02", Ends.BIRTH_MONTH, "2026-05-31"),
        ("6", "2023-03-12", Ends.BEFORE_BIRTH_MONTH, "2025-05-31"),
        ("1", "2023-03-12", Ends.BEFORE_BIRTH_MONTH, "2025-12-31"),
    ],
)
def test_the_first_end_of_the_month_of_birth_after_the_whole_length(
    month: str, certified: str, ends: Ends, first_end: str
) -> None:
    since, law = date.fromisoformat(certified), replace(BIRTH, ends=ends)
    found = period(law, since, since, {"birth-month": month})
    assert days(found) == (certified, first_end)
    assert found.cycle.reasons == ()
    assert found.next is not None
    second = period(law, since, found.next[0], {"birth-month": month})
    assert (second.cycle.start, second.cycle.end) == found.next
    assert second.cycle.number == 2


@pytest.mark.parametrize(
    ("born", "first_end", "second_end"),
    [("odd", "2025-05-31", "2027-05-31"), ("even", "2026-05-31", "2028-05-31")],
)
def test_born_in_an_odd_year_one_renews_in_odd_years(
    born: str, first_end: str, second_end: str
) -> None:
    law = replace(BIRTH, parity=Parity.BIRTH_YEAR, first_at_least=Length(months=6))
    since = date(2024, 12, 1)
    attributes = MAY | {"birth-year": born}
    found = period(law, since, since, attributes)
    assert days(found) == (since.isoformat(), first_end)
    assert found.next == (found.cycle.end + DAY, date.fromisoformat(second_end))
    later = period(law, since + DAY, since + DAY, attributes)
    assert later.cycle.end.isoformat() == (second_end if born == "odd" else first_end)


@pytest.mark.parametrize(("certified", "end"), [("2023-03-12", 2025), ("2024-03-12", 2024)])
def test_certified_in_an_odd_year_one_renews_in_odd_years(certified: str, end: int) -> None:
    law = replace(COMMON, ends_on=date(2024, 12, 31), parity=Parity.CERTIFIED_YEAR)
    since = date.fromisoformat(certified)
    first = period(law, since, since)
    assert first.cycle.end == date(2023 if end == 2025 else 2024, 12, 31)
    later = period(law, since, date(2025, 6, 1))
    assert later.cycle.end.year % 2 == since.year % 2


@pytest.mark.parametrize(
    ("known", "lacks"),
    [
        ({}, ["birth-month", "birth-year"]),
        ({"birth-month": "13", "birth-year": "odd"}, ["birth-month"]),
        (MAY, ["birth-year"]),
        (MAY | {"birth-year": "even"}, []),
    ],
)
def test_what_is_not_known_is_asked_and_the_anniversary_used(
    known: dict[str, str], lacks: list[str]
) -> None:
    law = replace(BIRTH, parity=Parity.BIRTH_YEAR)
    found = period(law, date(2023, 3, 12), date(2023, 6, 1), known)
    assert [each.about["fact"] for each in found.cycle.reasons] == lacks
    assert all(each.code is Code.NEEDS_FACT for each in found.cycle.reasons)
    assert found.cycle.end == (date(2025, 3, 11) if lacks else date(2024, 5, 31))


@pytest.mark.parametrize(
    ("certified", "as_of", "expected", "number"),
    [
        ("2020-05-15", "2021-01-01", ("2020-05-15", "2022-06-30"), 1),
        ("2020-07-01", "2021-01-01", ("2020-07-01", "2022-06-30"), 1),
        ("2020-07-02", "2021-01-01", ("2020-07-02", "2023-06-30"), 1),
        ("2020-07-02", "2023-07-01", ("2023-07-01", "2025-06-30"), 2),
        ("2019-07-02", "2026-01-01", ("2024-07-01", "2026-06-30"), 3),
    ],
)
def test_a_day_of_the_year_ends_cycles_in_years_of_ones_own(
    certified: str, as_of: str, expected: tuple[str, str], number: int
) -> None:
    law = Cycle(length=TWO_YEARS, ends_yearly="06-30")
    found = period(law, date.fromisoformat(certified), date.fromisoformat(as_of))
    assert (days(found), found.cycle.number) == (expected, number)
    assert found.cycle.reasons == ()
    longer = replace(law, first_at_least=Length(years=2, days=2))
    third = period(longer, date(2020, 6, 30), date(2021, 1, 1))
    assert third.cycle.end == date(2023, 6, 30)


def test_a_printed_last_day_goes_before_a_month_of_birth_and_asks_nothing() -> None:
    for known in ({}, MAY):
        found = period(BIRTH, date(2019, 3, 12), date(2025, 1, 1), known, date(2025, 2, 28))
        assert days(found) == ("2023-03-01", "2025-02-28")
        assert found.cycle.reasons == ()
        assert found.cycle.number == 3
        assert found.next == (date(2025, 3, 1), date(2027, 2, 28))


def test_a_late_renewal_runs_to_the_next_common_day() -> None:
    found = period(COMMON, date(2024, 3, 1), date(2025, 10, 1), expires=date(2025, 8, 31))
    assert found.following(date(2025, 10, 1)) == (date(2025, 10, 1), date(2027, 8, 31))


@pytest.mark.parametrize(
    ("end", "since", "until"),
    [
        (date(2025, 8, 31), date(2023, 7, 1), date(2025, 6, 30)),
        (date(2025, 7, 1), date(2023, 7, 1), date(2025, 6, 30)),
        (date(2025, 6, 30), date(2022, 7, 1), date(2024, 6, 30)),
    ],
)
def test_credit_may_be_earned_over_days_of_its_own(end: date, since: date, until: date) -> None:
    law = replace(COMMON, ends_on=end, credit=CreditPeriod(length=TWO_YEARS, ends="06-30"))
    cycle = period(law, date(2010, 1, 1), end).cycle
    assert (cycle.credit_since, cycle.credit_until) == (since, until)
    new = period(law, date(2024, 5, 5), end).cycle
    assert new.credit_since == date(2024, 5, 5)
    plain = period(COMMON, date(2010, 1, 1), date(2025, 1, 1)).cycle
    assert (plain.credit_since, plain.credit_until) == (plain.start, plain.end)


def test_the_days_of_filing_and_what_an_extension_moves() -> None:
    law = replace(COMMON, opens=Length(days=90), closes=Length(days=30))
    cycle = period(law, date(2010, 1, 1), date(2025, 1, 1)).cycle
    assert (cycle.opens, cycle.closes) == (date(2025, 6, 2), date(2025, 8, 1))
    unsaid = period(COMMON, date(2010, 1, 1), date(2025, 1, 1)).cycle
    assert (unsaid.opens, unsaid.closes) == (None, None)
    until = date(2025, 10, 31)
    longer = Decision(
        kind=DecisionKind.EXTEND, body="body", on=date(2025, 8, 1), reason="Illness.", until=until
    )
    holding = held(date(2010, 1, 1))
    facts = Facts(person="p", holdings=(holding,), decisions=(longer,))
    found = period_of(book(clause("cycle", law)), facts, holding, date(2025, 8, 5))
    assert found is not None
    assert (found.cycle.opens, found.cycle.closes) == (date(2025, 6, 2), date(2025, 10, 1))
    assert (found.cycle.end, found.cycle.credit_until) == (until, until)


def test_each_cohort_has_its_own_cycle() -> None:
    old = clause("old", COMMON, who=Who(certified=Span(None, date(2019, 12, 31))))
    abroad = clause("abroad", BIRTH, who=Who(countries=frozenset({"CA"})))
    asked = clause("asked", COMMON, who=Who(attributes={"supervises": "yes"}))
    rest = clause("rest", Cycle(length=ONE_YEAR))
    laws, day = (old, abroad, asked, rest), date(2025, 1, 1)
    for certified, attributes, expected in (
        (date(2019, 12, 31), {}, "old"),
        (date(2020, 1, 1), {}, "rest"),
        (date(2020, 1, 1), {"supervises": "yes"}, "asked"),
        (date(2020, 1, 1), {"supervises": "no"}, "rest"),
    ):
        found = opened(held(certified), day, *laws, **attributes)
        assert found is not None
        assert found.cycle.clause == expected


def test_a_cycle_clause_has_days_of_its_own() -> None:
    until = Span(None, date(2025, 6, 30))
    rest = clause("rest", Cycle(length=ONE_YEAR))
    for chooser, last_old, first_new in (
        (Chooser.FILING, date(2025, 6, 30), date(2025, 7, 1)),
        (Chooser.CYCLE_START, date(2025, 8, 31), date(2025, 9, 1)),
        (Chooser.CYCLE_END, date(2023, 8, 31), date(2023, 9, 1)),
    ):
        old = clause("old", COMMON, span=until, chosen_by=chooser)
        for day, expected in ((last_old, "old"), (first_new, "rest")):
            found = opened(held(date(2010, 1, 1)), day, old, rest)
            assert found is not None
            assert found.cycle.clause == expected


def test_of_several_fixed_cycles_the_one_that_runs_is_open() -> None:
    first = clause("first", Cycle(fixed=Span(date(2021, 1, 1), date(2023, 12, 31))))
    second = clause("second", Cycle(fixed=Span(date(2024, 1, 1), date(2026, 12, 31))))
    for day, expected, number in (
        (date(2023, 12, 31), "first", 2),
        (date(2024, 1, 1), "second", 3),
        (date(2027, 1, 1), "second", 3),
    ):
        found = opened(held(date(2020, 12, 31)), day, first, second)
        assert found is not None
        assert (found.cycle.clause, found.cycle.number) == (expected, number)


@settings(max_examples=150, deadline=None)
@given(
    anchor=st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    day=st.dates(date(1000, 1, 1), date(9000, 1, 1)),
    length=lengths(),
    ends=st.sampled_from([Ends.DAY_BEFORE, Ends.SAME_DAY, Ends.MONTH_END, Ends.YEAR_END]),
    before=st.sampled_from([-1, 0, 3]),
)
def test_a_day_lies_in_the_first_cycle_that_ends_no_sooner(
    anchor: date, day: date, length: Length, ends: Ends, before: int
) -> None:
    schedule = Schedule(anchor, before, length, ends)
    number = schedule.number_on(day)
    assert schedule.last_day(number) >= day
    assert number == 1 or schedule.last_day(number - 1) < day


def test_the_month_of_certification_may_count_from_its_first_day() -> None:
    law = replace(COMMON, from_month=True)
    first = period(law, date(2024, 3, 20), date(2024, 6, 1)).cycle
    assert (first.start, first.credit_since) == (date(2024, 3, 20), date(2024, 3, 1))
    second = period(law, date(2020, 3, 20), date(2024, 6, 1)).cycle
    assert second.credit_since == second.start
