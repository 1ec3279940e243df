"""Covering: how far the rulebooks reach, edition by edition, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from recert.rules.rulebook import Note, Rulebook, Span
from recert.rules.vocabulary import Profession

OFFICIAL = ("official", "history", "mirror")
"""Standings of a source that is the body's own text, whoever keeps the copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What one edition covers.

    `confirmed` clauses rest on the body's own text; `silent` ones say where the policy
    does not; the others rest on somebody else's word.
    """

    profession: Profession | None
    body: str
    name: str
    edition: str
    credentials: tuple[str, ...]
    in_force: Span
    clauses: int
    confirmed: int
    silent: int
    cases: int
    read: date

    @property
    def reported(self) -> int:
        """Clauses known from somebody else's page only."""
        return self.clauses - self.confirmed - self.silent


def covered(rulebook: Rulebook, cases: int) -> Covered:
    """What an edition covers; advice that decides nothing is not counted."""
    standing = {source.key: source.standing for source in rulebook.sources}
    deciding = [each for each in rulebook.clauses if not isinstance(each.rule, Note)]
    spoken = [each for each in deciding if not each.silent]
    return Covered(
        profession=rulebook.profession,
        body=rulebook.body,
        name=rulebook.name,
        edition=rulebook.edition,
        credentials=tuple(each.name for each in rulebook.credentials),
        in_force=rulebook.in_force,
        clauses=len(deciding),
        confirmed=sum(standing.get(each.source, "") in OFFICIAL for each in spoken),
        silent=len(deciding) - len(spoken),
        cases=cases,
        read=max(source.read for source in rulebook.sources),
    )


def coverage(
    editions: Iterable[Rulebook], cases: Mapping[tuple[str, str], int]
) -> Sequence[Covered]:
    """Every edition, field by field and body by body; `cases` by body and edition."""
    found = [covered(book, cases.get((book.body, book.edition), 0)) for book in editions]
    order = list(Profession)
    return sorted(
        found,
        key=lambda each: (
            order.index(each.profession) if each.profession else len(order),
            each.name.casefold(),
            each.in_force.since or date.min,
            each.edition,
        ),
    )
