"""The register by the days on which it changes: who ends soon, who came, who renewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from recert.credentials.models import Certification, Register, Ruling, Term
from recert.people.models import Body
from recert.rules.facts import DecisionKind

GONE = (DecisionKind.RETIRE, DecisionKind.WITHDRAW)
"""Who has left, or was made to, does not lapse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which part of a register is meant; empty is all of it."""

    credential: str = ""
    level: str = ""

    def of(self, path: str = "") -> Q:
        """The condition, on rows that lead to a certification by `path`."""
        found = Q()
        if self.credential:
            found &= Q(**{f"{path}credential": self.credential})
        if self.level:
            found &= Q(**{f"{path}level": self.level})
        return found


ALL = Part()


def confirmed(body: Body, part: Part = ALL) -> QuerySet[Certification]:
    """What the body stands behind. What people only say of themselves is in no figure."""
    return Certification.objects.filter(part.of(), body=body, register=Register.CONFIRMED)


def ruled(kinds: Sequence[DecisionKind]) -> Exists:
    """Whether a ruling of these kinds holds for a certification."""
    return Exists(
        Ruling.objects.filter(certification=OuterRef("pk"), kind__in=kinds, ended_on=None)
    )


def ending(body: Body, first: date, last: date, part: Part = ALL) -> QuerySet[Any]:
    """Certifications whose last day lies in these days, with it as `ends`, the soonest first.

    The last day is the one in the register, or the later one of an extension. Who has retired
    or lost the certification is left out.
    """
    extended = Ruling.objects.filter(
        certification__body=body,
        kind=DecisionKind.EXTEND,
        ended_on=None,
        until__range=(first, last),
    )
    later = Ruling.objects.filter(
        certification=OuterRef("pk"),
        kind=DecisionKind.EXTEND,
        ended_on=None,
        until__gt=OuterRef("expires"),
    ).order_by("-until")
    return (
        confirmed(body, part)
        .filter(Q(expires__range=(first, last)) | Q(pk__in=extended.values("certification")))
        .exclude(ruled(GONE))
        .annotate(ends=Coalesce(Subquery(later.values("until")[:1]), F("expires")))
        .filter(ends__range=(first, last))
        .select_related("person", "body")
        .order_by("ends", "person__name", "pk")
    )


def count_ending(body: Body, today: date, within: Sequence[int]) -> dict[int, int]:
    """How many end within so many days, today among them: one query for all."""
    by_day = ended_by_day(body, today, today + timedelta(days=max(within)))
    return {
        days: sum(many for end, many in by_day.items() if end <= today + timedelta(days=days))
        for days in within
    }


def renewed_by_day(body: Body, first: date, last: date, part: Part = ALL) -> Counter[date]:
    """How many renewals were granted on each day."""
    rows = (
        Term.objects.filter(
            part.of("certification__"),
            certification__body=body,
            renewed_on__range=(first, last),
        )
        .order_by()
        .values_list("renewed_on")
        .annotate(many=Count("pk"))
    )
    return Counter(dict(rows))


def certified_by_day(body: Body, first: date, last: date, part: Part = ALL) -> Counter[date]:
    """How many of those on the register were first certified on each day."""
    rows = confirmed(body, part).filter(certified__range=(first, last)).order_by()
    return Counter(dict(rows.values_list("certified").annotate(many=Count("pk"))))


def ended_by_day(body: Body, first: date, last: date, part: Part = ALL) -> Counter[date]:
    """How many certifications end on each day and have not been renewed. Two queries.

    Nearly all end as the register says, and are counted by its index alone; only those of whom
    something was decided are looked at one by one.
    """
    decided = Ruling.objects.filter(
        certification__body=body, ended_on=None, kind__in=(DecisionKind.EXTEND, *GONE)
    ).values("certification")
    plain = confirmed(body, part).filter(expires__range=(first, last)).exclude(pk__in=decided)
    others = ending(body, first, last, part).filter(pk__in=decided).select_related(None)
    found = Counter[date]()
    for rows, day in ((plain, "expires"), (others, "ends")):
        counted = rows.order_by().values_list(day).annotate(many=Count("pk"))
        found.update(dict(counted))
    return found
