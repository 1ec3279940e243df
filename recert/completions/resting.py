"""Resting: which decisions of bodies rest on an entry, and what they would be without it.

An approved renewal rests on every entry that counted for it; an audit's ruling on the entry it
is about. What would be, the same law says, as of the day the renewal was filed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from recert.credentials.models import Certification
from recert.people.models import Person
from recert.renewals.models import Renewal, State
from recert.renewals.queries import standing_as_filed
from recert.rules import facts
from recert.rules.amounts import GRAINS_PER_CREDIT, ZERO
from recert.rules.findings import Standing
from recert.standing.gathering import facts_of_many
from recert.transcript.models import DECIDED_PETITIONS, Activity, EntryRuling, Petition


@dataclass(frozen=True, slots=True)
class Rests:
    """One decision that rests on an entry: what it was, and what it would be.

    `was` and `now` count the whole renewal; both None where an audit or the answer to a petition
    is about the entry alone.
    """

    certification: Certification
    renewal: Renewal | None = None
    was: Standing | None = None
    now: Standing | None = None

    @property
    def was_grains(self) -> int:
        """What counted."""
        return _grains(self.was)

    @property
    def now_grains(self) -> int:
        """What would count."""
        return _grains(self.now)

    @property
    def short_grains(self) -> int:
        """How much of the needs would be missing; parts of a wider one are in it already."""
        if self.now is None:
            return 0
        short = (
            each.amount for each in self.now.missing if each.kind == "need" and not each.within
        )
        return int(sum(short, ZERO) * GRAINS_PER_CREDIT)


def _grains(standing: Standing | None) -> int:
    return int(standing.counted * GRAINS_PER_CREDIT) if standing else 0


def rests_on(entry: Activity, instead: facts.Activity | None, at: datetime) -> tuple[Rests, ...]:
    """What rests on an entry and would come out otherwise with `instead` in its place."""
    used = renewals_using((entry,)).get(entry.pk, ())
    found = list(_renewals(entry.person, entry, instead, used, at)) if used else []
    known = {each.certification.pk for each in found}
    ruled = EntryRuling.objects.filter(activity=entry, ended_at=None)
    answered = Petition.objects.filter(activity=entry, state__in=DECIDED_PETITIONS)
    for rows in (ruled, answered):
        for row in rows.select_related("certification__body", "certification__person"):
            if row.certification_id not in known:
                known.add(row.certification_id)
                found.append(Rests(row.certification))
    return tuple(found)


def _renewals(
    person: Person,
    entry: Activity,
    instead: facts.Activity | None,
    used: Iterable[Renewal],
    at: datetime,
) -> Iterator[Rests]:
    having = facts_of_many((person,))[person.pk]
    others = tuple(each for each in having.activities if each.id != entry.public_id)
    changed = (*others, replace(instead, id=entry.public_id)) if instead else others
    without = replace(having, activities=changed)
    for renewal in used:
        was = standing_as_filed(renewal, at, having)
        now = standing_as_filed(renewal, at, without)
        if (was.counted, was.verdict, was.missing) != (now.counted, now.verdict, now.missing):
            yield Rests(renewal.certification, renewal, was, now)


def renewals_using(
    entries: Sequence[Activity], states: Sequence[State] = (State.APPROVED,)
) -> dict[int, tuple[Renewal, ...]]:
    """The renewals in these states each entry counted for, by the entry's row; two queries.

    What an entry took the place of is sought with it: a decision was made on what stood then.
    """
    ids = _with_earlier(entries)
    rows = Renewal.objects.filter(
        certification__person__in={entry.person_id for entry in entries},
        state__in=states,
        answer__isnull=False,
    ).select_related("answer", "certification__body", "certification__person")
    found: dict[int, tuple[Renewal, ...]] = {}
    for renewal in rows:
        for public_id in _counted_in(renewal):
            if public_id in ids:
                found[ids[public_id]] = (*found.get(ids[public_id], ()), renewal)
    return found


def _with_earlier(entries: Sequence[Activity]) -> dict[str, int]:
    """The public ids of these entries and of those they took the place of, with today's row."""
    found = {entry.public_id: entry.pk for entry in entries}
    replaced = Activity.objects.filter(
        person__in={entry.person_id for entry in entries}, superseded_by__isnull=False
    )
    before = {
        later: (pk, public_id)
        for later, pk, public_id in replaced.values_list("superseded_by", "pk", "public_id")
    }
    for entry in entries:
        last = entry.pk
        while last in before:
            last, public_id = before[last]
            found[public_id] = entry.pk
    return found


def _counted_in(renewal: Renewal) -> Iterator[str]:
    """The entries that counted for a renewal when it was last sent."""
    assert renewal.answer is not None  # they were chosen by it
    for finding in renewal.answer.findings["activities"]:
        if finding.get("counted", "0") != "0":
            yield finding["activity"]
