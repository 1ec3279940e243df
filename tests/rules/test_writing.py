"""What is written is what was read, for every edition there could be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from recert.rules.reading import read_cases, read_rulebook
from recert.rules.rulebook import Rulebook
from recert.rules.writing import write_cases, write_rulebook
from tests.rules.rulebook_strategies import rulebooks

FILES = sorted((Path(__file__).parents[2] / "rulebooks").glob("*/*.yaml"))
CASES = [path for path in FILES if path.name.endswith(".cases.yaml")]
EDITIONS = [path for path in FILES if path not in CASES]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(rulebook=rulebooks())
def test_an_edition_written_reads_back_the_same(rulebook: Rulebook) -> None:
    text = write_rulebook(rulebook)
    read, problems = read_rulebook(text)
    assert problems == ()
    assert read == rulebook
    assert read is not None
    assert write_rulebook(read) == text


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_published_edition_survives_writing(path: Path) -> None:
    rulebook, problems = read_rulebook(path)
    assert problems == ()
    assert rulebook is not None
    text = write_rulebook(rulebook)
    assert read_rulebook(text)[0] == rulebook


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_file_of_cases_survives_writing(path: Path) -> None:
    cases, problems = read_cases(path.read_bytes(), name=path.name, body=path.parent.name)
    assert problems == ()
    text = write_cases(cases, body=path.parent.name)
    again, problems = read_cases(text, name=path.name, body=path.parent.name)
    assert problems == ()
    assert again == cases
    assert write_cases(again, body=path.parent.name) == text
