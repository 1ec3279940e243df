"""Sending: messages to hooks go out, one after another, and again later where nobody took them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from recert.completions.deliveries.signing import signature
from recert.completions.hooks.opening import secret_of_hook
from recert.completions.hooks.saying import content_of
from recert.completions.models import Posting, PostingState
from recert.lib.outgoing import NotSent, post

S = PostingState

WAITS = tuple(
    timedelta(minutes=each) for each in (1, 5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60, 48 * 60)
)
"""How long until the next try; after the last of them it is given up, and can be replayed."""

AT_A_TIME = 20
STUCK = timedelta(minutes=5)
"""A message whose sender was killed on the way is taken up again after that long."""

KEPT = timedelta(days=90)
"""So long the log of messages is kept."""

Clock = Callable[[], datetime]


def send_postings(*, at: datetime, true_time: Clock) -> int:
    """Send some of what is due; returns how many were tried, 0 when nothing is.

    A hook that does not answer keeps its other messages, and nobody else's, waiting.
    `true_time`: what the receiver's own clock says, for the signature.
    """
    Posting.objects.filter(state=S.SENDING, tried_at__lt=at - STUCK).update(state=S.QUEUED)
    due = Posting.objects.filter(state=S.QUEUED, not_before__lte=at, hook__closed_at=None)
    tried, silent = 0, set[int]()
    for pk, hook in list(due.order_by("not_before", "id").values_list("pk", "hook")[:AT_A_TIME]):
        if hook in silent:
            Posting.objects.filter(pk=pk, state=S.QUEUED).update(not_before=at + WAITS[0])
            continue
        tried += 1
        if not _send(pk, at, true_time):
            silent.add(hook)
    return tried


def _send(pk: int, at: datetime, true_time: Clock) -> bool:
    """Send one, unless somebody else does; False where nobody took it."""
    mine = Posting.objects.filter(pk=pk, state=S.QUEUED)
    if not mine.update(state=S.SENDING, tried_at=at):
        return True
    posting = Posting.objects.select_related("hook__body", "hook__provider").get(pk=pk)
    hook = posting.hook
    content = json.dumps(content_of(posting, hook), ensure_ascii=False).encode()
    answered, problem = None, ""
    try:
        answered = post(
            hook.address, content, _headers(posting, content, true_time()),
            inside=not settings.IN_PRODUCTION,
        )  # fmt: skip
    except NotSent as why:
        problem = str(why)
    is_taken = answered is not None and 200 <= answered < 300
    _note(posting, at, answered, problem, is_taken=is_taken)
    return is_taken


def _headers(posting: Posting, content: bytes, true_time: datetime) -> dict[str, str]:
    moment = int(true_time.timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": "recert",
        "Webhook-Id": posting.public_id,
        "Webhook-Timestamp": str(moment),
        "Webhook-Signature": signature(secret_of_hook(posting.hook), moment, content),
    }


@transaction.atomic
def _note(
    posting: Posting, at: datetime, answered: int | None, problem: str, *, is_taken: bool
) -> None:
    """Write down how it went, and when it is tried again."""
    tries = posting.tries + 1
    is_over = tries > len(WAITS)
    state = S.SENT if is_taken else S.FAILED if is_over else S.QUEUED
    Posting.objects.filter(pk=posting.pk, state=S.SENDING).update(
        state=state,
        tries=tries,
        answered=answered,
        problem=problem[:200],
        not_before=at if is_taken or is_over else at + WAITS[tries - 1],
    )


def forget_postings(*, at: datetime) -> int:
    """Forget what was sent or given up so long ago. Returns how many."""
    old = Posting.objects.filter(state__in=(S.SENT, S.FAILED), happened_at__lt=at - KEPT)
    return old.delete()[0]
