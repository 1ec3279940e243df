"""At one's own pace: places in what is open at any time, which no day ends by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from recert.catalogue.drafting import approvals_on
from recert.enrolments.models import Enrolment, EnrolmentState
from recert.enrolments.queries import enrolments_of
from recert.people.models import Person


@dataclass(frozen=True, slots=True)
class CreditUntil:
    """The last day on which completing a course earns all the credit it earns today."""

    day: date
    bodies: tuple[str, ...]  # whose approval ends then


def at_own_pace(person: Person) -> QuerySet[Enrolment]:
    """The person's places in what is open at any time, as long as it is not done."""
    return enrolments_of(person).filter(
        state=EnrolmentState.ENROLLED, course_class__ends_at=None, over_at=None
    )


def credit_until(places: Iterable[Enrolment], on: date) -> dict[int, CreditUntil]:
    """By the row of the place; nothing where no approval that speaks says when it ends."""
    found: dict[int, CreditUntil] = {}
    own = [each for each in places if each.course_class.ends_at is None]
    approvals = approvals_on([each.course_class.edition for each in own], on) if own else {}
    for each in own:
        ends = {
            approval.body.name: min(days)
            for approval in approvals[each.course_class.edition_id]
            if (days := [day for day in (approval.until, approval.ended_on) if day is not None])
        }
        if ends:
            first = min(ends.values())
            bodies = tuple(sorted(body for body, day in ends.items() if day == first))
            found[each.pk] = CreditUntil(first, bodies)
    return found


def close_places(rows: Iterable[int], at: datetime) -> int:
    """Note of these places that the course is done. How many."""
    done = Enrolment.objects.filter(pk__in=list(rows), state=EnrolmentState.ENROLLED, over_at=None)
    return done.update(over_at=at)
