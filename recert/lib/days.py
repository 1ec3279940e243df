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
