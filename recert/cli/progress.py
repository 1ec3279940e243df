"""Progress: how far a long run has come and how fast, on standard error."""

from __future__ import annotations

import sys

from recert.cli import clock

EVERY = 0.5
"""Seconds between two words; in a log, where lines stay, ten times as long."""


class Progress:
    """Rows done of so many; says so from time to time."""

    def __init__(self, rows: int, what: str = "rows") -> None:
        self.rows, self.what, self.done = rows, what, 0
        self._began = self._said = clock.seconds()
        self._lasting = not sys.stderr.isatty()

    def advance(self, rows: int) -> None:
        """Some more are done."""
        self.done += rows
        now = clock.seconds()
        if now - self._said >= EVERY * (10 if self._lasting else 1):
            self._said = now
            self._say("\n" if self._lasting else "\r")

    def close(self) -> None:
        """All are done."""
        self._say("\n")

    def _say(self, end: str) -> None:
        seconds = max(clock.seconds() - self._began, 0.001)
        share = f" of {self.rows:,}" if self.rows else ""
        sys.stderr.write(
            f"{self.done:,}{share} {self.what}, {self.done / seconds:,.0f} a second{end}"
        )
        sys.stderr.flush()
