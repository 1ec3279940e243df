"""Naming: the slug a provider is known by, which rulebooks may speak of and nobody may usurp."""

from __future__ import annotations

from django.utils.text import slugify

from recert.catalogue.models import Provider
from recert.people.models import Body
from recert.rulebooks.queries import all_rulebooks
from recert.rules.planning.offers import whats
from recert.rules.rulebook import Rulebook

LONGEST = 50

OURS = frozenset({"open"})
"""Words that addresses of this site begin with."""


def slug_for(name: str) -> str:
    """A slug nobody has. Bodies, and providers a policy names, keep theirs: a number is added."""
    wanted = slugify(name)[:LONGEST].strip("-") or "provider"
    taken, slug, number = _taken(), wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _taken() -> set[str]:
    """Every slug that means somebody already."""
    named = (_named_in(book) for books in all_rulebooks().values() for book in books)
    return {
        *OURS,
        *Provider.objects.values_list("slug", flat=True),
        *Body.objects.values_list("slug", flat=True),
    }.union(*named)


def _named_in(rulebook: Rulebook) -> frozenset[str]:
    """Whom a policy treats in a way of its own."""
    return rulebook.own.union(*(what.providers for what in whats(rulebook)))
