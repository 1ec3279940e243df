"""Spark: the same judging on many machines, each with some of the people.

A row holds all there is of a person, so nothing is shuffled: every worker reads pieces of the
Parquet, judges them with the function that one machine uses, and writes the answers. Spark is
no requirement; where it is not installed, `NoSpark` says how to come by it.
"""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from recert.rules.population.columns import ANSWERS
from recert.rules.population.judging import judge_batches
from recert.rules.rulebook import Rulebook

BATCH = 1 << 15

Judging = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]


class NoSpark(Exception):
    """Spark or Java is missing; says how to come by it."""


def judge_in_spark(
    rulebooks: Sequence[Rulebook],
    population: Path | str,
    out: Path | str,
    as_of: date,
    *,
    master: str | None = None,
) -> int:
    """Judge the people of a Parquet file or folder into a folder of Parquet; says how many.

    The folder is there with all answers, or not at all. Paths may be any that Spark knows.
    """
    session = open_session(master)
    try:
        people = session.read.parquet(str(population))
        answers = people.mapInArrow(judging(rulebooks, as_of), schema_of_answers())
        answers.write.mode("errorifexists").parquet(str(out))
        return int(session.read.parquet(str(out)).count())
    finally:
        session.stop()


def judging(rulebooks: Sequence[Rulebook], as_of: date) -> Judging:
    """What every worker does with its people; it travels to them with the rulebooks."""

    def judge_some(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for answers in judge_batches(rulebooks, batches, as_of):
            yield decoded(answers)

    return judge_some


def decoded(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch with its words written out, as Spark takes them."""
    schema = plain_schema(batch.schema)
    return pa.RecordBatch.from_arrays(
        [_decoded(column, field.type) for column, field in zip(batch.columns, schema, strict=True)],
        schema=schema,
    )


def _decoded(column: pa.Array, type: pa.DataType) -> pa.Array:
    if pa.types.is_list(type) and not column.type.equals(type):
        record = type.value_type
        flat = column.flatten()
        values = [
            _decoded(each, record.field(place).type) for place, each in enumerate(flat.flatten())
        ]
        struct = pa.StructArray.from_arrays(values, fields=list(record))
        offsets = column.offsets.cast(pa.int32())
        first = offsets[0].as_py()
        offsets = pa.array([each - first for each in offsets.to_pylist()], pa.int32())
        return pa.ListArray.from_arrays(offsets, struct, type=type)
    return column.cast(type)


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """A schema without dictionaries."""
    return pa.schema([(field.name, _plain(field.type)) for field in schema])


def _plain(type: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(type):
        return type.value_type
    if pa.types.is_list(type):
        return pa.list_(_plain(type.value_type))
    if pa.types.is_struct(type):
        return pa.struct(
            [(type.field(n).name, _plain(type.field(n).type)) for n in range(type.num_fields)]
        )
    return type


def schema_of_answers() -> Any:
    """The columns of an answer, as Spark says it."""
    return _spark("pyspark.sql.pandas.types").from_arrow_schema(plain_schema(ANSWERS))


def open_session(master: str | None) -> Any:
    """A session with Spark: a cluster's, or of all the cores here."""
    builder = _spark("pyspark.sql").SparkSession.builder.appName("recert judge")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise NoSpark(
            "Spark runs on Java, and none is here. On Debian: apt install default-jre-headless"
        )
    if master is not None or "SPARK_REMOTE" not in os.environ:
        builder = builder.master(master or "local[*]")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return (
        builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", BATCH)
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )


def _spark(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as fault:
        raise NoSpark(
            "Spark is not installed: pip install 'recert[spark]', and Java 17 or later. "
            "Without --engine spark everything is judged on this machine."
        ) from fault
