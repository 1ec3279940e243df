"""What is wrong with a file: where it stands, and one sentence on how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

Path = tuple[str | int, ...]
"""The keys and positions that lead from the top of a file to a value in it."""

_ALL_NAMED = 16
_LONGEST = 400


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. Lines and columns count from 1; a column of 0 is unknown."""

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        """The mistake on one line, as an editor or a terminal shows it."""
        where = f"{self.file}:{self.line}"
        return f"{where}: {self.path}: {self.message}" if self.path else f"{where}: {self.message}"


class Wrong(ValueError):
    """A value cannot be read; the text is the sentence for the one who wrote it."""


def show_path(path: Path) -> str:
    """A path as people read it: `clauses.total.need.amount[2].is`."""
    shown = ""
    for step in path:
        if isinstance(step, int):
            shown += f"[{step + 1}]"
        else:
            shown += f".{step}" if shown else step
    return shown


def shorten(text: str) -> str:
    """A text that repeats somebody's very long value, cut in the middle."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST // 2]} ... {text[-_LONGEST // 2 :]}"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty when none is near."""
    near = get_close_matches(word, sorted(known), n=1)
    return near[0] if near else ""


def suggest(word: str, known: Iterable[str]) -> str:
    """How to go on after "is not known": the nearest word, or all where they are few."""
    words = sorted(known)
    plain = "-".join(word.lower().split())  # as a spreadsheet has it: "In person"
    near = [plain] if plain in words else get_close_matches(word, words, n=1)
    if near:
        return f'did you mean "{near[0]}"?'
    if not words:
        return "there is none to name here."
    if len(words) <= _ALL_NAMED:
        return f"write one of: {', '.join(words)}."
    return "docs/rulebook-format.md, docs/facts.md and docs/standing.md list the words."
