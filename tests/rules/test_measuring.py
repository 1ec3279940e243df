"""Measuring: what an activity is worth by each kind of measure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from recert.rules.amounts import Grid, Rounding
from recert.rules.facts import Activity, Decision, DecisionKind, Kind, Unit
from recert.rules.findings import Code
from recert.rules.measuring import Worth, measure, unmeasured_by
from recert.rules.rulebook import By, Chooser, Clause, Measure, Span, What
from tests.rules.small import TODAY, award, clause, course, matter

TENTHS = Grid(Fraction("0.1"), Rounding.DOWN)


def worth(rule: Measure, activity: Activity, **more: Any) -> Fraction | None:
    found = measure(activity, matter(clause("m", rule, **more)), None)
    return found.value if found else None


@pytest.mark.parametrize(
    ("minutes", "expected"), [(60, "1.2"), (50, "1"), (49, "0.98"), (0, "0"), (None, None)]
)
def test_hours(minutes: int | None, expected: str | None) -> None:
    rule = Measure(by=By.HOURS, minutes=50)
    found = worth(rule, course(minutes=minutes))
    assert found == (None if expected is None else Fraction(expected))


def test_each_and_nothing() -> None:
    assert worth(Measure(by=By.EACH, worth=Fraction(5)), course()) == 5
    there = matter(clause("none", Measure(by=By.NOTHING)))
    found = measure(course(minutes=600), there, None)
    assert found is not None
    assert found.value == 0
    assert found.reasons[0].code is Code.WORTH_NOTHING


@pytest.mark.parametrize(
    ("started", "completed", "years"),
    [
        ("2025-01-01", "2025-12-31", 1),  # the last day belongs to it
        ("2025-01-02", "2025-12-31", 0),
        ("2020-01-01", "2025-12-31", 1),  # only what lies in the cycle
        ("2020-01-01", "2024-12-31", 0),
        ("2025-06-02", "2030-01-01", 1),  # only until the day asked about
        ("2025-06-03", "2030-01-01", 0),
    ],
)
def test_years_of_service_are_whole_and_inside_the_cycle(
    started: str, completed: str, years: int
) -> None:
    service = course(
        completed=date.fromisoformat(completed),
        started=date.fromisoformat(started),
        kind=Kind.COMMITTEE_SERVICE,
    )
    assert worth(Measure(by=By.YEAR, worth=Fraction(2)), service) == 2 * years


def test_service_counts_from_when_its_clause_came_into_force() -> None:
    service = course(completed=date(2026, 5, 31), started=date(2025, 1, 1))
    rule, since = Measure(by=By.YEAR), Span(date(2025, 6, 2), None)
    assert worth(rule, service) == 1
    assert worth(rule, service, span=since, chosen_by=Chooser.ACTIVITY) == 0


def test_the_own_award_goes_first_then_the_largest() -> None:
    rule = Measure(by=By.AWARD)
    own = course(awards=(award("9", "other"), award("2", "body")))
    assert worth(rule, own) == 2
    assert worth(rule, replace(own, awards=own.awards[::-1])) == 2
    assert worth(rule, course(awards=(award("3", "x"), award("9", "y")))) == 9


def test_awarders_are_asked_in_their_order_and_nobody_else() -> None:
    rule = Measure(by=By.AWARD, awarders=("first", "second"))
    both = course(awards=(award("9", "second"), award("2", "first"), award("50", "third")))
    assert worth(rule, both) == 2
    assert worth(rule, course(awards=(award("50", "third"),))) is None
    assert worth(rule, course()) is None


def test_only_the_units_named_are_converted() -> None:
    rule = Measure(by=By.AWARD, units=frozenset({Unit.CEU}), worth=Fraction(10))
    assert worth(rule, course(awards=(award("0.3", unit=Unit.CEU), award("9")))) == 3
    assert worth(rule, course(awards=(award("9"),))) is None


@pytest.mark.parametrize(
    ("minutes", "claimed", "value", "codes"),
    [
        (29, "0.4", "0", [Code.TOO_SHORT]),
        (30, "0.5", "0.5", [Code.COUNTED]),
        (119, "1.9", "1.9", [Code.COUNTED]),
        (120, "2", "2", [Code.COUNTED]),
        (121, "2", "2", [Code.COUNTED]),  # rounded down before the cap
        (126, "2.1", "2", [Code.COUNTED, Code.CAPPED_ITEM]),
    ],
)
def test_rounding_the_least_and_the_most(
    minutes: int, claimed: str, value: str, codes: list[Code]
) -> None:
    rule = Measure(
        by=By.HOURS, minutes=60, rounding=TENTHS, at_least=Fraction("0.5"), at_most=Fraction(2)
    )
    found = measure(course(minutes=minutes), matter(clause("m", rule)), None)
    assert found is not None
    assert (found.claimed, found.value) == (Fraction(claimed), Fraction(value))
    assert [each.code for each in found.reasons] == codes


def test_the_first_measure_that_fits_rules() -> None:
    clauses: tuple[Clause, ...] = (
        clause("webinar", Measure(by=By.EACH, what=What(kinds=frozenset({Kind.WEBINAR})))),
        clause("award", Measure(by=By.AWARD)),
        clause("hours", Measure(by=By.HOURS, minutes=30)),
    )

    def by(activity: Activity) -> str:
        found = measure(activity, matter(*clauses), None)
        return found.reasons[0].clause if found else ""

    assert by(course(kind=Kind.WEBINAR, minutes=60)) == "webinar"
    assert by(course(minutes=60, awards=(award("3"),))) == "award"
    assert by(course(minutes=60)) == "hours"
    assert by(course()) == ""


def test_a_silent_measure_names_the_hole_and_measures_nothing() -> None:
    there = matter(clause("hole", Measure(by=By.EACH), silent=True))
    assert measure(course(), there, None) is None
    assert unmeasured_by(course(), there) == "hole"
    assert unmeasured_by(course(), matter(clause("m", Measure(by=By.EACH)))) == ""


def test_what_the_body_decided_goes_before_every_clause() -> None:
    there = matter(clause("m", Measure(by=By.EACH, worth=Fraction(9))))
    decision = Decision(
        kind=DecisionKind.ACCEPT, body="body", on=TODAY, reason="", activity="a",
        clause="petition", amount=Fraction(4),
    )  # fmt: skip
    found = measure(course(), there, decision)
    assert isinstance(found, Worth)
    assert found.value == 4
    assert found.reasons[0].code is Code.DECIDED
    accepted = measure(course(), there, replace(decision, amount=None))
    assert accepted is not None
    assert accepted.value == 9


def test_preparing_counts_the_first_time_a_course_is_given() -> None:
    rule = Measure(by=By.HOURS, preparation=Fraction(2), prepared_once=True)
    first = course("first", date(2026, 1, 5), course="X1", minutes=60, preparation=180)
    again = replace(first, id="again", completed=date(2026, 2, 5))
    other = replace(again, id="other", course="X2")
    there = matter(clause("taught", rule), activities=(other, again, first))

    def worth(activity: Activity) -> Fraction | None:
        found = measure(activity, there, None)
        return found.value if found else None

    assert [worth(each) for each in (first, again, other)] == [3, 1, 3]
    always = matter(clause("taught", replace(rule, prepared_once=False)), activities=(first, again))
    found = measure(again, always, None)
    assert found is not None
    assert found.value == 3
