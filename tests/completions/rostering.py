"""What tests of rosters share: a file, uploaded, understood and posted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from recert.catalogue.models import CourseClass
from recert.completions.models import Completion, Roster
from recert.completions.rosters import acts
from recert.completions.rosters.running import advance_rosters, reports_of_roster
from recert.enrolments.models import Enrolment, EnrolmentState
from recert.people.models import Person
from tests.cast import NOW
from tests.teaching import Teaching

FIXTURES = Path(__file__).parent.parent / "fixtures" / "rosters"

HEAD = "Name,Cert No,Birthday (MM-DD),E-mail,Course No,Completion Date,Present?"
ADA = "Ada Ruiz,104233,03-14,,ML-101,11/14/2026,Y"


def desk(teaching: Teaching) -> dict[str, Any]:
    """Pia at Movement Lab's desk."""
    return {"by": teaching.pia, "at": NOW, "provider_slug": "movement-lab"}


def brought(teaching: Teaching, content: bytes | str, **more: Any) -> Roster:
    """A file, uploaded."""
    content = content.encode() if isinstance(content, str) else content
    return acts.upload(**desk(teaching), name=more.pop("name", "list.csv"), content=content, **more)


def named(teaching: Teaching, roster: Roster, body: str = "acsm", **more: Any) -> Roster:
    """Its columns, as they were understood, and tried."""
    acts.name_columns(
        **desk(teaching),
        public_id=roster.public_id,
        mapped=roster.mapped,
        orders=more.pop("orders", roster.orders),
        defaults={**roster.defaults, "body": body, **more},
    )
    work()
    return again(roster)


def posted(teaching: Teaching, roster: Roster, **more: Any) -> list[Completion]:
    """It is posted; what is kept of its rows."""
    acts.start(**desk(teaching), public_id=roster.public_id, **more)
    work()
    return kept(roster)


def kept(roster: Roster) -> list[Completion]:
    """What is kept of its rows, in their order."""
    found = Completion.objects.filter(report__in=reports_of_roster(roster))
    return list(found.select_related("activity", "person", "report").order_by("row"))


def work() -> None:
    """The worker works until nothing is left."""
    while advance_rosters(at=NOW):
        pass


def enrol(course_class: CourseClass, person: Person) -> Enrolment:
    """Somebody has a place in a free class."""
    return Enrolment.objects.create(
        person=person,
        course_class=course_class,
        state=EnrolmentState.ENROLLED,
        cents=0,
        currency="USD",
        asked_at=NOW,
        enrolled_at=NOW,
        key=f"place-{course_class.pk}-{person.pk}",
    )


def again(roster: Roster) -> Roster:
    """As it is now."""
    return Roster.objects.select_related("file", "provider", "by", "course_class").get(pk=roster.pk)
