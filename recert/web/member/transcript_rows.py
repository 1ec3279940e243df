"""The transcript as rows: every entry with what it counts for, chosen, sorted and summed.

Plain functions over what two queries brought: the law has judged each certification once,
so a filter costs nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.rules.amounts import ZERO
from recert.rules.findings import ActivityFinding
from recert.standing.queries import Held
from recert.transcript.models import Activity
from recert.web.components.naming import certification_letters
from recert.web.components.worth import OUTSIDE, Outcome, outcome_of


@dataclass(frozen=True, slots=True)
class Column:
    """One certification, as a column."""

    held: Held
    letters: str
    unit: str

    @property
    def id(self) -> str:
        """Which certification it is."""
        return self.held.certification.public_id


@dataclass(frozen=True, slots=True)
class Cell:
    """What an entry came to under one certification."""

    column: Column
    finding: ActivityFinding | None
    outcome: Outcome

    @property
    def counted(self) -> Fraction:
        """How much counts."""
        return self.finding.counted if self.finding else ZERO

    @property
    def claimed(self) -> Fraction:
        """How much it is worth before limits."""
        return self.finding.claimed if self.finding else ZERO

    @property
    def is_in_cycle(self) -> bool:
        """Whether the entry belongs to the open cycle."""
        return self.finding is not None and not any(
            reason.code in OUTSIDE for reason in self.finding.reasons
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One entry with its cells, in the order of the columns."""

    entry: Activity
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to see; an empty answer asks for no more."""

    text: str = ""
    certification: str = ""
    year: str = ""
    kind: str = ""
    origin: str = ""
    proof: str = ""  # "yes" or "no"
    counted: str = ""  # "yes", "part" or "no"
    sort: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return replace(self, sort="") != Wanted()


SORTS: dict[str, Promise] = {
    "": lazy("Newest first"),
    "oldest": lazy("Oldest first"),
    "title": lazy("By title"),
    "entered": lazy("Entered last"),
    "worth": lazy("Counts most"),
}


def columns_of(held: Iterable[Held]) -> tuple[Column, ...]:
    """A column for each certification."""
    return tuple(
        Column(each, certification_letters(each.certification, each.rulebook), each.standing.unit)
        for each in held
    )


def lines_of(entries: Iterable[Activity], columns: Sequence[Column]) -> list[Line]:
    """Every entry with its cells."""
    found = [
        {finding.activity: finding for finding in column.held.standing.activities}
        for column in columns
    ]
    return [
        Line(
            entry,
            tuple(
                _cell(column, findings.get(entry.public_id))
                for column, findings in zip(columns, found, strict=True)
            ),
        )
        for entry in entries
    ]


def _cell(column: Column, finding: ActivityFinding | None) -> Cell:
    return Cell(column, finding, outcome_of(finding, column.held.standing))


def chosen(lines: Iterable[Line], wanted: Wanted) -> list[Line]:
    """The lines somebody wants to see, in the order wanted."""
    return _sorted([line for line in lines if _is_wanted(line, wanted)], wanted.sort)


def _is_wanted(line: Line, wanted: Wanted) -> bool:
    entry = line.entry
    if wanted.year and str(entry.completed.year) != wanted.year:
        return False
    if wanted.kind and entry.kind != wanted.kind:
        return False
    if wanted.origin and entry.reported_by != wanted.origin:
        return False
    if wanted.proof and (wanted.proof == "yes") != bool(entry.evidence.all()):
        return False
    if wanted.text and not _says(entry, wanted.text):
        return False
    cells = cells_of(line, wanted.certification)
    if wanted.certification and not any(cell.is_in_cycle for cell in cells):
        return False
    return not wanted.counted or _how_counted(cells) == wanted.counted


def cells_of(line: Line, certification: str) -> list[Cell]:
    """The cells looked at: one certification's, or all."""
    return [cell for cell in line.cells if certification in ("", cell.column.id)]


def _says(entry: Activity, text: str) -> bool:
    said = " ".join((entry.title, entry.provider_name, entry.provider, entry.course, entry.note))
    return all(word in said.casefold() for word in text.casefold().split())


def _how_counted(cells: Sequence[Cell]) -> str:
    """`yes` where it counts in full somewhere, `part` where in part at best, else `no`."""
    if any(cell.counted > ZERO and cell.counted >= cell.claimed for cell in cells):
        return "yes"
    return "part" if any(cell.counted > ZERO for cell in cells) else "no"


def _sorted(lines: list[Line], sort: str) -> list[Line]:
    """`lines` come newest first; every order keeps that among equals."""
    match sort:
        case "oldest":
            return lines[::-1]
        case "title":
            return sorted(lines, key=lambda line: line.entry.title.casefold())
        case "entered":
            return sorted(lines, key=lambda line: line.entry.entered_at, reverse=True)
        case "worth":
            return sorted(
                lines, key=lambda line: max((cell.counted for cell in line.cells), default=ZERO),
                reverse=True,
            )  # fmt: skip
    return lines


def totals(lines: Iterable[Line], columns: Sequence[Column]) -> list[Fraction]:
    """What the lines count for in sum, a number for each column."""
    sums = [ZERO] * len(columns)
    for line in lines:
        for place, cell in enumerate(line.cells):
            sums[place] += cell.counted
    return sums


def years_of(entries: Iterable[Activity]) -> list[int]:
    """The years in which something was completed, newest first."""
    return sorted({entry.completed.year for entry in entries}, reverse=True)
