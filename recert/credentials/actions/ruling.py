"""Ruling: what a body decides about one certification, with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.actions.entries import (
    journal,
    refuse_own,
    tell_holder,
)
from recert.credentials.models import Certification, Ruling
from recert.credentials.queries import certification_for_staff
from recert.lib.days import local_day
from recert.lib.refusals import NotFound, Refusal, refuse_all
from recert.people.models import Person
from recert.people.queries import Duty, body_for_staff
from recert.rules.facts import DecisionKind

RULINGS = (
    DecisionKind.WAIVE,
    DecisionKind.EXTEND,
    DecisionKind.SUSPEND,
    DecisionKind.HOLD,
    DecisionKind.RETIRE,
)
"""What a body may rule about a whole certification; activities are for petitions."""


@transaction.atomic
def rule(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    kind: DecisionKind,
    reason: str,
    clause: str = "",
    until: date | None = None,
) -> Ruling:
    """Decide something about a certification: waive, extend, suspend, hold or retire.

    The same decision again, while it stands, is the one there is.
    """
    certification = certification_for_staff(by, body_slug, public_id, Duty.REGISTER)
    refuse_own(by, certification)
    today = local_day(at, certification.body.zone)
    problems = []
    if kind not in RULINGS:
        problems.append(Refusal(_("Choose one of the decisions offered."), "kind"))
    if not reason.strip():
        problems.append(Refusal(_("Give the reason. The holder reads it."), "reason"))
    if kind is DecisionKind.WAIVE and not clause:
        problems.append(Refusal(_("Choose the requirement that is waived."), "clause"))
    if kind is DecisionKind.EXTEND and (until is None or until <= today):
        problems.append(Refusal(_("Give the new last day, which lies ahead."), "until"))
    refuse_all(problems)
    Certification.objects.select_for_update().get(pk=certification.pk)  # one decision at a time
    ruling, is_new = Ruling.objects.get_or_create(
        certification=certification,
        kind=kind.value,
        clause=clause,
        reason=reason.strip(),
        until=until,
        ended_on=None,
        defaults={"decided_on": today, "decided_by": by, "at": at},
    )
    if not is_new:
        return ruling
    journal(at, by, "credentials.ruled", certification, {"kind": kind.value, "clause": clause})
    tell_holder(
        at,
        certification,
        lambda: _("A decision about your certification"),
        f"ruling-{ruling.public_id}",
        reason,
    )
    return ruling


@transaction.atomic
def end_ruling(*, by: Person, at: datetime, body_slug: str, public_id: str) -> Ruling:
    """End a ruling: a suspension lifted, a hold over."""
    body = body_for_staff(by, body_slug, Duty.REGISTER)
    ruling = (
        Ruling.objects.filter(public_id=public_id, certification__body=body)
        .select_related("certification__body", "certification__person")
        .first()
    )
    if ruling is None:
        raise NotFound
    refuse_own(by, ruling.certification)
    today = local_day(at, body.zone)
    if Ruling.objects.filter(pk=ruling.pk, ended_on=None).update(ended_on=today):
        journal(at, by, "credentials.ruling-ended", ruling.certification, {"kind": ruling.kind})
        tell_holder(
            at,
            ruling.certification,
            lambda: _("A decision about your certification ended"),
            f"ended-{ruling.public_id}",
        )
    ruling.refresh_from_db()
    return ruling
