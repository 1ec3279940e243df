"""Keeping: how long the names of people nobody was found for are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from recert.completions.models import Attendee, Completion, CompletionState, Tried
from recert.journal.actions import write_many

KEPT = timedelta(days=2 * 365)
"""After two years nobody comes any more; a report can be sent again by who still has it."""

AT_A_TIME = 500


def forget_unmatched(*, at: datetime) -> int:
    """Empty the names of who was never found, after so long; returns how many."""
    stale = Completion.objects.filter(person=None, reported_at__lt=at - KEPT).exclude(named={})
    rows = list(stale.order_by("pk").values_list("pk", "public_id")[:AT_A_TIME])
    found = Completion.objects.filter(pk__in=[pk for pk, _id in rows])
    found.filter(state__in=(CompletionState.UNMATCHED, CompletionState.PROBLEM)).update(
        state=CompletionState.VOIDED, settled_at=at
    )
    found.update(named={}, said={}, by_number="", by_email="", by_account="")
    _forget_attendees(at)
    Tried.objects.filter(day__lt=(at - timedelta(days=7)).date()).delete()
    write_many(
        at=at,
        code="completions.name-forgotten",
        about=((f"completion:{public_id}", "", {}) for _pk, public_id in rows),
    )
    return len(rows)


def _forget_attendees(at: datetime) -> None:
    """Whoever was on the sheet of a class so long ago, and was never found: name and times go."""
    stale = Attendee.objects.filter(person=None, course_class__ends_at__lt=at - KEPT).filter(
        Q(completion=None) | Q(completion__person=None)
    )
    rows = list(stale.values_list("pk", flat=True)[:AT_A_TIME])
    Attendee.objects.filter(pk__in=rows).delete()
