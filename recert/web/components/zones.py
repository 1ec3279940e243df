"""The time zones of the world for a form."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

HIDDEN = ("Etc/", "SystemV/", "US/", "posix/", "right/")


@lru_cache(maxsize=1)
def zones() -> tuple[tuple[str, str], ...]:
    """Every place with a time zone of its own, as people write it."""
    names = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
    return tuple(
        (name, name.replace("_", " ").replace("/", ", "))
        for name in names
        if not name.startswith(HIDDEN)
    )
