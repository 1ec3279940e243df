"""Reading: the cells of a row by the columns they stand in, and what can be wrong with them.

Whatever a list is of, its rows are read alike: a fix puts another value in the place of one
wherever it stands, days are read in the order their column tells, and what is wrong names row,
column, value and rule.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from recert.lib.tables import Table
from recert.lib.written_days import DayOrder, Unread, order_of, read_day
from recert.register.importing.columns import LONGEST, Column

SKIP = "\0skip"
"""What a value becomes that leaves its row out."""
MOST_WRONG = 5
"""So much is told of one row at a time."""


class Rule(StrEnum):
    """What can be wrong with a row."""

    MISSING = "missing"
    NO_NAME = "no-name"
    NOBODY = "nobody"  # nothing tells this person from others
    NO_CREDENTIAL = "no-credential"
    NO_LEVEL = "no-level"
    NO_DAY = Unread.NO_DAY
    EITHER_DAY = Unread.EITHER
    SHORT_YEAR = Unread.SHORT_YEAR
    FUTURE = "future"
    BACKWARDS = "backwards"
    TOO_LATE = "too-late"  # an earlier cycle that does not end before the certification does
    NO_ADDRESS = "no-address"
    NO_BIRTHDAY = "no-birthday"
    NO_STATUS = "no-status"
    TOO_LONG = "too-long"
    TWICE = "twice"  # in this file
    HELD_TWICE = "held-twice"  # in this file, under another number
    OTHER_HOLDER = "other-holder"
    OTHER_PERSON = "other-person"  # two of its columns name two people
    TAKEN_ADDRESS = "taken-address"
    RENEWED_HERE = "renewed-here"
    OWN = "own"
    REFUSED = "refused"  # by an action, in its own words
    # of what people have done
    NO_PERSON = "no-person"  # nobody of this body's
    NOT_HELD = "not-held"
    NO_AMOUNT = "no-amount"
    NO_UNIT = "no-unit"
    NO_CATEGORY = "no-category"
    NOT_OF_CATEGORY = "not-of-category"
    NO_KIND = "no-kind"
    NO_DECISION = "no-decision"
    SAME_DEED = "same-deed"  # in this file
    TAKEN_ENTRY = "taken-entry"  # this id is another person's entry
    DECIDED_HERE = "decided-here"
    NO_WORD = "no-word"
    NO_NUMBER = "no-number"
    NO_YES = "no-yes"
    NO_PARTS = "no-parts"
    NEWER_HERE = "newer-here"  # corrected or taken back since
    OTHERS_ENTRY = "others-entry"  # the person's own, or a provider's


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one cell; `value` is what stands there."""

    row: int
    column: str  # a `Column`
    rule: Rule
    value: str = ""
    detail: str = ""  # what else there is to say: the choices, the other row


Fixes = Mapping[tuple[str, str], str]
"""What a value of a column becomes, wherever it stands: (column, value) -> value."""
Key = tuple[Hashable, ...]
"""What two rows have in common that may be about the same."""
E = TypeVar("E")


@dataclass(slots=True)
class Reading:
    """One row being read: what it says, what that means, and what was wrong so far."""

    row: int
    said: dict[str, str]
    meant: dict[str, str]
    problems: list[Problem]

    def refuse(self, column: str, rule: Rule, detail: str = "") -> None:
        """Note that a cell is wrong."""
        self.problems.append(Problem(self.row, column, rule, self.said.get(column, ""), detail))

    def is_wrong(self, column: str) -> bool:
        """Whether something is wrong with this column already."""
        return any(each.column == column for each in self.problems)

    def text(self, column: Column) -> str:
        """The words of a cell, if they are not too long."""
        value = self.meant.get(column, "")
        if len(value) > LONGEST.get(column, len(value)):
            self.refuse(column, Rule.TOO_LONG, str(LONGEST[column]))
        return value

    def email(self) -> str:
        """The address, in lower case."""
        value = self.text(Column.EMAIL).lower().removeprefix("mailto:")
        if value:
            try:
                validate_email(value)
            except ValidationError:
                self.refuse(Column.EMAIL, Rule.NO_ADDRESS)
        return value

    def day(self, column: Column, order: DayOrder | None) -> date | None:
        """The day a cell says; None where it says none."""
        value = self.meant.get(column, "")
        if not value:
            return None
        found = read_day(value, order)
        if isinstance(found, date):
            return found
        self.refuse(column, Rule(found))
        return None


class Reader(Generic[E]):
    """Reads the rows of one table by one mapping, with the fixes made so far."""

    def __init__(
        self,
        table: Table,
        mapped: Mapping[str, str],
        *,
        fixes: Fixes,
        orders: Mapping[str, str],
        days: tuple[Column, ...],
        read: Callable[[Reading, Mapping[Column, date | None]], E],
        raw_keys: Callable[[Mapping[str, str]], Iterator[Key]],
    ) -> None:
        """Learn the places of the columns, and the order of the days in each."""
        self._places = {
            column: place for place, header in enumerate(table.headers)
            if (column := mapped.get(header, ""))
        }  # fmt: skip
        self.rows, self._fixes = table.rows, fixes
        self._read, self._raw_keys = read, raw_keys
        self._orders = {
            column: DayOrder(orders[column]) if column in orders else self._told(column)
            for column in days
            if column in self._places
        }

    def _told(self, column: Column) -> DayOrder | None:
        place = self._places[column]
        return order_of(cells[place] for _row, cells in self.rows if place < len(cells))

    def asks_order_of(self) -> Iterator[str]:
        """The columns of days of which nothing tells whether day or month comes first."""
        for column, order in self._orders.items():
            if order is None and any(
                read_day(cells[self._places[column]], None) is Unread.EITHER
                for _row, cells in self.rows
                if self._places[column] < len(cells)
            ):
                yield column

    def standing_in(self, column: str, value: str) -> Iterator[int]:
        """The places of the rows that say just this in that column."""
        at = self._places[Column(column)]
        for place, (_row, cells) in enumerate(self.rows):
            if (cells[at] if at < len(cells) else "") == value:
                yield place

    def keys(self, place: int) -> Iterator[Key]:
        """What a row may have in common with others about the same, before it is read."""
        _said, meant = self._cells(self.rows[place][1])
        return self._raw_keys(meant)

    def entry(self, place: int) -> tuple[E | None, list[Problem]]:
        """What a row says if that is clear, and what is wrong.

        A row that a fix leaves out has neither.
        """
        row, cells = self.rows[place]
        said, meant = self._cells(cells)
        if SKIP in meant.values():
            return None, []
        problems: list[Problem] = []
        reading = Reading(row, said, meant, problems)
        days = {column: reading.day(column, order) for column, order in self._orders.items()}
        entry = self._read(reading, days)
        return (None, problems[:MOST_WRONG]) if problems else (entry, problems)

    def _cells(self, cells: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
        said: dict[str, str] = {
            column: cells[place] if place < len(cells) else ""
            for column, place in self._places.items()
        }
        meant = {column: self._fixes.get((column, value), value) for column, value in said.items()}
        return said, meant
