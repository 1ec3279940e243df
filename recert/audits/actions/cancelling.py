"""Cancelling: the cases of a draw that is given up are closed, and nothing is held any more."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from recert.audits.actions.letting_go import let_go
from recert.audits.actions.moving import journal, move, tell_of
from recert.audits.models import CLOSED_CASES, Audit, AuditState, Draw
from recert.people.models import Person


def cancel_cases(*, by: Person, at: datetime, draw: Draw) -> None:
    """Close the open cases of a draw; each holder is told why. Inside the draw's own act."""
    open_now = [state for state in AuditState if state not in CLOSED_CASES]
    cases = Audit.objects.filter(candidate__draw=draw, state__in=open_now)
    for audit in cases.select_related("certification__body", "certification__person", "renewal"):
        move(audit, open_now, AuditState.CANCELLED, closed_at=at, due=None, overdue_at=None)
        let_go(by=by, at=at, audit=audit)
        journal(at, by, "cancelled", audit)
        tell_of(
            at,
            audit.certification.person,
            audit,
            "audit-decided",
            lambda: (
                _("Your audit was cancelled"),
                _("The draw it came from was given up. Nothing is asked of you.\n\n%(reason)s")
                % {"reason": draw.cancelled_because},
            ),
            "cancelled",
        )
