"""The list of what accreditation asks: every row names a test, and no need is without a row."""

from __future__ import annotations

import re
from pathlib import Path

from tests.standards import test_deciding, test_telling

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "standards.md"
NEEDS = {
    "A": "published policy, applied consistently",
    "B": "explanation",
    "C": "decision authority and impartiality",
    "D": "audit sample",
    "E": "records",
    "F": "status on request",
    "G": "suspension, withdrawal and return",
    "H": "appeals and complaints",
    "I": "security and confidentiality",
    "J": "certificate content",
}
"""What accreditors ask of the product; every row of the document belongs to one of these."""


def rows_of_the_document() -> list[tuple[str, set[str]]]:
    """Of every row of the table the need it is of, and the tests it names."""
    lines = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [
        (need, set(re.findall(r"`(test_\w+)`", last)))
        for need, *_between, last in cells
        if need not in ("Need", "---")
    ]


def test_every_row_of_the_document_names_a_test_that_is_there() -> None:
    rows = rows_of_the_document()
    here = {
        name
        for module in (test_deciding, test_telling)
        for name in vars(module)
        if name.startswith("test_")
    }
    assert [need for need, tests in rows if not tests] == []
    named = set[str]().union(*(tests for _need, tests in rows))
    assert named - here == set()
    assert here - named == set()
    assert {need for need, _tests in rows} == set(NEEDS)
    text = " ".join(DOCUMENT.read_text().split())
    assert [need for need, says in NEEDS.items() if f"**{need}** {says}" not in text] == []
