"""Holding: an application waits for an audit before it may be approved, and is let go."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.lib.refusals import Refused
from recert.people.models import Body, Person
from recert.renewals.actions.moving import journal
from recert.renewals.models import HeldBack, Renewal, State


@transaction.atomic
def hold_back(*, at: datetime, body: Body, subject: str) -> HeldBack:
    """Let every application that is sent from now on wait for `subject` to look at it.

    Refuses where something else looks already. Said twice is said once.
    """
    there = HeldBack.objects.filter(body=body, ended_at=None).first()
    if there is not None and there.subject == subject:
        return there
    try:
        with transaction.atomic():
            return HeldBack.objects.create(body=body, subject=subject, since=at)
    except IntegrityError:
        raise Refused(
            _("Another draw looks at every application already. Close that one first.")
        ) from None


def stop_holding_back(*, at: datetime, subject: str) -> None:
    """No longer make new applications wait; those that wait already are let go one by one."""
    HeldBack.objects.filter(subject=subject, ended_at=None).update(ended_at=at)


def held_back_by(body: Body) -> str:
    """Whom applications sent to this body wait for; empty when they wait for nobody."""
    found = HeldBack.objects.filter(body=body, ended_at=None).first()
    return found.subject if found else ""


def held_before(renewal: Renewal) -> str:
    """What held an application for the same cycle that was taken back; empty when nothing did.

    So that taking it back and sending another gets nobody past an audit.
    """
    before = Renewal.objects.filter(
        certification=renewal.certification,
        cycle_end=renewal.cycle_end,
        state=State.WITHDRAWN,
        held_for__startswith="audit:",
    )
    return before.values_list("held_for", flat=True).first() or ""


@transaction.atomic
def hold(
    *, by: Person | None, at: datetime, renewal: Renewal, subject: str, instead_of: str = ""
) -> bool:
    """Keep an application from being approved until `subject` lets it go; says whether it is.

    What is decided already is not held, nor what another subject holds but `instead_of`.
    """
    waiting = Renewal.objects.filter(pk=renewal.pk, state__in=(State.SUBMITTED, State.RETURNED))
    held = waiting.filter(held_for__in=("", instead_of)).update(held_for=subject)
    renewal.refresh_from_db()
    if held:
        journal(at, by, "held", renewal, {"for": subject})
    return bool(held)


@transaction.atomic
def release(*, by: Person | None, at: datetime, renewal: Renewal, subject: str) -> None:
    """Let an application go that `subject` holds; twice is once."""
    if Renewal.objects.filter(pk=renewal.pk, held_for=subject).update(held_for=""):
        journal(at, by, "released", renewal, {"for": subject})
    renewal.refresh_from_db()
