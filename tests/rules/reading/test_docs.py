"""What the pages for policy people show is read by the reader itself."""

from __future__ import annotations

import dataclasses
import re
from enum import StrEnum
from pathlib import Path

import pytest

from recert.rules import facts, vocabulary
from recert.rules import rulebook as book
from recert.rules.cases import Expected
from recert.rules.checking import check_case
from recert.rules.findings import May
from recert.rules.reading import read_activities_csv, read_cases, read_facts, read_rulebook
from recert.rules.reading.activities_csv import COLUMNS
from recert.rules.reading.binding import policy_fields
from recert.rules.reading.forms import KINDS, key_of
from recert.rules.rulebook import Rulebook

DOCS = Path(__file__).parents[3] / "docs"
FORMAT = (DOCS / "rulebook-format.md").read_text()
FACTS = (DOCS / "facts.md").read_text()


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def words(page: str) -> set[str]:
    """Everything set in code on a page, word by word."""
    return set(re.findall(r"[\w-]+", " ".join(re.findall(r"`([^`\n]+)`", page))))


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    """The examples of the page, one after another, are one edition."""
    read, problems = read_rulebook("".join(blocks(FORMAT, "yaml")), name="rulebook-format.md")
    assert problems == ()
    assert read is not None
    return read


def test_every_kind_of_clause_has_an_example(rulebook: Rulebook) -> None:
    assert {clause.kind for clause in rulebook.clauses} == set(KINDS)


@pytest.mark.parametrize(
    "kind",
    [
        *KINDS.values(),
        book.Who,
        book.What,
        book.Clause,
        book.Rulebook,
        book.Source,
        book.Lateness,
        book.Asked,
        book.Keep,
        book.CreditPeriod,
        book.Prorated,
    ],
    ids=lambda kind: kind.__name__,
)
def test_every_key_is_told(kind: type) -> None:
    ours = {"id", "rule", "span", "chosen_by", "key"}
    keys = {key_of(kind, field.name) for field in policy_fields(kind) if field.name not in ours}
    examples = set(re.findall(r"[\w-]+(?=:)", "".join(blocks(FORMAT, "yaml"))))
    assert keys <= words(FORMAT) | examples


@pytest.mark.parametrize(
    "vocabulary",
    [
        book.Chooser, book.Per, book.Ends, book.By, book.Current, book.For, book.NextCycle,
        book.LapseStatus, book.Stage, book.Among, book.Parity, book.Months, book.Base, book.Each,
        book.Selection, book.Strata, book.Occasion, book.Target, book.Moment, book.Failing,
        book.KeptFrom, book.Gives, book.Unanswered, May,
        vocabulary.Profession,
    ],
)  # fmt: skip
def test_every_word_of_a_rulebook_is_told(vocabulary: type[StrEnum]) -> None:
    assert {word.value for word in vocabulary} <= words(FORMAT)


def test_the_case_on_the_page_holds(rulebook: Rulebook) -> None:
    (block,) = blocks(FORMAT, "cases")
    (case,), problems = read_cases(block, name="rulebook-format.md", body="example")
    assert problems == ()
    assert check_case([rulebook], case) == ()


def test_everything_a_case_may_expect_is_told() -> None:
    keys = {key_of(Expected, field.name) for field in dataclasses.fields(Expected)}
    assert keys <= words(FORMAT)


@pytest.mark.parametrize(
    "vocabulary",
    [
        facts.Kind, facts.Delivery, facts.Topic, facts.Unit, facts.DocumentKind, facts.Skills,
        facts.Reporter, facts.DecisionKind, facts.Ground, vocabulary.Evidence,
    ],
)  # fmt: skip
def test_every_word_about_people_is_told(vocabulary: type[StrEnum]) -> None:
    told = set(re.findall(r"^\| `([\w-]+)` \|", FACTS, re.MULTILINE))
    assert {word.value for word in vocabulary} <= told


@pytest.mark.parametrize(
    "kind",
    [
        facts.Facts, facts.Holding, facts.Activity, facts.Award, facts.Part, facts.Document,
        facts.Member, facts.Attestation, facts.Decision, facts.Carried,
    ],
)  # fmt: skip
def test_every_key_about_people_is_told(kind: type) -> None:
    assert {key_of(kind, field.name) for field in policy_fields(kind)} <= words(FACTS)


def test_the_person_on_the_page_reads_well() -> None:
    (block,) = blocks(FACTS, "json")
    person, problems = read_facts(block, name="facts.json")
    assert problems == ()
    assert person is not None
    assert person.activities
    assert person.documents


def test_the_table_on_the_page_reads_well_and_tells_every_column() -> None:
    (block,) = blocks(FACTS, "csv")
    activities, problems = read_activities_csv(block)
    assert problems == ()
    assert activities
    assert set(COLUMNS) <= words(FACTS)
