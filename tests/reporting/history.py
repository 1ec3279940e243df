"""A little history for ACSM: eight people whose cycles ended in the year before the cast's day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from recert.credentials.actions import register_certification
from recert.credentials.models import Certification, Ruling, Term
from recert.rules.facts import DecisionKind
from tests.cast import NOW, Cast, person

ENDED = date(2026, 6, 30)


@dataclass(frozen=True, slots=True)
class History:
    """Who is who, by what became of the cycle that ended on `ENDED`."""

    in_time: tuple[Certification, ...]  # four
    late: Certification
    reinstated: Certification
    retired: Certification
    lapsed: Certification


def history(cast: Cast) -> History:
    """Four renewed in time, one late, one was brought back, one retired, one never came."""
    rows = tuple(_held(cast, number) for number in range(8))
    *in_time, late, reinstated, retired, lapsed = rows
    for row in in_time:
        _renewed(row, ENDED - timedelta(days=10))
    _renewed(late, ENDED + timedelta(days=20))
    _renewed(reinstated, ENDED + timedelta(days=100))
    _ruled(cast, reinstated, DecisionKind.REINSTATE, ENDED + timedelta(days=100))
    _ruled(cast, retired, DecisionKind.RETIRE, ENDED - timedelta(days=5))
    return History(tuple(in_time), late, reinstated, retired, lapsed)


def _held(cast: Cast, number: int) -> Certification:
    return register_certification(
        by=cast.hal,
        at=NOW,
        person=person(f"Past{number} Holder"),
        body=cast.acsm,
        credential="cpt",
        certified=date(2020, 6, 15),
        expires=ENDED,
        number=f"P{number}",
    )


def _renewed(row: Certification, on: date) -> None:
    """The rows an approval leaves."""
    row.expires = date(2029, 6, 30)
    row.save()
    Term.objects.create(
        certification=row, start=date(2023, 7, 1), end=ENDED, renewed_on=on, next_end=row.expires
    )


def _ruled(cast: Cast, row: Certification, kind: DecisionKind, on: date) -> None:
    Ruling.objects.create(
        certification=row,
        kind=kind,
        reason="So decided.",
        decided_on=on,
        decided_by=cast.hal,
        at=NOW,
    )
