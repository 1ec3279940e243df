"""`recert standing` and `recert rulebooks check`, as somebody at a terminal uses them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from recert.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
ADA = ROOT / "examples" / "ada.json"
DAY = ("--as-of", "2026-11-21")
HELD = (
    "--holds", "acsm:cpt:2020-06-15:2026-12-31",
    "--holds", "nasm:cpt:2025-03-14:2027-03-14",
)  # fmt: skip


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What a command prints, on either stream, when it ends with `code`."""
    assert main(words) == code
    printed = capsys.readouterr()
    return printed.out + printed.err


def test_says_the_sentence_the_requirements_and_every_activity(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = said(capsys, "standing", str(ADA), *DAY)
    assert "You need 0.1 more CECs in ethics and current CPR and AED certification by" in text
    assert "You have all you need: apply by 31 December 2026, in 40 days" in text
    assert "wrong" not in text
    assert "Introduction to sports massage" in text
    assert "No more than 5 CECs of this kind count, and that is reached. [life-support-limit]" in (
        text
    )


def test_speaks_in_a_process_of_its_own_without_settings() -> None:
    """At a terminal nobody has made Django ready before, and the words need its translations."""
    asked = [sys.executable, "-m", "recert.cli", "standing", str(ADA), *DAY, "--only", "ace"]
    done = subprocess.run(asked, cwd=ROOT, env={}, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert "You need 0.1 more CECs" in done.stdout


def test_json_is_documented_and_the_same_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    first = said(capsys, "standing", str(ADA), *DAY, "--json")
    assert first == said(capsys, "standing", str(ADA), *DAY, "--json")
    answer = json.loads(first)
    assert answer["format"] == "recert-standing-1"
    assert [each["body"] for each in answer["standings"]] == ["action", "acsm", "ace", "nasm"]
    documented = (ROOT / "docs" / "standing.md").read_text()
    for standing in answer["standings"]:
        assert all(f"`{name}`" in documented for name in standing)


def test_csv_with_certifications_as_options_counts_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    csv = json.loads(
        said(capsys, "standing", str(ROOT / "examples/ada.csv"), *HELD, *DAY, "--json")
    )
    whole = json.loads(said(capsys, "standing", str(ADA), *DAY, "--json"))
    by_body = {each["body"]: each["counted"] for each in whole["standings"]}
    assert csv["standings"][1]["counted"] == by_body["nasm"]


def test_only_one_certification(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "standing", str(ADA), *DAY, "--only", "ace")
    assert "American Council on Exercise" in text
    assert "NASM" not in text.splitlines()[0]


def test_a_moment_is_put_on_the_bodys_own_calendar(capsys: pytest.CaptureFixture[str]) -> None:
    """Half past nine in the evening of 31 December in California is January in New York."""
    text = said(
        capsys, "standing", str(ADA), "--only", "acsm", "--as-of", "2026-12-31T21:30:00-08:00"
    )
    assert "Not active: its last day was 31 December 2026" in text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("standing", "missing.json"), "missing.json"),
        (("standing", str(ADA), "--as-of", "31.12.2026"), "write 2026-11-21"),
        (("standing", str(ADA), "--holds", "acsm"), "write acsm:cpt:2020-06-15"),
        (("standing", str(ADA), "--holds", "acsm:cpt:2023-02-29"), "is not understood"),
        (("standing", str(ROOT / "examples/ada.csv")), "--holds"),
        (("standing", str(ADA), "--only", "acms"), 'did you mean "acsm"?'),
        (("rulebooks", "check", "nowhere"), "is no folder"),
    ],
)
def test_a_wrong_call_is_told_how_to_mend(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in said(capsys, *words, code=2)


def test_a_wrong_file_is_told_line_by_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "eve.json"
    file.write_text('{"person": "eve",\n "holdings": [],\n "credits": 3}')
    text = said(capsys, "standing", str(file), *DAY, code=1)
    assert "eve.json:3" in text
    assert "credits" in text


def test_every_rulebook_reads_and_every_case_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert "0 mismatches" in said(capsys, "rulebooks", "check")


def test_a_case_that_does_not_hold_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    body = tmp_path / "ncsf"
    body.mkdir()
    for file in (ROOT / "rulebooks" / "ncsf").glob("*.yaml"):
        text = file.read_text()
        (body / file.name).write_text(text.replace("verdict: ready", "verdict: closed"))
    text = said(capsys, "rulebooks", "check", str(tmp_path), code=1)
    assert "expected closed, found ready" in text


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ("acms:cpt:2024-02-10", 'No rulebook is here for "acms"; did you mean "acsm"?'),
        ("acsm:ctp:2024-02-10", 'acsm grants no "ctp"; did you mean "cpt"?'),
    ],
)
def test_what_no_rulebook_speaks_of_is_said_aloud(
    capsys: pytest.CaptureFixture[str], held: str, told: str
) -> None:
    assert main(["standing", str(ROOT / "examples/ada.csv"), "--holds", held, *DAY]) == 0
    assert told in capsys.readouterr().err
