"""The files of an audit pack: named for the reader, safe on every system, bounded in size."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from django.utils.translation import gettext as _

from recert.transcript.actions import is_kept
from recert.transcript.models import Evidence

MOST_BYTES = 400_000_000
"""More than this no pack holds; what is left out is named in it."""
LONGEST = 120
LONGEST_SUFFIX = 8

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of a pack: what it is called there; empty `name`: why it is not there."""

    evidence: Evidence
    name: str
    problem: str = ""

    @property
    def says(self) -> str:
        """What the cover says of it."""
        return self.name or f"{self.evidence.name}: {self.problem}"


class Packing:
    """Names files one after another; each goes in once, until the pack is full."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most = most
        self.size = 0
        self.packed: dict[int, PackedFile] = {}
        self._taken: set[str] = set()

    def add(
        self, number: int, on: date, title: str, files: Iterable[Evidence]
    ) -> tuple[PackedFile, ...]:
        """The files that prove one line; one that proved an earlier line keeps its name."""
        return tuple(self._one(number, on, title, each) for each in files)

    def _one(self, number: int, on: date, title: str, evidence: Evidence) -> PackedFile:
        if evidence.pk not in self.packed:
            self.packed[evidence.pk] = self._pack(number, on, title, evidence)
        return self.packed[evidence.pk]

    def _pack(self, number: int, on: date, title: str, evidence: Evidence) -> PackedFile:
        if not is_kept(evidence):
            return PackedFile(evidence, "", _("the file is missing from the store"))
        if self.size + evidence.size > self.most:
            return PackedFile(evidence, "", _("left out, because the pack would be too large"))
        self.size += evidence.size
        return PackedFile(evidence, self._free(file_name(number, on, title, evidence.name)))

    def _free(self, name: str) -> str:
        """The name, or one like it that is not taken; case tells nothing apart."""
        found, again = name, 1
        path = PurePath(name)
        while found.casefold() in self._taken:
            again += 1
            found = f"{path.stem} ({again}){path.suffix}"
        self._taken.add(found.casefold())
        return found


def file_name(number: int, on: date, title: str, original: str) -> str:
    """`03 2025-04-12 Biomechanics workshop - certificate.pdf`: which line, when, what."""
    path = PurePath(original)
    ending = safe(path.suffix).replace(" ", "")[: LONGEST_SUFFIX - 1]
    stem = f"{number:02} {on.isoformat()} {safe(title)[:60]} - {safe(path.stem)}"
    short = stem[: LONGEST - LONGEST_SUFFIX].rstrip(" .-")
    return f"{short}.{ending}" if ending else short


def safe(text: str) -> str:
    """Text without what some system cannot have in a file's name."""
    plain = unicodedata.normalize("NFC", text)
    seen = "".join(each for each in plain if unicodedata.category(each) not in _INVISIBLE)
    return " ".join(_UNSAFE.sub(" ", seen).split()).strip(" .")
