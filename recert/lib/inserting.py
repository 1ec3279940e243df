"""Inserting: many new rows in one stroke, for what grows by hundreds of thousands.

`bulk_create` asks every field of every row what is to be kept of it, however often it was asked
the same before. Here a column is gone through at once, and what repeats from row to row is asked
once. Ids are drawn beforehand, so that rows can name one another before they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, connections
from django.db.models import Field, Model
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)

_NOTHING = object()


def draw_ids(rows: Sequence[Model]) -> None:
    """Give every new row the id it will have, to be written before more are drawn.

    The caller holds the transaction.
    """
    if not rows:
        return
    for row, pk in zip(rows, _next_ids(type(rows[0]), len(rows)), strict=True):
        row.pk = pk


def alike(first: M, related: Mapping[str, Model], **columns: Any) -> M:
    """A new row that says what another new one says, but for these relations and columns.

    As if made by itself, but without asking each field anew. What is new in every row, such as
    a public id, stands among `columns`.
    """
    row = type(first).__new__(type(first))
    row.__dict__ = {**first.__dict__, **columns, "_state": ModelState()}
    row._state.fields_cache.update(first._state.fields_cache)
    row._state.fields_cache.update(related)
    for name, other in related.items():
        row.__dict__[f"{name}_id"] = other.pk
    return row


def insert(rows: Sequence[Model]) -> None:
    """Write new rows of one table; those without an id get one. The caller holds the transaction.

    Signals are not sent, and no model's own `save` is asked.
    """
    if not rows:
        return
    model = type(rows[0])
    if rows[0].pk is None:
        draw_ids(rows)
    fields = model._meta.local_concrete_fields
    columns = [map(attrgetter(field.attname), rows) for field in fields]
    _write(model, fields, columns)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert_values(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows that nobody needs as objects: `names` are all columns but the id.

    The caller holds the transaction.
    """
    columns = list(zip(*rows, strict=True))
    if not columns:
        return
    fields = [model._meta.get_field(name) for name in names]
    _write(model, fields, columns)  # type: ignore[arg-type]  # they are no relations of others


def _write(
    model: type[Model], fields: Sequence[Field[Any, Any]], columns: Iterable[Iterable[Any]]
) -> None:
    kept = [_kept(field, values) for field, values in zip(fields, columns, strict=True)]
    rows = list(zip(*kept, strict=True))
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    names = ", ".join(quote(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - names of our own models


def _kept(field: Field[Any, Any], values: Iterable[Any]) -> list[Any]:
    """What the database keeps of a column; a value that repeats is asked for once."""
    opened = connections[connection.alias]  # itself, not what looks it up for each question
    last, kept, found = _NOTHING, None, []
    for value in values:
        if value is not last and (value or last or type(value) is not type(last)):
            last, kept = value, field.get_db_prep_save(value, opened)
        found.append(kept)
    return found


def _next_ids(model: type[Model], many: int) -> range | list[int]:
    """So many ids nobody has or will be given. SQLite knows one writer at a time: this one."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), model._meta.pk.column, many],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    first = (found[0] if found else 0) + 1
    return range(first, first + many)
