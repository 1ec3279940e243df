"""Asking for a bulk act, confirming what was shown, and undoing it as a whole."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.people.actions import id_of
from recert.people.models import Person
from recert.people.queries import Duty, body_for_staff
from recert.register.bulk.choosing import ENDS, Choice
from recert.register.bulk.queries import bulk_act_for_staff
from recert.register.models import BulkAct, BulkKind, BulkState, LineState
from recert.rulebooks.queries import rulebooks_of
from recert.standing.queries import body_day

MOST_DAYS = 9999
"""So long, at most, a bill can be said to be unpaid."""


@transaction.atomic
def ask_bulk_act(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    kind: str,
    choice: Choice,
    reason: str,
    key: str,
    until: date | None = None,
    subject: str = "",
) -> BulkAct:
    """Ask who would be concerned by an act about many. Nothing is done before it is confirmed.

    `key` is the form's own: the same form sent twice is one act.
    """
    body = body_for_staff(by, body_slug, Duty.REGISTER)
    today = body_day(body, rulebooks_of(body.slug), at)
    refuse_all(_problems(kind, choice, reason, until, subject, today))
    act, is_new = BulkAct.objects.get_or_create(
        body=body,
        key=key,
        defaults={
            "kind": kind,
            "choice": choice.to_plain(),
            "reason": reason.strip(),
            "until": until,
            "subject": subject.strip(),
            "as_of": today,
            "asked_by": by,
            "asked_at": at,
        },
    )
    if is_new:
        _journal(at, by, "asked", act)
    return act


def _problems(
    kind: str, choice: Choice, reason: str, until: date | None, subject: str, today: date
) -> list[Refusal]:
    found = []
    if kind not in BulkKind.values:
        found.append(Refusal(_("Choose what is to be done."), "kind"))
    if not reason.strip():
        found.append(Refusal(_("Give the reason. Everybody concerned reads it."), "reason"))
    if kind == BulkKind.EXTEND and (until is None or until <= today):
        found.append(Refusal(_("Give the new last day, which lies ahead."), "until"))
    elif until is not None and until < today:
        found.append(Refusal(_("This day is over. Give one that lies ahead, or none."), "until"))
    if kind == BulkKind.LETTER and not subject.strip():
        found.append(Refusal(_("Give the letter a subject."), "subject"))
    if kind == BulkKind.END and choice.ends not in ENDS:
        found.append(Refusal(_("Choose the decision that is to end."), "ends"))
    since, last = choice.expires_since, choice.expires_until
    if since and last and last < since:
        found.append(Refusal(_("The last of these days lies before the first."), "expires_until"))
    if choice.unpaid_days is not None and not 0 <= choice.unpaid_days <= MOST_DAYS:
        sentence = _("Write a number of days, from 0 to %(most)d.") % {"most": MOST_DAYS}
        found.append(Refusal(sentence, "unpaid_days"))
    return found


@transaction.atomic
def confirm_bulk_act(*, by: Person, at: datetime, body_slug: str, public_id: str) -> BulkAct:
    """Have it done to everybody on the list as it was shown; twice is once."""
    act = bulk_act_for_staff(by, body_slug, public_id)
    if act.state in (BulkState.RUNNING, BulkState.DONE):
        return act
    today = body_day(act.body, rulebooks_of(act.body.slug), at)
    if act.until is not None and act.until <= today:
        raise Refused(_("The day it was asked for is over. Discard it and ask again."))
    if not act.lines.filter(state=LineState.CHOSEN).exists():
        raise Refused(_("Nobody is on the list, so there is nothing to do. Discard it."))
    _move(act, BulkState.READY, BulkState.RUNNING, confirmed_by=by, confirmed_at=at)
    _journal(at, by, "confirmed", act)
    return act


@transaction.atomic
def discard_bulk_act(*, by: Person, at: datetime, body_slug: str, public_id: str) -> BulkAct:
    """Drop what was shown and not done; twice is once."""
    act = bulk_act_for_staff(by, body_slug, public_id)
    if act.state == BulkState.DISCARDED:
        return act
    was = BulkState.FREEZING if act.state == BulkState.FREEZING else BulkState.READY
    _move(act, was, BulkState.DISCARDED)
    _journal(at, by, "discarded", act)
    return act


@transaction.atomic
def undo_bulk_act(*, by: Person, at: datetime, body_slug: str, public_id: str) -> BulkAct:
    """Take back everything it did; also what is done of it so far. Twice is once.

    A letter that was sent cannot be taken back.
    """
    act = bulk_act_for_staff(by, body_slug, public_id)
    if act.state in (BulkState.UNDOING, BulkState.UNDONE):
        return act
    if act.kind == BulkKind.LETTER:
        raise Refused(_("A letter that was sent cannot be taken back. Send another."))
    was = BulkState.RUNNING if act.state == BulkState.RUNNING else BulkState.DONE
    _move(act, was, BulkState.UNDOING, undone_by=by, undone_at=at)
    _journal(at, by, "undo-asked", act)
    return act


def _move(act: BulkAct, was: BulkState, now: BulkState, **columns: object) -> None:
    moved = BulkAct.objects.filter(pk=act.pk, state=was).update(state=now, **columns)
    act.refresh_from_db()
    if not moved:
        raise Refused(
            _("This has moved on: %(state)s. Nothing was changed.")
            % {"state": act.get_state_display().lower()}
        )


def _journal(at: datetime, by: Person, code: str, act: BulkAct) -> None:
    write(
        at=at,
        by=id_of(by),
        code=f"register.bulk-{code}",
        subject=f"bulk:{act.public_id}",
        body=act.body.slug,
        detail={"kind": act.kind},
    )
