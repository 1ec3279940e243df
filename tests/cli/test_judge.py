"""`recert judge` and `recert whatif`, as they are called."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from recert.cli.main import main
from recert.rules.population import judge_batches
from recert.rules.population.files import read_batches
from tests.cast import Cast
from tests.rules.population.registers import AS_OF, RULEBOOKS, nsca, write

DAY = ("--as-of", AS_OF.isoformat())


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return write(tmp_path / "people.parquet", range(40))


def test_a_file_is_judged_into_a_file(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "answers.parquet"
    assert (
        main(["judge", "--population", str(people), "--body", "nsca", "--out", str(out), *DAY]) == 0
    )
    (expected,) = judge_batches(nsca(), read_batches(people), AS_OF)
    assert pq.read_table(out).to_pylist() == expected.to_pylist()
    said = capsys.readouterr()
    assert "40 of 40 rows judged." in said.out
    assert "a second" in said.err


def test_a_bad_row_is_named_and_nothing_is_written(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = pq.read_table(people)
    rows = table.to_pylist()
    rows[23]["certified"] = None
    pq.write_table(table.from_pylist(rows, table.schema), people)
    out = tmp_path / "answers.csv"
    assert (
        main(["judge", "--population", str(people), "--body", "nsca", "--out", str(out), *DAY]) == 1
    )
    said = capsys.readouterr().err
    assert "people.parquet, row 23, certified of person p23" in said
    assert "Nothing was written" in said
    assert not out.exists()
    assert list(tmp_path.iterdir()) == [people]


def test_wrong_calls_are_answered_with_what_to_write(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["judge", "--population", str(people)]
    assert main([*given, "--body", "nscaa"]) == 2
    assert "nsca" in capsys.readouterr().err
    assert main([*given, "--as-of", "yesterday"]) == 2
    assert "2026-11-21" in capsys.readouterr().err
    assert main([*given, "--engine", "spark"]) == 2
    assert "--out" in capsys.readouterr().err


def test_a_what_if_says_who_changes_and_by_which_clause(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (RULEBOOKS / "nsca" / "2024-2026.yaml").read_text()
    draft = tmp_path / "draft.yaml"
    draft.write_text(text.replace('{certified: {to: 2023-12-31}, is: "6.0"}',
                                  '{certified: {to: 2023-12-31}, is: "7.0"}'))  # fmt: skip
    out = tmp_path / "whom.csv"
    given = ["whatif", "nsca/2024-2026", str(draft), "--population", str(people), *DAY]
    assert main([*given, "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "40 judged" in said
    assert "more missing in all" in said
    with out.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {row["clause"] for row in rows} == {"total"}
    assert all(float(row["missing_after"]) > float(row["missing_before"]) for row in rows)
    assert len({row["person"] for row in rows}) == int(said.partition("judged, ")[2].split()[0])


def test_a_what_if_of_two_bodies_is_no_what_if(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--population", str(people), *DAY]
    assert main(["whatif", "nsca/2024-2026", "acsm/2025", *given]) == 2
    assert "two bodies" in capsys.readouterr().err
    assert main(["whatif", "nsca/1999", "nsca/2024-2026", *given]) == 2
    assert "nsca/1999" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_register_is_judged_and_tried(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    register = ["--database", "--body", "acsm", *DAY]
    assert main(["judge", *register]) == 0
    assert "4 of 4 rows judged." in capsys.readouterr().out
    assert main(["whatif", "2025", "2025", *register]) == 0
    assert "4 judged, 0 answered differently." in capsys.readouterr().out
    assert main(["judge", "--database", "--body", "nobody"]) == 2
    assert "--body" in capsys.readouterr().err
