"""What was bought, and is paid, decides like a ruling: a plan for life, more time."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from recert.credentials.actions.entries import journal
from recert.credentials.models import Certification, Ruling
from recert.journal.actions import Plain
from recert.lib.days import local_day
from recert.rules.facts import DecisionKind


@transaction.atomic
def grant_bought(
    *,
    at: datetime,
    certification: Certification,
    kind: DecisionKind,
    reason: str,
    clause: str = "",
    until: date | None = None,
) -> Ruling:
    """Note what the holder bought; the same again, while it stands, is the one there is.

    The caller has seen that the policy sells it and that it is paid.
    """
    ruling, is_new = Ruling.objects.get_or_create(
        certification=certification,
        kind=kind.value,
        clause=clause,
        reason=reason,
        until=until,
        ended_on=None,
        defaults={
            "decided_on": local_day(at, certification.body.zone),
            "decided_by": certification.person,
            "at": at,
            "stays": True,
        },
    )
    if is_new:
        detail: dict[str, Plain] = {"kind": kind.value, "clause": clause}
        journal(at, certification.person, "credentials.bought", certification, detail)
    return ruling


@transaction.atomic
def end_bought(*, at: datetime, ruling: Ruling) -> None:
    """End what was bought, because the money went back; twice is once."""
    today = local_day(at, ruling.certification.body.zone)
    if Ruling.objects.filter(pk=ruling.pk, ended_on=None).update(ended_on=today):
        journal(at, None, "credentials.bought-ended", ruling.certification, {"kind": ruling.kind})
