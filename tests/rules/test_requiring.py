"""Needs and limits over their windows: look-backs, single categories, first cycles, shares."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from recert.rules.amounts import Grid, Rounding
from recert.rules.facts import Delivery, Facts, Holding, Topic
from recert.rules.findings import Code, LimitFinding, Reason, Standing, State, Verdict
from recert.rules.judging import judge
from recert.rules.rulebook import (
    EVERYTHING,
    Base,
    Cycle,
    Each,
    Ends,
    Length,
    Limit,
    Months,
    Need,
    Per,
    Prorated,
    Several,
    Span,
)
from tests.rules.judged import (
    EARLY,
    LATE,
    LONG_AGO,
    WORTH,
    delivered,
    figures,
    hours,
    judged,
    short,
    so_much,
    state,
    topic,
)
from tests.rules.small import END, HELD, book, clause

ETHICS, LAW, FOOD = Topic.ETHICS, Topic.LAW, Topic.NUTRITION
ALL = (EVERYTHING,)


def need(amount: str | int, *of: str, **more: Any) -> Need:
    return Need(of=of or ALL, amount=so_much(amount), **more)


# ---------------------------------------------------------------- windows wider than the cycle

FOUR_YEARS = Length(years=4)  # 1 January 2023 through the cycle's last day


def looking_back(done_on: date, **wide: Any) -> Standing:
    rules = (
        topic("ethics", ETHICS),
        clause("total", need(5)),
        clause("ethics-part", need(3, "ethics", **wide)),
        clause("most-ethics", Limit(of=("ethics",), amount=so_much(1))),
    )
    before = hours("before", 3, ETHICS, completed=done_on)
    return judged(*rules, done=(before, hours("now", 5, FOOD)))


def test_a_need_that_looks_back_sees_credit_from_before_the_cycle() -> None:
    standing = looking_back(LONG_AGO, within=FOUR_YEARS)
    assert standing.verdict is Verdict.READY
    assert standing.requirement("ethics-part").counted == 3
    assert standing.requirement("ethics-part").since == date(2023, 1, 1)


def test_such_credit_serves_that_need_and_nothing_else() -> None:
    standing = looking_back(LONG_AGO, within=FOUR_YEARS)
    before = standing.activity("before")
    assert figures(before.counted, before.over_limit, before.not_eligible) == "0 0 3"
    assert [each.clause for each in before.serves] == ["ethics-part"]
    assert Code.LOOKED_BACK in {reason.code for reason in before.reasons}
    assert standing.counted == 5
    assert standing.limits[0].counted == 0


def test_the_first_day_looked_back_to_and_the_day_before_it() -> None:
    assert state(looking_back(date(2023, 1, 1), within=FOUR_YEARS), "ethics-part") is State.MET
    assert state(looking_back(date(2022, 12, 31), within=FOUR_YEARS), "ethics-part") is State.SHORT


def test_ever_sees_what_was_done_before_certification() -> None:
    assert state(looking_back(date(2001, 1, 1), ever=True), "ethics-part") is State.MET
    assert state(looking_back(date(2001, 1, 1)), "ethics-part") is State.SHORT


def test_credit_of_the_cycle_serves_a_look_back_as_far_as_it_counts() -> None:
    rules = (
        topic("ethics", ETHICS),
        clause("ethics-part", need(3, "ethics", ever=True)),
        clause("most-ethics", Limit(of=("ethics",), amount=so_much(1))),
    )
    standing = judged(*rules, done=(hours("now", 3, ETHICS),))
    assert figures(short(standing, "ethics-part"), standing.over_limit) == "2 2"


def test_what_is_refused_or_not_of_the_category_is_not_looked_back_to() -> None:
    rules = (topic("ethics", ETHICS), clause("ethics-part", need(3, "ethics", ever=True)))
    for about in (
        {"passed": False, "topics": frozenset({ETHICS})},
        {"topics": frozenset({FOOD})},
    ):
        standing = judged(*rules, done=(hours("a", 3, completed=LONG_AGO, **about),))
        assert state(standing, "ethics-part") is State.SHORT
        assert standing.activity("a").serves == ()


# ---------------------------------------------------------------- several years at a time


def five_years(per: Per, *days: date) -> Standing:
    cycle = clause("five", Cycle(fixed=Span(date(2021, 1, 1), date(2025, 12, 31))))
    rulebook = book(cycle, WORTH, clause("some", need(1, per=per)))
    held = Holding(id="h", body="body", credential="cpt", certified=date(2010, 1, 1))
    done = tuple(hours(f"a{number}", 100, completed=day) for number, day in enumerate(days))
    facts = Facts(person="p", holdings=(held,), activities=done)
    return judge([rulebook], facts, "h", date(2025, 12, 1))


def test_every_two_years_something() -> None:
    """E69: a hundred points in the first year and none after leave the second two empty."""
    once = five_years(Per.TWO_YEARS, date(2021, 5, 5))
    assert [each.state for each in once.requirements] == [State.MET, State.SHORT]
    both = five_years(Per.TWO_YEARS, date(2022, 12, 31), date(2023, 1, 1))
    assert [each.state for each in both.requirements] == [State.MET, State.MET]
    assert both.requirements[1].since == date(2023, 1, 1)
    assert both.requirements[1].until == date(2024, 12, 31)


def test_five_years_are_one_window_here() -> None:
    assert state(five_years(Per.FIVE_YEARS, date(2025, 6, 1)), "some") is State.MET
    assert state(five_years(Per.FIVE_YEARS), "some") is State.SHORT


# ---------------------------------------------------------------- one category alone


def in_one(*done: tuple[int, Topic]) -> Standing:
    rules = (
        topic("ethics", ETHICS),
        topic("law", LAW),
        clause("alone", need(24, "ethics", "law", in_one=True)),
    )
    activities = tuple(hours(f"a{n}", amount, about) for n, (amount, about) in enumerate(done))
    return judged(*rules, done=activities)


def test_one_category_has_to_reach_it_alone() -> None:
    spread = in_one((20, ETHICS), (22, LAW))
    assert short(spread, "alone") == 2
    (reason,) = spread.requirement("alone").reasons
    assert reason == Reason(
        code=Code.BEST_CATEGORY, clause="alone", amount=Fraction(22), about={"category": "law"}
    )
    assert state(in_one((24, ETHICS)), "alone") is State.MET
    assert short(in_one((5, FOOD)), "alone") == 24


def test_the_category_is_chosen_that_leaves_least_short() -> None:
    """Law is over its limit, so ethics stands better though less of it was done."""
    rules = (
        topic("ethics", ETHICS),
        topic("law", LAW),
        clause("alone", need(10, "law", "ethics", in_one=True)),
        clause("most-law", Limit(of=("law",), amount=so_much(4))),
    )
    standing = judged(*rules, done=(hours("a", 9, LAW), hours("b", 8, ETHICS)))
    assert short(standing, "alone") == 2


# ---------------------------------------------------------------- an unfinished first cycle


def prorated(amount: int, certified: date, fixed: Span, rule: Prorated) -> Fraction:
    rulebook = book(
        clause("cycle", Cycle(fixed=fixed)), clause("total", need(amount, prorated=rule))
    )
    held = Holding(id="h", body="body", credential="cpt", certified=certified)
    assert fixed.until is not None
    standing = judge([rulebook], Facts(person="p", holdings=(held,)), "h", fixed.until)
    return standing.requirement("total").need


CALIFORNIA = Prorated(
    months=Months.CALENDAR, rounding=Grid(Fraction(1), Rounding.UP), nothing_below=5
)
GROUP_1 = Span(date(2013, 2, 1), date(2016, 1, 31))
GROUP_2 = Span(date(2012, 2, 1), date(2015, 1, 31))


@pytest.mark.parametrize(
    ("admitted", "group", "hours_due", "ethics_due"),
    [
        (date(2012, 6, 4), GROUP_2, 23, 4),
        (date(2012, 12, 3), GROUP_2, 19, 3),
        (date(2013, 6, 4), GROUP_1, 23, 4),
        (date(2013, 6, 4), GROUP_2, 14, 3),
        (date(2013, 12, 2), GROUP_1, 19, 3),
        (date(2013, 12, 2), GROUP_2, 10, 2),
        (date(2014, 6, 3), GROUP_1, 14, 3),
        (date(2014, 6, 3), GROUP_2, 6, 1),
        (date(2014, 12, 1), GROUP_1, 10, 2),
        (date(2014, 12, 1), GROUP_2, 0, 0),
        (date(2001, 1, 1), GROUP_1, 25, 4),
    ],
)
def test_new_admittees_of_california(
    admitted: date, group: Span, hours_due: int, ethics_due: int
) -> None:
    """E10 and E11: rounded up, and nothing for four months or fewer."""
    assert prorated(25, admitted, group, CALIFORNIA) == hours_due
    assert prorated(4, admitted, group, CALIFORNIA) == ethics_due


def test_a_month_begun_is_a_month() -> None:
    """E39, Florida massage: licensed for nineteen months and twenty-one days, twenty hours."""
    biennium = Span(date(2021, 9, 1), date(2023, 8, 31))
    licensed = date(2022, 1, 11)
    begun, whole = Prorated(months=Months.BEGUN), Prorated(months=Months.WHOLE)
    assert prorated(24, licensed, biennium, begun) == 20
    assert prorated(24, licensed, biennium, whole) == 19
    assert prorated(24, biennium.since or licensed, biennium, begun) == 24


def test_a_share_of_an_hour_stays_exact() -> None:
    biennium = Span(date(2021, 9, 1), date(2023, 8, 31))
    whole = Prorated(months=Months.WHOLE)
    assert prorated(10, date(2022, 9, 1), biennium, whole) == 5
    assert prorated(10, date(2023, 8, 1), biennium, whole) == Fraction(5, 12)


# ---------------------------------------------------------------- limits


def limits(standing: Standing) -> dict[str, str]:
    return {each.each: figures(each.at_most, each.over) for each in standing.limits}


def test_a_share_of_what_is_required_or_of_what_counts() -> None:
    required = Limit(of=("alone",), share=Fraction(1, 2), base=Base.REQUIRED)
    counted = Limit(of=("alone",), share=Fraction(1, 2))
    done = (
        hours("alone", 30, delivery=Delivery.SELF_PACED),
        hours("live", 4, delivery=Delivery.IN_PERSON),
    )
    for law, counts in ((required, 16), (counted, 8)):
        rules = (
            delivered("alone", Delivery.SELF_PACED),
            clause("total", need(24)),
            clause("most", law),
        )
        assert judged(*rules, done=done).counted == counts


def test_half_of_what_is_required_in_every_year() -> None:
    rules = (
        topic("ethics", ETHICS),
        clause("yearly", need(10, per=Per.CALENDAR_YEAR)),
        clause(
            "most",
            Limit(of=("ethics",), share=Fraction(1, 2), base=Base.REQUIRED, per=Per.CALENDAR_YEAR),
        ),
    )
    done = (hours("a", 9, ETHICS, completed=EARLY), hours("b", 3, ETHICS, completed=LATE))
    standing = judged(*rules, done=done)
    assert [figures(each.at_most, each.over) for each in standing.limits] == ["5 4", "5 0"]


@pytest.mark.parametrize(
    ("certified", "asked"),
    [
        (date(2025, 1, 1), [2025, 2026]),
        (date(2025, 1, 2), [2026]),  # the year had begun, and what it asks nobody can say
        (date(2024, 12, 31), [2025, 2026]),
    ],
)
def test_no_year_is_asked_for_that_had_begun_before_certification(
    certified: date, asked: list[int]
) -> None:
    cycle = clause("cycle", Cycle(length=Length(years=2), ends=Ends.YEAR_END))
    law = book(cycle, WORTH, clause("yearly", need(10, per=Per.CALENDAR_YEAR)))
    holding = replace(HELD, certified=certified, expires=date(2026, 12, 31))
    person = Facts(person="p", holdings=(holding,))
    standing = judge([law], person, "h", date(2026, 6, 1))
    assert [each.since.year for each in standing.requirements if each.since] == asked


def test_so_much_of_every_provider() -> None:
    rules = (clause("most", Limit(of=ALL, amount=so_much(5), each=Each.PROVIDER)),)
    done = (
        hours("a", 4, provider="ace"),
        hours("b", 4, provider="ace"),
        hours("c", 4, provider="nsca"),
        hours("d", 4),
    )
    standing = judged(*rules, done=done)
    assert limits(standing) == {"": "5 0", "ace": "5 3", "nsca": "5 0"}
    assert standing.counted == 13
    assert {reason.clause for reason in standing.activity("b").reasons if reason.amount == 5} == {
        "most"
    }


def test_so_much_of_every_course() -> None:
    rules = (clause("most", Limit(of=ALL, amount=so_much(5), each=Each.COURSE)),)
    done = (hours("a", 4, course="yoga"), hours("b", 4, course="Yoga"), hours("c", 6))
    standing = judged(*rules, done=done)
    assert limits(standing) == {"yoga": "5 3", "/c": "5 1"}


def test_a_limit_that_does_not_hold_for_each_names_nobody() -> None:
    rules = (clause("most", Limit(of=ALL, amount=so_much(5))),)
    (found,) = judged(*rules, done=(hours("a", 6, provider="ace"),)).limits
    assert found == LimitFinding(clause="most", at_most=Fraction(5), counted=Fraction(5),
                                 over=Fraction(1))  # fmt: skip


# ---------------------------------------------------------------- several certifications


@pytest.mark.parametrize(("held", "due"), [(1, 36), (2, 48), (3, 60), (4, 60)])
def test_more_for_every_certification_up_to_a_bound(held: int, due: int) -> None:
    rulebook = book(
        clause("cycle", Cycle(fixed=Span(date(2025, 1, 1), END))),
        clause("total", need(36)),
        clause("several", Several(each_extra=Fraction(12), at_most=Fraction(60))),
    )
    holdings = tuple(
        Holding(
            id=f"h{n}", body="body", credential=f"c{n}" if n else "cpt", certified=HELD.certified
        )
        for n in range(held)
    )
    standing = judge([rulebook], Facts(person="p", holdings=holdings), "h0", LATE)
    assert standing.requirement("total").need == due


# ---------------------------------------------------------------- needs that compete


@pytest.mark.parametrize("turned", [False, True])
def test_of_needs_that_compete_the_one_written_first_is_filled(turned: bool) -> None:
    names = ("b", "a") if turned else ("a", "b")
    needs = [clause(name, need(2, "ethics", exclusive="one")) for name in names]
    standing = judged(topic("ethics", ETHICS), *needs, done=(hours("h", 2, ETHICS),))
    assert [state(standing, name) for name in names] == [State.MET, State.SHORT]
