"""Nothing anybody can send makes a reader raise: it gives something, or says why not."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from recert.rules.reading import read_activities_csv, read_cases, read_facts, read_rulebook
from recert.rules.reading.binding import MAX_PROBLEMS
from recert.rules.reading.forms import KINDS
from recert.rules.reading.rulebooks import MAX_CLAUSES

BOOKS = Path(__file__).parents[3] / "rulebooks"

# Keys the readers look for, holding what they do not expect.
KEYS = (
    "person", "holdings", "activities", "documents", "awards", "amount", "parts", "share",
    "attributes", "id", "body", "credential", "certified", "completed", "title", "kind",
    "case", "expect", "as-of", "needs", "fee", "today", "in-force", "by", "unit", "zone",
    "currency", "credentials", "sources", "clauses", "says", "source", "since", "silent",
    "who", "of", "prices", "what", "stage", "fixed", "length", *KINDS,
)  # fmt: skip
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
leaves |= st.sampled_from(["2026-01-01", "2 years", "everything", "cpr", "1/3", "0.1", "USD"])
trees = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(tree=trees)
def test_any_json_is_read_or_refused(tree: object) -> None:
    text = json.dumps(tree)
    for name in ("x.json", "x.yaml"):
        rulebook, problems = read_rulebook(text, name=name)
        assert (rulebook is None) == bool(problems)
        facts, problems = read_facts(text, name=name)
        assert (facts is None) == bool(problems)
        read_cases(text, name=name, body="ace")


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=120))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    rulebook, problems = read_rulebook(data, name="x.json")
    assert (rulebook is None) == bool(problems)
    facts, problems = read_facts(data)
    assert (facts is None) == bool(problems)
    activities, problems = read_activities_csv(data)
    assert (activities is None) == bool(problems)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(
        st.lists(st.sampled_from(["completed", "title", "kind", "a;b", '"', "1,5", "", "\n"])),
        max_size=5,
    )
)
def test_any_table_is_read_or_refused(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(cells) for cells in rows)
    activities, problems = read_activities_csv(text)
    assert (activities is None) == bool(problems)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_published_edition_less_some_lines_is_read_or_refused(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(BOOKS.glob("*/20*.yaml"))))
    lines = path.read_text().splitlines()
    start = data.draw(st.integers(0, len(lines) - 1))
    count = data.draw(st.integers(1, 3))
    text = "\n".join(lines[:start] + lines[start + count :])
    if path.name.endswith(".cases.yaml"):
        read_cases(text, name=path.name, body=path.parent.name)
    else:
        rulebook, problems = read_rulebook(text, name=path.name)
        assert (rulebook is None) == bool(problems)
        assert all(problem.line <= len(lines) for problem in problems)


def test_a_flood_of_mistakes_is_cut_short() -> None:
    text = "activities:\n" + "- {title: T, kind: hike, completed: 2026-01-01}\n" * 5_000
    _, problems = read_facts(text)
    assert len(problems) == MAX_PROBLEMS + 1
    assert "there are more mistakes" in problems[-1].message


def test_a_very_long_value_is_told_in_short() -> None:
    _, problems = read_facts(f"country: [{'x' * 100_000}, {'y' * 100_000}]\n{'z' * 1_000}: 1\n")
    assert problems
    assert all(len(str(problem)) < 1_000 for problem in problems)


def test_more_than_a_thousand_clauses_are_too_many() -> None:
    clauses = "".join(
        f"  c{n}: {{note: {{}}, says: x, source: A}}\n" for n in range(MAX_CLAUSES + 2)
    )
    _, problems = read_rulebook(f"clauses:\n{clauses}")
    assert [problem.line for problem in problems if "at most 1,000" in problem.message] == [
        MAX_CLAUSES + 2
    ]
