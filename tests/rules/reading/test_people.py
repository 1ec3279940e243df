"""Facts read from JSON and YAML are the facts, whoever wrote them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from recert.rules.facts import Activity, Award, Facts, Kind, Topic, Unit
from recert.rules.reading import read_facts
from recert.rules.writing import write_facts
from tests.rules.strategies import facts


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(person=facts())
def test_facts_written_read_back_the_same(person: Facts) -> None:
    read, problems = read_facts(write_facts(person))
    assert problems == ()
    assert read == person


def test_json_with_numbered_ids() -> None:
    read, problems = read_facts(
        """{
        "holdings": [{"body": "ace", "credential": "cpt", "certified": "2024-02-29"}],
        "activities": [
            {"title": "Ethics", "kind": "webinar", "completed": "2030-05-01", "minutes": 60,
             "awards": [{"amount": "0.1", "unit": "cec", "by": "ace"}], "topics": ["ethics"],
             "delivery": null, "passed": true}
        ],
        "country": "US"
        }""",
        name="me.json",
    )
    assert problems == ()
    assert read is not None
    assert read.holdings[0].id == "holding-1"
    assert read.activities == (
        Activity(
            id="activity-1",
            title="Ethics",
            kind=Kind.WEBINAR,
            completed=date(2030, 5, 1),
            minutes=60,
            awards=(Award(amount=Fraction(1, 10), unit=Unit.CEC, by="ace"),),
            topics=frozenset({Topic.ETHICS}),
            passed=True,
        ),
    )


ACTIVITY = '"title": "T", "kind": "course", "completed": "2026-02-02"'


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ('"awards": [{"amount": 0.1, "unit": "cec"}]', 'write it in quotes: "0.1"'),
        ('"awards": [{"amount": "1,5", "unit": "cec"}]', "digits and at most one point"),
        ('"awards": [{"amount": "1/7", "unit": "cec"}]', "too fine"),
        ('"awards": [{"amount": "1", "unit": "ceus"}]', 'did you mean "ceu"?'),
        ('"topics": ["ethic"]', 'did you mean "ethics"?'),
        ('"topics": ["law", "law"]', "listed twice"),
        ('"minutes": "60"', "write it without quotes"),
        ('"minutes": 60.5', "is not a whole number"),
        ('"started": "2026-03-01"', "is before 2026-03-01"),
        ('"passed": "yes"', "neither true nor false"),
        ('"parts": [{"share": "0", "topics": ["law"]}]', "between 0 and 1"),
        (
            '"parts": [{"share": "0.6", "topics": "law"}, {"share": "0.6", "topics": "safety"}]',
            "more than the whole",
        ),
        ('"category": "A"', 'the key "category" is not known here'),
        ('"provider": ""', "nothing is written here"),
    ],
)
def test_what_an_activity_cannot_be(inside: str, words: str) -> None:
    text = f'{{"activities": [\n{{{ACTIVITY}}},\n{{{ACTIVITY},\n{inside}}}]}}'
    read, problems = read_facts(text, name="me.json")
    assert read is None
    assert [problem.line for problem in problems if words in problem.message] == [4], problems
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("holdings: [{body: ace, credential: cpt, certified: 2026-01-01, expires: 2025-01-01}]",
         "holdings[1].expires", "is before"),
        ("documents: [{kind: cpr, issued: 2026-01-01, expires: 2025-01-01}]",
         "documents[1].expires", "is before"),
        ("memberships: [{body: ace, since: 2026-01-01, until: 2025-01-01}]",
         "memberships[1].until", "is before"),
        ("attestations: [{holding: cpt, to: truthful, on: 2026-01-01}]",
         "attestations[1].holding", "there is no holding"),
        ("decisions: [{kind: accept, body: ace, on: 2026-01-01, reason: R, activity: x}]",
         "decisions[1].activity", "there is no activity"),
        ("activities: {title: T}", "activities", "a list is needed"),
        ("activities: [T]", "activities[1]", "needs keys with values"),
        ("- a", "", "needs keys with values"),
    ],
)  # fmt: skip
def test_what_a_person_cannot_be(text: str, path: str, words: str) -> None:
    read, problems = read_facts(text)
    assert read is None
    assert [problem.path for problem in problems if words in problem.message] == [path], problems


def test_two_entries_of_one_id_cannot_be_told_apart() -> None:
    twice = "{id: a, title: T, kind: quiz, completed: 2026-01-01}"
    read, problems = read_facts(f"activities:\n- {twice}\n- {twice}\n")
    assert read is None
    (problem,) = problems
    assert (problem.line, problem.path) == (3, "activities[2].id")
    assert "an entry above" in problem.message
