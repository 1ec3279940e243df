"""`recert standing FILE --plan`: what to do next, in words and as JSON."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_standing import ADA, DAY, said


def test_the_plan_stands_after_the_standings(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "standing", str(ADA), *DAY, "--plan")
    _, _, after = text.partition("What to do next\n")
    first, *_ = after.splitlines()
    assert first == (
        "  1 hour on ethics approved by American Council on Exercise and National Academy of "
        "Sports Medicine, by 30 November 2026. It serves ACE-CPT and NASM-CPT."
    )
    assert "Beside learning" in after
    assert "[cpr]" in after


def test_without_being_asked_nothing_is_planned(capsys: pytest.CaptureFixture[str]) -> None:
    assert "What to do next" not in said(capsys, "standing", str(ADA), *DAY)


def test_nothing_missing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "standing", str(ADA), *DAY, "--plan", "--only", "acsm")
    assert text.endswith("What to do next\n  Nothing is missing.\n")


def test_the_json_has_the_plan_and_is_the_same_each_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = said(capsys, "standing", str(ADA), *DAY, "--json", "--plan")
    assert first == said(capsys, "standing", str(ADA), *DAY, "--json", "--plan")
    found = json.loads(first)["plan"]
    assert found["proven"] is True
    assert all(line["serves"] for line in found["lines"])
    assert {each["why"] for each in found["apart"]} == {"condition"}
