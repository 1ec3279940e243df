"""The register in columns: rows of the database, laid out for whoever judges all at once.

Apart from `queries`, because pages have no use for columns and need not load what makes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from recert.credentials.models import Certification, Register, Ruling
from recert.credentials.queries import IN_REGISTER, answered_by
from recert.people.models import Body
from recert.people.queries import memberships_of
from recert.rules.population import SCHEMA, to_columns
from recert.rules.population.comparing import numbers_in
from recert.rules.population.judging import Compiled
from recert.rules.rulebook import Rulebook
from recert.rules.whatif import Numbers
from recert.standing.gathering import facts_of_many
from recert.standing.queries import on_register, with_holding

AT_ONCE = 1000
"""So many certifications are gathered together: bounded memory, few queries."""

Policy = Sequence[Rulebook]
"""The editions of one body that rule together."""

Part = tuple[Certification, ...]

LOOKED_AT = 5000
"""So many are looked at together where only who they are is asked."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One certification on the register, with its numbers under each policy."""

    certification: Certification
    numbers: tuple[Numbers, ...]


def columns_of(body: Body, after: int = 0) -> Iterator[tuple[Part, pa.RecordBatch]]:
    """Everybody on the register in parts, each with its columns: a row for each certification.

    As many queries for each part as for one person. `after` is the row to go on from.
    """
    rows = on_register(body)
    while part := tuple(rows.filter(pk__gt=after)[:AT_ONCE]):
        yield part, columns(part)
        after = part[-1].pk


def certifications_at(body: Body, rows: Collection[int]) -> Part:
    """The certifications on the register in these rows, in their order."""
    return tuple(on_register(body).filter(pk__in=rows))


def columns(part: Part) -> pa.RecordBatch:
    """All that is known of some people: a row for each certification."""
    facts = facts_of_many(tuple({row.person_id: row.person for row in part}.values()))
    people = ((with_holding(facts[row.person_id], row), row.public_id) for row in part)
    return to_columns(people).combine_chunks().to_batches()[0]


@dataclass(frozen=True, slots=True)
class Holders:
    """Certifications on the register by row, and in columns who holds them; nothing they did."""

    rows: tuple[int, ...]
    people: pa.RecordBatch
    ruled: frozenset[int]  # the rows of which something was decided, which may move their cycle


def holders_of(body: Body, after: int = 0, most: int = LOOKED_AT) -> Holders | None:
    """The next certifications after a row, in a handful of queries; None when there are none."""
    held = on_register(body).select_related(None).filter(pk__gt=after)
    rows = list(held.values_list("pk", "person_id", "person__country", *_HOLDING)[:most])
    if not rows:
        return None
    pks, persons = tuple(row[0] for row in rows), [row[1] for row in rows]
    ruled = Ruling.objects.filter(certification__in=pks).values_list("certification_id", flat=True)
    who: dict[str, list[Any]] = {
        name: [row[place] for row in rows] for place, name in enumerate(_HOLDING, start=3)
    }
    who["body"], who["country"] = [body.slug] * len(rows), [row[2] for row in rows]
    answered, others, members = answered_by(persons), _held(persons), _memberships(persons)
    who["attributes"] = [list(answered.get(person, {}).items()) for person in persons]
    who["others"] = [
        [each for pk, each in others[person] if pk != mine]
        for mine, person in zip(pks, persons, strict=True)
    ]
    who["memberships"] = [members[person] for person in persons]
    arrays = [pa.array(values, SCHEMA.field(name).type) for name, values in who.items()]
    return Holders(pks, pa.RecordBatch.from_arrays(arrays, list(who)), frozenset(ruled))


_HOLDING = ("credential", "level", "certified", "expires", "number", "previous_closed")


def _held(persons: Collection[int]) -> dict[int, list[tuple[int, Any]]]:
    """All that each of these people holds, at whatever body, each with its row."""
    found: dict[int, list[tuple[int, Any]]] = defaultdict(list)
    held = Certification.objects.filter(IN_REGISTER, person_id__in=persons)
    rows = held.exclude(register=Register.REJECTED).values_list(
        "pk", "person_id", "public_id", "body__slug", *_HOLDING
    )
    for pk, person, public_id, slug, *rest in rows:
        told = {"id": public_id, "body": slug, **dict(zip(_HOLDING, rest, strict=True))}
        found[person].append((pk, told))
    return found


def _memberships(persons: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in memberships_of(persons):
        found[row.person_id].append({"body": row.body.slug, "since": row.since, "until": row.until})
    return found


def judge_register(
    body: Body, policies: Sequence[Policy], as_of: date, after: int = 0
) -> Iterator[tuple[Judged, ...]]:
    """Everybody on the register in parts, judged under each policy, from a row on."""
    laws = [Compiled(books, as_of) for books in policies]
    for part, people in columns_of(body, after):
        answers = [numbers_in(people, law.judge(people)) for law in laws]
        by_row = zip(*answers, strict=True)
        yield tuple(Judged(row, numbers) for row, numbers in zip(part, by_row, strict=True))
