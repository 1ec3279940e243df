"""Checking: one row of a file becomes an entry, or problems that say where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from recert.lib.folding import fold
from recert.register.importing.columns import DAYS, LONGEST, Column
from recert.register.importing.days import DayOrder, Unread, order_of, read_day
from recert.register.importing.tables import Table
from recert.rules.facts import DecisionKind
from recert.rules.rulebook import Credential

SKIP = "\0skip"
"""What a value becomes that leaves its row out."""


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
    NO_ADDRESS = "no-address"
    NO_STATUS = "no-status"
    TOO_LONG = "too-long"
    TWICE = "twice"  # in this file
    OTHER_HOLDER = "other-holder"
    OTHER_PERSON = "other-person"  # two of its columns name two people
    TAKEN_ADDRESS = "taken-address"
    RENEWED_HERE = "renewed-here"
    OWN = "own"
    REFUSED = "refused"  # by an action, in its own words


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one cell; `value` is what stands there."""

    row: int
    column: str  # a `Column`
    rule: Rule
    value: str = ""
    detail: str = ""  # what else there is to say: the choices, the other row


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row, understood."""

    row: int
    name: str
    email: str = ""
    person_id: str = ""
    credential: str = ""
    level: str = ""
    number: str = ""
    certified: date | None = None
    expires: date | None = None
    status: DecisionKind | None = None
    reason: str = ""
    cycle_start: date | None = None
    cycle_end: date | None = None
    renewed_on: date | None = None
    member_number: str = ""
    member_since: date | None = None
    member_until: date | None = None

    @property
    def certifies(self) -> bool:
        """Whether the row speaks of a certification, not of a membership alone."""
        return bool(self.credential)


STATUSES: dict[str, DecisionKind | None] = {
    **dict.fromkeys(
        ("", "active", "current", "certified", "valid", "good standing", "expired", "lapsed"), None
    ),
    **dict.fromkeys(("suspended", "suspension"), DecisionKind.SUSPEND),
    **dict.fromkeys(("retired", "emeritus"), DecisionKind.RETIRE),
    **dict.fromkeys(("inactive", "on leave", "leave"), DecisionKind.INACTIVE),
    **dict.fromkeys(("revoked", "withdrawn", "decertified"), DecisionKind.WITHDRAW),
}
"""What people write. Whether somebody is active or lapsed follows from the dates alone."""

Fixes = Mapping[tuple[str, str], str]
"""What a value of a column becomes, wherever it stands: (column, value) -> value."""


class Checker:
    """Reads the rows of one table by one mapping, with the fixes made so far."""

    def __init__(
        self,
        table: Table,
        mapped: Mapping[str, str],
        *,
        fixes: Fixes,
        orders: Mapping[str, str],
        offered: Iterable[Credential],
        today: date,
    ) -> None:
        """Learn the places of the columns, and the order of the days in each."""
        self._places = {
            column: place for place, header in enumerate(table.headers)
            if (column := mapped.get(header, ""))
        }  # fmt: skip
        self._rows, self._fixes, self._today = table.rows, fixes, today
        self._credentials = {each.id: each for each in offered}
        self._alone = next(iter(self._credentials)) if len(self._credentials) == 1 else ""
        self._orders = {
            column: DayOrder(orders[column]) if column in orders else self._told(column)
            for column in DAYS
            if column in self._places
        }

    def _told(self, column: Column) -> DayOrder | None:
        place = self._places[column]
        return order_of(cells[place] for _row, cells in self._rows if place < len(cells))

    def asks_order_of(self) -> Iterator[str]:
        """The columns of days of which nothing tells whether day or month comes first."""
        for column, order in self._orders.items():
            if order is None and any(
                read_day(cells[self._places[column]], None) is Unread.EITHER
                for _row, cells in self._rows
                if self._places[column] < len(cells)
            ):
                yield column

    def entries(self, after: int = 0) -> Iterator[tuple[int, Entry | None, list[Problem]]]:
        """Each row behind `after`: its number, what it says if that is clear, what is wrong.

        A row that a fix leaves out has neither.
        """
        for row, cells in self._rows:
            if row > after:
                yield (row, *self._entry(row, cells))

    def _entry(self, row: int, cells: tuple[str, ...]) -> tuple[Entry | None, list[Problem]]:
        said = {
            column: cells[place] if place < len(cells) else ""
            for column, place in self._places.items()
        }
        meant = {column: self._fixes.get((column, value), value) for column, value in said.items()}
        if SKIP in meant.values():
            return None, []
        problems: list[Problem] = []
        fields = _Reading(row, said, meant, problems)
        entry = self._read(fields)
        return (None, problems) if problems else (entry, problems)

    def _read(self, fields: _Reading) -> Entry:
        days = {column: self._day(fields, column) for column in DAYS}
        credential = self._credential(fields)
        entry = Entry(
            row=fields.row,
            name=fields.name(),
            email=fields.email(),
            person_id=fields.text(Column.PERSON_ID),
            credential=credential,
            level=self._level(fields, credential),
            number=fields.text(Column.NUMBER),
            status=fields.status(),
            reason=fields.text(Column.REASON),
            member_number=fields.text(Column.MEMBER_NUMBER),
            **days,
        )
        _check_together(fields, entry, self._today)
        return entry

    def _day(self, fields: _Reading, column: Column) -> date | None:
        value = fields.meant.get(column, "")
        if not value:
            return None
        found = read_day(value, self._orders.get(column))
        if isinstance(found, date):
            return found
        fields.refuse(column, Rule(found))
        return None

    def _credential(self, fields: _Reading) -> str:
        """Its id; a body that grants one needs no column for it, nor does a list of members."""
        typed = fields.meant.get(Column.CREDENTIAL, "")
        if not typed:
            speaks = (Column.NUMBER, Column.CERTIFIED, Column.EXPIRES)
            if not any(fields.meant.get(column) for column in speaks):
                return ""
            if not self._alone:
                fields.refuse(Column.CREDENTIAL, Rule.MISSING)
            return self._alone
        for each in self._credentials.values():
            if fold(typed) in (each.id, fold(each.letters or each.id), fold(each.name)):
                return each.id
        fields.refuse(Column.CREDENTIAL, Rule.NO_CREDENTIAL)
        return ""

    def _level(self, fields: _Reading, credential: str) -> str:
        typed = fields.meant.get(Column.LEVEL, "")
        levels = self._credentials[credential].levels if credential else ()
        plain = fold(typed).replace(" ", "-")
        if not credential or plain in levels or not (typed or levels):
            return plain if credential else ""
        fields.refuse(Column.LEVEL, Rule.NO_LEVEL, ", ".join(levels))
        return ""


@dataclass(slots=True)
class _Reading:
    """One row being read: what it says, what that means, and what was wrong so far."""

    row: int
    said: dict[str, str]
    meant: dict[str, str]
    problems: list[Problem]

    def refuse(self, column: str, rule: Rule, detail: str = "") -> None:
        self.problems.append(Problem(self.row, column, rule, self.said.get(column, ""), detail))

    def text(self, column: Column) -> str:
        value = self.meant.get(column, "")
        if len(value) > LONGEST[column]:
            self.refuse(column, Rule.TOO_LONG, str(LONGEST[column]))
        return value

    def name(self) -> str:
        whole = self.meant.get(Column.NAME, "")
        parts = (self.meant.get(each, "") for each in (Column.FIRST_NAME, Column.LAST_NAME))
        name = whole or " ".join(filter(None, parts))
        if not name:
            self.refuse(Column.NAME, Rule.NO_NAME)
        elif len(name) > LONGEST[Column.NAME]:
            self.refuse(Column.NAME, Rule.TOO_LONG, str(LONGEST[Column.NAME]))
        return name

    def email(self) -> str:
        value = self.text(Column.EMAIL).lower().removeprefix("mailto:")
        if value:
            try:
                validate_email(value)
            except ValidationError:
                self.refuse(Column.EMAIL, Rule.NO_ADDRESS)
        return value

    def status(self) -> DecisionKind | None:
        value = fold(self.meant.get(Column.STATUS, ""))
        if value not in STATUSES:
            self.refuse(Column.STATUS, Rule.NO_STATUS)
            return None
        return STATUSES[value]


def _check_together(fields: _Reading, entry: Entry, today: date) -> None:
    """What must be there, and how the days must follow one another."""
    broken = {each.column for each in fields.problems}
    if not (entry.person_id or entry.number or entry.email or entry.member_number):
        fields.refuse(Column.NUMBER, Rule.NOBODY)
    if entry.certifies:
        for column in (Column.CERTIFIED, Column.EXPIRES):
            if getattr(entry, column) is None and column not in broken:
                fields.refuse(column, Rule.MISSING)
        if entry.certified and entry.certified > today:
            fields.refuse(Column.CERTIFIED, Rule.FUTURE)
    elif entry.member_since is None and not broken:
        fields.refuse(Column.MEMBER_SINCE, Rule.MISSING)
    for first, last in (
        (Column.CERTIFIED, Column.EXPIRES),
        (Column.CYCLE_START, Column.CYCLE_END),
        (Column.MEMBER_SINCE, Column.MEMBER_UNTIL),
    ):
        begin, end = getattr(entry, first), getattr(entry, last)
        if begin and end and end < begin:
            fields.refuse(last, Rule.BACKWARDS, begin.isoformat())
    if (entry.cycle_start is None) != (entry.cycle_end is None) and not broken:
        missing = Column.CYCLE_START if entry.cycle_start is None else Column.CYCLE_END
        fields.refuse(missing, Rule.MISSING)
