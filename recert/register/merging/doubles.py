"""Doubles: what one provider reported under both records, which counts once when they are one.

The same provider, course, day and role is one completion, as it is where a report comes in. What a
body has decided on stands; else what was reported first. Where bodies decided on both, both stay,
and whoever decided judges what becomes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recert.completions.models import Completion, CompletionState
from recert.completions.resting import renewals_using
from recert.people.models import Person
from recert.rules.facts import Reporter
from recert.transcript.models import Activity, EntryRuling, Petition


@dataclass(frozen=True, slots=True)
class Double:
    """One completion reported twice: which stands, and which is told to be the same."""

    stands: Completion
    aside: Completion


def doubles_of(kept: Person, gone: Person) -> list[Double]:
    """What was reported of both; five queries, however much it is."""
    pairs = _pairs(kept, gone)
    decided = _decided([row.activity for pair in pairs for row in pair if row.activity])
    found = []
    for pair in pairs:
        stands, aside = sorted(
            pair, key=lambda row: (row.activity_id not in decided, row.reported_at, row.pk)
        )
        if aside.activity_id not in decided:
            found.append(Double(stands, aside))
    return found


def _pairs(kept: Person, gone: Person) -> list[tuple[Completion, Completion]]:
    standing = Completion.objects.filter(
        state=CompletionState.ACCEPTED, course__isnull=False, activity__withdrawn_at=None
    ).exclude(activity__reported_by=Reporter.SELF)
    theirs = standing.filter(person=gone, activity__isnull=False)
    ours = standing.filter(
        person=kept, activity__isnull=False, course__in=theirs.order_by().values("course")
    )
    known = {_key(row): row for row in ours.select_related("activity")}
    return [
        (known[_key(row)], row)
        for row in theirs.select_related("activity", "course")
        if _key(row) in known
    ]


def _key(row: Completion) -> tuple[object, ...]:
    return (row.provider_id, row.course_id, row.completed, row.role)


def _decided(entries: Sequence[Activity]) -> set[int | None]:
    """The entries a body was asked about, or has decided on."""
    found: set[int | None] = set(renewals_using(entries))
    for model in (EntryRuling, Petition):
        rows = model.objects.filter(activity__in=entries)
        found.update(rows.values_list("activity_id", flat=True))
    return found
