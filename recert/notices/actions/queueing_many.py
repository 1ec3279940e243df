"""Queueing many notices at once: as many questions to the database for hundreds as for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from recert.notices.actions.queueing import NOWHERE
from recert.notices.kinds import KINDS
from recert.notices.models import Bouncing, Notice, Preference, Rhythm, State


@dataclass(frozen=True, slots=True)
class ToQueue:
    """One letter, in words, and whom it is for."""

    recipient_id: str
    email: str
    subject: str
    text: str
    key: str
    html: str = ""
    language: str = ""


def queue_notices(
    *, at: datetime, kind: str, letters: Sequence[ToQueue], body_slug: str = ""
) -> None:
    """Queue notices of one kind; those whose key is there already are left as they are."""
    unwanted = _unwanted(kind, (each.recipient_id for each in letters))
    emails = {each.email.lower() for each in letters}
    back = set(Bouncing.objects.filter(email__in=emails).values_list("email", flat=True))
    Notice.objects.bulk_create(
        (
            Notice(
                recipient_id=each.recipient_id,
                email=each.email,
                kind=kind,
                subject=each.subject[:200],
                text=each.text,
                html=each.html,
                language=each.language,
                body_slug=body_slug,
                state=_state(each, unwanted, back),
                problem=_("Letters to this address come back.")
                if each.email.lower() in back
                else "",
                not_before=at,
                created_at=at,
                key=each.key,
            )
            for each in letters
        ),
        ignore_conflicts=True,
    )


def _unwanted(kind: str, person_ids: Iterable[str]) -> set[str]:
    """Those who do not want this kind by e-mail at once."""
    if not KINDS[kind].optional:
        return set()
    chosen = Preference.objects.filter(kind=kind, person_id__in=list(person_ids))
    return {each.person_id for each in chosen if not each.email or each.rhythm != Rhythm.AT_ONCE}


def _state(letter: ToQueue, unwanted: set[str], back: set[str]) -> State:
    is_kept = (
        letter.recipient_id in unwanted
        or letter.email.endswith(NOWHERE)
        or letter.email.lower() in back
    )
    return State.KEPT if is_kept else State.QUEUED
