"""A body's register, judged under one policy or several: the seam to whoever judges quickest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from recert.credentials.models import Certification, Register
from recert.credentials.queries import register_of
from recert.people.models import Body
from recert.rules.judging import judge
from recert.rules.rulebook import Rulebook
from recert.rules.whatif import Numbers, numbers_of
from recert.standing.gathering import facts_of_many
from recert.standing.queries import with_holding

AT_ONCE = 200

Policy = Sequence[Rulebook]
"""The editions of one body that rule together."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One certification on the register, with its numbers under each policy."""

    certification: Certification
    numbers: tuple[Numbers, ...]


def judged_by(body: Body) -> QuerySet[Certification]:
    """The certifications on the register, but for those the body says it does not know."""
    return register_of(body).exclude(register=Register.REJECTED).order_by("pk")


def judge_register(
    body: Body, policies: Sequence[Policy], as_of: date, after: int = 0
) -> Iterator[tuple[Judged, ...]]:
    """Everybody on the register in parts, as many queries for each part as for one person.

    `after` is the row to go on from.
    """
    rows = judged_by(body)
    while part := tuple(rows.filter(pk__gt=after)[:AT_ONCE]):
        yield _judged(part, policies, as_of)
        after = part[-1].pk


def _judged(
    part: tuple[Certification, ...], policies: Sequence[Policy], as_of: date
) -> tuple[Judged, ...]:
    persons = {row.person_id: row.person for row in part}
    facts = facts_of_many(tuple(persons.values()))
    return tuple(
        Judged(
            row,
            tuple(
                numbers_of(
                    judge(books, with_holding(facts[row.person_id], row), row.public_id, as_of)
                )
                for books in policies
            ),
        )
        for row in part
    )
