"""Days: a calendar day however people write it. What could be two days is never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
EARLIEST, LATEST = 1900, 2200

_YEAR_FIRST = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})(?: 0?0:00(?::00)?)?")
_DAY_WORD = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[ -]+([a-z]{3,9})\.?,?[ -]+(\d{4})", re.I)
_WORD_DAY = re.compile(r"([a-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})", re.I)
_SHORT_YEAR = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}")


class DayOrder(StrEnum):
    """Which of two numbers before a year is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class Unread(StrEnum):
    """Why something is not a day."""

    NO_DAY = "no-day"
    EITHER = "either-day"  # 03/04/2025
    SHORT_YEAR = "short-year"


def read_day(text: str, order: DayOrder | None) -> date | Unread:
    """The day a text says, or why it says none; `order` is asked only where it matters."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, _sign, month, day = found.groups()
        return _day(year, month, day)
    if found := _YEAR_LAST.fullmatch(text):
        first, sign, second, year = found.groups()
        if sign == "." or first == second:
            return _day(year, second, first)
        if order is None:
            order = _order_in(int(first), int(second))
        if order is None:
            return Unread.EITHER if int(first) <= 12 else Unread.NO_DAY
        day, month = (first, second) if order is DayOrder.DAY_FIRST else (second, first)
        return _day(year, month, day)
    if found := _DAY_WORD.fullmatch(text):
        day, word, year = found.groups()
        return _day(year, _month(word), day)
    if found := _WORD_DAY.fullmatch(text):
        word, day, year = found.groups()
        return _day(year, _month(word), day)
    return Unread.SHORT_YEAR if _SHORT_YEAR.fullmatch(text) else Unread.NO_DAY


def order_of(texts: Iterable[str]) -> DayOrder | None:
    """The order that one column's days tell themselves; None if none tells, or they differ."""
    orders = {
        _order_in(int(found[1]), int(found[3]))
        for text in texts
        if (found := _YEAR_LAST.fullmatch(text)) and found[2] != "."
    } - {None}
    return orders.pop() if len(orders) == 1 else None


def _order_in(first: int, second: int) -> DayOrder | None:
    """Which is the day, where only one of two numbers can be a month."""
    if first > 12 >= second:
        return DayOrder.DAY_FIRST
    if second > 12 >= first:
        return DayOrder.MONTH_FIRST
    return None


def _month(word: str) -> str:
    short = word[:3].lower()
    return str(MONTHS.index(short) + 1) if short in MONTHS else "0"


def _day(year: str, month: str, day: str) -> date | Unread:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return Unread.NO_DAY
    return found if EARLIEST <= found.year <= LATEST else Unread.NO_DAY
