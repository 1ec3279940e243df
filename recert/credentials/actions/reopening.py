"""Reopening a cycle that a renewal had closed: the last day is that of the cycle again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.actions.entries import journal
from recert.credentials.actions.ruling import OVERRIDES
from recert.credentials.models import Carried, Certification, Ruling, Term
from recert.lib.days import local_day
from recert.lib.refusals import Refused
from recert.people.models import Person
from recert.rules.facts import DecisionKind


@transaction.atomic
def reopen_term(
    *,
    by: Person,
    at: datetime,
    certification: Certification,
    renewal_id: str,
    closed_at: datetime,
) -> Certification:
    """Undo what closing a cycle at `closed_at` did; refused where anything followed it.

    What was decided for the cycle speaks again; what passed into the next one, and the day
    that one ran from, no longer do. The journal keeps what the term was.
    """
    Certification.objects.select_for_update().get(pk=certification.pk)
    certification.refresh_from_db()
    term = Term.objects.filter(certification=certification, renewal_id=renewal_id).first()
    newest = Term.objects.filter(certification=certification).order_by("-end").first()
    if term is None or term != newest or certification.expires != term.next_end:
        raise Refused(_("The register has moved on since. Give another answer."))
    earlier = Term.objects.filter(certification=certification, end__lt=term.end).last()
    Certification.objects.filter(pk=certification.pk).update(
        expires=term.end, previous_closed=earlier.renewed_on if earlier else None
    )
    carried = Carried.objects.filter(certification=certification, renewal_id=renewal_id)
    carried.filter(withdrawn_at=None).update(withdrawn_at=at)
    _speak_again(certification, closed_at)
    journal(
        at,
        by,
        "credentials.term-reopened",
        certification,
        {
            "start": term.start.isoformat(),
            "end": term.end.isoformat(),
            "next-end": term.next_end.isoformat(),
            "renewal": renewal_id,
        },
    )
    term.delete()
    certification.refresh_from_db()
    return certification


def _speak_again(certification: Certification, closed_at: datetime) -> None:
    day = local_day(closed_at, certification.body.zone)
    rulings = Ruling.objects.filter(certification=certification)
    ended_with_it = rulings.filter(
        kind__in=(*OVERRIDES, DecisionKind.INACTIVE), ended_on=day, ended_by=None
    )
    ended_with_it.update(ended_on=None)
    begun_with_it = rulings.filter(kind=DecisionKind.REINSTATE, at=closed_at, ended_on=None)
    for ruling in begun_with_it:
        ruling.ended_on = max(day, ruling.decided_on)
        ruling.save(update_fields=["ended_on"])
