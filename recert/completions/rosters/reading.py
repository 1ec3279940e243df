"""Reading: rows of a roster as lines, with the fixes made so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from recert.completions.lines import Line
from recert.completions.models import Roster
from recert.completions.rosters.fields import DAYS
from recert.completions.rosters.saying import Context, context_of, line_said
from recert.lib.tables import Row, Table, unpacked
from recert.lib.written_days import Unread, order_of, read_day

SKIP = "\0skip"
"""What a value becomes that leaves its row out."""

Fixes = Mapping[tuple[str, str], str]


class Reader:
    """Reads the rows of one roster; `lines` may be gone through as often as one likes."""

    def __init__(
        self, table: Table, mapped: Mapping[str, str], fixes: Fixes, context: Context
    ) -> None:
        self._rows = table.rows
        self._places = {
            field: place
            for place, header in enumerate(table.headers)
            if (field := mapped.get(header, ""))
        }
        self._fixes = fixes
        told = {day: order_of(self._column(day)) for day in DAYS if day in self._places}
        orders = {day: order for day, order in told.items() if order} | dict(context.orders)
        self._context = replace(context, orders=orders)

    def __len__(self) -> int:
        return len(self._rows)

    def _column(self, field: str) -> Iterator[str]:
        at = self._places[field]
        return (cells[at] for _row, cells in self._rows if at < len(cells))

    def asks(self) -> list[str]:
        """The fields of days of which nothing tells whether day or month comes first."""
        return [
            str(day)
            for day in DAYS
            if day in self._places
            and day not in self._context.orders
            and any(read_day(text, None) is Unread.EITHER for text in self._column(day))
        ]

    def words(self, row: Row) -> dict[str, str]:
        """What stands in each field of a row, mended."""
        _number, cells = row
        said = {
            field: cells[place] if place < len(cells) else ""
            for field, place in self._places.items()
        }
        return {field: self._fixes.get((field, value), value) for field, value in said.items()}

    def lines(self, start: int = 0, stop: int | None = None) -> Iterator[Line]:
        """The lines of the rows from one place to another; those left out are left out."""
        for row in self._rows[start:stop]:
            words = self.words(row)
            if SKIP not in words.values():
                yield line_said(row[0], words, self._context)


class Part:
    """Some rows of a roster, to be gone through more than once as `receive` does."""

    def __init__(
        self, reader: Reader, start: int, stop: int, chosen: frozenset[int] | None
    ) -> None:
        self._reader, self._start, self._stop, self._chosen = reader, start, stop, chosen

    def __iter__(self) -> Iterator[Line]:
        for line in self._reader.lines(self._start, self._stop):
            if self._chosen is None or line.row in self._chosen:
                yield line


def reader_of(roster: Roster) -> Reader:
    """What reads a roster, with the fixes that stand."""
    fixes = {
        (fix.field, fix.value): SKIP if fix.leaves_out else fix.becomes
        for fix in roster.fixes.all()
    }
    context = context_of(roster.provider, roster.course_class, roster.defaults, roster.orders)
    return Reader(unpacked(bytes(roster.file.content)), roster.mapped, fixes, context)


MOST_CHOSEN = 4_000
"""So many letters a choice of rows may have."""


MOST_ROW = 1_000_000


def rows_chosen(text: str) -> frozenset[int] | None:
    """The rows a text such as `2-40, 57` chooses; None for all.

    Raises `ValueError` for what is no choice of rows.
    """
    if not text.strip():
        return None
    if len(text) > MOST_CHOSEN:
        raise ValueError
    found: set[int] = set()
    for part in text.replace(";", ",").split(","):
        first, dash, last = part.strip().partition("-")
        begin, end = int(first), int(last if dash else first)
        if not 1 <= begin <= end <= MOST_ROW:
            raise ValueError
        found.update(range(begin, end + 1))
    return frozenset(found)


def as_ranges(rows: Sequence[int]) -> str:
    """Rows as people write them: `2-40, 57`."""
    found: list[list[int]] = []
    for row in sorted(set(rows)):
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in found)
