"""Answering: what the holder does with a case, from the letter to the answer."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.audits.actions.moving import journal, move
from recert.audits.actions.opening import grains_of
from recert.audits.days import today_at
from recert.audits.models import (
    WITH_HOLDER,
    Audit,
    AuditItem,
    AuditState,
    Judged,
    Message,
)
from recert.audits.queries.cases import audit_for
from recert.audits.standing import as_replaced
from recert.audits.terms import from_plain, last_day
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.people.models import Person
from recert.people.queries import Duty, colleagues
from recert.people.telling import Letter
from recert.people.telling_many import ToTell, tell_many
from recert.transcript.actions import hand_in, hold_entries, release_entries
from recert.transcript.models import Activity
from recert.transcript.queries import activity_for

MOST_ITEMS = 500
LONGEST = 5_000


def _with_holder(by: Person, public_id: str) -> Audit:
    audit = audit_for(by, public_id)
    if audit.state not in WITH_HOLDER:
        raise Refused(
            _("Your answer is with the body: %(state)s. Write a message if something is missing.")
            % {"state": audit.get_state_display().lower()}
        )
    return audit


@transaction.atomic
def list_activity(*, by: Person, at: datetime, public_id: str, activity_id: str) -> AuditItem:
    """Add an entry to the answer: one that was declared in a total, or replacement credit.

    An entry stands in a case once; listed twice is listed once.
    """
    audit = _with_holder(by, public_id)
    activity = activity_for(by, activity_id)
    there = audit.items.filter(activity=activity).first()
    if there is not None:
        return there
    if not activity.is_standing:
        raise Refused(_("This entry has been replaced or withdrawn since. Open the newest one."))
    if activity.held_by:
        raise Refused(_("This entry is part of another audit, and can serve only there."))
    if audit.items.count() >= MOST_ITEMS:
        raise Refused(_("That is more than one answer can hold. Write to the body."))
    is_replacement = audit.state == AuditState.REPLACING
    try:
        with transaction.atomic():
            item = AuditItem.objects.create(
                audit=audit,
                activity=activity,
                claimed_grains=_worth(audit, activity, at, is_replacement),
                is_added=not is_replacement,
                is_replacement=is_replacement,
            )
    except IntegrityError:  # the other click was quicker
        return audit.items.get(activity=activity)
    hold_entries(activity_ids=[activity.pk], subject=audit.subject)
    journal(at, by, "listed", audit, {"activity": activity.public_id})
    return item


def _worth(audit: Audit, activity: Activity, at: datetime, is_replacement: bool) -> int:
    """What the entry counts for in the cycle under audit, beside what is listed already."""
    others = audit.items.filter(is_replacement=True).values_list("activity__public_id", flat=True)
    entries = {activity.public_id, *others} if is_replacement else set(others)
    found = as_replaced(audit, at, entries).activities
    return next((grains_of(each) for each in found if each.activity == activity.public_id), 0)


@transaction.atomic
def unlist_activity(*, by: Person, at: datetime, public_id: str, item_id: str) -> None:
    """Take back an entry one has listed oneself and nobody has judged yet; twice is once."""
    audit = _with_holder(by, public_id)
    item = audit.items.filter(public_id=item_id).first()
    if item is None:
        return
    if item.judged or not (item.is_added or item.is_replacement):
        raise Refused(_("This is what your cycle rests on, so it stays. Write a note about it."))
    item.delete()
    release_entries(subject=audit.subject, activity_ids=[item.activity_id])
    journal(at, by, "unlisted", audit, {"activity": item.activity.public_id})


@transaction.atomic
def note_item(*, by: Person, at: datetime, public_id: str, item_id: str, note: str) -> AuditItem:
    """Say something about one activity, such as why there is no certificate."""
    audit = _with_holder(by, public_id)
    item = audit.items.filter(public_id=item_id).first()
    if item is None:
        raise NotFound
    if len(note) > LONGEST:
        raise Refused(_("That is too long. Write the most important part."), "note")
    if item.note != note.strip():
        item.note = note.strip()
        item.save(update_fields=["note"])
        journal(at, by, "noted", audit, {"item": item.public_id})
    return item


@transaction.atomic
def send_answer(*, by: Person, at: datetime, public_id: str) -> Audit:
    """Send the answer, or the replacement credit. Sent twice is sent once.

    Every activity has a proof or a note that says why there is none: what is forgotten is
    told now, not found weeks later.
    """
    audit = audit_for(by, public_id)
    if audit.state in (AuditState.ANSWERED, AuditState.REPLACED):
        return audit
    audit = _with_holder(by, public_id)
    is_replacing = audit.state == AuditState.REPLACING
    refuse_all(_forgotten(audit, is_replacing))
    today = today_at(audit.certification.body, at)
    was_late = audit.due is not None and today > audit.due
    audit.items.filter(judged=Judged.AGAIN).update(judged="")
    move(
        audit,
        WITH_HOLDER,
        AuditState.REPLACED if is_replacing else AuditState.ANSWERED,
        answered_at=at,
        due=None,
        overdue_at=None,
        stopped_on=None,
        review_by=last_day(today, from_plain(audit.terms).review),
    )
    hand_in(
        at=at, activity_ids=audit.items.values_list("activity", flat=True), subject=audit.subject
    )
    journal(at, by, "answered", audit, {"late": was_late})
    _tell_reviewers(at, audit)
    return audit


def _forgotten(audit: Audit, is_replacing: bool) -> list[Refusal]:
    items = list(
        audit.items.filter(is_replacement=is_replacing)
        .select_related("activity")
        .prefetch_related("activity__evidence")
    )
    if is_replacing and not items:
        return [Refusal(_("List at least one activity that replaces what was not accepted."))]
    return [
        Refusal(
            _("“%(title)s” has neither a proof nor a note. Attach one, or write why there is none.")
            % {"title": item.activity.title},
            item.public_id,
        )
        for item in items
        if not item.note and not item.activity.evidence.all()
    ]


def _readers(audit: Audit) -> list[Person]:
    """Who is told that a case waits: its reviewer, or while it has none whoever could be."""
    if audit.reviewer is not None:
        return [audit.reviewer]
    holder = audit.certification.person_id
    return list(colleagues(audit.certification.body, Duty.REVIEW).exclude(pk=holder))


def _tell_reviewers(at: datetime, audit: Audit) -> None:
    _tell_readers(
        at,
        audit,
        lambda: (
            _("The answer to an audit waits for review"),
            _("An answer to an audit came. Sign in to review it."),
        ),
        f"answered:{at.isoformat()}",
    )


def _tell_readers(at: datetime, audit: Audit, letter: Letter, key: str) -> None:
    tell_many(
        at=at,
        kind="work-waiting",
        body=audit.certification.body,
        letters=[
            ToTell(each, letter, f"{audit.subject}:{key}:{each.public_id}")
            for each in _readers(audit)
        ],
    )


@transaction.atomic
def write_message(*, by: Person, at: datetime, public_id: str, text: str, key: str = "") -> Message:
    """Write to the body about one's case; the same form sent twice is one message."""
    audit = audit_for(by, public_id)
    if audit.is_closed and not audit.may_be_cured:
        raise Refused(_("This audit is closed. Ask the body through its questions page."), "text")
    message, is_new = keep_message(by=by, at=at, audit=audit, text=text, key=key, from_body=False)
    if is_new:
        _tell_readers(
            at,
            audit,
            lambda: (
                _("A message about an audit"),
                _("Somebody who is audited has written. Sign in to read it."),
            ),
            f"message:{message.pk}",
        )
    return message


def keep_message(
    *, by: Person, at: datetime, audit: Audit, text: str, key: str, from_body: bool
) -> tuple[Message, bool]:
    """Keep a message once a form; says whether it is new."""
    if not text.strip():
        raise Refused(_("Write something first."), "text")
    if len(text) > LONGEST:
        raise Refused(_("That is too long for one message. Write the most important part."), "text")
    if key and (twin := Message.objects.filter(audit=audit, by=by, key=key).first()):
        return twin, False
    message = Message.objects.create(
        audit=audit, by=by, is_from_body=from_body, text=text.strip(), at=at, key=key
    )
    journal(at, by, "message-from-body" if from_body else "message", audit)
    return message, True
