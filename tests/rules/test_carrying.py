"""What passes from one cycle into the next: the bodies' own examples, and both sides of each."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from recert.rules.facts import Delivery, Topic
from recert.rules.findings import Code, Standing, State, Verdict
from recert.rules.rulebook import EVERYTHING, Carry, Clause, Length, Limit, Need
from tests.rules.judged import (
    EARLY,
    LATE,
    brought,
    delivered,
    figures,
    hours,
    judged,
    short,
    so_much,
    state,
    topic,
)
from tests.rules.small import START, clause

ETHICS, LAW, PRACTICE = Topic.ETHICS, Topic.LAW, Topic.NUTRITION


def total(amount: int) -> Need:
    return Need(of=(EVERYTHING,), amount=so_much(amount))


def carry(at_most: int, *of: str, **more: Any) -> Carry:
    return Carry(at_most=so_much(at_most), of=of or (EVERYTHING,), **more)


NEW_YORK = (clause("total", total(24)), clause("carry", carry(6)))


def test_six_of_seven_over_pass_and_one_is_lost() -> None:
    """E14, New York: 31 earned of 24."""
    standing = judged(*NEW_YORK, done=(hours("a", 20), hours("b", 11)))
    assert figures(standing.counted, standing.carried, standing.over_limit) == "24 6 1"
    why = {(each.code, each.clause) for each in standing.activity("b").reasons}
    assert why == {(Code.COUNTED, "worth"), (Code.CARRIED, "carry"), (Code.SURPLUS, "carry")}


def test_who_is_short_carries_nothing() -> None:
    standing = judged(*NEW_YORK, done=(hours("a", 23),))
    assert figures(standing.counted, standing.carried, short(standing, "total")) == "23 0 1"


def test_surplus_ethics_do_not_pass_and_stand_in_for_nothing() -> None:
    """E15, New York's first year: 16 = 7 + 6 + 3, 26 earned with 6 of ethics."""
    rules = (
        topic("ethics", ETHICS),
        topic("practice", PRACTICE),
        topic("skills", LAW),
        clause("total", total(16)),
        clause("ethics-part", Need(of=("ethics",), amount=so_much(3))),
        clause("practice-part", Need(of=("practice",), amount=so_much(7))),
        clause("skills-part", Need(of=("skills",), amount=so_much(6))),
        clause("carry", carry(8, "practice", "skills")),
    )
    done = (hours("e", 6, ETHICS), hours("p", 12, PRACTICE), hours("s", 8, LAW))
    standing = judged(*rules, done=done)
    assert standing.verdict is Verdict.READY
    assert figures(standing.carried, standing.activity("e").carried) == "7 0"


TENNESSEE = (
    topic("dual", ETHICS),
    topic("general", PRACTICE),
    clause("ethics-part", Need(of=("dual",), amount=so_much(3), exclusive="kind")),
    clause("general-part", Need(of=(EVERYTHING,), amount=so_much(12), exclusive="kind")),
    clause("carry-general", carry(12, "general")),
    clause("carry-dual", carry(3, "dual")),
)


def test_each_kind_passes_up_to_its_own_bound() -> None:
    """Tennessee: twelve general and three dual may pass."""
    done = (hours("g", 28, PRACTICE), hours("e", 8, ETHICS))
    standing = judged(*TENNESSEE, done=done)
    assert standing.activity("g").carried == 12
    assert standing.activity("e").carried == 3
    assert standing.counted == 15


def test_fifteen_dual_hours_meet_both_and_leave_nothing() -> None:
    """E16."""
    standing = judged(*TENNESSEE, done=(hours("e", 15, ETHICS),))
    assert standing.verdict is Verdict.READY
    assert standing.carried == 0


def test_a_bound_inside_a_bound() -> None:
    """Maine: ten may pass, of which five of self-study."""
    rules = (
        delivered("alone", Delivery.SELF_PACED),
        clause("total", total(11)),
        clause("carry", carry(10)),
        clause("carry-alone", carry(5, "alone")),
    )
    alone = hours("alone", 20, delivery=Delivery.SELF_PACED)
    live = hours("live", 9, delivery=Delivery.IN_PERSON)
    assert judged(*rules, done=(alone,)).carried == 5
    assert judged(*rules, done=(alone, live)).carried == 10


