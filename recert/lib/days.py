"""Days: which calendar day a moment falls on, in a place."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

EARLIEST_ZONE = "Pacific/Kiritimati"
"""Where every day begins first: what has not begun there lies in the future for all."""


def local_day(at: datetime, zone: str) -> date:
    """The calendar day it is in `zone` at that moment."""
    return at.astimezone(ZoneInfo(zone)).date()


def latest_day(at: datetime) -> date:
    """The latest day it is anywhere at that moment."""
    return local_day(at, EARLIEST_ZONE)


def is_zone(name: str) -> bool:
    """Whether the zone is known, such as `America/Indiana/Indianapolis`."""
    return name in available_timezones()


LEAP_YEAR = 2000
"""A year that has every month and day there is."""


def is_birthday(text: str) -> bool:
    """Whether the text is a month and a day, as `03-14`."""
    if len(text) != len("03-14"):
        return False
    try:
        date.fromisoformat(f"{LEAP_YEAR}-{text}")
    except ValueError:
        return False
    return True
