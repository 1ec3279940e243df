"""Retracting: what a system takes back is put before the provider; no credit goes silently."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from recert.catalogue.models import Source
from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.completions.correcting import void
from recert.completions.from_statements.meaning import courses_of, named_in
from recert.completions.identifying import account_key
from recert.completions.models import (
    Completion,
    CompletionState,
    Retraction,
    RetractionKind,
    RetractionState,
)
from recert.journal.actions import write
from recert.lib.refusals import NotFound
from recert.people.models import Person
from recert.statements.models import Statement

STANDING = (CompletionState.ACCEPTED, CompletionState.UNMATCHED)


def notice_retraction(statement: Statement, kind: RetractionKind, at: datetime) -> None:
    """Put up what a statement takes back; where nothing was credited there is nothing to decide."""
    Retraction.objects.bulk_create(
        [
            Retraction(
                source=statement.source,
                statement=statement,
                completion=completion,
                kind=kind,
                noticed_at=at,
            )
            for completion in _meant(statement, kind)
        ],
        ignore_conflicts=True,
    )


def _meant(statement: Statement, kind: RetractionKind) -> QuerySet[Completion]:
    """What of this source stands and is spoken of."""
    reported = Completion.objects.filter(report__source=statement.source, state__in=STANDING)
    if kind == RetractionKind.VOIDED:
        return reported.filter(external_id=str(statement.refers_to))
    named = named_in(statement)
    if named is None:
        return reported.none()
    if named.account:
        reported = reported.filter(by_account=account_key(named)[:401])
    else:
        reported = reported.filter(by_email=named.email.strip().lower()[:254])
    if kind == RetractionKind.UNDONE:
        course = courses_of(statement.source).get(statement.activity, "")
        return reported.filter(course__public_id=course)
    return reported


def open_retractions(source: Source) -> QuerySet[Retraction]:
    """What waits for a decision, the oldest first; whoever asks was let in."""
    return Retraction.objects.filter(source=source, state=RetractionState.OPEN).select_related(
        "completion__person", "completion__course", "statement"
    )


@transaction.atomic
def settle_retraction(
    *, by: Person, at: datetime, provider_slug: str, public_id: str, takes: bool
) -> Retraction:
    """Take the credit back, as the system says, or let it stay. Decided once; twice is once.

    Where a body's decision rests on the credit, taking it back asks the body first.
    """
    provider = provider_for_staff(by, provider_slug, ProviderDuty.REPORT)
    found = (
        Retraction.objects.select_related("completion", "source")
        .filter(source__provider=provider, public_id=public_id)
        .first()
    )
    if found is None:
        raise NotFound
    state = RetractionState.VOIDED if takes else RetractionState.KEPT
    settled = Retraction.objects.filter(pk=found.pk, state=RetractionState.OPEN).update(
        state=state, settled_at=at, settled_by=by
    )
    if settled:
        if takes:
            reason = _("%(system)s says: %(what)s.") % {
                "system": found.source.name,
                "what": found.get_kind_display(),
            }
            void(by=by, at=at, completion=found.completion, reason=reason)
        write(
            at=at,
            by=by.public_id,
            code="completions.retraction-settled",
            subject=f"completion:{found.completion.public_id}",
            detail={"retraction": found.public_id, "state": state.value},
        )
    found.refresh_from_db()
    return found
