"""Claiming: two rows of one file that are the same activity of the same person.

They may be, where each says what was decided for another certification, and all else alike.
"""

from __future__ import annotations

from collections.abc import Iterator

from recert.register.importing.columns import Column
from recert.register.importing.history.past import Deed
from recert.register.importing.reading import Key, Problem, Rule
from recert.rules.facts import Activity

Said = tuple[str, str]
"""For which certification a row speaks: its credential and the number of the certificate."""


class Claims:
    """What the good rows before this one were about."""

    def __init__(self) -> None:
        """Begin with no row."""
        self._first: dict[Key, tuple[int, Activity]] = {}
        self._said: dict[Key, set[Said]] = {}

    def add(self, deed: Deed) -> None:
        """Remember a good row."""
        for key in _keys(deed):
            self._first.setdefault(key, (deed.row, deed.activity))
            self._said.setdefault(key, set()).add((deed.credential, deed.number))

    def clash(self, deed: Deed) -> Problem | None:
        """What keeps this row from being entered beside those before it."""
        column = Column.ENTRY_ID if deed.has_own_id else Column.TITLE
        for key in _keys(deed):
            if key not in self._first:
                continue
            first, activity = self._first[key]
            others = self._said[key]
            speaks_of_another = bool(deed.credential) and all(
                credential and (credential, number) != (deed.credential, deed.number)
                for credential, number in others
            )
            if not speaks_of_another or activity != deed.activity:
                return Problem(deed.row, column, Rule.SAME_DEED, deed.activity.title, str(first))
        return None


def _keys(deed: Deed) -> Iterator[Key]:
    """An id of the body's own is one entry; anything else is one a person."""
    if deed.has_own_id:
        yield (deed.key,)
        return
    for by in ("person_id", "number", "member_number", "email"):
        if said := getattr(deed, by):
            yield by, str(said).casefold(), deed.key