SHRM = (
    topic("profession", LAW),
    topic("education", PRACTICE),
    delivered("alone", Delivery.SELF_PACED),
    clause("total", total(60)),
    clause("most-profession", Limit(of=("profession",), amount=so_much(30))),
    clause("most-alone", Limit(of=("alone",), amount=so_much(30))),
    clause("carry", carry(20, relabel="education")),
)


def test_what_is_over_a_limit_may_pass_and_comes_in_under_another_name() -> None:
    """E20, SHRM: 50 of profession and 30 of education; 20 pass, as education."""
    done = (hours("p", 50, LAW), hours("e", 30, PRACTICE))
    standing = judged(*SHRM, done=done)
    assert figures(standing.counted, standing.carried, standing.over_limit) == "60 20 0"
    after = judged(*SHRM, carried=(brought(20, "profession"),), done=(hours("p", 40, LAW),))
    assert after.activity("carried-1").categories == ("education",)
    assert figures(after.counted, short(after, "total")) == "50 10"


def test_fifteen_over_sixty_pass() -> None:
    """E21."""
    done = (hours("p", 30, LAW), hours("e", 45, PRACTICE))
    assert judged(*SHRM, done=done).carried == 15


def test_a_limit_that_leaves_the_total_short_leaves_nothing_to_carry() -> None:
    """E22: 45 alone and 10 of profession count 40, short 20."""
    done = (hours("s", 45, PRACTICE, delivery=Delivery.SELF_PACED), hours("p", 10, LAW))
    standing = judged(*SHRM, done=done)
    assert figures(standing.counted, short(standing, "total"), standing.carried) == "40 20 0"


ISC2 = (
    topic("group-a", LAW),
    clause("total", total(120)),
    clause("carry", carry(40, "group-a", earned_within=Length(months=6))),
)
LAST_DAYS = START.replace(year=2026, month=11)


def isc2(late: str, about: Topic) -> Fraction:
    done = (
        hours("early", 120, LAW, completed=EARLY),
        hours("late", late, about, completed=LAST_DAYS),
    )
    return judged(*ISC2, done=done, as_of=LAST_DAYS).carried


def test_only_young_credit_of_one_group_passes() -> None:
    """E23, ISC2: 6.5 of group A in the last six months; of group B; sixty of group A."""
    assert isc2("6.5", LAW) == Fraction("6.5")
    assert isc2("6.5", PRACTICE) == 0
    assert isc2("60", LAW) == 40


def test_young_means_so_many_months_to_the_last_day() -> None:
    rules = (clause("total", total(1)), clause("carry", carry(9, earned_within=Length(months=6))))
    first = START.replace(year=2026, month=7)
    for day, passes in ((first, 1), (first.replace(month=6, day=30), 0)):
        done = (hours("a", 1, completed=EARLY), hours("b", 1, completed=day))
        assert judged(*rules, done=done, as_of=LAST_DAYS).carried == passes


TEXAS = (
    topic("ethics", ETHICS),
    clause("total", total(15)),
    clause("ethics-part", Need(of=("ethics",), amount=so_much(1))),
    clause("carry", carry(14, barred=("ethics-part",))),
)


def test_carried_hours_fill_the_total_but_not_what_they_are_barred_from() -> None:
    """E49, Texas engineers: 40 hours in the first year; in the second one, not on ethics."""
    first = judged(*TEXAS, done=(hours("a", 39), hours("e", 1, ETHICS)))
    assert figures(first.carried, first.over_limit) == "14 11"
    second = judged(*TEXAS, carried=(brought(14, "ethics"),), done=(hours("a", 1),))
    assert state(second, "total") is State.MET
    assert state(second, "ethics-part") is State.SHORT
    came = second.activity("carried-1")
    assert figures(came.claimed, came.counted) == "14 14"
    assert [reason.code for reason in came.reasons] == [Code.CARRIED_IN]
    assert [serves.clause for serves in came.serves] == ["total"]
    with_ethics = judged(*TEXAS, carried=(brought(14),), done=(hours("e", 1, ETHICS),))
    assert with_ethics.verdict is Verdict.READY


