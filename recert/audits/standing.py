"""Standing: how the cycle under audit stands, by the text and on the day it was filed under."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from recert.audits.days import today_at
from recert.audits.models import Audit, AuditItem, AuditState, Judged
from recert.credentials.models import Certification
from recert.renewals.models import Renewal
from recert.renewals.queries import filing_day, rulebook_behind, standing_as_filed
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


def as_replaced(
    audit: Audit, at: datetime, entries: Collection[str], facts: Facts | None = None
) -> Standing:
    """The cycle under audit, with some entries as if they had been done by the day it was filed.

    So replacement credit is worth what it makes good, and not what it would be in whatever
    cycle its own day falls into. `entries` are public ids; one from before the cycle stays.
    """
    facts = facts or facts_of(audit.certification.person)
    seen = _moved(facts, entries, _looked_at(audit, at))
    return as_audited(audit.certification, audit.renewal, audit.cycle_end, at, seen)


def _moved(facts: Facts, entries: Collection[str], day: date) -> Facts:
    return replace(
        facts,
        activities=tuple(
            replace(each, completed=day, started=None)
            if each.id in entries and each.completed > day
            else each
            for each in facts.activities
        ),
    )


def _looked_at(audit: Audit, at: datetime) -> date:
    """The day as of which the cycle under audit is looked at."""
    if audit.renewal is not None:
        return filing_day(audit.renewal, at)
    return min(audit.cycle_end, today_at(audit.certification.body, at))


def as_found(audit: Audit, at: datetime, facts: Facts | None = None) -> Standing:
    """The cycle as it would stand if the case ended by what reviewers have found so far."""
    facts = facts or facts_of(audit.certification.person)
    own, items = audit.certification.public_id, list(_judged(audit))
    found = [_ruled(item) for item in items]
    about = {each.activity.public_id for each in found}
    on = today_at(audit.certification.body, at)
    decisions = (
        *(each for each in facts.decisions if each.holding != own or each.activity not in about),
        *(_decision(audit, each, on) for each in found),
    )
    seen = replace(facts, decisions=decisions)
    added = {item.activity.public_id for item in items if item.is_replacement}
    return as_replaced(audit, at, added, seen)


def ruled(audit: Audit) -> list[Ruled]:
    """What was found about each activity that was judged, as the law will count by it.

    Replacement from after the day of filing is used up: it made good what this cycle lacked,
    and serves no other. Where the case was failed all the same, it made good nothing.
    """
    filed = audit.renewal.filed_on if audit.renewal else None
    last = date.max if audit.state == AuditState.FAILED else filed or audit.cycle_end
    return [_used_up(item) if _is_used_up(item, last) else _ruled(item) for item in _judged(audit)]


def _is_used_up(item: AuditItem, last: date) -> bool:
    is_accepted = item.judged != Judged.REJECT
    return item.is_replacement and is_accepted and item.activity.completed > last


def _used_up(item: AuditItem) -> Ruled:
    return Ruled(item.activity, False, reason=_("Used as replacement credit in an audit."))


def _judged(audit: Audit) -> QuerySet[AuditItem]:
    return audit.items.exclude(judged__in=("", Judged.AGAIN)).select_related("activity__person")


def _ruled(item: AuditItem) -> Ruled:
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
