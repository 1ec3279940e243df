"""Shapes: every row of the collected tables has one, and every one is proven by cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from recert.cli.rulebook_pages import pages
from recert.rules.checking import answer
from recert.rules.reading.folders import BodyFolder, read_folder
from recert.rules.shapes import CATALOGUE, LEFT_TO_PEOPLE, Proof, proofs
from tests.rules.people import FOLDER

DOCS = FOLDER.parent / "docs"

TABLES = {
    "fitness": {"T": 20, "V": 17, "M": 16, "G": 12, "P": 9, "C": 9, "F": 13, "L": 15, "A": 11},
    "professions": {"T": 12, "A": 10, "C": 12, "D": 7, "R": 8, "S": 5},
    "semantics": {"": 10},
}
"""The tables of shapes that were collected: their letters, and how many rows each has."""

FITNESS = (
    1, 2, 3, 4, 5, 7, 9, 13, 14, 15, 17, 18, 19, 20, 22, 25, 28, 29, 30, 32, 33, 34, 35,
    37, 38, 40, 41, 42, 43, 46, 47, 48, 49, 50, 51, 53, 54, 56, 61, 62, 64, 65, 66, 67,
)  # fmt: skip
PROFESSIONS = (
    2, 3, 5, 6, 7, 8, 10, 11, 14, 15, 16, 18, 19, 20, 21, 22, 23, 26, 29, 31, 32, 33, 34,
    35, 36, 37, 39, 41, 42, 44, 47, 49, 51, 52, 55, 59, 60, 62, 63, 65, 68, 69, 70, 71,
)  # fmt: skip
EXAMPLES = (*(f"W{each}" for each in FITNESS), *(f"E{each}" for each in PROFESSIONS))
"""Worked examples with a definite answer, as they were collected."""


@cache
def folders() -> tuple[BodyFolder, ...]:
    """Every body that ships, with its cases."""
    return tuple(read_folder(FOLDER))


@cache
def found() -> dict[str, Proof]:
    """Each shape with where it is, by its name."""
    books = [book for folder in folders() for book in folder.rulebooks]
    answered = {
        folder.body: [
            (case, answer(folder.rulebooks, case))
            for cases in folder.cases.values()
            for case in cases
        ]
        for folder in folders()
    }
    return {proof.shape.id: proof for proof in proofs(CATALOGUE, books, answered)}


def _rows(written: str) -> Iterator[tuple[str, str]]:
    """Table and row of each row named: `fitness T1, T2, professions T1`."""
    table = ""
    for named in re.split(r"[ ,]+", written):
        if named in TABLES:
            table = named
        else:
            yield table, named


def test_every_row_of_the_tables_has_a_shape_or_is_left_to_people() -> None:
    written = [shape.rows for shape in CATALOGUE] + [left.rows for left in LEFT_TO_PEOPLE]
    told = {row for rows in written for row in _rows(rows)}
    assert told == {
        (table, f"{letter}{number}")
        for table, letters in TABLES.items()
        for letter, count in letters.items()
        for number in range(1, count + 1)
    }


def test_shapes_have_names_of_their_own() -> None:
    assert len({shape.id for shape in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("shape", [shape.id for shape in CATALOGUE])
def test_a_shape_is_proven_by_cases(shape: str) -> None:
    assert found()[shape].proven


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_worked_example_stands_as_a_case(example: str) -> None:
    assert example in {
        case.id for folder in folders() for cases in folder.cases.values() for case in cases
    }


def test_the_pages_are_what_the_command_makes() -> None:
    for name, made in pages(FOLDER).items():
        written = (DOCS / name).read_text(encoding="utf-8")
        assert written == made, "to renew them: bin/recert rulebooks pages --into docs"
