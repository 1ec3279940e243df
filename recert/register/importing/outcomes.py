"""Outcomes: what becomes of a row, whatever the list is of."""

from __future__ import annotations

from enum import StrEnum

from recert.register.importing.reading import Problem


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    BAD = "bad"
    LEFT_OUT = "left-out"


Weighed = tuple[Outcome, Problem | None]
"""What becomes of a row, and what keeps it from more."""
UNTRIED = "?"
LETTERS = {
    Outcome.NEW: "n",
    Outcome.CHANGED: "c",
    Outcome.SAME: "s",
    Outcome.CONFLICT: "f",
    Outcome.BAD: "b",
    Outcome.LEFT_OUT: "l",
}
"""How the outcome of each row is kept: one letter."""
OUTCOMES = {letter: outcome for outcome, letter in LETTERS.items()}
GOOD = frozenset(LETTERS[each] for each in (Outcome.NEW, Outcome.CHANGED, Outcome.SAME))
