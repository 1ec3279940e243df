"""How the body works: what waits too long, how long deciding takes, what is found wanting."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from recert.journal.models import Line
from recert.lib.days import local_day
from recert.people.models import Body
from recert.renewals.models import Renewal, ReturnItem, State
from recert.reporting.queries.register import ALL, Part
from recert.transcript.models import Petition, PetitionState

DECIDED = (State.APPROVED, State.REFUSED)
SENT_BACK, SENT_AGAIN = "renewals.returned", "renewals.resubmitted"


@dataclass(frozen=True, slots=True)
class Durations:
    """So many days each, in order."""

    days: tuple[int, ...]

    def share(self, hundredths: int) -> int | None:
        """The days within which so many of a hundred were decided; None of none.

        By nearest rank: one of the numbers themselves, never one in between.
        """
        if not self.days:
            return None
        place = -(-len(self.days) * hundredths // 100)
        return self.days[max(place, 1) - 1]

    def within(self, days: int) -> int:
        """How many took no longer than that."""
        return sum(1 for each in self.days if each <= days)


def days_to_decide(
    body: Body, first: datetime, last: datetime, part: Part = ALL
) -> dict[str, Durations]:
    """How many calendar days each decision of these took the body: by State.

    From the day an application was first sent to the day it was decided, in the body's zone,
    without the days it lay with its applicant to be completed. Two queries.
    """
    rows = list(
        Renewal.objects.filter(
            part.of("certification__"),
            certification__body=body,
            state__in=DECIDED,
            submitted_at__isnull=False,
            decided_at__range=(first, last),
        )
        .order_by()
        .values_list("public_id", "state", "submitted_at", "decided_at")
    )
    away = _days_away(body, last)
    found: dict[str, list[int]] = defaultdict(list)
    for public_id, state, sent, decided in rows:
        if sent is None or decided is None:
            continue  # the query left none such
        taken = (local_day(decided, body.zone) - local_day(sent, body.zone)).days
        found[state].append(max(taken - away.get(f"renewal:{public_id}", 0), 0))
    return {state: Durations(tuple(sorted(found[state]))) for state in DECIDED}


def _days_away(body: Body, last: datetime) -> dict[str, int]:
    """For how many days each application lay with its applicant."""
    lines = (
        Line.objects.filter(body_slug=body.slug, code__in=(SENT_BACK, SENT_AGAIN), at__lte=last)
        .order_by("at", "id")
        .values_list("subject", "code", "at")
    )
    since: dict[str, date] = {}
    found: Counter[str] = Counter()
    for subject, code, at in lines:
        day = local_day(at, body.zone)
        if code == SENT_BACK:
            since.setdefault(subject, day)
        elif subject in since:
            found[subject] += (day - since.pop(subject)).days
    return found


def decided_petitions(body: Body, first: datetime, last: datetime) -> Durations:
    """How many calendar days each petition waited for its answer."""
    rows = Petition.objects.filter(
        certification__body=body,
        state__in=(PetitionState.ACCEPTED, PetitionState.REJECTED),
        decided_at__range=(first, last),
    ).values_list("submitted_at", "decided_at")
    return Durations(
        tuple(
            sorted(
                (local_day(decided, body.zone) - local_day(sent, body.zone)).days
                for sent, decided in rows
                if decided is not None
            )
        )
    )


Clauses = Sequence[tuple[str, int]]
"""Clauses (empty: none was named) with how often, the commonest first."""


def returned_for(body: Body, first: datetime, last: datetime, part: Part = ALL) -> Clauses:
    """What applications were sent back for."""
    rows = ReturnItem.objects.filter(
        part.of("renewal__certification__"),
        renewal__certification__body=body,
        returned_at__range=(first, last),
    )
    return _commonest(rows.order_by().values_list("clause").annotate(many=Count("pk")))


def refused_for(body: Body, first: datetime, last: datetime, part: Part = ALL) -> Clauses:
    """What applications were refused for."""
    rows = Renewal.objects.filter(
        part.of("certification__"),
        certification__body=body,
        state=State.REFUSED,
        decided_at__range=(first, last),
    )
    return _commonest(rows.order_by().values_list("clause").annotate(many=Count("pk")))


def _commonest(rows: Iterable[tuple[str, int]]) -> Clauses:
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))


def overdue_before(at: datetime, days: int | None) -> datetime | None:
    """What was sent before this moment is overdue; None where nothing is promised."""
    return None if days is None else at - timedelta(days=days)
