"""Running cases: what agrees is silent, what differs is named, what is untried is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from recert.rules.checking import Report, check_folder

EDITION = """\
body: ace
name: Example Body
edition: "2026"
in-force: {from: 2020-01-01, by: cycle-start}
unit: {name: CEC, per-hour: "0.1"}
zone: America/New_York
currency: USD
own: ace
credentials: {cpt: {name: Personal Trainer}}
sources: {EX1: {title: Page, address: "https://example.org", read: 2026-11-21}}
clauses:
  period:
    cycle: {length: 2 years, ends: month-end, cutoff: 23:59}
    says: Two years, to the end of the month.
    source: EX1
  ethics:
    category: {what: {topics: ethics}}
    says: Ethics is a subject of its own.
    source: EX1
  total:
    need: {of: everything, amount: "2.0"}
    says: Twenty hours.
    source: EX1
  ethics-part:
    need: {of: ethics, amount: "0.1"}
    says: One of them on ethics.
    source: EX1
  as-awarded:
    measure: {by: award}
    says: Credit counts as awarded.
    source: EX1
  most-ethics:
    limit: {of: ethics, amount: "0.5"}
    says: Five hours of ethics at most.
    source: EX1
  examination:
    route: {examination: true, waives: [total, ethics-part], extends: 2 years}
    says: Or pass the examination again.
    source: EX1
  renewal-fee:
    fee: {for: renewal, prices: "60.00"}
    says: Sixty dollars.
    source: EX1
  late-fee:
    fee: {for: late}
    silent: true
    says: The page does not say what renewing late costs.
    source: EX1
  grace:
    lapse: {stage: {until: 6 months}, name: grace, status: inactive, next-cycle: original-schedule}
    says: Six months to renew late.
    source: EX1
"""

CASE = """\
- case: {title}
  basis: derived
  source: EX1
  person:
    holdings: [{{credential: cpt, certified: 2024-02-10, expires: 2026-02-28}}]
    activities:
      - {{id: a, title: A, kind: course, completed: 2025-01-01, topics: ethics,
          awards: [{{amount: "0.7", unit: cec, by: ace}}]}}
      - {{id: b, title: B, kind: course, completed: 2025-01-01,
          awards: [{{amount: "{amount}", unit: cec, by: ace}}]}}
  as-of: {day}
  expect: {{{expect}}}
