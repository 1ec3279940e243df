"""Retention: what is left of decisions about people who have gone, and for how long.

A body keeps its decisions for `retention_years`. After that only the bare course of events
stays, under the pseudonym: what was applied for, when, and how it ended.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from recert.credentials.models import Certification, LegalHold, Ruling
from recert.journal.actions import write
from recert.people.models import Body
from recert.renewals.above import ROOMS
from recert.renewals.erasure import forget_entries
from recert.renewals.models import LeaveRequest, Renewal, ReturnItem, State
from recert.rulebooks.queries import rulebooks_of
from recert.rules.rulebook import Cycle
from recert.standing.models import Answer
from recert.transcript.models import EntryRuling, Petition

SAID = ~Q(reason="") | ~Q(fee_reason="") | ~Q(declared={}) | Q(answer__isnull=False)


def forget_decided(*, at: datetime) -> int:
    """Empty what bodies have kept long enough of people who left. Returns of how many cases.

    Run it as often as you like: what is empty already is left alone.
    """
    return sum(_forget_at(body, at) for body in Body.objects.all())


def kept_since(body: Body, at: datetime) -> datetime:
    """Since when a body keeps its decisions: its years, and never less than one whole cycle."""
    laws = [law for book in rulebooks_of(body.slug) for _clause, law in book.of_kind(Cycle)]
    cycles = [
        relativedelta(years=law.length.years, months=law.length.months, days=law.length.days)
        for law in laws
        if law.length is not None
    ]
    spans = [
        relativedelta(law.fixed.until, law.fixed.since)
        for law in laws
        if law.fixed and law.fixed.since and law.fixed.until
    ]
    years = relativedelta(years=body.retention_years)
    return min(at - each for each in (years, *cycles, *spans))


@transaction.atomic
def _forget_at(body: Body, at: datetime) -> int:
    until = kept_since(body, at)
    held = LegalHold.objects.filter(ended_at=None).values("certification__person")
    gone = Certification.objects.filter(body=body, person__is_active=False).exclude(person__in=held)
    emptied = Counter[int]()
    above = [room.empty for room in ROOMS]
    for empty in (
        _empty_renewals,
        _empty_petitions,
        _empty_rulings,
        _empty_leaves,
        _empty_entry_rulings,
        *above,
    ):
        emptied.update(empty(gone, until))
    for certification in gone.filter(pk__in=emptied).select_related("person"):
        if certification.person.erased_at is not None:
            forget_entries(certification.person)
        write(
            at=at,
            by="",
            code="renewals.retention-ended",
            subject=f"certification:{certification.public_id}",
            body=body.slug,
            person=certification.person.public_id,
            detail={"cases": emptied[certification.pk]},
        )
    return emptied.total() + _empty_others(body, at, until)


def _empty_others(body: Body, at: datetime, until: datetime) -> int:
    """What rooms above keep about no certification, such as complaints of strangers."""
    emptied = sum(room.empty_at(body, until) for room in ROOMS if room.empty_at is not None)
    if emptied:
        write(
            at=at,
            by="",
            code="renewals.retention-ended",
            subject=f"body:{body.slug}",
            body=body.slug,
            detail={"cases": emptied},
        )
    return emptied


def _empty_renewals(gone: QuerySet[Certification], until: datetime) -> list[int]:
    """Take the words and findings out of closed applications; says of which certifications."""
    items = ReturnItem.objects.filter(renewal=OuterRef("pk"))
    closed = (
        Renewal.objects.filter(
            certification__in=gone, state__in=(State.APPROVED, State.REFUSED, State.WITHDRAWN)
        )
        .annotate(closed_at=Coalesce("decided_at", "submitted_at", "begun_at"))
        .filter(SAID | Exists(items), closed_at__lt=until)
    )
    found = {row.pk: row for row in closed}
    ReturnItem.objects.filter(renewal__in=found).delete()
    Renewal.objects.filter(pk__in=found).update(reason="", fee_reason="", declared={}, answer=None)
    Answer.objects.filter(pk__in=[row.answer_id for row in found.values()]).delete()
    return [row.certification_id for row in found.values()]


def _empty_petitions(gone: QuerySet[Certification], until: datetime) -> list[int]:
    decided = Petition.objects.filter(certification__in=gone, decided_at__lt=until)
    found = dict(decided.exclude(question="", reason="").values_list("pk", "certification_id"))
    Petition.objects.filter(pk__in=found).update(question="", reason="")
    return list(found.values())


def _empty_rulings(gone: QuerySet[Certification], until: datetime) -> list[int]:
    """A ruling's reason goes; that it was made stays, and goes on having its effect."""
    made = Ruling.objects.filter(certification__in=gone, at__lt=until).exclude(reason="")
    found = dict(made.values_list("pk", "certification_id"))
    Ruling.objects.filter(pk__in=found).update(reason="", ground="")
    return list(found.values())


def _empty_entry_rulings(gone: QuerySet[Certification], until: datetime) -> list[int]:
    """Of what an audit found about an entry the reason goes; that it did stays."""
    made = EntryRuling.objects.filter(certification__in=gone, at__lt=until).exclude(reason="")
    found = dict(made.values_list("pk", "certification_id"))
    EntryRuling.objects.filter(pk__in=found).update(reason="")
    return list(found.values())


def _empty_leaves(gone: QuerySet[Certification], until: datetime) -> list[int]:
    """Why somebody asked for leave, and what they were told, goes; that they asked stays."""
    asked = LeaveRequest.objects.filter(certification__in=gone, asked_at__lt=until)
    found = dict(asked.exclude(text="", reason="").values_list("pk", "certification_id"))
    LeaveRequest.objects.filter(pk__in=found).update(text="", reason="")
    return list(found.values())
