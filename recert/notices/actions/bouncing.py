"""Bouncing: an address that sends letters back is left alone until it is checked anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction

from recert.journal.actions import write
from recert.lib.refusals import NotFound
from recert.notices.models import Bouncing, Notice, State

CHECK = "recert.notices.address"
CHECK_LASTS = timedelta(days=7)


@transaction.atomic
def note_bounce(*, at: datetime, notice_id: str, recipient: str, problem: str) -> bool:
    """A mail server says for good that a letter cannot be delivered. False: not one of ours.

    Anybody may write such a report. Only whoever saw the letter knows its id, and only the
    address it went to is marked.
    """
    notice = Notice.objects.filter(public_id=notice_id, email__iexact=recipient).first()
    if notice is None:
        return False
    moved = Notice.objects.filter(pk=notice.pk, state__in=(State.SENT, State.SENDING)).update(
        state=State.BOUNCED, problem=problem[:300]
    )
    if not moved:
        return True
    Bouncing.objects.get_or_create(
        email=notice.email.lower(), defaults={"since": at, "problem": problem[:300]}
    )
    Notice.objects.filter(email__iexact=notice.email, state=State.QUEUED).update(
        state=State.KEPT, problem=problem[:300]
    )
    write(
        at=at,
        by="",
        code="notices.bounced",
        subject=f"notice:{notice.public_id}",
        body=notice.body_slug,
        person=notice.recipient_id,
    )
    return True


def check_token(email: str, at: datetime) -> str:
    """What the link carries that shows a letter reached this address."""
    return signing.Signer(salt=CHECK).sign_object([email.lower(), at.isoformat()])


def read_check_token(token: str, at: datetime) -> str:
    """The address a link was sent to; `NotFound` for one we did not send, or an old one."""
    try:
        email, sent_at = signing.Signer(salt=CHECK).unsign_object(token)
    except signing.BadSignature:
        raise NotFound from None
    if at - datetime.fromisoformat(sent_at) > CHECK_LASTS:
        raise NotFound
    return str(email)


@transaction.atomic
def address_works(*, at: datetime, email: str, person_id: str = "") -> bool:
    """Letters reach this address again. False: nobody thought otherwise."""
    gone, _each = Bouncing.objects.filter(email=email.lower()).delete()
    if gone:
        write(
            at=at,
            by=person_id,
            code="notices.address-works",
            subject=f"person:{person_id}",
            person=person_id,
        )
    return bool(gone)
