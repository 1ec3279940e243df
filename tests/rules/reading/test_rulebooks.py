"""Reading an edition: everything at once, nothing raised, nothing guessed."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recert.rules.amounts import Grid, Money, Rounding
from recert.rules.facts import Topic
from recert.rules.reading import read_rulebook
from recert.rules.reading.__main__ import main
from recert.rules.rulebook import (
    ANYONE,
    Chooser,
    Clause,
    Cycle,
    Fee,
    Length,
    Measure,
    Need,
    Price,
    Row,
    Rulebook,
    Span,
    Who,
)

HEADER = """\
body: ace
name: Example Body
edition: 2026
in-force: {from: 2026-01-01, by: cycle-end}
unit: {name: CEC, per-hour: "0.1"}
zone: America/New_York
currency: USD
credentials: {cpt: {name: Personal Trainer, levels: []}}
sources: {EX1: {title: Page, address: "https://example.org", read: 2026-11-21}}
clauses:
  period:
    cycle: {length: 2 years, cutoff: 23:59}
    says: Two years.
    source: EX1
"""


def read(clauses: str) -> Rulebook:
    """The edition with some clauses more, which must read well."""
    rulebook, problems = read_rulebook(HEADER + clauses)
    assert problems == ()
    assert rulebook is not None
    return rulebook


def clause(text: str) -> Clause:
    """One clause more, read."""
    return read(f"  it:\n    {text}\n    says: It.\n    source: EX1\n").clause("it")


def test_the_header() -> None:
    rulebook = read("")
    assert (rulebook.body, rulebook.edition, rulebook.currency) == ("ace", "2026", "USD")
    assert rulebook.in_force == Span(date(2026, 1, 1), None)
    assert rulebook.chosen_by is Chooser.CYCLE_END
    assert rulebook.unit.per_hour == Fraction(1, 10)
    assert rulebook.credentials[0].id == "cpt"
    assert rulebook.clause("period").rule == Cycle(length=Length(years=2), cutoff=time(23, 59))
    assert rulebook.clause("period").line == 11
    assert rulebook.sha256 == sha256(HEADER.encode()).hexdigest()


def test_one_amount_for_anyone_and_a_table_of_rows() -> None:
    one = clause('need: {of: everything, amount: "2.0"}').rule
    assert one == Need(of=("everything",), amount=(Row(ANYONE, Fraction(2)),))
    table = clause(
        'need: {of: everything, amount: [{certified: {to: 2023-12-31}, is: "6"}, {is: "1/3"}]}'
    ).rule
    assert isinstance(table, Need)
    early = Who(certified=Span(None, date(2023, 12, 31)))
    assert table.amount == (Row(early, Fraction(6)), Row(ANYONE, Fraction(1, 3)))


def test_money_is_in_the_currency_of_the_header() -> None:
    fee = clause('fee: {for: renewal, prices: [{member: true, is: "45.50"}]}').rule
    assert isinstance(fee, Fee)
    assert fee.prices == (Price(Who(member=True), Money(4550, "USD")),)


def test_one_word_stands_for_a_list_of_one() -> None:
    measure = clause(
        "measure: {by: award, awarders: [ace, nsca], what: {topics: law}, "
        'rounding: {to: "0.1", way: half-up}}'
    ).rule
    assert isinstance(measure, Measure)
    assert measure.what.topics == frozenset({Topic.LAW})
    assert measure.awarders == ("ace", "nsca")
    assert measure.rounding == Grid(Fraction(1, 10), Rounding.HALF_UP)


def test_a_silent_clause_may_leave_its_amount_out() -> None:
    silent = clause("silent: true\n    need: {of: everything}")
    assert silent.silent
    assert isinstance(silent.rule, Need)
    assert silent.rule.amount == ()


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("1 year", Length(years=1)),
        ("2 years 6 months", Length(years=2, months=6)),
        ('"180 days"', Length(days=180)),
    ],
)
def test_lengths(written: str, length: Length) -> None:
    rule = clause(f"carry: {{at-most: '1', earned-within: {written}}}").rule
    assert getattr(rule, "earned_within", None) == length


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = HEADER.replace("zone: America", "zon: America") + (
        "  total:\n    need: {of: everythin, amount: 2.0}\n    says: It.\n    source: EX1\n"
        "  part:\n    need: {of: ethics, amount: '1'}\n    says: It.\n    source: EX2\n"
    )
    rulebook, problems = read_rulebook(text, name="ace/2026.yaml")
    assert rulebook is None
    told = [(problem.line, problem.path) for problem in problems]
    assert told == [
        (6, "zon"),
        (16, "clauses.total.need.amount"),
        (20, "clauses.part.need.of"),
        (22, "clauses.part.source"),
    ]
    assert str(problems[0]).startswith("ace/2026.yaml:6: zon: ")


@given(text=st.text(max_size=200))
@example("a" * 300)
@example("[]")
@example("{[]: 1}")
def test_no_text_makes_reading_raise(text: str) -> None:
    rulebook, problems = read_rulebook(text)
    assert rulebook is None
    assert problems


@settings(deadline=None)
@given(
    start=st.integers(0, len(HEADER)),
    length=st.integers(0, 30),
    put=st.sampled_from(["", " ", "\n", ":", "- ", "{", "}", "'", '"', "null", "*", "\t", "1"]),
)
def test_no_damage_to_a_file_makes_reading_raise(start: int, length: int, put: str) -> None:
    damaged = HEADER[:start] + put + HEADER[start + length :]
    rulebook, problems = read_rulebook(damaged)
    assert (rulebook is None) == bool(problems)


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    rulebook, problems = read_rulebook(tmp_path / "none.yaml")
    assert rulebook is None
    assert "cannot be read" in problems[0].message


def test_json_is_read_too() -> None:
    text = (
        '{\n"body": "ace", "name": "B", "edition": "1", "zone": "UTC", "currency": "USD",\n'
        '\t"in-force": {"from": "2026-01-01", "by": "filing"}, "unit": {"name": "CEC"},\n'
        '\t"credentials": {"cpt": {"name": "T"}},\n'
        '\t"sources": {"A": {"title": "T", "address": "https://a.org", "read": "2026-01-01"}},\n'
        '\t"clauses": {"period": {"cycle": {"length": "2 years"},\n'
        '\t\t"says": "\\u00e9", "source": "A", "since": null}}}'
    )
    rulebook, problems = read_rulebook(text, name="edition.json")
    assert problems == ()
    assert rulebook is not None
    assert rulebook.clause("period").says == "é"


def test_the_command_prints_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, wrong = tmp_path / "good.yaml", tmp_path / "wrong.yaml"
    good.write_text(HEADER)
    wrong.write_text(HEADER.replace("2 years", "two years"))
    assert main([str(good)]) == 0
    assert main([str(good), str(wrong)]) == 1
    assert "wrong.yaml:12: clauses.period.cycle.length:" in capsys.readouterr().out
