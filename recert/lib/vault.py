"""The vault: files kept under random names in a private folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from recert.lib.public_ids import ALPHABET, new_public_id


class Vault:
    """A folder of files nobody can address from outside."""

    def __init__(self, root: Path) -> None:
        """Keep files under `root`, which is made when the first one comes."""
        self.root = root

    def keep(self, content: bytes) -> str:
        """Write a file, whole or not at all, and return the name it is kept under."""
        name = new_public_id()
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(place)
        return name

    def read(self, name: str) -> bytes:
        """The content kept under a name; raises `FileNotFoundError` when it is gone."""
        return self._place(name).read_bytes()

    def has(self, name: str) -> bool:
        """Whether something is kept under a name."""
        return self._place(name).is_file()

    def forget(self, name: str) -> None:
        """Remove a file; one that is gone already is no trouble."""
        self._place(name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """Every name kept, to find files that no row mentions."""
        for place in sorted(self.root.glob("*/*")):
            if len(place.name) == 20:
                yield place.name

    def _place(self, name: str) -> Path:
        if len(name) != 20 or any(letter not in ALPHABET for letter in name):
            raise ValueError(f"not a name of the vault: {name!r}")
        return self.root / name[:2] / name
