"""Recorded: what a body knows its people did, entered for many at once and ruled on as it did.

The entries are the body's: whoever they are about reads them, and nobody edits them. One that
says something else than before supersedes it, with its proof; what the body said of it is said
of the newer one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from recert.credentials.models import Certification
from recert.journal.actions import write_many
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.rules import facts
from recert.transcript.models import (
    OPEN_PETITIONS,
    Activity,
    Award,
    EntryRuling,
    Evidence,
    Petition,
    PetitionState,
)
from recert.transcript.records import activity_columns, award_rows

BY_LIST = "list"
"""The subject of what a body's own list said of an entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a body decided about an entry for one certification."""

    certification: Certification
    is_accepted: bool
    on: date
    amount_grains: int | None = None
    categories: tuple[str, ...] = ()
    reason: str = ""


@dataclass(slots=True, kw_only=True)
class Recorded:
    """One entry as the body has it. Of an entry that is there either half may be no news."""

    person: Person
    fact: facts.Activity
    key: str
    provider_name: str = ""
    stands: Activity | None = None  # the entry under this key so far
    is_new: bool = True  # the entry itself says something new
    said: tuple[Said, ...] = field(default=())
    about: tuple[Certification, ...] = field(default=())  # for which it speaks, decided or not
    is_ruled: bool = True  # what was decided is new

    def speaks_of(self, certification_id: int) -> bool:
        """Whether what a list said before for a certification is over."""
        return any(each.pk == certification_id for each in self.about)


@transaction.atomic
def record_entries(*, by: Person, at: datetime, body: Body, rows: Sequence[Recorded]) -> None:
    """Enter, supersede and rule, in as many queries for many as for one.

    The caller has seen that nobody looks at the entries or has decided about them here, and
    gives the people of this body alone. `IntegrityError` where a key is entered meanwhile.
    """
    body_for_staff(by, body.slug, Duty.REGISTER)
    new = [each for each in rows if each.is_new]
    kept = _entered(by, at, body, new)
    for row, entry in zip(new, kept, strict=True):
        row.stands = entry
    _ruled(by, at, body, [each for each in rows if each.is_ruled])


def _entered(by: Person, at: datetime, body: Body, rows: Sequence[Recorded]) -> list[Activity]:
    replaced = [(row, row.stands) for row in rows if row.stands is not None]
    Activity.objects.filter(pk__in=[old.pk for _row, old in replaced]).update(key="")
    kept = Activity.objects.bulk_create(
        Activity(
            person=row.person,
            provider_name=row.provider_name,
            entered_at=at,
            key=row.key,
            **activity_columns(row.fact),
        )
        for row in rows
    )
    Award.objects.bulk_create(
        award
        for row, entry in zip(rows, kept, strict=True)
        for award in award_rows(entry, row.fact)
    )
    newer = {
        row.stands.pk: (row, entry)
        for row, entry in zip(rows, kept, strict=True)
        if row.stands is not None
    }
    _supersede(newer, at)
    about = [(row, entry) for row, entry in zip(rows, kept, strict=True)]
    write_many(
        at=at, by=by.public_id, code="transcript.recorded", body=body.slug,
        about=(
            (
                f"activity:{entry.public_id}",
                row.person.public_id,
                {"supersedes": row.stands.public_id if row.stands else None},
            )
            for row, entry in about
        ),
    )  # fmt: skip
    return kept


def _supersede(newer: dict[int, tuple[Recorded, Activity]], at: datetime) -> None:
    """The proof moves along, and what was said of what this list does not speak of.

    What was asked about the old entry, or said of it otherwise, speaks no more.
    """
    old = Activity.objects.filter(pk__in=newer)
    for row in old:
        row.superseded_by = newer[row.pk][1]
    Activity.objects.bulk_update(old, ["superseded_by"], batch_size=200)
    links = Evidence.activities.through.objects.filter(activity__in=newer)
    Evidence.activities.through.objects.bulk_create(
        Evidence.activities.through(
            evidence_id=link.evidence_id, activity=newer[link.activity_id][1]
        )
        for link in links
    )
    Petition.objects.filter(activity__in=newer, state__in=OPEN_PETITIONS).update(
        state=PetitionState.WITHDRAWN
    )
    listed = list(EntryRuling.objects.filter(activity__in=newer, subject=BY_LIST, ended_at=None))
    EntryRuling.objects.filter(pk__in=[each.pk for each in listed]).update(ended_at=at)
    EntryRuling.objects.bulk_create(
        _moved(each, newer[each.activity_id][1])
        for each in listed
        if not newer[each.activity_id][0].speaks_of(each.certification_id)
    )


def _moved(said: EntryRuling, entry: Activity) -> EntryRuling:
    """The same said of another entry."""
    return EntryRuling(
        activity=entry,
        certification_id=said.certification_id,
        subject=said.subject,
        is_accepted=said.is_accepted,
        amount_grains=said.amount_grains,
        categories=said.categories,
        clause=said.clause,
        reason=said.reason,
        decided_by_id=said.decided_by_id,
        decided_on=said.decided_on,
        at=said.at,
    )


def _ruled(by: Person, at: datetime, body: Body, rows: Sequence[Recorded]) -> None:
    entries = {row.stands.pk: row for row in rows if row.stands is not None}
    listed = EntryRuling.objects.filter(activity__in=entries, subject=BY_LIST, ended_at=None)
    over = [
        each.pk for each in listed if entries[each.activity_id].speaks_of(each.certification_id)
    ]
    EntryRuling.objects.filter(pk__in=over).update(ended_at=at)
    rulings = EntryRuling.objects.bulk_create(
        EntryRuling(
            activity=row.stands,
            certification=said.certification,
            subject=BY_LIST,
            is_accepted=said.is_accepted,
            amount_grains=said.amount_grains,
            categories=list(said.categories),
            reason=said.reason,
            decided_by=by,
            decided_on=said.on,
            at=at,
        )
        for row in rows
        for said in row.said
    )
    write_many(
        at=at, by=by.public_id, code="transcript.ruled", body=body.slug,
        about=(
            (
                f"activity:{each.activity.public_id}",
                each.activity.person.public_id,
                {"accepted": each.is_accepted, "clause": "", "of": BY_LIST},
            )
            for each in rulings
        ),
    )  # fmt: skip
