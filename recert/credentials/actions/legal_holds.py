"""Legal holds: while one stands nothing of its holder is forgotten, whoever asks."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.actions.entries import journal, refuse_own
from recert.credentials.models import LegalHold
from recert.credentials.queries import certification_for_staff
from recert.lib.refusals import Refused
from recert.people.models import Person
from recert.people.queries import Duty


@transaction.atomic
def set_legal_hold(
    *, by: Person, at: datetime, body_slug: str, public_id: str, reason: str
) -> LegalHold:
    """Keep everything of a certification's holder until the hold is ended. Twice is once."""
    certification = certification_for_staff(by, body_slug, public_id, Duty.REGISTER)
    refuse_own(by, certification)
    if not reason.strip():
        raise Refused(_("Say which proceeding it is kept for."), "reason")
    found, is_new = LegalHold.objects.get_or_create(
        certification=certification,
        ended_at=None,
        defaults={"reason": reason.strip(), "set_by": by, "set_at": at},
    )
    if is_new:
        journal(at, by, "credentials.legal-hold-set", certification)
    return found


@transaction.atomic
def end_legal_hold(*, by: Person, at: datetime, body_slug: str, public_id: str) -> None:
    """End the hold on a certification's holder; retention runs again. Twice is once."""
    certification = certification_for_staff(by, body_slug, public_id, Duty.REGISTER)
    refuse_own(by, certification)
    standing = LegalHold.objects.filter(certification=certification, ended_at=None)
    if standing.update(ended_at=at, ended_by=by):
        journal(at, by, "credentials.legal-hold-ended", certification)
