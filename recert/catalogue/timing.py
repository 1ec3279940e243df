"""Timing: between the clock on the wall of a class and the moments we keep.

In the night the clocks go forward an hour does not exist, and when they go back one comes
twice. Neither is guessed at.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

YEARS = range(1950, 2101)
"""The years a class can be held in: beyond them there are no clocks to ask."""


def clock_refusal(wall: datetime, zone: str) -> str:
    """Why a time on the wall is no one moment in that zone; empty: it is."""
    if wall.year not in YEARS:
        return _("Check the year.")
    there = ZoneInfo(zone)
    aware = wall.replace(tzinfo=there, fold=0)
    if aware.astimezone(UTC).astimezone(there).replace(tzinfo=None, fold=0) != wall:
        return _("The clock skips this time that night: it goes forward. Choose another.")
    if aware.utcoffset() != aware.replace(fold=1).utcoffset():
        return _("The clock shows this time twice that night: it goes back. Choose another.")
    return ""


def moment_of(wall: datetime, zone: str) -> datetime:
    """The moment at which the clock on the wall shows this, once `clock_refusal` is silent."""
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def wall_of(at: datetime, zone: str) -> datetime:
    """What the clock on the wall shows at a moment, without its zone."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def repeated(first: date, weeks: int, times: int) -> tuple[date, ...]:
    """The further days of a class held `times` times, every so many weeks, in our years."""
    if first.year not in YEARS:
        return ()
    return tuple(first + timedelta(weeks=weeks * number) for number in range(1, times))
