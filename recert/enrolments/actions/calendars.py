"""Calendars: the private address a calendar fetches somebody's classes from."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from recert.enrolments.models import CalendarFeed
from recert.journal.actions import write
from recert.people.models import Person


@transaction.atomic
def make_feed(*, by: Person, at: datetime) -> CalendarFeed:
    """Make an address nobody knows; the one there was leads nowhere from now on."""
    Person.objects.select_for_update().get(pk=by.pk)  # one at a time
    _end(by, at)
    feed = CalendarFeed.objects.create(person=by, made_at=at)
    _journal(at, by, "calendar-made")
    return feed


@transaction.atomic
def end_feed(*, by: Person, at: datetime) -> None:
    """Let the address lead nowhere; twice is once."""
    if _end(by, at):
        _journal(at, by, "calendar-ended")


def _end(by: Person, at: datetime) -> int:
    return CalendarFeed.objects.filter(person=by, ended_at=None).update(ended_at=at)


def _journal(at: datetime, by: Person, code: str) -> None:
    write(
        at=at,
        by=by.public_id,
        code=f"enrolments.{code}",
        subject=f"person:{by.public_id}",
        person=by.public_id,
    )
