"""Clashing: rows of one file that cannot both be true, as when two people share a number."""

from __future__ import annotations

from recert.lib.folding import fold
from recert.register.importing.checking import Entry
from recert.register.importing.columns import Column
from recert.register.importing.reading import Key, Problem, Rule


class Claims:
    """What the good rows before this one have said, by what tells people and certificates apart."""

    def __init__(self) -> None:
        """Begin with no row."""
        self._first: dict[Key, Entry] = {}

    def add(self, entry: Entry) -> None:
        """Remember a good row; the first to say something has it."""
        for key in _keys(entry):
            self._first.setdefault(key, entry)

    def clash(self, entry: Entry) -> Problem | None:
        """What keeps this row from being entered beside those before it."""
        return self._certificate(entry) or self._person(entry) or self._holder(entry)

    def _certificate(self, entry: Entry) -> Problem | None:
        """The same certificate twice, unless the second row only adds an earlier cycle."""
        first = self._first.get(("number", entry.credential, entry.number.upper()))
        if entry.certifies and entry.number and first is not None:
            if entry.cycle_end is None:
                return Problem(entry.row, Column.NUMBER, Rule.TWICE, entry.number, str(first.row))
            if not is_same(entry, first):
                return Problem(
                    entry.row, Column.NUMBER, Rule.OTHER_HOLDER, entry.number, first.name
                )
        return None

    def _holder(self, entry: Entry) -> Problem | None:
        """The same certification of one person twice, under another number or none."""
        for key in _holders(entry):
            first = self._first.get(key)
            if first is None:
                continue
            both = {entry.number.upper(), first.number.upper()} - {""}
            if len(both) == 2:
                return Problem(
                    entry.row, Column.NUMBER, Rule.HELD_TWICE, entry.number, str(first.row)
                )
            if entry.cycle_end is None:
                return Problem(entry.row, Column.NUMBER, Rule.TWICE, entry.number, str(first.row))
        return None

    def _person(self, entry: Entry) -> Problem | None:
        """An address or membership number that another person of this file has."""
        first = self._first.get(("address", entry.email))
        if entry.email and first is not None and not is_same(entry, first):
            return Problem(entry.row, Column.EMAIL, Rule.TAKEN_ADDRESS, entry.email)
        member = self._first.get(("member", entry.member_number.upper()))
        if entry.member_number and member is not None and not is_same(entry, member):
            return Problem(
                entry.row,
                Column.MEMBER_NUMBER,
                Rule.OTHER_HOLDER,
                entry.member_number,
                member.name,
            )
        return None


def _keys(entry: Entry) -> list[Key]:
    found = _holders(entry)
    if entry.certifies and entry.number:
        found.append(("number", entry.credential, entry.number.upper()))
    if entry.email:
        found.append(("address", entry.email))
    if entry.member_number:
        found.append(("member", entry.member_number.upper()))
    return found


def _holders(entry: Entry) -> list[Key]:
    """Whose certification it is, by the body's own id and by the address."""
    told = (("id", entry.person_id), ("address", entry.email))
    return [("held", entry.credential, by, said) for by, said in told if said and entry.certifies]


def is_same(one: Entry, other: Entry) -> bool:
    """Whether two rows may be about one person: the same id, or names that share a word."""
    if one.person_id and one.person_id == other.person_id:
        return True
    return is_alike(one.name, other.name)


def is_alike(one: str, other: str) -> bool:
    """Whether two names share a word, such as a first name that stayed when the last changed."""
    words = [set(fold(name).replace(",", " ").replace("-", " ").split()) for name in (one, other)]
    return bool(words[0] & words[1]) or not (words[0] and words[1])
