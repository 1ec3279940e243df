"""Preferring: how a person wants to be told, signed in or by the link in a letter."""

from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refused
from recert.notices.kinds import KINDS, KindOfNotice
from recert.notices.models import Preference, Rhythm
from recert.notices.queries import preferences_of

OFF = "recert.notices.off"


@transaction.atomic
def set_preference(
    *,
    person_id: str,
    kind: str,
    email: bool,
    days: tuple[int, ...],
    at: datetime,
    rhythm: str = Rhythm.AT_ONCE,
) -> Preference:
    """Remember how a person wants one kind of notice."""
    if kind not in KINDS:
        raise Refused(_("There is no such kind of notice."), "kind")
    if not email and not KINDS[kind].optional:
        raise Refused(_("We always e-mail this, because it needs you to act."), "email")
    if any(not 1 <= day <= 730 for day in days):
        raise Refused(_("Write reminder days between 1 and 730."), "days")
    if rhythm not in Rhythm.values:
        raise Refused(_("Choose how often you want to hear of it."), "rhythm")
    preference, _new = Preference.objects.update_or_create(
        person_id=person_id,
        kind=kind,
        defaults={"email": email, "days": sorted(set(days), reverse=True), "rhythm": rhythm},
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


def off_token(person_id: str, kind: str) -> str:
    """What the link in a letter carries to turn this kind off for its reader."""
    return signing.Signer(salt=OFF).sign_object([person_id, kind])


def read_off_token(token: str) -> tuple[str, KindOfNotice]:
    """Whose letters of which kind a link turns off; `NotFound` for one we did not make."""
    try:
        person_id, kind = signing.Signer(salt=OFF).unsign_object(token)
    except signing.BadSignature:
        raise NotFound from None
    if kind not in KINDS or not KINDS[kind].optional:
        raise NotFound
    return person_id, KINDS[kind]


def turn_off(*, token: str, at: datetime) -> KindOfNotice:
    """Stop e-mailing one kind to whoever holds the link from such a letter."""
    person_id, kind = read_off_token(token)
    chosen = preferences_of(person_id)[kind.code]
    if chosen.email:
        set_preference(
            person_id=person_id,
            kind=kind.code,
            email=False,
            days=tuple(chosen.days),
            rhythm=chosen.rhythm,
            at=at,
        )
    return kind
