"""What was measured while it ran: how long each kind of page took, and what went wrong."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock


@dataclass
class Figures:
    """Seconds by kind of page, errors, and what was refused in words. Shared by all threads."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def took(self, kind: str, seconds: float) -> None:
        """A page of this kind was answered in so many seconds."""
        with self._lock:
            self.taken[kind].append(seconds)

    def failed(self, what: str) -> None:
        """Something that must not happen: a crash, a time-out, a page that should be there."""
        with self._lock:
            self.errors.append(what)

    def was_refused(self, what: str) -> None:
        """Somebody was told no in words: a colleague was quicker, or nothing was left to do."""
        with self._lock:
            self.refused[what] += 1

    def kinds_of_error(self) -> Counter[str]:
        """How many of each: `500`, `TimeoutError`."""
        return Counter(
            re.split(" after | at ", each)[0].rpartition(": ")[2] for each in self.errors
        )

    @property
    def requests(self) -> int:
        """How many were answered."""
        return sum(len(each) for each in self.taken.values())


def share(seconds: list[float], part: float) -> float:
    """The time within which this part of them was answered, in milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)] * 1000


def rows(figures: Figures) -> Iterator[tuple[str, int, tuple[int, ...]]]:
    """Each kind of page, how many, and milliseconds: the median, 95 and 99 in 100, the longest."""
    everything = [second for each in figures.taken.values() for second in each]
    for kind, taken in [("everything", everything), *sorted(figures.taken.items())]:
        if taken:
            shares = tuple(round(share(taken, part)) for part in (0.5, 0.95, 0.99, 1))
            yield kind, len(taken), shares
