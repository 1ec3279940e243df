"""Audited entries: held as they are while an audit looks at them, and ruled on when it ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from recert.credentials.models import Certification
from recert.journal.actions import write
from recert.people.actions import id_of
from recert.people.models import Person
from recert.transcript.models import Activity, EntryRuling, Evidence, HandedIn


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a case found about one entry; `amount_grains` None: for what the policy gives."""

    activity: Activity
    is_accepted: bool
    amount_grains: int | None = None
    clause: str = ""
    reason: str = ""


def hold_entries(*, activity_ids: Iterable[int], subject: str) -> None:
    """Keep entries as they are while a case (`audit:<id>`) looks at them.

    The case itself writes the journal. An entry another case holds already stays with that.
    """
    Activity.objects.filter(pk__in=list(activity_ids), held_by="").update(held_by=subject)


def release_entries(*, subject: str, activity_ids: Iterable[int] | None = None) -> None:
    """Let the entries of a case go, all or these; twice is once."""
    held = Activity.objects.filter(held_by=subject)
    if activity_ids is not None:
        held = held.filter(pk__in=list(activity_ids))
    held.update(held_by="")


def hand_in(*, at: datetime, activity_ids: Iterable[int], subject: str) -> None:
    """Keep with these entries the files that prove them now: they are part of an answer sent.

    The case itself writes the journal. What is attached later may be taken off again until
    the answer is sent again.
    """
    pairs = Evidence.activities.through.objects.filter(activity__in=list(activity_ids))
    HandedIn.objects.bulk_create(
        (
            HandedIn(evidence_id=each.evidence_id, activity_id=each.activity_id,
                     subject=subject, at=at)
            for each in pairs
        ),
        ignore_conflicts=True,
    )  # fmt: skip


@transaction.atomic
def rule_entries(
    *,
    by: Person | None,
    at: datetime,
    on: date,
    certification: Certification,
    subject: str,
    found: Iterable[Ruled],
) -> None:
    """Keep what a case found, so that the law counts by it; said again it is superseded."""
    for each in found:
        said = {
            "is_accepted": each.is_accepted,
            "amount_grains": each.amount_grains,
            "clause": each.clause,
            "reason": each.reason,
        }
        standing = EntryRuling.objects.filter(
            activity=each.activity, certification=certification, subject=subject, ended_at=None
        )
        if standing.filter(**said).exists():
            continue
        standing.update(ended_at=at)
        EntryRuling.objects.create(
            activity=each.activity,
            certification=certification,
            subject=subject,
            decided_by=by,
            decided_on=on,
            at=at,
            **said,
        )
        write(
            at=at,
            by=id_of(by),
            code="transcript.ruled",
            subject=f"activity:{each.activity.public_id}",
            body=certification.body.slug,
            person=each.activity.person.public_id,
            detail={"accepted": each.is_accepted, "clause": each.clause, "of": subject},
        )


@transaction.atomic
def end_entry_rulings(*, by: Person | None, at: datetime, subject: str) -> int:
    """Take back all that a case found (it is reopened). Returns how many rulings ended."""
    ended = EntryRuling.objects.filter(subject=subject, ended_at=None).update(ended_at=at)
    if ended:
        write(
            at=at,
            by=id_of(by),
            code="transcript.rulings-ended",
            subject=subject,
            detail={"rulings": ended},
        )
    return ended
