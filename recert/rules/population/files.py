"""Files: people read from Parquet by batches, answers written to Parquet or CSV.

What is written appears under its name when all of it is there, or not at all.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from recert.rules.population.columns import SCHEMA
from recert.rules.population.sheets import Unreadable

AT_ONCE = 1 << 15
"""So many rows are read together."""

NEEDED = ("person", "body", "credential", "certified")

KEPT = frozenset(NEEDED)
"""These are read even where they are empty, so that what is wrong is found."""

Write = Callable[[pa.RecordBatch], None]


def rows_of(path: Path) -> int:
    """How many rows a file has; raises `Unreadable` where it is not what it should be."""
    with _opened(path) as file:
        return int(file.metadata.num_rows)


def read_batches(path: Path) -> Iterator[pa.RecordBatch]:
    """People by batches, in the order of the file. Raises `Unreadable`, which says what is wrong.

    Columns that nobody knows, or that are empty throughout, are left where they are.
    """
    with _opened(path) as file:
        try:
            yield from file.iter_batches(batch_size=AT_ONCE, columns=_told(file))
        except (OSError, pa.ArrowException) as fault:
            raise Unreadable(str(path), f"is damaged: {fault}. Write it again.") from fault


def _told(file: pq.ParquetFile) -> list[str]:
    """The columns, and columns within columns, in which anything is told."""
    known, metadata = set(SCHEMA.names), file.metadata
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    found = []
    for place in range(metadata.num_columns):
        path = metadata.schema.column(place).path
        name = path.partition(".")[0]
        chunks = (group.column(place) for group in groups)
        if name in KEPT or (name in known and not all(_is_empty(each) for each in chunks)):
            found.append(path)
    return found


def _is_empty(chunk: pq.ColumnChunkMetaData) -> bool:
    told = chunk.statistics
    return told is not None and told.has_null_count and told.null_count == chunk.num_values


@contextmanager
def _opened(path: Path) -> Iterator[pq.ParquetFile]:
    try:
        file = pq.ParquetFile(path)
    except FileNotFoundError as fault:
        raise Unreadable(str(path), "is not there. Name a file of people in Parquet.") from fault
    except (OSError, pa.ArrowException) as fault:
        raise Unreadable(str(path), f"cannot be read as Parquet: {fault}") from fault
    with file:
        missing = [name for name in NEEDED if name not in file.schema_arrow.names]
        if missing:
            raise Unreadable(
                str(path),
                f'has no column "{missing[0]}". docs/population.md says how people are laid out.',
            )
        yield file


@contextmanager
def finished(path: Path) -> Iterator[Path]:
    """Another name beside a file, to write to; it takes the file's own name when all is well."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def written(path: Path, schema: pa.Schema) -> Iterator[Write]:
    """A way to write batches to a file that is there when all is well, and else as it was.

    `.csv` is written as CSV, any other name as Parquet.
    """
    with finished(path) as part:
        if path.suffix.lower() == ".csv":
            writer = pyarrow.csv.CSVWriter(part, schema)
        else:
            writer = pq.ParquetWriter(part, schema)
        with writer:
            yield writer.write_batch