def test_carried_hours_pass_on_only_where_they_last() -> None:
    young = brought(5, earned=START.replace(year=2024))
    for periods, earned, passes in ((1, True, 0), (2, True, 4), (2, False, 0)):
        rules = (clause("total", total(1)), clause("carry", carry(4, periods=periods)))
        credit = young if earned else brought(5)
        assert judged(*rules, carried=(credit,)).carried == passes
    old = brought(5, earned=START.replace(year=2022))
    rules = (clause("total", total(1)), clause("carry", carry(4, periods=2)))
    assert judged(*rules, carried=(old,)).carried == 0


def test_old_credit_is_spent_before_new() -> None:
    rules = (clause("total", total(4)), clause("carry", carry(9)))
    standing = judged(*rules, carried=(brought(3),), done=(hours("a", 6),))
    assert standing.activity("carried-1").counted == 3
    assert standing.activity("a").carried == 5


def test_eight_or_ten_pass_of_thirty_eight_or_forty_five() -> None:
    """E63, Texas social workers."""
    rules = (clause("total", total(30)), clause("carry", carry(10)))
    assert judged(*rules, done=(hours("a", 38),)).carried == 8
    assert judged(*rules, done=(hours("a", 45),)).carried == 10


def test_who_needs_what_came_in_passes_none_on() -> None:
    rules = (clause("total", total(10)), clause("carry", carry(5, forfeits=True)))
    needing = judged(*rules, carried=(brought(4),), done=(hours("a", 8),))
    assert needing.verdict is Verdict.READY
    assert needing.carried == 0
    able = judged(*rules, carried=(brought(4),), done=(hours("a", 10),))
    assert able.carried == 4


def test_where_nothing_passes_what_is_said_to_come_in_is_turned_away() -> None:
    rules = (clause("total", total(10)), clause("carry", carry(0)))
    standing = judged(*rules, carried=(brought(10),))
    came = standing.activity("carried-1")
    assert figures(came.not_eligible, came.counted) == "10 0"
    assert [(reason.code, reason.clause) for reason in came.reasons] == [(Code.REFUSED, "carry")]
    assert short(standing, "total") == 10


def test_only_what_came_into_this_cycle_counts_and_only_for_this_certification() -> None:
    rules = (clause("total", total(10)), clause("carry", carry(10)))
    earlier = brought(10, into=START.replace(year=2023))
    assert short(judged(*rules, carried=(earlier,)), "total") == 10
    assert judged(*rules, carried=(brought(10),)).verdict is Verdict.READY


# ---------------------------------------------------------------- debts


def new_zealand(again: bool | None = None) -> tuple[Clause, ...]:
    law = Carry(owes=Fraction(10), owes_again=again)
    return clause("total", total(10)), clause("debt", law)


def owing(standing: Standing) -> list[tuple[Code, str]]:
    return [(each.code, figures(each.amount)) for each in standing.requirement("total").reasons]


def test_a_small_shortage_passes_as_a_debt_and_comes_on_top() -> None:
    """W53, REPs NZ: four points this year, eight the next."""
    first = judged(*new_zealand(), done=(hours("a", 4),))
    assert first.verdict is Verdict.READY
    assert owing(first) == [(Code.OWED, "6")]
    debt = brought(6, owed=True)
    second = judged(*new_zealand(), carried=(debt,), done=(hours("a", 8),))
    assert second.requirement("total").need == 16
    assert state(second, "total") is State.SILENT
    assert owing(second) == [(Code.OWED, "8"), (Code.SILENT, "-")]
    assert "total" in second.silences
    paid = judged(*new_zealand(), carried=(debt,), done=(hours("a", 16),))
    assert paid.verdict is Verdict.READY


def test_whether_a_debt_may_pass_again() -> None:
    debt, done = (brought(6, owed=True),), (hours("a", 8),)
    for again, expected in ((True, State.MET), (False, State.SHORT)):
        standing = judged(*new_zealand(again), carried=debt, done=done)
        assert state(standing, "total") is expected


def test_a_larger_shortage_is_short() -> None:
    rules = (clause("total", total(12)), clause("debt", Carry(owes=Fraction(10))))
    assert state(judged(*rules, done=(hours("a", 2),)), "total") is State.MET
    assert short(judged(*rules, done=(hours("a", 1),)), "total") == 11


def test_ten_of_forty_are_left() -> None:
    """W54, REPs NZ in its older text."""
    rules = (clause("total", total(30)), clause("carry", carry(30, periods=2)))
    standing = judged(*rules, done=(hours("a", 40, completed=LATE),))
    assert figures(standing.counted, standing.carried) == "30 10"
