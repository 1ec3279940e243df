"""The ledger: each act somebody was told is done, written down before the next is tried."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock


@dataclass(frozen=True, slots=True)
class Act:
    """What was done (`logged`, `approved`, ...), to what (its public id), by whom."""

    what: str
    key: str
    who: str  # e-mail address
    more: dict[str, str] = field(default_factory=dict)


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
            self.counts[act.what] = self.counts.get(act.what, 0) + 1

    def close(self) -> None:
        """Nothing more is noted."""
        self._file.close()


def acts_in(path: Path) -> Iterator[Act]:
    """The acts of a ledger, oldest first."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield Act(**json.loads(line))
