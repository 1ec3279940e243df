"""Cases as policy people write them, with what may be left out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from recert.rules.cases import Basis, Came, Case, Days, Due, Way
from recert.rules.findings import Code, State, Verdict
from recert.rules.reading import read_cases

WHOLE = """\
- case: short of ethics
  id: W25
  basis: derived
  source: AE3
  person:
    holdings: [{credential: cpt, certified: 2024-05-01}]
    memberships: [{since: 2024-01-01}]
    attestations: [{to: truthful, on: 2026-01-01}]
    activities:
      - {title: Course, kind: course, completed: 2025-01-01, awards: [{amount: "2", unit: cec}]}
  as-of: 2026-01-01T00:30:00-05:00
  expect:
    verdict: short
    cycle: {start: 2024-05-01, end: 2026-05-31}
    needs: {total: met, ethics: short}
    required: {total: "2.0"}
    short: {ethics: "0.1"}
    activities: {activity-1: {counted: "2", reasons: counted}}
    fee: {today: "140.00"}
    next-end: 2028-05-31
    routes: {examination: open}
    because: ethics
"""


def read(text: str) -> tuple[Case, ...]:
    """The cases of a text that must read well."""
    cases, problems = read_cases(text, name="x.cases.yaml", body="ace")
    assert problems == ()
    return cases


def test_a_whole_case() -> None:
    (case,) = read(WHOLE)
    assert (case.case, case.id, case.basis, case.source) == (
        "short of ethics", "W25", Basis.DERIVED, "AE3",
    )  # fmt: skip
    holding = case.person.holdings[0]
    assert (holding.id, holding.body, case.of) == ("holding-1", "ace", "holding-1")
    assert case.person.memberships[0].body == "ace"
    assert case.person.attestations[0].holding == "holding-1"
    assert isinstance(case.as_of, datetime)
    assert case.as_of.astimezone(UTC) == datetime(2026, 1, 1, 5, 30, tzinfo=UTC)
    expect = case.expect
    assert expect.verdict is Verdict.SHORT
    assert expect.cycle == Days(start=date(2024, 5, 1), end=date(2026, 5, 31))
    assert expect.needs == {"total": State.MET, "ethics": State.SHORT}
    assert expect.short == {"ethics": Fraction(1, 10)}
    came = Came(counted=Fraction(2), reasons=frozenset({Code.COUNTED}))
    assert expect.activities == {"activity-1": came}
    assert expect.fee == Due(today="140.00")
    assert expect.routes == {"examination": Way.OPEN}
    assert expect.because == ("ethics",)
    assert case.line == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("  as-of: 2026-01-01T00:30:00-05:00\n", "", 1, '"as-of" is missing'),
        ("00:30:00-05:00", "00:30:00", 11, "write a moment with its offset"),
        ("T00:30:00-05:00", "Tea", 11, "write a moment with its offset"),
        ("verdict: short", "verdict: late", 13, "is not a word for verdict"),
        ('today: "140.00"', 'today: "140"', 19, 'such as "140.00"'),
        ("activities: {activity-1:", "activities: {a1:", 18, 'has no activity "a1"'),
        ("basis: derived", "basis: guessed", 3, "is not a word for basis"),
        ("  id: W25\n", "  of: other\n", 2, 'has no holding "other"'),
        ("credential: cpt, ", "", 6, '"credential" is missing'),
        ('awards: [{amount: "2"', 'awards: [{amount: 2', 10, "write it in quotes"),
        ("    holdings: [{credential: cpt, certified: 2024-05-01}]\n", "", 7, '"holding" is'),
        ("- case: short", "- case: again\n- case: short", 1, '"person" is missing'),
    ],
)  # fmt: skip
def test_a_wrong_case_is_told(old: str, new: str, line: int, words: str) -> None:
    assert WHOLE.count(old) == 1
    _, problems = read_cases(WHOLE.replace(old, new), name="x", body="ace")
    found = [problem for problem in problems if words in problem.message]
    assert found, problems
    assert found[0].line == line


def test_a_case_of_somebody_who_holds_nothing_is_refused() -> None:
    start, end = WHOLE.index("    holdings:"), WHOLE.index("    activities:")
    _, problems = read_cases(WHOLE[:start] + WHOLE[end:], name="x", body="ace")
    assert "no holding is listed" in problems[0].message


def test_a_case_that_expects_nothing_is_refused() -> None:
    start = WHOLE[: WHOLE.index("  expect:")]
    _, problems = read_cases(start + "  expect: {}\n", name="x", body="ace")
    assert "nothing is expected" in problems[0].message


def test_two_cases_of_one_title_are_refused() -> None:
    _, problems = read_cases(WHOLE + WHOLE, name="x", body="ace")
    assert ["give each its own title" in problem.message for problem in problems] == [True]


def test_a_file_that_is_no_list_is_refused() -> None:
    cases, problems = read_cases("case: x", name="x", body="ace")
    assert cases == ()
    assert "is a list" in problems[0].message
