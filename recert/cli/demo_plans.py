"""How the demo's schools plan their classes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from recert.catalogue.actions import plan_class
from recert.catalogue.course_queries import newest_edition
from recert.catalogue.entering import ClassDraft
from recert.catalogue.models import Course, CourseClass
from recert.people.models import Person

ZONE = "America/Chicago"


def held(day: date, hour: time, minutes: int, **more: object) -> ClassDraft:
    """A listed class on a day in Chicago."""
    starts = datetime.combine(day, hour)
    return ClassDraft(
        zone=ZONE,
        starts=starts,
        ends=starts + timedelta(minutes=minutes),
        is_listed=True,
        **more,  # type: ignore[arg-type]
    )


def plan(
    by: Person, row: Course, draft: ClassDraft, at: datetime, also_on: tuple[date, ...] = ()
) -> CourseClass:
    """Plan a class of the newest edition, and the same on further days; the first of them."""
    planned = plan_class(
        by=by, at=at, provider_slug=row.provider.slug, course_id=row.public_id,
        edition_id=newest_edition(row).public_id, draft=draft, also_on=also_on,
    )  # fmt: skip
    return planned[0]
