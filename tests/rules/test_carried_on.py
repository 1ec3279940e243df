"""What a renewal lets pass on, and what the next cycle makes of it: by the bodies' own rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from recert.rules.amounts import show
from recert.rules.carrying import carried_on
from recert.rules.facts import Activity, Award, Carried, Facts, Holding, Kind, Topic, Unit
from recert.rules.findings import Code, Standing
from recert.rules.judging import judge
from recert.rules.reading.folders import read_body
from recert.rules.rulebook import Carry, Rulebook
from tests.rules.judged import brought, hours, judged, so_much
from tests.rules.small import END, HELD, clause
from tests.rules.test_carrying import total

ROOT = Path(__file__).resolve().parents[2] / "rulebooks"


@cache
def books(body: str) -> Sequence[Rulebook]:
    return read_body(ROOT / body).rulebooks


def held(body: str, credential: str, certified: date, expires: date) -> Holding:
    return Holding(id="h", body=body, credential=credential, certified=certified, expires=expires)


def earned(
    id: str, amount: int, unit: Unit, completed: date, topic: Topic, by: str = ""
) -> Activity:
    return Activity(
        id=id,
        title=id,
        kind=Kind.COURSE,
        completed=completed,
        topics=frozenset({topic}),
        awards=(Award(amount=Fraction(amount), unit=unit, by=by),),
    )


def renewed(facts: Facts, standing: Standing) -> Facts:
    """The year after: what passed on is on record, and the last day is the next one."""
    assert standing.next_cycle is not None
    (holding,) = facts.holdings
    return replace(
        facts,
        holdings=(replace(holding, expires=standing.next_cycle[1]),),
        activities=(),
        carried=carried_on(standing, facts),
    )


def test_fourteen_of_forty_hours_pass_on_and_serve_no_ethics() -> None:
    """Texas engineers: 40 hours in a year of 15, then the year after."""
    licence = held("tx-pe", "pe", date(2015, 7, 1), date(2025, 6, 30))
    done = (
        earned("school", 39, Unit.PDH, date(2025, 3, 1), Topic.ENGINEERING),
        earned("ethics", 1, Unit.PDH, date(2025, 4, 1), Topic.ETHICS),
    )
    facts = Facts(person="p", holdings=(licence,), activities=done)
    standing = judge(books("tx-pe"), facts, "h", date(2025, 6, 30))
    (passed,) = carried_on(standing, facts)
    assert show(passed.amount) == "14"
    assert (passed.into, passed.earned) == (date(2025, 7, 1), date(2025, 3, 1))
    after = judge(books("tx-pe"), renewed(facts, standing), "h", date(2026, 6, 1))
    assert after.requirement("total").short == 1
    assert after.requirement("ethics").short == 1


def test_what_passes_on_at_shrm_is_education_there() -> None:
    known = {"birth-month": "3"}
    did = earned("course", 90, Unit.CREDIT, date(2025, 1, 1), Topic.HUMAN_RESOURCES, "shrm")
    credential = held("shrm", "cp", date(2020, 3, 31), date(2026, 3, 31))
    facts = Facts(person="p", holdings=(credential,), activities=(did,), attributes=known)
    standing = judge(books("shrm"), facts, "h", date(2026, 3, 1))
    passed = carried_on(standing, facts)
    assert sum(each.amount for each in passed) == 20
    after = judge(books("shrm"), renewed(facts, standing), "h", date(2026, 5, 1))
    assert after.activity("carried-1").categories == ("education",)


def test_nothing_passes_on_where_the_policy_carries_nothing() -> None:
    standing = judged(clause("total", total(10)), done=(hours("a", 30),))
    facts = Facts(person="p", holdings=(HELD,), activities=(hours("a", 30),))
    assert carried_on(standing, facts) == ()


def test_a_debt_passes_on_as_a_debt() -> None:
    rules = (clause("total", total(20)), clause("carry", Carry(owes=Fraction(5))))
    done = (hours("a", 17),)
    standing = judged(*rules, done=done)
    assert standing.requirement("total").reasons[-1].code is Code.OWED
    facts = Facts(person="p", holdings=(HELD,), activities=done)
    (debt,) = carried_on(standing, facts)
    assert debt == Carried(
        holding="h", amount=Fraction(3), into=date(END.year + 1, 1, 1), owed=True
    )


def test_what_lasts_two_cycles_keeps_the_day_it_was_earned() -> None:
    day = date(2024, 5, 5)
    rule = Carry(at_most=so_much(30), periods=2)
    rules = (clause("total", total(10)), clause("carry", rule))
    came = (brought(12, earned=day),)
    standing = judged(*rules, done=(hours("a", 10),), carried=came)
    facts = Facts(person="p", holdings=(HELD,), activities=(hours("a", 10),), carried=came)
    passed = carried_on(standing, facts)
    assert sum(each.amount for each in passed) == 12
    assert {each.earned for each in passed} <= {day, hours("a", 10).completed}
