"""Layouts: lists as others prescribe them, known by sight.

CE Broker's roster has no names anybody chose: A provider, B their number of the course or C the
provider's own, D publishing, E licence, F day (month first), G state, H profession, and from I
on pairs of subject area and hours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from recert.completions.rosters.fields import (
    AREAS,
    PART_HOURS,
    Field,
)
from recert.lib.folding import fold
from recert.lib.tables import Row, Table
from recert.lib.written_days import DayOrder

CE_BROKER = "ce-broker"

_HEADINGS = (
    "Provider no.", "Course no.", "Your course ID", "Publishing no.", "Licence no.",
    "Completion date", "State", "Profession",
)  # fmt: skip
_FIELDS = ("", Field.THEIR_COURSE, Field.COURSE, "", Field.NUMBER, Field.COMPLETED,
           Field.STATE, Field.PROFESSION)  # fmt: skip
_WORDS = ("provider", "course", "course", "publish", "licen", "date", "state", "profession")
_MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])/\d{4}")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")  # a real date cell of a workbook
_DIGITS = re.compile(r"(50-)?\d{1,9}")


@dataclass(frozen=True, slots=True)
class Known:
    """A file that was recognised: its table with headings, what they mean, how days stand."""

    layout: str
    table: Table
    mapped: dict[str, str]
    orders: dict[str, str] = field(default_factory=dict)


def recognise(table: Table) -> Known | None:
    """The layout a file has, if it is one we know; with headings or without."""
    width = max((len(cells) for _row, cells in (table.first, *table.rows)), default=0)
    if width < len(_FIELDS):
        return None
    if _is_row(table.first[1]):
        return _known(table.whole(_headings(width)))
    if _is_heading(table.headers) and all(_is_row(cells) for _row, cells in table.rows[:3]):
        return _known(table)
    return None


def _known(table: Table) -> Known:
    mapped: dict[str, str] = {}
    used = _used(table.rows)
    pairs = [each for pair in zip(AREAS, PART_HOURS, strict=True) for each in pair]
    for place, header in enumerate(table.headers):
        fields = (*_FIELDS, *pairs)
        meant = fields[place] if place < len(fields) else ""
        mapped[header] = meant if place in used else ""
    order = str(DayOrder.MONTH_FIRST)
    return Known(CE_BROKER, table, mapped, {Field.COMPLETED: order})


def _used(rows: Sequence[Row]) -> set[int]:
    """The columns anything stands in: of course number and own id one is usually empty."""
    return {place for _row, cells in rows for place, cell in enumerate(cells) if cell}


def _headings(width: int) -> list[str]:
    found = list(_HEADINGS)
    n = 1
    while len(found) < width:
        found += [f"Subject area {n}", f"Hours {n}"]
        n += 1
    return found[:width]


def _is_row(cells: Sequence[str]) -> bool:
    """Whether a row is laid out as CE Broker's, whatever stands above it."""
    if len(cells) < len(_FIELDS):
        return False
    provider, course, own, _publishing, licence, day, state, profession = cells[: len(_FIELDS)]
    return bool(
        (not provider or _DIGITS.fullmatch(provider))
        and (course or own)
        and licence
        and (_MONTH_FIRST.fullmatch(day) or _ISO.fullmatch(day))
        and re.fullmatch(r"[A-Z]{2}", state)
        and re.fullmatch(r"[A-Za-z]{2,6}", profession)
    )


def _is_heading(headers: Sequence[str]) -> bool:
    return all(word in fold(header) for word, header in zip(_WORDS, headers, strict=False))
