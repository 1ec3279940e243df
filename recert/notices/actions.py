"""What may happen to notices. Queue inside the act's transaction; a worker sends later."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.refusals import Refused
from recert.notices.kinds import KINDS
from recert.notices.models import Notice, Preference, State
from recert.notices.queries import is_emailed

MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=12)
NOWHERE = ".invalid"  # reserved for addresses that do not exist, such as the erased one's
STUCK_AFTER = timedelta(minutes=15)


def queue_notice(
    *,
    at: datetime,
    recipient_id: str,
    email: str,
    kind: str,
    subject: str,
    text: str,
    key: str,
    body_slug: str = "",
) -> Notice:
    """Queue a notice, once: the same key again returns the notice there is."""
    is_mailed = is_emailed(recipient_id, kind) and not email.endswith(NOWHERE)
    notice, _new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "recipient_id": recipient_id,
            "email": email,
            "kind": kind,
            "subject": subject,
            "text": text,
            "body_slug": body_slug,
            "state": State.QUEUED if is_mailed else State.KEPT,
            "not_before": at,
            "created_at": at,
        },
    )
    return notice


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


def reclaim_stuck(*, at: datetime) -> int:
    """Queue again what a worker took and never finished. Returns how many."""
    return Notice.objects.filter(state=State.SENDING, claimed_at__lt=at - STUCK_AFTER).update(
        state=State.QUEUED
    )


def keep_queued() -> int:
    """Show what is queued to its recipients without e-mailing it. For invented people."""
    return Notice.objects.filter(state=State.QUEUED).update(state=State.KEPT)


@transaction.atomic
def set_preference(
    *, person_id: str, kind: str, email: bool, days: tuple[int, ...], at: datetime
) -> Preference:
    """Remember how a person wants one kind of notice."""
    if kind not in KINDS:
        raise Refused(_("There is no such kind of notice."), "kind")
    if not email and not KINDS[kind].optional:
        raise Refused(_("We always e-mail this, because it needs you to act."), "email")
    if any(not 1 <= day <= 730 for day in days):
        raise Refused(_("Write reminder days between 1 and 730."), "days")
    preference, _new = Preference.objects.update_or_create(
        person_id=person_id,
        kind=kind,
        defaults={"email": email, "days": sorted(set(days), reverse=True)},
    )
    write(
        at=at,
        by=person_id,
        code="notices.preference-set",
        subject=f"person:{person_id}",
        person=person_id,
        detail={"kind": kind, "email": email},
    )
    return preference


def forget_notices(*, person_id: str, email: str) -> None:
    """Delete what was told to a person and how they wanted it (on erasure).

    Whoever asked something without signing in was answered by the address alone.
    """
    signed_out = Q(recipient_id="", email=email)
    Notice.objects.filter(Q(recipient_id=person_id) | signed_out).delete()
    Preference.objects.filter(person_id=person_id).delete()