"""

RIGHT = """\
verdict: ready, status: active, edition: "2026", counted: "2", claimed: "2.2",
    cycle: {start: 2024-02-10, end: 2026-02-28}, needs: {total: met, ethics-part: met},
    required: {total: "2"}, short: {total: "0"}, fee: {today: "60.00"}, next-end: 2028-02-29,
    activities: {a: {counted: "0.5", over-limit: "0.2", reasons: over-limit}},
    routes: {examination: open}, because: [most-ethics, renewal-fee]"""


def check(folder: Path, expect: str, *, day: str = "2026-02-01", amount: str = "1.5") -> Report:
    """Run one case in a folder of its own."""
    body = folder / "ace"
    body.mkdir(exist_ok=True)
    (body / "2026.yaml").write_text(EDITION)
    case = CASE.format(title="Ready", amount=amount, day=day, expect=expect)
    (body / "2026.cases.yaml").write_text(case)
    return check_folder(folder)


def test_what_agrees_leaves_nothing_to_say(tmp_path: Path) -> None:
    report = check(tmp_path, RIGHT)
    assert report.problems == ()
    assert [str(mismatch) for _, mismatch in report.mismatches] == []
    assert report.cases == 1


@pytest.mark.parametrize(
    ("expect", "about", "found"),
    [
        ("verdict: short", "verdict", "ready"),
        ("status: lapsed", "status", "active"),
        ('edition: "2025"', "edition", "2026"),
        ('counted: "2.2"', "counted", "2"),
        ("cycle: {start: 2024-02-10, end: 2026-02-10}", "cycle", "2024-02-10 to 2026-02-28"),
        ("needs: {ethics-part: short}", "need ethics-part", "met"),
        ('required: {total: "3"}', "required total", "2"),
        ('short: {total: "1"}', "short total", "0"),
        ('activities: {a: {counted: "0.7"}}', "activity a counted", "0.5"),
        ("activities: {a: {reasons: refused}}", "activity a reasons", "over-limit"),
        ('fee: {today: "61.00"}', "fee today", "60.00"),
        ("fee: {today: policy-silent}", "fee today", "60.00"),
        ("stage: grace", "stage", "nothing"),
        ("next-end: 2028-02-28", "next-end", "2028-02-29"),
        ("routes: {examination: taken}", "route examination", "open"),
        ("because: total", "because", "most-ethics"),
        ("silent: grace", "silent", "late-fee"),
    ],
)
def test_what_differs_is_named(tmp_path: Path, expect: str, about: str, found: str) -> None:
    report = check(tmp_path, expect)
    ((file, mismatch),) = report.mismatches
    assert (file, mismatch.case, mismatch.line) == ("ace/2026.cases.yaml", "Ready", 1)
    assert mismatch.about == about
    assert found in mismatch.found
    assert mismatch.expected in str(mismatch)


def test_after_the_last_day_a_silent_fee_makes_the_sum_silent(tmp_path: Path) -> None:
    late = "fee: {today: policy-silent}, stage: grace, silent: late-fee, because: grace"
    report = check(tmp_path, late, day="2026-03-01")
    assert [str(mismatch) for _, mismatch in report.mismatches] == []


@pytest.mark.parametrize(
    ("moment", "stage"),
    [
        ("2026-03-01T04:59:00+00:00", "nothing"),  # a minute to midnight in New York
        ("2026-03-01T05:00:00+00:00", "grace"),
    ],
)
def test_a_moment_is_put_on_the_calendar_of_the_body(
    tmp_path: Path, moment: str, stage: str
) -> None:
    report = check(tmp_path, "stage: reinstatement", day=moment)
    ((_, mismatch),) = report.mismatches
    assert mismatch.found == stage


def test_coverage_tells_what_no_case_names_and_what_only_goes_one_way(tmp_path: Path) -> None:
    (coverage,) = check(tmp_path, RIGHT).coverage
    assert (coverage.body, coverage.edition, coverage.clauses) == ("ace", "2026", 9)
    assert coverage.unnamed == ("late-fee", "grace")
    assert coverage.one_sided == ("total", "ethics-part")


def test_a_folder_with_problems_is_not_judged_by(tmp_path: Path) -> None:
    report = check(tmp_path, "verdict: short")
    assert report.mismatches
    (tmp_path / "ace" / "2027.yaml").write_text(EDITION)
    (tmp_path / "ace" / "2026.cases.yaml").write_text(
        CASE.format(title="T", amount="1", day="2026-01-01", expect="status: active").replace(
            "EX1", "EX2"
        )
    )
    report = check_folder(tmp_path)
    assert report.mismatches == ()
    assert report.cases == 0
    told = [(problem.file, problem.path) for problem in report.problems]
    assert told == [("ace/2027.yaml", "edition")]  # what the cases name may stand in there


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ("needs: {ethics-prt: met}", 'no edition has a clause "ethics-prt"; did you mean "eth'),
        ("routes: {exam: open}", 'no edition has a clause "exam"'),
        ("because: totals", 'no edition has a clause "totals"; did you mean "total"?'),
        ("silent: late", 'no edition has a clause "late"'),
        ('required: {totl: "2"}', 'no edition has a clause "totl"'),
    ],
)
def test_names_that_nothing_bears_are_problems(tmp_path: Path, expect: str, told: str) -> None:
    report = check(tmp_path, expect)
    (problem,) = report.problems
    assert (problem.file, problem.line) == ("ace/2026.cases.yaml", 1)
    assert told in problem.message
    assert report.cases == 0


def test_a_credential_nobody_grants_and_a_source_nobody_names_are_problems(tmp_path: Path) -> None:
    check(tmp_path, "verdict: ready")
    file = tmp_path / "ace" / "2026.cases.yaml"
    text = file.read_text().replace("credential: cpt", "credential: ctp")
    file.write_text(text.replace("EX1", "EX2"))
    told = {problem.path: problem.message for problem in check_folder(tmp_path).problems}
    assert told["person.holdings"] == 'no edition has the credential "ctp"; did you mean "cpt"?'
    assert "EX2" in told["source"]
