"""Entries: activities and documents are added, corrected by a newer one, withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.journal.actions import Plain, write
from recert.lib.refusals import Refused, refuse_all
from recert.people.actions import id_of
from recert.people.models import Person
from recert.rules import facts
from recert.transcript.entering import activity_refusals, document_refusals
from recert.transcript.models import OPEN_PETITIONS, Activity, Award, Document, PetitionState
from recert.transcript.queries import activity_for, document_for
from recert.transcript.records import activity_columns, award_rows


@transaction.atomic
def log_activity(
    *,
    by: Person | None,
    at: datetime,
    person: Person,
    activity: facts.Activity,
    provider_name: str = "",
    note: str = "",
    key: str = "",
) -> Activity:
    """Enter an activity. The same `key` again (a form sent twice) makes no second entry.

    The id of `activity` is ignored. Only the person says things of themselves; whoever
    else reports is named by `reported_by`.
    """
    if key and (twin := Activity.objects.filter(person=person, key=key).first()):
        return twin
    refuse_all(activity_refusals(activity, at))
    try:
        with transaction.atomic():
            row = _create(person, activity, at, provider_name, note, key)
    except IntegrityError:  # the twin was written this very moment
        return Activity.objects.get(person=person, key=key)
    _journal(at, by, "transcript.logged", row)
    return row


def _create(
    person: Person, activity: facts.Activity, at: datetime, provider_name: str, note: str, key: str
) -> Activity:
    row = Activity.objects.create(
        person=person,
        provider_name=provider_name.strip(),
        note=note.strip(),
        entered_at=at,
        key=key,
        **activity_columns(activity),
    )
    Award.objects.bulk_create(award_rows(row, activity))
    return row


@transaction.atomic
def correct_activity(
    *,
    by: Person,
    at: datetime,
    public_id: str,
    activity: facts.Activity,
    provider_name: str = "",
    note: str = "",
) -> Activity:
    """Put a newer entry in the place of one's own; proof moves along, history stays.

    What others reported is theirs to correct. A petition about the old entry, if it is
    still open, is withdrawn, and one that was decided no longer speaks for the new entry.
    """
    old = activity_for(by, public_id)
    if not old.is_standing:
        raise Refused(_("This entry has been replaced or withdrawn since. Open the newest one."))
    if old.reported_by != facts.Reporter.SELF:
        raise Refused(
            _("This was reported by somebody else. Ask them to correct it, or open a petition.")
        )
    _refuse_held(old)
    refuse_all(activity_refusals(activity, at))
    new = _create(by, activity, at, provider_name, note, "")
    taken = Activity.objects.filter(pk=old.pk, superseded_by=None, withdrawn_at=None).update(
        superseded_by=new
    )
    if not taken:
        raise Refused(_("This entry was changed this very moment. Open the newest one."))
    new.evidence.set(old.evidence.all())
    old.petitions.filter(state__in=OPEN_PETITIONS).update(state=PetitionState.WITHDRAWN)
    _journal(at, by, "transcript.corrected", new, {"supersedes": old.public_id})
    return new


@transaction.atomic
def withdraw_activity(*, by: Person, at: datetime, public_id: str) -> Activity:
    """Take an entry of one's own out of the transcript; `restore_activity` undoes it."""
    row = activity_for(by, public_id)
    if row.reported_by != facts.Reporter.SELF:
        raise Refused(_("This was reported by somebody else. Ask them to withdraw it."))
    _refuse_held(row)
    if Activity.objects.filter(pk=row.pk, superseded_by=None, withdrawn_at=None).update(
        withdrawn_at=at
    ):
        row.petitions.filter(state__in=OPEN_PETITIONS).update(state=PetitionState.WITHDRAWN)
        _journal(at, by, "transcript.withdrawn", row)
    row.refresh_from_db()
    return row


def _refuse_held(row: Activity) -> None:
    """What an audit looks at, or has ruled on, is not put differently afterwards."""
    if row.held_by:
        raise Refused(
            _("This entry is being audited and stays as it is. Write to the reviewer instead.")
        )
    if row.rulings.filter(ended_at=None).exists():
        raise Refused(
            _("An audit has ruled on this entry, so it stays as it is. Log a new one instead.")
        )


@transaction.atomic
def restore_activity(*, by: Person, at: datetime, public_id: str) -> Activity:
    """Put a withdrawn entry back; what its provider took out only the provider puts back."""
    row = activity_for(by, public_id)
    if row.reported_by != facts.Reporter.SELF:
        raise Refused(_("This was reported by somebody else. Ask them to put it back."))
    if Activity.objects.filter(pk=row.pk, withdrawn_at__isnull=False).update(withdrawn_at=None):
        _journal(at, by, "transcript.restored", row)
    row.refresh_from_db()
    return row


@transaction.atomic
def add_document(*, by: Person, at: datetime, document: facts.Document) -> Document:
    """Enter a card, a policy or a check one holds; the same one twice is one."""
    refuse_all(document_refusals(document, at))
    Person.objects.select_for_update().get(pk=by.pk)  # two clicks wait for one another
    said = {
        "person": by,
        "kind": document.kind.value,
        "issued": document.issued,
        "expires": document.expires,
        "skills": document.skills.value if document.skills else "",
        "issuer": document.issuer.strip(),
    }
    twin = Document.objects.filter(**said, withdrawn_at=None).first()
    if twin is not None:
        return twin
    row = Document.objects.create(**said, entered_at=at)
    _journal_document(at, by, "transcript.document-added", row)
    return row


@transaction.atomic
def correct_document(
    *, by: Person, at: datetime, public_id: str, document: facts.Document
) -> Document:
    """Put a newer document in the place of one; its proof moves along."""
    old = document_for(by, public_id)
    new = add_document(by=by, at=at, document=document)
    if new.pk != old.pk:
        new.evidence.add(*old.evidence.all())
        withdraw_document(by=by, at=at, public_id=public_id)
    return new


@transaction.atomic
def withdraw_document(*, by: Person, at: datetime, public_id: str) -> Document:
    """Take a document out; `restore_document` undoes it."""
    row = document_for(by, public_id)
    if Document.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=at):
        _journal_document(at, by, "transcript.document-withdrawn", row)
    row.refresh_from_db()
    return row


@transaction.atomic
def restore_document(*, by: Person, at: datetime, public_id: str) -> Document:
    """Put a withdrawn document back."""
    row = document_for(by, public_id)
    if Document.objects.filter(pk=row.pk, withdrawn_at__isnull=False).update(withdrawn_at=None):
        _journal_document(at, by, "transcript.document-restored", row)
    row.refresh_from_db()
    return row


def _journal(
    at: datetime,
    by: Person | None,
    code: str,
    row: Activity,
    detail: dict[str, Plain] | None = None,
) -> None:
    write(
        at=at,
        by=id_of(by),
        code=code,
        subject=f"activity:{row.public_id}",
        person=row.person.public_id,
        detail=detail,
    )


def _journal_document(at: datetime, by: Person, code: str, row: Document) -> None:
    write(
        at=at,
        by=by.public_id,
        code=code,
        subject=f"document:{row.public_id}",
        person=by.public_id,
        detail={"kind": row.kind},
    )
