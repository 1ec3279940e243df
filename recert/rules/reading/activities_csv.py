"""Reading activities from a table in CSV: one row each, columns as docs/facts.md lists.

A row becomes the same node that JSON would give, and is read by the same binder.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from recert.rules.facts import Activity
from recert.rules.reading.binding import Binder, TooMany, Unbound
from recert.rules.reading.files import as_bytes, decode
from recert.rules.reading.nodes import Listing, Node, Table, Text, locate
from recert.rules.reading.people import activity_faults
from recert.rules.reading.problems import Problem, suggest

AWARD = {"amount": "amount", "unit": "unit", "awarded-by": "by", "number": "number"}
"""Columns of the credit awarded, and their keys in an award."""

LISTS = ("topics", "accredited-by", "cards")
"""Columns with several words in one cell, separated by semicolons."""

PLAIN = (
    "id", "completed", "started", "title", "kind", "delivery", "provider", "minutes",
    "assessed", "passed", "grade", "course", "subject", "at-test-centre", "card-months",
    "preparation", "ordered", "evidence",
)  # fmt: skip

COLUMNS = (*PLAIN, *LISTS, *AWARD)

REQUIRED = ("completed", "title", "kind")

_BARE = (
    "minutes", "card-months", "assessed", "passed", "at-test-centre", "preparation", "ordered",
    "evidence",
)  # fmt: skip
"""Numbers and true or false, which JSON writes without quotes."""

Activities = tuple[tuple[Activity, ...] | None, tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its number among the rows of data, and the line it begins on."""

    number: int
    line: int
    cells: list[str]


def read_activities_csv(source: str | bytes, *, name: str = "activities.csv") -> Activities:
    """The activities of a CSV text, or None and every problem by row and column.

    Commas, semicolons or tabs may separate the columns; the heading decides.
    """
    text, problems = decode(as_bytes(source), name)
    if text is None:
        return None, problems
    binder = Binder(name)
    try:
        header, *rows = list(_rows(text))
        columns = _columns(binder, header)
        activities = _activities(binder, columns, rows)
    except csv.Error as error:
        binder.note(Text("", True, 1, 0), (), f"this is not CSV ({error}); save the table again.")
    except ValueError:
        binder.note(Text("", True, 1, 0), (), "the file is empty; write the headings first.")
    except (Unbound, TooMany):
        pass  # the problems are in the binder
    if binder.problems:
        return None, tuple(sorted(set(binder.problems)))
    return activities, ()


def _rows(text: str) -> Iterator[_Row]:
    """The rows that hold anything; the first is the heading."""
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number, line = 0, 1
    for cells in reader:
        filled = [cell.strip() for cell in cells]
        while filled and not filled[-1]:
            filled.pop()  # spreadsheets fill up short rows
        if filled:
            yield _Row(number, line, filled)
            number += 1
        line = reader.line_num + 1


def _columns(binder: Binder, header: _Row) -> list[str]:
    """The headings in the documented spelling; capitals and spaces are forgiven."""
    columns = [cell.lower().replace(" ", "-").replace("_", "-") for cell in header.cells]
    place = Text("", True, header.line, 0)
    for index, column in enumerate(columns):
        if column not in COLUMNS:
            message = f'there is no column "{column}"; {suggest(column, COLUMNS)}'
            binder.note(place, ("heading",), message)
        elif column in columns[:index]:
            binder.note(place, ("heading",), f'"{column}" stands twice; delete one column.')
    for column in REQUIRED:
        if column not in columns:
            binder.note(place, ("heading",), f'the column "{column}" is missing; add it.')
    if binder.problems:
        raise Unbound
    return columns


def _activities(binder: Binder, columns: list[str], rows: list[_Row]) -> tuple[Activity, ...]:
    activities: list[Activity] = []
    ids: set[str] = set()
    for row in rows:
        try:
            activity = _activity(binder, columns, row)
        except Unbound:
            continue
        if activity.id in ids:
            message = f'"{activity.id}" is the id of a row above; give this one its own.'
            binder.note(Text("", True, row.line, 0), (f"row {row.number}", "id"), message)
        ids.add(activity.id)
        activities.append(activity)
    return tuple(activities)


def _activity(binder: Binder, columns: list[str], row: _Row) -> Activity:
    path = (f"row {row.number}",)
    table = Table(row.line, 0)
    if len(row.cells) > len(columns):
        message = "there are more cells than headings; put words with separators in quotes."
        raise binder.fail(table, path, message)
    cells = {column: cell for column, cell in zip(columns, row.cells, strict=False) if cell}
    _put(table, {"id": f"activity-{row.number}"} | _pick(cells, PLAIN))
    for column in LISTS:
        words = [word.strip() for word in cells.get(column, "").split(";")]
        items: list[Node] = [Text(word, True, row.line, 0) for word in words if word]
        if items:
            table.entries[column] = Listing(row.line, 0, items)
            table.keys[column] = Text(column, True, row.line, 0)
    award = _award(binder, cells, row)
    if award:
        table.entries["awards"] = Listing(row.line, 0, [award])
        table.keys["awards"] = Text("awards", True, row.line, 0)
    activity: Activity = binder.dataclass(table, Activity, path)
    for inner, message in activity_faults(activity):
        binder.note(locate(table, inner), (*path, *inner), message)
    return activity


def _award(binder: Binder, cells: dict[str, str], row: _Row) -> Table | None:
    """The credit awarded, when any of its columns is filled."""
    written = _pick(cells, AWARD)
    if not written:
        return None
    for column, other in (("amount", "unit"), ("unit", "amount")):
        if column not in written:
            place, path = Text("", True, row.line, 0), (f"row {row.number}", column)
            raise binder.fail(place, path, f"it is empty though another says {other}; fill both.")
    table = Table(row.line, 0)
    _put(table, {AWARD[column]: cell for column, cell in written.items()})
    return table


def _pick(cells: dict[str, str], columns: tuple[str, ...] | dict[str, str]) -> dict[str, str]:
    return {column: cells[column] for column in columns if column in cells}


def _put(table: Table, values: dict[str, str]) -> None:
    """Write values into a table as JSON would, each on the line of its row."""
    for key, value in values.items():
        table.entries[key] = Text(value, key not in _BARE, table.line, 0)
        table.keys[key] = Text(key, True, table.line, 0)
