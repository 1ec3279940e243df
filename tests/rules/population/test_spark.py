"""Spark gives what one machine gives. Skipped only where Spark is not installed."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from recert.rules.population import judge_batches
from recert.rules.population.files import read_batches
from recert.rules.population.spark import NoSpark, decoded, judge_in_spark, open_session
from tests.rules.population.registers import AS_OF, columns, nsca, write

PEOPLE = 500  # laid out forty times over, under other names


def many(path: Path, first: int) -> Path:
    """Ten thousand people, fast: some hundreds, again and again under other names."""
    some = columns(range(PEOPLE))
    tables = []
    for time in range(first, first + 20):
        table = some
        for name in ("person", "holding"):
            named = pc.binary_join_element_wise(str(time), some.column(name), "-")
            table = table.set_column(table.schema.get_field_index(name), name, named)
        tables.append(table)
    pq.write_table(pa.concat_tables(tables), path)
    return path


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Spark's own
@pytest.mark.enable_socket  # Spark's parts speak with one another through the machine itself
def test_several_workers_give_what_one_machine_gives(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    folder = tmp_path / "people"
    folder.mkdir()
    files = [many(folder / f"part-{part}.parquet", part * 20) for part in range(4)]
    rows = judge_in_spark(nsca(), folder, tmp_path / "answers", AS_OF, master="local[2]")
    assert rows == 4 * 20 * PEOPLE
    here = [
        decoded(answers)
        for file in files
        for answers in judge_batches(nsca(), read_batches(file), AS_OF)
    ]
    parts = sorted((tmp_path / "answers").glob("*.parquet"))
    assert len(parts) > 1  # several workers had some of it
    there = pa.concat_tables([pq.read_table(part) for part in parts])
    expected = pa.Table.from_batches(here).sort_by("holding").to_pylist()
    assert there.sort_by("holding").to_pylist() == expected


def test_without_spark_it_is_said_how_to_come_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    with pytest.raises(NoSpark, match="pip install"):
        open_session(None)


def test_answers_for_spark_are_the_same_without_dictionaries(tmp_path: Path) -> None:
    path = write(tmp_path / "people.parquet", range(40))
    (answers,) = judge_batches(nsca(), read_batches(path), AS_OF)
    assert decoded(answers).to_pylist() == answers.to_pylist()
    assert decoded(answers.slice(7, 5)).to_pylist() == answers.slice(7, 5).to_pylist()
