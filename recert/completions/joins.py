"""Joins: the attendance file of a meeting read, whoever wrote it; no database, no clock.

Zoom and Teams write a few lines about the meeting first, then who joined and left when; other
systems begin at once. Days are told by the class: of 5/12 and 12/5 the one on which it was held.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from recert.lib.folding import fold
from recert.lib.refusals import Refused
from recert.lib.tables import MOST_BYTES, Row, Table, read_table

JOINED = ("join time", "joined", "joined at", "check in", "time in", "entry time", "login time",
          "first join", "in")  # fmt: skip
LEFT = ("leave time", "left", "left at", "check out", "time out", "exit time", "logout time",
        "last leave", "out")  # fmt: skip
NAME = ("name original name", "name", "full name", "participant", "attendee", "participant name",
        "display name", "user name")  # fmt: skip
EMAIL = ("user email", "email", "e mail", "email address", "attendee email",
         "participant id upn")  # fmt: skip

DAY = r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{2,4})"
TIME = r"(\d{1,2}):(\d{2})(?::(\d{2}))? *([AaPp])?\.?[Mm]?\.?"

NEAR = timedelta(days=1)
MOST_SAID = 20


@dataclass(frozen=True, slots=True)
class Join:
    """From when until when somebody was in the meeting."""

    name: str
    email: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class JoinsRead:
    """What a file says, and which of its rows could not be read, each with why."""

    joins: tuple[Join, ...]
    unread: tuple[tuple[int, str], ...]


def read_joins(content: bytes, name: str, zone: str, held: date | None) -> JoinsRead:
    """Read a meeting’s file; moments without a zone are on the clock of the class.

    `held`: its day, by which days are understood. Refuses a file that says not who joined and
    left when.
    """
    table, skipped = _table(content, name)
    places = [_place(table.headers, words) for words in (NAME, EMAIL, JOINED, LEFT)]
    if places[2] is None or places[3] is None or (places[0] is None and places[1] is None):
        raise Refused(
            _("The file needs columns for the name or e-mail, for joining and for leaving."), "file"
        )
    joins: list[Join] = []
    unread: list[tuple[int, str]] = []
    for number, cells in _rows(table):
        who, email, since, until = (_cell(cells, place) for place in places)
        moments = [_moment(text, zone, held) for text in (since, until)]
        if moments[0] is None or moments[1] is None:
            said = _("“%(since)s” and “%(until)s” are no times on the day of the class.")
            unread.append((number + skipped, said % {"since": since, "until": until}))
        elif not (who or email):
            unread.append((number + skipped, _("Nobody is named.")))
        elif moments[1] < moments[0]:
            unread.append((number + skipped, _("It says they left before they joined.")))
        else:
            joins.append(Join(who, email.lower(), moments[0], moments[1]))
    if not joins:
        said = _("No row could be read. The first, row %(row)s: %(why)s")
        row, why = unread[0] if unread else (1, "")
        raise Refused(said % {"row": row, "why": why}, "file")
    return JoinsRead(tuple(joins), tuple(unread[:MOST_SAID]))


def _table(content: bytes, name: str) -> tuple[Table, int]:
    """The table of who joined, without the lines about the meeting; how many those were."""
    if content.startswith(b"PK") or len(content) > MOST_BYTES:
        return read_table(content, name), 0
    lines = _text(content).splitlines()
    for number, line in enumerate(lines[:100]):
        words = [fold(each).strip() for each in re.split(r"[,;\t|]", line.replace('"', ""))]
        if any(each in JOINED for each in map(_heading, words)) and any(
            each in LEFT for each in map(_heading, words)
        ):
            return read_table("\n".join(lines[number:]).encode(), name), number
    return read_table(content, name), 0


def _text(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return content.decode(encoding, errors="replace")


def _rows(table: Table) -> Iterator[Row]:
    """Its rows until the next part of the file begins, which has a heading of its own."""
    for number, cells in table.rows:
        if re.fullmatch(r"\d+\. \D+", cells[0]) and not any(cells[1:]):
            return
        yield number, cells


def _heading(text: str) -> str:
    return " ".join(re.sub(r"[^a-z ]", " ", fold(text)).split())


def _place(headers: Sequence[str], words: Sequence[str]) -> int | None:
    """The column that is called by one of these words, the first word first."""
    folded = [_heading(each) for each in headers]
    return next((folded.index(word) for word in words if word in folded), None)


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _moment(text: str, zone: str, held: date | None) -> datetime | None:
    """A moment as meetings write it: 12/05/2026 03:01:22 PM, 2026-12-05T15:01:22Z."""
    try:
        whole = datetime.fromisoformat(text)
    except ValueError:
        found = _in_parts(text, held)
        return found.replace(tzinfo=ZoneInfo(zone)) if found else None
    whole = whole if whole.tzinfo else whole.replace(tzinfo=ZoneInfo(zone))
    return whole if _is_near(whole.astimezone(ZoneInfo(zone)).date(), held) else None


def _in_parts(text: str, held: date | None) -> datetime | None:
    found = re.fullmatch(f"{DAY},? +{TIME}", text.replace("\u202f", " "))
    if found is None:
        return None
    first, second, third, hour, minute, seconds = (int(each or 0) for each in found.groups()[:6])
    half = (found[7] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if first > 999:
        days = [(first, second, third)]
    else:
        year = third if third > 99 else 2000 + third
        days = [(year, first, second), (year, second, first)]
    for year, month, day in days:
        try:
            moment = datetime(year, month, day, hour, minute, seconds)  # noqa: DTZ001 - zoned above
        except ValueError:
            continue
        if _is_near(moment.date(), held):
            return moment
    return None


def _is_near(day: date, held: date | None) -> bool:
    return held is None or abs(day - held) <= NEAR
