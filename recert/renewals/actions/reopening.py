"""Reopening: what was decided goes back to be decided by somebody else, after an appeal."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.credentials.actions import reopen_term
from recert.journal.actions import write
from recert.lib.refusals import Refused
from recert.people.impartiality import keep_apart
from recert.people.models import Person
from recert.renewals.actions.ending import unsettle_fee
from recert.renewals.actions.moving import journal, move
from recert.renewals.models import LeaveRequest, LeaveState, Renewal, State


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
    unsettle_fee(at=at, renewal=renewal)
    journal(at, by, "reopened", renewal)
    return renewal


@transaction.atomic
def reopen_approved(*, by: Person, at: datetime, renewal: Renewal, reason: str) -> Renewal:
    """Let an approved application wait for the body again: what it rested on turned out otherwise.

    The caller has checked who, and tells the holder. The last day is again that of the cycle
    applied for, until it is decided; nothing may have followed. The day it was filed stands,
    and what was paid stays paid.
    """
    certification = renewal.certification
    later = Renewal.objects.filter(certification=certification, begun_at__gt=renewal.begun_at)
    if later.exclude(state=State.WITHDRAWN).exists():
        raise Refused(
            _("Another application followed it. Give another answer, or decide that one.")
        )
    decided_at = renewal.decided_at
    assert decided_at is not None  # it is written with the state
    reopen_term(by=by, at=at, certification=certification, renewal_id=renewal.public_id,
                closed_at=decided_at)  # fmt: skip
    move(
        renewal,
        (State.APPROVED,),
        State.SUBMITTED,
        decided_by=None,
        decided_at=None,
        reason="",
        clause="",
        clock_stopped_at=None,
        resubmitted_at=at,
    )
    journal(at, by, "reopened", renewal, {"reason": reason})
    return renewal


@transaction.atomic
def reopen_leave(
    *, by: Person, at: datetime, request: LeaveRequest, apart: Collection[str]
) -> LeaveRequest:
    """Let a request for leave that was not granted wait for the body again.

    The caller has checked who. `apart` are the public ids of those who decided before.
    """
    body = request.certification.body
    try:
        with transaction.atomic():
            moved = LeaveRequest.objects.filter(pk=request.pk, state=LeaveState.DENIED).update(
                state=LeaveState.ASKED,
                decided_by=None,
                decided_at=None,
                reason="",
                answer_by=None,  # its days are over; silence decides nothing twice
            )
    except IntegrityError:
        raise Refused(_("Leave was asked for again since. Decide that request.")) from None
    request.refresh_from_db()
    if not moved:
        raise Refused(_("This request has moved on. Nothing was changed."))
    keep_apart(at=at, body=body, staff_ids=apart, subject=request.subject)
    write(
        at=at,
        by=by.public_id,
        code="leave.reopened",
        subject=request.subject,
        body=body.slug,
        person=request.certification.person.public_id,
    )
    return request
