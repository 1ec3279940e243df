"""What became of the cycles that ended: renewed in time, later, brought back, or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Value, When

from recert.credentials.models import Certification, Ruling, Term
from recert.people.models import Body
from recert.renewals.models import OPEN, Renewal
from recert.reporting.queries.register import ALL, GONE, Part, confirmed, ruled
from recert.rules.facts import DecisionKind

Key = tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Cohort:
    """How many cycles of one kind ended, by what became of them."""

    in_time: int = 0  # renewed on the last day or before
    late: int = 0  # renewed after it, in grace or on later terms
    reinstated: int = 0  # brought back after it had been lost
    undecided: int = 0  # extended, or an application is open
    gone: int = 0  # retired, or taken away
    lapsed: int = 0  # none of these

    @property
    def renewed(self) -> int:
        """All that were renewed, however late."""
        return self.in_time + self.late + self.reinstated

    @property
    def ended(self) -> int:
        """All whose end is decided: the rate's denominator."""
        return self.renewed + self.gone + self.lapsed

    @property
    def rate(self) -> Fraction | None:
        """Which part was renewed; None where no end is decided."""
        return Fraction(self.renewed, self.ended) if self.ended else None

    def add(self, other: Cohort) -> None:
        """Take another's numbers in."""
        for each in fields(other):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


class By(StrEnum):
    """What cycles are sorted by."""

    LEVEL = "level"  # credential and level
    YEAR = "year"  # the year of the first certification
    MONTH = "month"  # the month the cycle ended in


def cohorts(
    body: Body, first: date, last: date, by: By = By.LEVEL, part: Part = ALL, *, today: date
) -> dict[Key, Cohort]:
    """The cycles that ended in these days, sorted; in order of their keys. Two queries.

    Of days from `today` on nothing is said: a cycle that still runs has not ended.
    """
    last = min(last, today - timedelta(days=1))
    found: dict[Key, Cohort] = defaultdict(Cohort)
    sort = _SORT[by]
    for *row, outcome, many in _counted(_closed(body, first, last, part), by, "certification__"):
        _add(found[sort(*row)], outcome, many)
    for *row, outcome, many in _counted(_left_open(body, first, last, today, part), by, ""):
        _add(found[sort(*row)], outcome, many)
    return dict(sorted(found.items()))


def total(found: dict[Key, Cohort]) -> Cohort:
    """All of them together."""
    together = Cohort()
    for each in found.values():
        together.add(each)
    return together


def _closed(body: Body, first: date, last: date, part: Part) -> QuerySet[Term]:
    """Cycles that were closed by renewing."""
    brought_back = Ruling.objects.filter(
        certification=OuterRef("certification"),
        kind=DecisionKind.REINSTATE,
        decided_on__gt=OuterRef("end"),
        decided_on__lte=OuterRef("next_end"),
    )
    return Term.objects.filter(
        part.of("certification__"), certification__body=body, end__range=(first, last)
    ).annotate(
        ended=F("end"),
        outcome=Case(
            When(Exists(brought_back), then=Value("reinstated")),
            When(renewed_on__lte=F("end"), then=Value("in_time")),
            default=Value("late"),
        ),
    )


def _left_open(
    body: Body, first: date, last: date, today: date, part: Part
) -> QuerySet[Certification]:
    """Certifications whose last day lies there still: nothing has renewed them.

    An extension leaves them undecided as long as it runs, whatever period is asked about.
    """
    applied = Renewal.objects.filter(
        certification=OuterRef("pk"), state__in=OPEN, submitted_at__isnull=False
    )
    extended = Ruling.objects.filter(
        certification=OuterRef("pk"),
        kind=DecisionKind.EXTEND,
        ended_on=None,
        until__gt=OuterRef("expires"),
        until__gte=today,
    )
    return (
        confirmed(body, part)
        .filter(expires__range=(first, last))
        .annotate(
            ended=F("expires"),
            outcome=Case(
                When(ruled(GONE), then=Value("gone")),
                When(Exists(extended), then=Value("undecided")),
                When(Exists(applied), then=Value("undecided")),
                default=Value("lapsed"),
            ),
        )
    )


def _counted(
    rows: QuerySet[Term] | QuerySet[Certification], by: By, path: str
) -> list[tuple[object, ...]]:
    columns = {
        By.LEVEL: (f"{path}credential", f"{path}level"),
        By.YEAR: (f"{path}certified",),
        By.MONTH: ("ended",),
    }[by]
    grouped = rows.order_by().values_list(*columns, "outcome").annotate(many=Count("pk"))
    return list(grouped)


def _add(cohort: Cohort, outcome: object, many: object) -> None:
    name = str(outcome)
    setattr(cohort, name, getattr(cohort, name) + many)


def _by_level(credential: str, level: str) -> Key:
    return (credential, level)


def _by_year(certified: date) -> Key:
    return (str(certified.year),)


def _by_month(ended: date) -> Key:
    return (f"{ended:%Y-%m}",)


_SORT: dict[By, Callable[..., Key]] = {
    By.LEVEL: _by_level,
    By.YEAR: _by_year,
    By.MONTH: _by_month,
}
