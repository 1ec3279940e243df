"""The ledger: each act somebody tried, and what they were told of it, before they try the next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from threading import Lock


class Heard(StrEnum):
    """What somebody heard of their act, and so how often the record must have it."""

    DONE = "done"  # exactly once
    REFUSED = "refused"  # never
    NOTHING = "nothing"  # no answer came, or one that is an error: at most once


@dataclass(frozen=True, slots=True)
class Act:
    """What was tried (`logged`, `approved`, ...), on what (its public id), by whom."""

    what: str
    key: str  # empty where only the answer would have told it
    who: str  # e-mail address
    more: dict[str, str] = field(default_factory=dict)
    heard: Heard = Heard.DONE


class Ledger:
    """A file with a line for each act, shared by all who act."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self._lock = Lock()
        self.counts: dict[str, int] = {}

    def note(self, act: Act) -> None:
        """Write an act down; it is in the file when this returns."""
        with self._lock:
            self._file.write(json.dumps(asdict(act)) + "\n")
            self._file.flush()
            if act.heard == Heard.DONE:
                self.counts[act.what] = self.counts.get(act.what, 0) + 1

    def close(self) -> None:
        """Nothing more is noted."""
        self._file.close()


def acts_in(path: Path) -> Iterator[Act]:
    """The acts of a ledger, oldest first."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield Act(**json.loads(line))
