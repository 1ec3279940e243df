"""Forgetting: the papers of applications, when a body no longer has to keep what it decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Q

from recert.catalogue.actions.approval_moves import journal_provider_approval
from recert.catalogue.actions.approvals import papers
from recert.catalogue.models import APPROVED, ApprovalFile, ApprovalState, ProviderApproval
from recert.people.models import Body

CLOSED = (ApprovalState.REFUSED, ApprovalState.WITHDRAWN)


def forget_papers(*, at: datetime) -> int:
    """Delete papers once the years are over for which a body keeps what it decided.

    Those of applications that came to nothing and of approvals that ended; what was applied
    for and decided stays. Returns how many.
    """
    return sum(
        _forget(at, approval)
        for body in Body.objects.filter(
            pk__in=ApprovalFile.objects.values("approval__body").distinct()
        )
        for approval in _closed_before(body, at - relativedelta(years=body.retention_years))
    )


def _closed_before(body: Body, moment: datetime) -> list[ProviderApproval]:
    """Applications of a body that have papers and were closed before a moment."""
    ended = Q(until__lt=moment.date()) | Q(ended_on__lt=moment.date())
    came_to_nothing = Q(state__in=CLOSED) & (
        Q(decided_at__lt=moment) | Q(decided_at=None, entered_at__lt=moment)
    )
    found = ProviderApproval.objects.filter(
        Q(state=APPROVED) & ended | came_to_nothing, body=body, files__isnull=False
    )
    return list(found.select_related("body", "provider").distinct())


@transaction.atomic
def _forget(at: datetime, approval: ProviderApproval) -> int:
    kept = list(approval.files.values_list("stored_as", flat=True))
    approval.files.all().delete()
    journal_provider_approval(at, None, "provider-papers-forgotten", approval, {"n": len(kept)})
    transaction.on_commit(lambda: _empty(kept))
    return len(kept)


def _empty(kept: Iterable[str]) -> None:
    for name in kept:
        papers().forget(name)
