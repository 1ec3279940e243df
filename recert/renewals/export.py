"""Export: everything recorded about one person, for that person.

Here because only the highest room of the record sees all of it.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from recert.catalogue.models import ProviderApproval, ProviderInvitation, ProviderStaff
from recert.credentials.models import (
    Affirmation,
    Answer,
    Carried,
    Certification,
    LegalHold,
    Ruling,
    Term,
)
from recert.enquiries.queries import enquiries_of
from recert.journal.queries import lines_of_person
from recert.notices.queries import chosen_by, notices_of
from recert.payments.models import Invoice, Payment
from recert.payments.queries import promises_and_cards_of
from recert.people.models import BodyMember, KeptApart, Person, StaffRole
from recert.renewals.above import ROOMS
from recert.renewals.models import LeaveRequest, Renewal, ReturnItem
from recert.standing.models import Answer as KeptAnswer
from recert.transcript.actions import read_evidence
from recert.transcript.models import (
    Activity,
    Award,
    Document,
    EntryRuling,
    Evidence,
    IssuedTranscript,
    Petition,
)

HIDDEN = {"id", "password", "key", "stored_as", "claimed_at", "last_login", "folded"}
"""Columns that say something about the machine, not about the person."""


def export_of(person: Person) -> dict[str, Any]:
    """Everything recorded about a person, as plain data."""
    rooms = {name: _plain(rows) for room in ROOMS for name, rows in room.rows(person).items()}
    return rooms | {
        "person": _plain(Person.objects.filter(pk=person.pk))[0],
        "roles": _plain(StaffRole.objects.filter(person=person)),
        "provider-roles": _plain(ProviderStaff.objects.filter(person=person)),
        "provider-invitations": _plain(ProviderInvitation.objects.filter(email=person.email)),
        "provider-applications": _plain(ProviderApproval.objects.filter(asked_by=person)),
        "memberships": _plain(BodyMember.objects.filter(person=person)),
        "certifications": _plain(Certification.objects.filter(person=person)),
        "terms": _plain(Term.objects.filter(certification__person=person)),
        "legal-holds": _plain(LegalHold.objects.filter(certification__person=person)),
        "kept-apart": _plain(KeptApart.objects.filter(Q(staff=person) | Q(person=person))),
        "rulings": _plain(Ruling.objects.filter(certification__person=person)),
        "affirmations": _plain(Affirmation.objects.filter(certification__person=person)),
        "attributes": _plain(Answer.objects.filter(person=person)),
        "carried": _plain(Carried.objects.filter(certification__person=person)),
        "activities": _plain(Activity.objects.filter(person=person)),
        "awards": _plain(Award.objects.filter(activity__person=person)),
        "documents": _plain(Document.objects.filter(person=person)),
        "issued-transcripts": _plain(IssuedTranscript.objects.filter(person=person)),
        "evidence": _plain(Evidence.objects.filter(person=person)),
        "rulings-on-entries": _plain(EntryRuling.objects.filter(activity__person=person)),
        "petitions": _plain(Petition.objects.filter(activity__person=person)),
        "answers": _plain(KeptAnswer.objects.filter(certification__person=person)),
        "invoices": _plain(Invoice.objects.filter(person=person)),
        "payments": _plain(Payment.objects.filter(invoice__person=person)),
        **{name: _plain(rows) for name, rows in promises_and_cards_of(person).items()},
        "renewals": _plain(Renewal.objects.filter(certification__person=person)),
        "leaves": _plain(LeaveRequest.objects.filter(certification__person=person)),
        "missing": _plain(ReturnItem.objects.filter(renewal__certification__person=person)),
        "enquiries": _plain(enquiries_of(person)),
        "notices": _plain(notices_of(person.public_id)),
        "preferences": _plain(chosen_by(person.public_id)),
        "journal": _plain(lines_of_person(person.public_id)),
    }


def export_file(person: Person) -> bytes:
    """The same as a ZIP file, with every file of proof beside it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(export_of(person), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
        archive.writestr("recert.json", text)
        for evidence in Evidence.objects.filter(person=person):
            archive.writestr(
                f"evidence/{evidence.public_id}-{evidence.name}", read_evidence(evidence)
            )
    return written.getvalue()


def _plain(rows: models.QuerySet[Any]) -> list[dict[str, Any]]:
    """Rows as data: columns by name, other rows by their public id or slug."""
    columns = [field for field in rows.model._meta.concrete_fields if field.name not in HIDDEN]
    pointing = [field.name for field in columns if field.is_relation]
    whole = rows.select_related(*pointing) if pointing else rows
    return [{field.name: _value(row, field) for field in columns} for row in whole]


def _value(row: models.Model, field: models.Field[Any, Any]) -> object:
    if not field.is_relation:
        value = getattr(row, field.attname)
        if isinstance(value, bytes | memoryview):
            return base64.b64encode(value).decode()
        return value
    other = getattr(row, field.name)
    return getattr(other, "public_id", None) or getattr(other, "slug", None)
