"""Succession: which editions end when another begins, and what then rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from recert.rules.rulebook import Rulebook

ONE_DAY = timedelta(days=1)


def ended(rulebook: Rulebook, successor_from: date | None) -> Rulebook:
    """The edition as it rules when another begins on a day; its text says what it said."""
    if successor_from is None:
        return rulebook
    last = successor_from - ONE_DAY
    until = rulebook.in_force.until
    if until is not None and until <= last:
        return rulebook
    return replace(rulebook, in_force=replace(rulebook.in_force, until=last))


def predecessors(rulebooks: Iterable[Rulebook], new: Rulebook) -> tuple[Rulebook, ...]:
    """The editions that end when the new one begins.

    Those that go by the same date and would run on beside it, for credentials that all are
    in the new one. Where the dates are of another kind nothing is cut off: the newer edition
    governs wherever both would.
    """
    begins = new.in_force.since
    granted = {each.id for each in new.credentials}
    return tuple(
        book
        for book in rulebooks
        if begins is not None
        and book.edition != new.edition
        and book.chosen_by is new.chosen_by
        and book.in_force.since is not None
        and book.in_force.since < begins
        and (book.in_force.until is None or book.in_force.until >= begins)
        and {each.id for each in book.credentials} <= granted
    )


def with_successor(rulebooks: Iterable[Rulebook], new: Rulebook) -> tuple[Rulebook, ...]:
    """What rules once the new edition is published."""
    books = tuple(book for book in rulebooks if book.edition != new.edition)
    ending = {book.edition for book in predecessors(books, new)}
    kept = (ended(book, new.in_force.since) if book.edition in ending else book for book in books)
    return (*kept, new)
