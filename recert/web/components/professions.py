"""Bodies with published policy, grouped by the field they certify in, found by name or letters."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from recert.people.models import Body
from recert.rulebooks.queries import all_rulebooks, bodies_with_rulebooks
from recert.rules.rulebook import Rulebook
from recert.standing.words import capital
from recert.standing.words.vocabulary import word


@dataclass(frozen=True, slots=True)
class Listed:
    """A body in a list, with its editions and what it grants, as short as people know it."""

    body: Body
    rulebooks: tuple[Rulebook, ...]
    letters: str


@dataclass(frozen=True, slots=True)
class Field:
    """The bodies of one profession."""

    slug: str
    label: str
    bodies: tuple[Listed, ...]


def fields_of_bodies(asked: str = "") -> tuple[Field, ...]:
    """Every body with a rulebook, by profession; of those only what `asked` finds."""
    books = all_rulebooks()
    found: dict[tuple[str, str], list[Listed]] = defaultdict(list)
    for body in bodies_with_rulebooks():
        listed = _listed(body, books[body.slug])
        profession = books[body.slug][-1].profession
        label = capital(word(profession)) if profession else _("Other fields")
        if _speaks_of(asked, listed, label):
            found[label, profession.value if profession else "other"].append(listed)
    return tuple(Field(slug, label, tuple(each)) for (label, slug), each in sorted(found.items()))


def _listed(body: Body, books: tuple[Rulebook, ...]) -> Listed:
    granted = {each.id: each.letters or each.name for book in books for each in book.credentials}
    return Listed(body, books, ", ".join(granted.values()))


def _speaks_of(asked: str, listed: Listed, label: str) -> bool:
    """Whether every word asked for stands in the names of the body or of what it grants."""
    names = (each.name for book in listed.rulebooks for each in book.credentials)
    text = " ".join((listed.body.name, listed.body.slug, listed.letters, label, *names)).casefold()
    return all(part in text for part in asked.casefold().split())
