"""Sending: a worker takes what is due, and notes what the mail server said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from recert.notices.models import Notice, State

MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=12)
STUCK_AFTER = timedelta(minutes=15)


def claim_due(*, at: datetime, most: int) -> list[Notice]:
    """Take up to `most` due notices for sending; no two workers get the same one."""
    due = Notice.objects.filter(state=State.QUEUED, not_before__lte=at).order_by("not_before", "id")
    claimed = []
    for pk in list(due.values_list("pk", flat=True)[:most]):
        mine = Notice.objects.filter(pk=pk, state=State.QUEUED).update(
            state=State.SENDING, claimed_at=at
        )
        if mine:
            claimed.append(pk)
    return list(Notice.objects.filter(pk__in=claimed).order_by("not_before", "id"))


def mark_sent(*, notice: Notice, at: datetime) -> None:
    """The mail server took it."""
    Notice.objects.filter(pk=notice.pk, state=State.SENDING).update(
        state=State.SENT, sent_at=at, problem=""
    )


def mark_failed(*, notice: Notice, at: datetime, problem: str) -> None:
    """The mail server did not take it: try again later, and give up in the end."""
    attempts = notice.attempts + 1
    wait = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    Notice.objects.filter(pk=notice.pk, state=State.SENDING).update(
        state=State.FAILED if attempts >= MOST_ATTEMPTS else State.QUEUED,
        attempts=attempts,
        not_before=at + wait,
        problem=problem[:300],
    )


def hand_back(*, notices: Iterable[Notice]) -> None:
    """Queue again what was taken and not tried: the worker ends."""
    Notice.objects.filter(pk__in=[each.pk for each in notices], state=State.SENDING).update(
        state=State.QUEUED
    )


def reclaim_stuck(*, at: datetime) -> int:
    """Queue again what a worker took and never finished. Returns how many."""
    return Notice.objects.filter(state=State.SENDING, claimed_at__lt=at - STUCK_AFTER).update(
        state=State.QUEUED
    )
