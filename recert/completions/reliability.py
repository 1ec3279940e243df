"""Reliability: how a provider keeps its word, from what it reported and how it was mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from recert.catalogue.models import Provider
from recert.completions.disputing import days_to_answer
from recert.completions.models import (
    Completion,
    CompletionState,
    Correction,
    CorrectionKind,
    Dispute,
    DisputeState,
    ReportWay,
)
from recert.lib.days import local_day

S, D = CompletionState, DisputeState


@dataclass(frozen=True, slots=True)
class Reliability:
    """A year of one provider, in figures; percentages are whole, None without anything to count."""

    since: date
    days: int  # to report within, as the strictest approval has it
    reported: int
    in_time: int
    mended: int  # corrected or voided afterwards
    disputes: int
    overdue: int  # answered late, or not yet though the day has passed

    @property
    def in_time_percent(self) -> int | None:
        """The share reported within the days promised."""
        return self.in_time * 100 // self.reported if self.reported else None

    @property
    def mended_percent(self) -> int | None:
        """The share that had to be put right."""
        return self.mended * 100 // self.reported if self.reported else None


def reliability_of(provider: Provider, today: date) -> Reliability:
    """A provider's last year; four queries, and as many rows as days it reported on."""
    since = _year_before(today)
    days = days_to_answer(provider, today)
    accepted = Completion.objects.filter(
        provider=provider,
        state__in=(S.ACCEPTED, S.SUPERSEDED, S.VOIDED),
        completed__gte=since,
        person__isnull=False,
    ).exclude(report__way=ReportWay.MENDING)
    groups = accepted.order_by().values_list("completed", "reported_at").annotate(many=Count("pk"))
    reported = in_time = 0
    for completed, at, many in groups.iterator():
        reported += many
        if completed and local_day(at, provider.zone) <= completed + timedelta(days=days):
            in_time += many
    mended = Correction.objects.filter(
        completion__provider=provider,
        completion__person__isnull=False,
        completion__completed__gte=since,
        kind__in=(CorrectionKind.CORRECTED, CorrectionKind.VOIDED),
    ).exclude(state="dropped")
    disputes = Dispute.objects.filter(provider=provider, opened_at__date__gte=since).exclude(
        state=D.WITHDRAWN
    )
    return Reliability(
        since=since,
        days=days,
        reported=reported,
        in_time=in_time,
        mended=mended.count(),
        disputes=disputes.count(),
        overdue=disputes.filter(
            Q(reminded_at__isnull=False) | Q(state=D.WAITING, due_on__lt=today)
        ).count(),
    )


def _year_before(today: date) -> date:
    return today - timedelta(days=365)
