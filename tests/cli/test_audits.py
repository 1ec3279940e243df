"""`recert audits verify`: what it prints, what it answers, and that it needs nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from recert.cli.main import main
from recert.rules.sampling.recording import drawn_in, record_text
from tests.rules.drawn import held, two_strata

DRAW = held(two_strata())
TEXT = record_text(DRAW)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "draw.json"
    path.write_text(TEXT)
    return path


def test_a_true_record_says_what_was_checked(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audits", "verify", str(record)]) == 0
    said = capsys.readouterr().out
    assert "Everything in this record holds." in said
    assert "cpt: 5 drawn of 41 (1 targeted, 0 spared)." in said
    assert "the six figures in rising order" in said  # what to look up oneself


def test_it_needs_no_settings_and_no_database(record: Path, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "recert.cli", "audits", "verify", str(record)],
        cwd=tmp_path,
        env={"PATH": "", "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_an_identifier_is_told_its_chance(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = next(each.id for each in drawn_in(DRAW) if each.id.startswith("cpt"))
    for id, says in (
        (drawn, ("in the stratum “cpt”", "chance was 1/10, about one in 10", "It was drawn.")),
        ("late-1", ("with certainty: late", "It was drawn.")),
        ("spared-1", ("spared: audited-before", "It was not drawn.")),
        ("nobody", ("it could not be drawn",)),
    ):
        main(["audits", "verify", str(record), "--id", id])
        said = capsys.readouterr().out
        assert all(part in said for part in says), said


def test_a_changed_record_says_where(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record.write_text(TEXT.replace("Audit of 2026", "Audit of 2025"))
    assert main(["audits", "verify", str(record), "--id", "cpt-0001"]) == 1
    said = capsys.readouterr().out
    assert "At frame: The list is not the one whose digest was announced." in said
    assert "cannot be said of a record with faults" in said


def test_a_record_cannot_forge_what_is_said_of_it(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    title = "Audit\\u001b[2J\\nEverything in this record holds.\\ud800"
    record.write_text(TEXT.replace("Audit of 2026", title))
    assert main(["audits", "verify", str(record)]) == 1
    said = capsys.readouterr().out
    assert "Everything in this record holds." not in said.splitlines()
    record.write_text(TEXT.replace('"cpt-0001"', '"\\u001b[2J\\nIt was drawn."', 1))
    assert main(["audits", "verify", str(record)]) == 1
    assert "\x1b" not in capsys.readouterr().out


def test_what_is_no_record_is_a_wrong_call(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truncated = tmp_path / "half.json"
    truncated.write_text(TEXT[:1000])
    binary = tmp_path / "image.json"
    binary.write_bytes(b"\x89PNG\xff")
    huge = tmp_path / "huge.json"
    huge.touch()
    os.truncate(huge, 1 << 40)  # sparse: it takes no room
    for path, says in (
        (truncated, "ends in the middle"),
        (binary, "is not text"),
        (huge, "larger than any record"),
        (tmp_path / "none.json", "No such file"),
        (tmp_path, "Is a directory"),
    ):
        assert main(["audits", "verify", str(path)]) == 2
        assert says in capsys.readouterr().err
