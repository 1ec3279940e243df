"""Reopening: a decided application goes back to be decided by somebody else, after an appeal."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.lib.refusals import Refused
from recert.payments.actions import undo_moot
from recert.people.impartiality import keep_apart
from recert.people.models import Person
from recert.renewals.actions.moving import journal, move
from recert.renewals.models import Renewal, State


@transaction.atomic
def reopen_renewal(
    *, by: Person, at: datetime, renewal: Renewal, apart: Collection[str]
) -> Renewal:
    """Let a refused or returned application wait for the body again.

    The caller has checked who. `apart` are the public ids of those who decided before and now
    stay out of it. What they wrote is in the journal and the letters; the day it was filed
    stands, and what was named as missing is asked for no longer.
    """
    try:
        with transaction.atomic():
            move(
                renewal,
                (State.REFUSED, State.RETURNED),
                State.SUBMITTED,
                decided_by=None,
                decided_at=None,
                reason="",
                clause="",
                clock_stopped_at=None,
                resubmitted_at=at,
            )
    except IntegrityError:
        raise Refused(
            _("Another application for the same certification is open. Decide that one.")
        ) from None
    renewal.items.filter(resolved_at=None).update(resolved_at=at)
    keep_apart(at=at, body=renewal.certification.body, staff_ids=apart, subject=renewal.subject)
    undo_moot(at=at, subject=renewal.subject)
    journal(at, by, "reopened", renewal)
    return renewal
