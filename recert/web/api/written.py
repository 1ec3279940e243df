"""Written: the small shapes of the API: days, moments and amounts, each as text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, WithJsonSchema

_DAY = r"^\d{4}-\d{2}-\d{2}$"
_MOMENT = r"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})$"
_AMOUNT = r"^\d{1,6}(\.\d{1,4})?$"


class Taken(Schema):
    """Something that is sent to us: nothing in it has a name we do not know."""

    model_config = ConfigDict(extra="forbid")


def _fits(pattern: str, value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(pattern[1:-1], value, re.ASCII))


def _as_day(value: Any) -> date:
    if not _fits(_DAY, value):
        raise ValueError("a day is written as text, such as 2026-03-14")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("there is no such day; write it such as 2026-03-14") from None


def _as_moment(value: Any) -> datetime:
    if not _fits(_MOMENT, value):
        raise ValueError("a moment has an offset from UTC, such as 2026-03-14T09:30:00-05:00")
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (OverflowError, ValueError):
        raise ValueError("there is no such moment; write 2026-03-14T09:30:00Z") from None


def _as_amount(value: Any) -> Fraction:
    if not _fits(_AMOUNT, value):
        raise ValueError("an amount is a decimal, sent as text, such as “1.5”")
    return Fraction(value)


def written_moment(at: datetime | None) -> str | None:
    """A moment as RFC 3339 writes it, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None


def written_day(day: date | None) -> str | None:
    """A day as RFC 3339 writes it."""
    return day.isoformat() if day else None


Day = Annotated[
    date,
    BeforeValidator(_as_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": _DAY}),
]
Moment = Annotated[
    datetime,
    BeforeValidator(_as_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": _MOMENT}),
]
Amount = Annotated[
    Fraction,
    BeforeValidator(_as_amount),
    WithJsonSchema({"type": "string", "pattern": _AMOUNT}),
]
"""No float ever holds credit."""
