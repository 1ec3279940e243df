"""Checking: one row of a body's register becomes an entry, or problems that say where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from recert.lib.days import is_birthday
from recert.lib.folding import fold
from recert.register.importing.columns import LONGEST, Column
from recert.register.importing.reading import Key, Reading, Rule
from recert.rules.facts import DecisionKind
from recert.rules.rulebook import Credential


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
    birthday: str = ""  # 03-14

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


def raw_keys(meant: Mapping[str, str]) -> Iterator[Key]:
    """What may make two rows be about the same: any number, id or address."""
    for column in (Column.NUMBER, Column.PERSON_ID, Column.EMAIL, Column.MEMBER_NUMBER):
        if value := meant.get(column, ""):
            yield column, value.casefold()


class Checker:
    """Understands rows of one body's register."""

    def __init__(self, offered: Iterable[Credential], today: date) -> None:
        """Know what the body grants; `today` is the latest day anywhere."""
        self._today = today
        self._credentials = {each.id: each for each in offered}
        self._alone = next(iter(self._credentials)) if len(self._credentials) == 1 else ""

    def read(self, fields: Reading, days: Mapping[Column, date | None]) -> Entry:
        """What the row says; what is wrong with it is noted in `fields`."""
        credential = self.credential(fields)
        entry = Entry(
            row=fields.row,
            name=_name(fields),
            email=fields.email(),
            birthday=_birthday(fields),
            person_id=fields.text(Column.PERSON_ID),
            credential=credential,
            level=self._level(fields, credential),
            number=fields.text(Column.NUMBER),
            status=_status(fields),
            reason=fields.text(Column.REASON),
            member_number=fields.text(Column.MEMBER_NUMBER),
            **{str(column): day for column, day in days.items()},
        )
        _check_together(fields, entry, self._today)
        return entry

    def credential(self, fields: Reading) -> str:
        """Its id; a body that grants one needs no column for it, nor does a list of members."""
        typed = fields.meant.get(Column.CREDENTIAL, "")
        if not typed:
            speaks = (Column.NUMBER, Column.CERTIFIED, Column.EXPIRES)
            if not any(fields.meant.get(column) for column in speaks):
                return ""
            if not self._alone:
                fields.refuse(Column.CREDENTIAL, Rule.MISSING)
            return self._alone
        found = credential_meant(typed, self._credentials.values())
        if not found:
            fields.refuse(Column.CREDENTIAL, Rule.NO_CREDENTIAL)
        return found

    def _level(self, fields: Reading, credential: str) -> str:
        typed = fields.meant.get(Column.LEVEL, "")
        levels = self._credentials[credential].levels if credential else ()
        plain = fold(typed).replace(" ", "-")
        if not credential or plain in levels or not (typed or levels):
            return plain if credential else ""
        fields.refuse(Column.LEVEL, Rule.NO_LEVEL, ", ".join(levels))
        return ""


def credential_meant(typed: str, offered: Iterable[Credential]) -> str:
    """The id of the credential somebody wrote, by id, letters or name; empty: none of these."""
    plain = fold(typed)
    for each in offered:
        if plain in (each.id, fold(each.letters or each.id), fold(each.name)):
            return each.id
    return ""


def _birthday(fields: Reading) -> str:
    """Month and day, the month first; a whole date of birth is not taken."""
    typed = fields.meant.get(Column.BIRTHDAY, "")
    if not typed:
        return ""
    month, _dash, day = typed.replace("/", "-").partition("-")
    plain = f"{month.zfill(2)}-{day.zfill(2)}"
    if is_birthday(plain):
        return plain
    fields.refuse(Column.BIRTHDAY, Rule.NO_BIRTHDAY)
    return ""


def _name(fields: Reading) -> str:
    whole = fields.meant.get(Column.NAME, "")
    parts = (fields.meant.get(each, "") for each in (Column.FIRST_NAME, Column.LAST_NAME))
    name = whole or " ".join(filter(None, parts))
    if not name:
        fields.refuse(Column.NAME, Rule.NO_NAME)
    elif len(name) > LONGEST[Column.NAME]:
        fields.refuse(Column.NAME, Rule.TOO_LONG, str(LONGEST[Column.NAME]))
    return name


def _status(fields: Reading) -> DecisionKind | None:
    value = fold(fields.meant.get(Column.STATUS, ""))
    if value not in STATUSES:
        fields.refuse(Column.STATUS, Rule.NO_STATUS)
        return None
    return STATUSES[value]


def _check_together(fields: Reading, entry: Entry, today: date) -> None:
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
    if entry.cycle_end and entry.expires and entry.cycle_end >= entry.expires:
        fields.refuse(Column.CYCLE_END, Rule.TOO_LATE, entry.expires.isoformat())
