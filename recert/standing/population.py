"""The register in columns: rows of the database, laid out for whoever judges all at once.

Apart from `queries`, because pages have no use for columns and need not load what makes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from recert.credentials.models import Certification
from recert.people.models import Body
from recert.rules.population import to_columns
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
        yield part, _columns(part)
        after = part[-1].pk


def _columns(part: Part) -> pa.RecordBatch:
    facts = facts_of_many(tuple({row.person_id: row.person for row in part}.values()))
    people = ((with_holding(facts[row.person_id], row), row.public_id) for row in part)
    return to_columns(people).combine_chunks().to_batches()[0]


def judge_register(
    body: Body, policies: Sequence[Policy], as_of: date, after: int = 0
) -> Iterator[tuple[Judged, ...]]:
    """Everybody on the register in parts, judged under each policy, from a row on."""
    laws = [Compiled(books, as_of) for books in policies]
    for part, people in columns_of(body, after):
        answers = [numbers_in(people, law.judge(people)) for law in laws]
        by_row = zip(*answers, strict=True)
        yield tuple(Judged(row, numbers) for row, numbers in zip(part, by_row, strict=True))
