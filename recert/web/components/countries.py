"""The countries of the world for a form: two letters and an English name.

They are read from the table that comes with the time zones, so there is no list of ours to
keep up to date.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def countries() -> tuple[tuple[str, str], ...]:
    """Every ISO 3166-1 alpha-2 code with its name, by name."""
    table = (files("tzdata.zoneinfo") / "iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return tuple(sorted(((code, name) for code, name in rows), key=lambda row: row[1]))
