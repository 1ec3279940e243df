"""Ending: what becomes of the fee of an application that is refused or taken back."""

from __future__ import annotations

from datetime import datetime

from recert.payments.actions import forgo_unpaid, settle_moot, undo_moot
from recert.payments.models import Moot
from recert.renewals.models import OPEN, Renewal, State
from recert.renewals.queries import rulebook_behind, standing_as_filed
from recert.renewals.tasks import paid_together


def settle_fee(*, at: datetime, renewal: Renewal, why: Moot) -> None:
    """What was paid goes back, is kept or is put to finance, as the body's terms say.

    One fee for several certifications is for nothing only when none of the applications it
    was for stands any more: until then what was paid stays, and counts for the others.
    """
    others = _together(renewal, at)
    if any(each.state in (*OPEN, State.APPROVED) for each in others):
        forgo_unpaid(at=at, subject=renewal.subject, why=why)
        return
    for each in (renewal, *others):
        settle_moot(at=at, subject=each.subject, why=why)


def unsettle_fee(*, at: datetime, renewal: Renewal) -> None:
    """What is still here of the fee counts again: an application was opened after an appeal."""
    for each in (renewal, *_together(renewal, at)):
        undo_moot(at=at, subject=each.subject)


def _together(renewal: Renewal, at: datetime) -> tuple[Renewal, ...]:
    standing = standing_as_filed(renewal, at)
    return paid_together(renewal, standing, rulebook_behind(renewal, standing))
