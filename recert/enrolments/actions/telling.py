"""Telling: what those who have a place, or wait for one, are told about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from recert.catalogue.models import CourseClass
from recert.enrolments.models import Enrolment
from recert.journal.actions import Plain, write
from recert.people.actions import id_of
from recert.people.models import Person
from recert.people.telling import tell
from recert.standing.words import day_words


def subject_of(enrolment: Enrolment) -> str:
    """What bills and the journal call a place."""
    return f"enrolment:{enrolment.public_id}"


def journal(
    at: datetime,
    by: Person | None,
    code: str,
    enrolment: Enrolment,
    detail: dict[str, Plain] | None = None,
) -> None:
    """Write down what happened to a place."""
    row = enrolment.course_class
    write(
        at=at,
        by=id_of(by),
        code=f"enrolments.{code}",
        subject=subject_of(enrolment),
        person=enrolment.person.public_id,
        detail={
            "class": row.public_id,
            "provider": row.edition.course.provider.slug,
            **(detail or {}),
        },
    )


def when_of(row: CourseClass) -> str:
    """When a class begins, on the clock of its own zone."""
    if row.starts_at is None:
        return _("at any time")
    there = row.starts_at.astimezone(ZoneInfo(row.zone))
    return f"{day_words(there.date())}, {there:%H:%M %Z}"


def moment_words(at: datetime, zone: str) -> str:
    """A moment as a reader plans by it, in a zone."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{day_words(there.date())}, {there:%H:%M %Z}"


def inform(
    *,
    at: datetime,
    enrolment: Enrolment,
    key: str,
    title: Callable[[], str],
    text: Callable[[], str],
    kind: str = "class-news",
) -> None:
    """Tell whose place it is, once a key: what happened, in which class, and where it stands."""
    row = enrolment.course_class

    def letter() -> tuple[str, str]:
        about = _("%(title)s, %(when)s. %(provider)s.") % {
            "title": row.edition.title,
            "when": when_of(row),
            "provider": row.edition.course.provider.name,
        }
        where = _("Everything about it stands under My classes: %(site)s") % {
            "site": settings.SITE_URL
        }
        return title() % {"title": row.edition.title}, f"{text()}\n\n{about}\n\n{where}"

    tell(
        at=at,
        person=enrolment.person,
        kind=kind,
        letter=letter,
        key=f"{kind}:{enrolment.public_id}:{key}",
    )


def tell_enrolled(at: datetime, enrolment: Enrolment) -> None:
    """Say that the place is theirs."""
    inform(
        at=at,
        enrolment=enrolment,
        key="enrolled",
        title=lambda: _("You have a place: %(title)s"),
        text=lambda: _("You are enrolled. How to join and a file for your calendar are there."),
    )


def tell_lost(at: datetime, enrolment: Enrolment, key: str, why: Callable[[], str]) -> None:
    """Say that the place, or the place in the line, is theirs no more, and why."""
    inform(
        at=at,
        enrolment=enrolment,
        key=key,
        title=lambda: _("You have no place: %(title)s"),
        text=why,
    )
