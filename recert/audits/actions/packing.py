"""Packing: a reviewer takes all the proof of a case at once; the journal names every file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from recert.audits.actions.moving import journal
from recert.audits.actions.reviewing import declared
from recert.audits.models import Audit
from recert.people.models import Person
from recert.renewals.queries import documents_in
from recert.transcript.models import Evidence


@transaction.atomic
def take_pack(*, by: Person, at: datetime, body_slug: str, public_id: str) -> Audit:
    """A reviewer who has declared no conflict takes the proof of a case; each file is noted."""
    audit = declared(by, body_slug, public_id)
    proof = Evidence.objects.filter(activities__in=audit.items.values("activity"))
    if audit.renewal is not None:
        proof |= Evidence.objects.filter(documents__in=documents_in(audit.renewal).values("pk"))
    ids = sorted(set(proof.values_list("public_id", flat=True)))
    journal(at, by, "pack-opened", audit, {"evidence": ids})
    return audit
