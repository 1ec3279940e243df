"""Choices: classes that may fill what somebody lacks, each as the law tries it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from django.db.models import Q

from recert.catalogue.drafting import approvals_by_day, draft_of
from recert.catalogue.models import CourseApproval, CourseClass
from recert.catalogue.offering import offered
from recert.catalogue.searching import Asked, shapes_asked_for
from recert.enrolments.models import Enrolment, EnrolmentState
from recert.enrolments.prices import Price, bodies_joined, prices_with
from recert.enrolments.queries import enrolments_of, free_in_each
from recert.lib.days import local_day
from recert.people.models import Person
from recert.rules.facts import Activity, Decision
from recert.rules.planning.ledgers import Ledger
from recert.rules.planning.taking import Offered
from recert.standing.filling import Learner, said_of, shares, shares_apart

OF_ALL, OF_ONE = 8, 3
"""So many shapes that fill most of all that is missing, and of each thing missing."""
UNDER_WAY = (EnrolmentState.ENROLLED, EnrolmentState.TO_PAY, EnrolmentState.OFFERED)
A_REPORT = timedelta(days=30)
"""How long what was held may wait to be reported; whom nobody reports by then was not there."""
A_WHILE = timedelta(days=2)
"""A class of the last day may begin so much later by another calendar."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A class the person could take: `completed` on its last day, or today at their own pace.

    `place` is theirs already, where they have one.
    """

    offered: Offered
    row: CourseClass
    price: Price
    completed: date
    place: Enrolment | None = None

    @property
    def cents(self) -> int:
        """What it costs; nothing more where the place is theirs."""
        return 0 if self.place is not None else self.price.cents


def choices_for(
    person: Person, learner: Learner, ledgers: Sequence[Ledger], at: datetime
) -> list[Choice]:
    """Classes that may fill something, each completed in time for one certification at least.

    What is full, or what the person did before, is left out.
    """
    last = max(each.until for each in ledgers)
    places = _places(person, at)
    rows = _rows(places, _shapes(learner, at), at, last)
    days = {row.pk: _completed(row, learner) for row in rows}
    rows = [row for row in rows if days[row.pk] <= last]
    approvals = approvals_by_day((row.edition, days[row.pk]) for row in rows)
    drafts = said_of(
        [
            draft_of(
                row.edition,
                row.edition.course.provider.slug,
                days[row.pk],
                approvals[row.edition_id, days[row.pk]],
            )
            for row in rows
        ]
    )
    prices = prices_with(bodies_joined(person, at), rows)
    done = {each.course for each in learner.facts.activities}
    return [
        Choice(
            _offered(row, activity, said, approvals[row.edition_id, days[row.pk]], last),
            row,
            prices[row.pk],
            days[row.pk],
            places.get(row.pk),
        )
        for row, (activity, said) in zip(rows, drafts, strict=True)
        if activity.course not in done
    ]


def _places(person: Person, at: datetime) -> dict[int, Enrolment]:
    """The places the person has in classes to come, or held of late, by the row of the class."""
    is_awaited = Q(over_at=None) | Q(course_class__ends_at__gt=at - A_REPORT)
    found = enrolments_of(person).filter(is_awaited, state__in=UNDER_WAY)
    found = found.prefetch_related("course_class__member_prices")
    return {each.course_class_id: each for each in found}


def _rows(
    places: dict[int, Enrolment], shapes: set[int], at: datetime, last: date
) -> list[CourseClass]:
    until = datetime.combine(last, time(), tzinfo=UTC) + A_WHILE
    own = [each.course_class for each in places.values() if each.course_class.cancelled_at is None]
    rows = own + [row for row in offered(shapes, at, until) if row.pk not in places]
    free = free_in_each(rows)
    return [row for row in rows if row.pk in places or free[row.pk] != 0]


def _shapes(learner: Learner, at: datetime) -> set[int]:
    """The shapes that fill most of what is missing, in all and of each single thing."""
    asked = shapes_asked_for(Asked(since=at.date()), at) + shapes_asked_for(
        Asked(on_demand=True), at
    )
    day = at.date()
    found = set(_best(shares(learner, asked, day), OF_ALL))
    for one in shares_apart(learner, asked, day).values():
        found.update(_best(one, OF_ONE))
    return found


def _best(fills: Mapping[int, Fraction | int], most: int) -> Iterator[int]:
    ordered = sorted(fills.items(), key=lambda each: (-each[1], each[0]))
    return (shape for shape, _ in ordered[:most])


def _completed(row: CourseClass, learner: Learner) -> date:
    """The last day of a class, on its own calendar; today for what goes at one's own pace."""
    today = max(each.standing.as_of for each in learner.held)
    if row.ends_at is None:
        return max(today, row.edition.since)
    return max(today, local_day(row.ends_at, row.zone))


def _offered(
    row: CourseClass,
    activity: Activity,
    said: tuple[Decision, ...],
    approvals: Iterable[CourseApproval],
    last: date,
) -> Offered:
    """The class as the law tries it, by an id of its own."""
    id = f"class-{row.pk}"
    ends = [day for each in approvals for day in (each.until, each.ended_on) if day is not None]
    if row.enrol_until is not None:
        ends.append(local_day(row.enrol_until, row.zone))
    return Offered(
        activity=replace(activity, id=id),
        decisions=tuple(replace(each, activity=id) for each in said),
        last=min([last, *ends]) if row.starts_at is None else None,
    )
