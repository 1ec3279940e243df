"""Activities from a spreadsheet: forgiving of its habits, exact about what is in it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from recert.rules.facts import Activity, Award, Delivery, Kind, Topic, Unit
from recert.rules.reading import read_activities_csv
from recert.rules.reading.activities_csv import AWARD, COLUMNS
from recert.rules.reading.binding import policy_fields
from recert.rules.reading.forms import key_of

ONE = Activity(
    id="activity-1",
    title="Ethics, and law",
    kind=Kind.WEBINAR,
    completed=date(2026, 3, 1),
    delivery=Delivery.LIVE_ONLINE,
    provider="ace",
    awards=(Award(amount=Fraction(1, 10), unit=Unit.CEC, by="ace", number="CEP1"),),
    minutes=60,
    topics=frozenset({Topic.ETHICS, Topic.LAW}),
    assessed=True,
    evidence=False,
)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\r\n"])
def test_a_row_is_an_activity_whatever_separates_its_cells(separator: str, start: str) -> None:
    rows = [
        ["Completed", "TITLE", "kind", "delivery", "provider", "amount", "unit",
         "Awarded by", "number", "minutes", "topics", "assessed"],
        ["2026-03-01", '"Ethics, and law"', "webinar", "live-online", "ace", "0.1", "cec",
         "ace", "CEP1", "60", '" ethics ; law"', "true"],
        [],
    ]  # fmt: skip
    text = start + "\r\n".join(separator.join(row) for row in rows)
    activities, problems = read_activities_csv(text)
    assert problems == ()
    assert activities == (ONE,)


def test_cells_left_empty_and_short_rows_leave_things_unsaid() -> None:
    heading = "completed,title,kind,amount,unit,passed\n"
    rows = "2026-01-02,Talk,presenting,,,,,\n2026-01-03,Quiz,quiz\n"
    activities, problems = read_activities_csv(heading + rows)
    assert problems == ()
    assert activities is not None
    assert [(each.id, each.awards, each.passed) for each in activities] == [
        ("activity-1", (), None),
        ("activity-2", (), None),
    ]


def test_every_field_of_an_activity_has_a_column_or_a_reason() -> None:
    fields = {key_of(Activity, field.name) for field in policy_fields(Activity)}
    no_column = {"awards", "parts", "reported-by"}  # spread over four, too deep, not theirs to say
    assert set(COLUMNS) - set(AWARD) == fields - no_column


def test_only_a_heading_is_nothing_done() -> None:
    assert read_activities_csv("completed,title,kind\n") == ((), ())


@pytest.mark.parametrize(
    ("heading", "cells", "column", "words"),
    [
        ("amount,unit", '"1,5",cec', "amount", "digits and at most one point"),
        ("amount,unit", "1.5,ceus", "unit", 'did you mean "ceu"?'),
        ("amount,unit", "1.5,", "unit", "fill both"),
        ("unit,amount", "cec,", "amount", "fill both"),
        ("minutes", "1 h", "minutes", "is not a whole number"),
        ("passed", "yes", "passed", "neither true nor false"),
        ("started", "1/3/2026", "started", "year-month-day"),
        ("topics", "ethics;laws", "topics", 'did you mean "law"?'),
    ],
)
def test_a_wrong_cell_is_told_by_row_and_column(
    heading: str, cells: str, column: str, words: str
) -> None:
    text = (
        f"completed,title,kind,{heading}\n"
        '2026-01-02,"Two\nlines",course,,\n'
        "\n"
        f"2026-01-02,T,course,{cells}\n"
    )
    activities, problems = read_activities_csv(text, name="my.csv")
    assert activities is None
    (problem,) = problems
    assert (problem.file, problem.line) == ("my.csv", 5)
    assert problem.path.startswith("row 2.")
    assert column in problem.path
    assert words in problem.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        ("title,kind\nT,course\n", 'the column "completed" is missing'),
        ("completed,title,kind,topic\n", 'did you mean "topics"?'),
        ("completed,title,kind,title\n", "stands twice"),
        ("completed,title,kind\n2026-01-02,A, B,course\n", "more cells than headings"),
        ('completed,title,kind\n2026-01-02,"A"B,course\n', "this is not CSV"),
        ("completed,title,kind,id\n2026-01-02,A,quiz,x\n2026-01-02,B,quiz,x\n", "a row above"),
        ("completed,title,kind\n,A,quiz\n", '"completed" is missing'),
    ],
)
def test_a_wrong_table_is_told(text: str, words: str) -> None:
    activities, problems = read_activities_csv(text)
    assert activities is None
    assert [problem for problem in problems if words in problem.message], problems


def test_every_wrong_row_is_told_at_once() -> None:
    rows = "completed,title,kind\n" + "2026-01-02,T,cuorse\n" * 3
    _, problems = read_activities_csv(rows)
    assert [problem.line for problem in problems] == [2, 3, 4]
