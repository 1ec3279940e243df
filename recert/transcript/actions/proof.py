"""Proof: files are added, attached to what they prove, read, and deleted."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.queries import is_held_legally
from recert.journal.actions import write
from recert.lib.intake import open_upload
from recert.lib.refusals import NotFound, Refused
from recert.lib.vault import Vault
from recert.people.models import Person
from recert.transcript.models import Activity, Evidence
from recert.transcript.queries import activity_for, document_for, evidence_for


def vault() -> Vault:
    """The vault of this installation."""
    return Vault(settings.VAULT)


def add_evidence(*, by: Person, at: datetime, name: str, content: bytes) -> Evidence:
    """Open an uploaded file and keep it; the same file again is the one there is."""
    upload = open_upload(name, content)
    twin = Evidence.objects.filter(person=by, sha256=upload.sha256).first()
    if twin is not None:
        return twin
    stored_as = vault().keep(upload.content)
    with transaction.atomic():
        evidence, is_new = Evidence.objects.get_or_create(
            person=by,
            sha256=upload.sha256,
            defaults={
                "name": upload.name,
                "media_type": upload.media_type,
                "stored_as": stored_as,
                "size": len(upload.content),
                "pages": upload.pages,
                "uploaded_at": at,
            },
        )
        if is_new:
            _journal(at, by, "transcript.evidence-added", evidence)
    if not is_new:
        vault().forget(stored_as)
    return evidence


@transaction.atomic
def attach_evidence(
    *, by: Person, at: datetime, public_id: str, activity_id: str = "", document_id: str = ""
) -> Evidence:
    """Say what a file proves: an activity or a document, now or later."""
    evidence = evidence_for(by, public_id)
    if activity_id:
        evidence.activities.add(_standing(activity_for(by, activity_id)))
    if document_id:
        evidence.documents.add(document_for(by, document_id))
    _journal(at, by, "transcript.evidence-attached", evidence, activity_id or document_id)
    return evidence


def _standing(activity: Activity) -> Activity:
    if not activity.is_standing:
        raise Refused(_("This entry has been replaced or withdrawn since. Open the newest one."))
    return activity


@transaction.atomic
def detach_evidence(
    *, by: Person, at: datetime, public_id: str, activity_id: str = "", document_id: str = ""
) -> Evidence:
    """Say that a file does not prove something after all; the file stays.

    What was sent in an answer to an audit stays as it was sent.
    """
    evidence = evidence_for(by, public_id)
    if activity_id:
        activity = activity_for(by, activity_id)
        if evidence.handed_in.filter(activity=activity).exists():
            raise Refused(
                _("You sent this file in an answer to an audit, so it stays. Add another to it.")
            )
        evidence.activities.remove(activity)
    if document_id:
        evidence.documents.remove(document_for(by, document_id))
    _journal(at, by, "transcript.evidence-detached", evidence, activity_id or document_id)
    return evidence


@transaction.atomic
def delete_evidence(*, by: Person, at: datetime, public_id: str) -> None:
    """Delete a file that proves nothing any more."""
    evidence = evidence_for(by, public_id)
    in_use = (
        evidence.activities.filter(superseded_by=None, withdrawn_at=None).exists()
        or evidence.documents.filter(withdrawn_at=None).exists()
    )
    if in_use:
        raise Refused(_("The file proves an entry. Take it off the entry first."))
    if evidence.handed_in.exists():
        raise Refused(
            _("You sent this file in an answer to an audit. The body keeps it with its decision.")
        )
    if is_held_legally(by):
        raise Refused(_("A body keeps your record for a proceeding. Until that ends it stays."))
    _journal(at, by, "transcript.evidence-deleted", evidence)
    _delete(evidence)


@transaction.atomic
def forget_evidence(*, person: Person) -> None:
    """Delete every file of a person (on erasure)."""
    for evidence in Evidence.objects.filter(person=person):
        _delete(evidence)


def _delete(evidence: Evidence) -> None:
    stored_as = evidence.stored_as
    evidence.delete()
    transaction.on_commit(lambda: vault().forget(stored_as))


def read_evidence(evidence: Evidence) -> bytes:
    """The file itself, for somebody a query has given the evidence to."""
    try:
        return vault().read(evidence.stored_as)
    except FileNotFoundError:
        raise NotFound from None


def is_kept(evidence: Evidence) -> bool:
    """Whether the file itself is in the vault, as it should be."""
    return vault().has(evidence.stored_as)


def _journal(at: datetime, by: Person, code: str, evidence: Evidence, of: str = "") -> None:
    write(
        at=at,
        by=by.public_id,
        code=code,
        subject=f"evidence:{evidence.public_id}",
        person=by.public_id,
        detail={"of": of} if of else {},
    )
