"""Letting go: a case that ends holds neither the application nor the entries any longer."""

from __future__ import annotations

from datetime import datetime

from recert.audits.models import Audit
from recert.people.models import Person
from recert.renewals.actions import release
from recert.renewals.models import Renewal
from recert.transcript.actions import release_entries


def let_go(*, by: Person | None, at: datetime, audit: Audit) -> None:
    """Release what a case holds; twice is once."""
    release_entries(subject=audit.subject)
    for renewal in Renewal.objects.filter(held_for=audit.subject).select_related(
        "certification__body", "certification__person"
    ):
        release(by=by, at=at, renewal=renewal, subject=audit.subject)
