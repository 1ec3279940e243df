"""Audits in figures: how far those under way are, and how those of a period ended."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from recert.audits.models import CLOSED_CASES, WITH_BODY, WITH_HOLDER, Audit, Candidate, Draw
from recert.audits.queries import cases_of
from recert.people.models import Body


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The cases that are open, and how many of those drawn with them are closed."""

    with_holder: int
    with_body: int
    overdue: int
    closed: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.with_holder + self.with_body + self.closed


def audits_under_way(body: Body) -> UnderWay:
    """How far the cases are of every draw that still has an open one. One query."""
    cases = cases_of(body).select_related(None)
    open_draws = cases.exclude(state__in=CLOSED_CASES).values("candidate__draw")
    found = cases.filter(candidate__draw__in=open_draws).aggregate(
        with_holder=Count("pk", filter=Q(state__in=WITH_HOLDER)),
        with_body=Count("pk", filter=Q(state__in=WITH_BODY)),
        overdue=Count("pk", filter=Q(overdue_at__isnull=False) & ~Q(state__in=CLOSED_CASES)),
        closed=Count("pk", filter=Q(state__in=CLOSED_CASES)),
    )
    return UnderWay(**found)


@dataclass(slots=True)
class Stratum:
    """One part of a list: how many stood there, were drawn, and how their cases stand."""

    listed: int = 0
    drawn: int = 0
    states: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def audits_by_stratum(body: Body, first: date, last: date) -> dict[str, Stratum]:
    """The draws made as of these days, all together, by stratum. Two queries."""
    draws = Draw.objects.filter(body=body, drawn_at__isnull=False, as_of__range=(first, last))
    found: dict[str, Stratum] = defaultdict(Stratum)
    lines = Candidate.objects.filter(draw__in=draws).order_by()
    counted = lines.values_list("stratum").annotate(
        listed=Count("pk", filter=Q(spared="")), drawn=Count("pk", filter=Q(is_drawn=True))
    )
    for stratum, listed, drawn in counted:
        found[stratum].listed, found[stratum].drawn = listed, drawn
    states = Audit.objects.filter(candidate__draw__in=draws).order_by()
    for stratum, state, many in states.values_list("candidate__stratum", "state").annotate(
        many=Count("pk")
    ):
        found[stratum].states[state] += many
    return dict(sorted(found.items()))
