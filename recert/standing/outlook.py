"""Outlook: where all certifications stand, and the cheapest set of things still to do.

Apart from `queries` because it asks the law for a plan, which looks at all of them at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from recert.people.models import Person
from recert.rulebooks.queries import all_rulebooks
from recert.rules.facts import Facts
from recert.rules.planning import Plan, plan
from recert.rules.planning.offering import Books
from recert.standing.gathering import facts_of
from recert.standing.queries import Held, standings_under
from recert.standing.words.planning import Names


@dataclass(frozen=True, slots=True)
class Outlook:
    """Every certification with its standing, and the plan for all of them together."""

    held: tuple[Held, ...]
    plan: Plan
    names: Names


def outlook_of(person: Person, at: datetime) -> Outlook:
    """Where a person stands and what to do next; as many queries however much is held."""
    facts, books = facts_of(person), all_rulebooks()
    return outlook_with(books, facts, standings_under(person, facts, books, at))


def outlook_with(books: Books, facts: Facts, held: tuple[Held, ...]) -> Outlook:
    """The same for whom all that is known has been read already."""
    names = Names(
        bodies={slug: editions[-1].name for slug, editions in books.items()},
        rulebooks={
            each.standing.holding: each.rulebook for each in held if each.rulebook is not None
        },
    )
    return Outlook(held, plan(books, facts, [each.standing for each in held]), names)
