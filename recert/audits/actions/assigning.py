"""Assigning: an officer says who takes up a case, instead of whoever comes first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.audits.actions.moving import journal, tell_of
from recert.audits.models import CLOSED_CASES, Audit, AuditState
from recert.audits.queries.cases import audit_for_staff
from recert.audits.terms import from_plain
from recert.lib.refusals import Refused
from recert.people.impartiality import apart_from
from recert.people.models import Person
from recert.people.queries import Duty, colleagues


def may_review(audit: Audit) -> tuple[Person, ...]:
    """Who can take up a case as it stands: nothing bars them, so far as it is known."""
    out = apart_from(person=audit.certification.person, subject=audit.subject)
    out.add(audit.certification.person_id)
    out |= set(audit.conflicts.filter(has_conflict=True).values_list("reviewer_id", flat=True))
    terms, renewal = from_plain(audit.terms), audit.renewal
    if terms.separate and renewal is not None and renewal.decided_by_id is not None:
        out.add(renewal.decided_by_id)
    is_reviewed = audit.state == AuditState.RECOMMENDED
    if terms.second and is_reviewed and audit.recommended_by_id is not None:
        out.add(audit.recommended_by_id)
    staff = colleagues(audit.certification.body, Duty.REVIEW).order_by("name", "email")
    return tuple(each for each in staff if each.pk not in out)


@transaction.atomic
def assign_reviewer(*, by: Person, at: datetime, body_slug: str, public_id: str, to: str) -> Audit:
    """Say who takes up a case; `to` is the public id of somebody whom nothing bars from it.

    They still declare whether they have a conflict of interest before they see the proof.
    Whoever has a case at hand is replaced; the same choice twice is one.
    """
    audit = audit_for_staff(by, body_slug, public_id, Duty.DRAW)
    if audit.certification.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody says who reviews an audit of their own."))
    chosen = next((each for each in may_review(audit) if each.public_id == to), None)
    if chosen is None:
        raise Refused(_("Choose somebody who reviews here and has no part in the matter."), "to")
    if audit.reviewer_id == chosen.pk:
        return audit
    open_now = Audit.objects.filter(pk=audit.pk).exclude(state__in=CLOSED_CASES)
    if not open_now.update(reviewer=chosen):
        raise Refused(_("This audit is closed. Nothing was changed."), "to")
    audit.refresh_from_db()
    journal(at, by, "reviewer-assigned", audit, {"to": chosen.public_id})
    if chosen != by:
        tell_of(
            at,
            chosen,
            audit,
            "work-waiting",
            lambda: (
                _("You are asked to review an audit"),
                _("Sign in to read it. If you have a conflict of interest, say so there."),
            ),
            f"assigned:{chosen.public_id}:{at.isoformat()}",
        )
    return audit
