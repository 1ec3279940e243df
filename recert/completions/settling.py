"""Settling: a dispute ends by itself when the provider reports, corrects or voids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from recert.catalogue.models import APPROVED, CourseApproval
from recert.completions.dispute_letters import tell_overdue, tell_person
from recert.completions.models import (
    Completion,
    CompletionState,
    Dispute,
    DisputeKind,
    DisputeState,
)
from recert.credentials.models import Certification
from recert.credentials.queries import IN_REGISTER
from recert.lib.days import local_day
from recert.people.models import Body
from recert.transcript.actions import merge_own

D = DisputeState

NEAR = timedelta(days=31)
"""So far the day somebody remembers may be from the day the provider has."""

AT_A_TIME = 100


def settle_reported(rows: Sequence[Completion], *, at: datetime) -> None:
    """End what asked for these completions; one query where nobody did.

    The caller holds the transaction.
    """
    accepted = [row for row in rows if row.state == CompletionState.ACCEPTED]
    if not accepted:
        return
    waiting = Dispute.objects.filter(
        state=D.WAITING,
        kind=DisputeKind.MISSING,
        course__in={row.course_id for row in accepted if row.course_id},
    ).values_list("pk", "person")
    persons = {row.person_id for row in accepted}
    asked = [pk for pk, person in waiting if person in persons]
    if not asked:
        return
    disputes = Dispute.objects.filter(pk__in=asked)
    pairs = [
        (abs(row.completed - dispute.completed), n, row, dispute)
        for dispute in disputes.select_related("person", "provider", "course", "provisional")
        for n, row in enumerate(accepted)
        if row.completed and row.person_id == dispute.person_id and _is_about(dispute, row)
    ]
    settled: set[int] = set()
    used: set[int] = set()
    for _days, n, row, dispute in sorted(pairs, key=lambda each: each[:2]):
        if dispute.pk not in settled and n not in used:  # one completion is one answer
            settled.add(dispute.pk)
            used.add(n)
            _settle(dispute, row, at)


def settle_mended(completion: Completion, answer: str, *, at: datetime) -> None:
    """End what said that this completion was wrong: it was put right or taken back."""
    waiting = Dispute.objects.filter(
        state=D.WAITING, kind=DisputeKind.WRONG, completion=completion
    ).select_related("person", "provider", "course")
    for dispute in waiting:
        Dispute.objects.filter(pk=dispute.pk).update(state=D.SETTLED, closed_at=at, answer=answer)
        dispute.refresh_from_db()
        tell_person(dispute, at=at)


def _is_about(dispute: Dispute, row: Completion) -> bool:
    assert row.completed is not None  # it was accepted
    return row.course_id == dispute.course_id and abs(row.completed - dispute.completed) <= NEAR


def _settle(dispute: Dispute, row: Completion, at: datetime) -> None:
    Dispute.objects.filter(pk=dispute.pk).update(state=D.SETTLED, closed_at=at, completion=row)
    dispute.refresh_from_db()
    own, entry = dispute.provisional, row.activity
    if own is not None and entry is not None and own.pk != entry.pk:
        merge_own(at=at, own=own, reported=entry)
    tell_person(dispute, at=at)


def remind_disputes(*, at: datetime) -> int:
    """Tell providers and bodies of disputes whose day has passed, once; returns how many."""
    due = Dispute.objects.filter(
        state=D.WAITING, reminded_at=None, due_on__lt=local_day(at, "Pacific/Kiritimati")
    ).select_related("provider", "course", "person")
    found = [each for each in due[:AT_A_TIME] if each.due_on < local_day(at, each.provider.zone)]
    for dispute in found:
        _remind(dispute, at)
    return len(found)


@transaction.atomic
def _remind(dispute: Dispute, at: datetime) -> None:
    if Dispute.objects.filter(pk=dispute.pk, reminded_at=None).update(reminded_at=at):
        tell_overdue(dispute, bodies_concerned(dispute), at=at)


def bodies_concerned(dispute: Dispute) -> list[Body]:
    """The bodies whose certification somebody holds and that approved the course."""
    held = Certification.objects.filter(IN_REGISTER, person=dispute.person).values("body")
    approved = CourseApproval.objects.filter(edition__course=dispute.course, state=APPROVED)
    return list(Body.objects.filter(pk__in=held).filter(pk__in=approved.values("body")))
