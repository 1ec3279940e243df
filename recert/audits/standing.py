"""Standing: how the cycle under audit stands, by the text and on the day it was filed under."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from recert.audits.days import today_at
from recert.audits.models import Audit, AuditItem, Judged
from recert.credentials.models import Certification
from recert.renewals.models import Renewal
from recert.renewals.queries import rulebook_behind, standing_as_filed
from recert.rulebooks.queries import rulebooks_of
from recert.rules.amounts import from_grains
from recert.rules.facts import Decision, DecisionKind, Facts
from recert.rules.findings import Standing
from recert.rules.rulebook import Rulebook, edition_of
from recert.standing.gathering import facts_of
from recert.standing.queries import standing_of
from recert.transcript.actions import Ruled


def as_audited(
    certification: Certification,
    renewal: Renewal | None,
    cycle_end: date,
    at: datetime,
    facts: Facts | None = None,
) -> Standing:
    """The cycle that ends then, as it was filed.

    Where there is no application, as of today or of its last day, whichever came first.
    """
    if renewal is not None:
        return standing_as_filed(renewal, at, facts)
    return standing_of(certification, min(cycle_end, today_at(certification.body, at)), facts)


def as_found(audit: Audit, at: datetime, facts: Facts | None = None) -> Standing:
    """The cycle as it would stand if the case ended by what reviewers have found so far."""
    facts = facts or facts_of(audit.certification.person.public_id)
    own, found = audit.certification.public_id, ruled(audit)
    about = {each.activity.public_id for each in found}
    on = today_at(audit.certification.body, at)
    decisions = (
        *(each for each in facts.decisions if each.holding != own or each.activity not in about),
        *(_decision(audit, each, on) for each in found),
    )
    seen = replace(facts, decisions=decisions)
    return as_audited(audit.certification, audit.renewal, audit.cycle_end, at, seen)


def ruled(audit: Audit) -> list[Ruled]:
    """What was found about each activity that was judged, as the law will count by it."""
    items = audit.items.exclude(judged__in=("", Judged.AGAIN)).select_related("activity__person")
    return [_ruled(audit, item) for item in items]


def _ruled(audit: Audit, item: AuditItem) -> Ruled:
    """What an item becomes: replacement from after the cycle is used up and serves no other."""
    is_later = item.activity.completed > audit.cycle_end
    if item.judged == Judged.ACCEPT and item.is_replacement and is_later:
        return Ruled(item.activity, False, reason=_("Used as replacement credit in an audit."))
    return Ruled(
        item.activity,
        item.judged != Judged.REJECT,
        amount_grains=item.amount_grains,
        clause=item.clause,
        reason=item.reason,
    )


def _decision(audit: Audit, found: Ruled, on: date) -> Decision:
    grains = found.amount_grains
    return Decision(
        kind=DecisionKind.ACCEPT if found.is_accepted else DecisionKind.REJECT,
        body=audit.certification.body.slug,
        on=on,
        reason=found.reason,
        holding=audit.certification.public_id,
        activity=found.activity.public_id,
        clause=found.clause,
        amount=None if grains is None else from_grains(grains),
    )


def rulebook_of(audit: Audit, standing: Standing) -> Rulebook | None:
    """The edition the case is judged by."""
    if audit.renewal is not None:
        return rulebook_behind(audit.renewal, standing)
    return edition_of(rulebooks_of(audit.certification.body.slug), standing.edition)
