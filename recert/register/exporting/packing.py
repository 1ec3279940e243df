"""Packing: the lists of a register in one file, written while it is sent.

Each list is cut into parts an import takes. What is there at any moment is one piece of one part.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from recert.register.models import PART_OF, Brings

ROWS_IN_A_PART = 50_000

Row = Sequence[str]
Write = Callable[[Iterator[Row]], Iterator[bytes]]
"""Makes a file of some rows, headings first, piece by piece."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One list: what it is of, its headings and its rows."""

    brings: Brings
    heading: Row
    rows: Iterator[Row]


def zipped(
    lists: Iterable[Wanted], kind: str, write: Write, at: datetime, most: int = ROWS_IN_A_PART
) -> Iterator[bytes]:
    """The file, piece by piece. `kind` is csv or xlsx, and `write` makes a part of that kind."""
    sent = _Outbox()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as archive:
        for wanted in lists:
            for name, part in _parts(wanted, kind, most):
                info = zipfile.ZipInfo(name, at.timetuple()[:6])
                info.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(info, "w", force_zip64=True) as file:
                    for piece in write(part):
                        file.write(piece)
                        yield from sent.taken()
                yield from sent.taken()
    yield from sent.taken()


def _parts(wanted: Wanted, kind: str, most: int) -> Iterator[tuple[str, Iterator[Row]]]:
    """Rows cut into parts, each with the headings; a list of nothing is one part of headings."""
    name, number = PART_OF[wanted.brings], 1
    row = next(wanted.rows, None)
    while row is not None or number == 1:
        first = [] if row is None else [row]
        part = chain([wanted.heading], first, islice(wanted.rows, most - 1))
        yield f"{name}.{kind}" if number == 1 else f"{name}-{number}.{kind}", part
        row, number = next(wanted.rows, None), number + 1


class _Outbox(io.RawIOBase):
    """What is written and not yet sent. It cannot go back, so a zip says sizes behind each part."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        """It is there to be written to."""
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]  # any buffer, says the base
        """Keep a piece until it is sent."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> Iterator[bytes]:
        """What is there, which then is there no more."""
        pieces, self._pieces = self._pieces, []
        yield from filter(None, pieces)
