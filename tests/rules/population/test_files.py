"""Files of people and of answers: whole, or a sentence that says what is wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recert.rules.population import ANSWERS, Tiers, Unreadable, judge_batches
from recert.rules.population.files import read_batches, rows_of, written
from recert.rules.population.locating import judge_located
from recert.rules.population.plain import PLAIN, plain
from tests.rules.population.registers import AS_OF, columns, nsca, write


def judged(people: pa.Table) -> list[pa.RecordBatch]:
    pairs = judge_located(nsca(), people.to_batches(max_chunksize=8), AS_OF, Tiers())
    return [answers for _, answers in pairs]


def test_answers_are_written_as_they_are(tmp_path: Path) -> None:
    path, out = write(tmp_path / "people.parquet", range(30)), tmp_path / "answers.parquet"
    answers = list(judge_batches(nsca(), read_batches(path), AS_OF))
    with written(out, ANSWERS) as put:
        for batch in answers:
            put(batch)
    assert rows_of(path) == 30
    assert pq.read_table(out).to_pylist() == pa.Table.from_batches(answers).to_pylist()


def test_what_breaks_off_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "answers.csv"
    out.write_text("before")
    (answers,) = judge_batches(nsca(), columns(range(3)).to_batches(), AS_OF)

    def stop_halfway() -> None:
        with written(out, PLAIN) as put:
            put(plain(answers))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_halfway()
    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]


def test_plain_columns_say_what_the_answers_say(tmp_path: Path) -> None:
    out = tmp_path / "answers.csv"
    (answers,) = judge_batches(nsca(), columns(range(40)).to_batches(), AS_OF)
    with written(out, PLAIN) as put:
        put(plain(answers))
    with out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["person"] for row in rows] == answers.column("person").to_pylist()
    for row, whole in zip(rows, answers.to_pylist(), strict=True):
        short = [each for each in whole["requirements"] if each["short"]]
        assert len([each for each in row["short"].split("; ") if each]) == len(short)
        assert len(row["requirements"].split("; ")) == len(whole["requirements"])


def test_a_text_no_spreadsheet_runs(tmp_path: Path) -> None:
    people = columns(range(1))
    people = people.set_column(0, "person", pa.array(["=1+1"]))
    (answers,) = judge_batches(nsca(), people.to_batches(), AS_OF)
    assert plain(answers).column("person").to_pylist() == ["'=1+1"]


def test_the_row_and_field_that_cannot_be_read_are_named() -> None:
    rows = columns(range(30)).to_pylist()
    bad = next(place for place in range(12, 30) if rows[place]["activities"])
    rows[bad]["activities"][0]["kind"] = "cours"
    with pytest.raises(Unreadable, match=rf"row {bad}.*kind.*p{bad}.*cours"):
        judged(pa.Table.from_pylist(rows, columns(range(1)).schema))


def test_a_certification_without_a_day_is_named() -> None:
    rows = columns(range(30)).to_pylist()
    rows[17]["certified"] = None
    with pytest.raises(Unreadable, match=r"row 17.*certified.*p17"):
        judged(pa.Table.from_pylist(rows, columns(range(1)).schema))


@pytest.mark.parametrize("text", [b"", b"PAR1 but not really"])
def test_what_is_no_parquet_is_said(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "people.parquet"
    path.write_bytes(text)
    with pytest.raises(Unreadable, match=r"people\.parquet.*Parquet"):
        list(read_batches(path))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    pq.write_table(columns(range(2)).drop_columns(["certified"]), path)
    with pytest.raises(Unreadable, match="certified"):
        list(read_batches(path))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="not there"):
        rows_of(tmp_path / "nobody.parquet")
