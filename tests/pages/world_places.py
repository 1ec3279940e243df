"""What the pages about places in classes need in the world, beside `tests.teaching`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from recert.catalogue.models import CourseClass
from recert.enrolments.actions import enrol, leave, make_feed
from recert.enrolments.models import CalendarFeed, Enrolment
from recert.people.models import Person
from tests.cast import NOW, person
from tests.teaching import Teaching, held_on


@dataclass(frozen=True, slots=True)
class Places:
    """Ada is enrolled at Movement Lab, has a place to pay at ACSM's own, and one offered."""

    teaching: Teaching
    enrolled: Enrolment
    to_pay: Enrolment
    offered: Enrolment
    feed: CalendarFeed


def set_places(teaching: Teaching) -> Places:
    """Let Ada ask for three places; Carol had the third, and gave it back."""
    ada, carol = teaching.cast.ada, teaching.cast.carol
    small = held_on(teaching.edition, datetime(2026, 12, 19, 15, 0, tzinfo=UTC), seats=1)
    paid = held_on(teaching.workshop_edition, datetime(2026, 12, 20, 15, 0, tzinfo=UTC))
    CourseClass.objects.filter(pk=paid.pk).update(cents=5000)
    first = _asked(carol, small)
    offered = _asked(ada, small)
    leave(by=carol, at=NOW, public_id=first.public_id)
    offered.refresh_from_db()
    return Places(
        teaching=teaching,
        enrolled=_asked(ada, teaching.open_class),
        to_pay=_asked(ada, paid),
        offered=offered,
        feed=make_feed(by=ada, at=NOW),
    )


def _asked(who: Person, row: CourseClass) -> Enrolment:
    return enrol(by=who, at=NOW, class_id=row.public_id, key=f"{who.pk}-{row.pk}")


def grow_places(found: Places, number: int) -> None:
    """Let Ada be enrolled in one more class, and one more in hers."""
    teaching = found.teaching
    more = held_on(teaching.edition, datetime(2027, 1, 2 + number % 20, 15, 0, tzinfo=UTC))
    _asked(teaching.cast.ada, more)
    _asked(person(f"Pupil{number} Roe"), teaching.open_class)
