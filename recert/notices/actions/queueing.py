"""Queueing: a notice is written inside the act's transaction; a worker sends it later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from recert.notices.kinds import KINDS
from recert.notices.models import Bouncing, Notice, Preference, State
from recert.notices.queries import bounces, is_emailed

NOWHERE = ".invalid"  # reserved for addresses that do not exist, such as the erased one's
ADDRESS_CHECK = "address-check"


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
    html: str = "",
    language: str = "",
) -> Notice:
    """Queue a notice, once: the same key again returns the notice there is.

    It is kept to be read, and not e-mailed, where the person wants it so, or where the
    address sends letters back.
    """
    is_wanted = is_emailed(recipient_id, kind) and not email.endswith(NOWHERE)
    comes_back = is_wanted and kind != ADDRESS_CHECK and bounces(email)
    notice, _new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "recipient_id": recipient_id,
            "email": email,
            "kind": KINDS[kind].code,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "html": html,
            "language": language,
            "body_slug": body_slug,
            "state": State.QUEUED if is_wanted and not comes_back else State.KEPT,
            "problem": _("Letters to this address come back.") if comes_back else "",
            "not_before": at,
            "created_at": at,
        },
    )
    return notice


def keep_queued() -> int:
    """Show what is queued to its recipients without e-mailing it. For invented people."""
    return Notice.objects.filter(state=State.QUEUED).update(state=State.KEPT)


def forget_notices(*, person_id: str, email: str) -> None:
    """Delete what was told to a person and how they wanted it (on erasure).

    Whoever asked something without signing in was answered by the address alone.
    """
    signed_out = Q(recipient_id="", email=email)
    Notice.objects.filter(Q(recipient_id=person_id) | signed_out).delete()
    Preference.objects.filter(person_id=person_id).delete()
    Bouncing.objects.filter(email=email.lower()).delete()


def forget_letters(*, keys: Sequence[str]) -> None:
    """Delete letters by what they are about, when that is kept no longer."""
    Notice.objects.filter(key__in=keys).delete()
