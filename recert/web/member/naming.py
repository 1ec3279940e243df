"""Names: what people type for a body or provider, the slug it is known by, and back again.

A certificate says "American Council on Exercise", the next one "ACE"; both are `ace`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import slugify

from recert.credentials.queries import certifications_of
from recert.people.models import Person
from recert.people.queries import bodies
from recert.rulebooks.queries import all_rulebooks
from recert.rules.facts import Topic
from recert.rules.rulebook import Measure, Rulebook
from recert.rules.subjects import topics_of

LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class Names:
    """The names known here: of bodies, and of those whose awards a policy converts."""

    by_slug: Mapping[str, str]

    def slug(self, typed: str) -> str:
        """The slug of what somebody typed; a name nobody knows gets one of its own."""
        typed = typed.strip()
        for slug, name in self.by_slug.items():
            if typed.casefold() in (slug, name.casefold()):
                return slug
        return slugify(typed)[:LONGEST_SLUG]

    def shown(self, slug: str) -> str:
        """The name behind a slug."""
        return self.by_slug.get(slug) or slug.replace("-", " ").upper()

    @property
    def options(self) -> list[str]:
        """What to suggest while somebody types."""
        return sorted(self.by_slug.values(), key=str.casefold)


def names_known() -> Names:
    """Every name known here, in two queries."""
    awarders = {
        slug
        for books in all_rulebooks().values()
        for book in books
        for _clause, measure in book.of_kind(Measure)
        for slug in measure.awarders
    }
    found = {slug: slug.replace("-", " ").upper() for slug in sorted(awarders)}
    found.update({body.slug: body.name for body in bodies()})
    return Names(found)


def near_topics(person: Person) -> frozenset[Topic]:
    """The topics that the newest rulebooks of a person's own certifications speak of."""
    books = all_rulebooks()
    held = {each.body.slug for each in certifications_of(person)}
    newest = [books[slug][-1] for slug in held if slug in books]
    return frozenset(topic for book in newest for topic in topics_of(book))


def credential_choices() -> list[tuple[str, str]]:
    """Every credential known here as `body:credential`, for who sat or earned one."""
    found: dict[str, str] = {}
    for slug, books in all_rulebooks().items():
        for name, credential in _credentials(books):
            found[f"{slug}:{credential}"] = f"{slug.upper()}: {name}"
    return sorted(found.items(), key=lambda choice: choice[1])


def _credentials(books: Iterable[Rulebook]) -> Iterable[tuple[str, str]]:
    return ((each.name, each.id) for book in books for each in book.credentials)
