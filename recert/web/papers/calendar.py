"""Calendar files: classes as calendars read them (RFC 5545).

A class keeps its name there (`UID`) when it is moved, and counts its changes (`SEQUENCE`), so
that a calendar moves the entry it has instead of making a second one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from recert.enrolments.models import Enrolment, EnrolmentState
from recert.enrolments.own_pace import CreditUntil
from recert.standing.words import join
from recert.web.components.class_words import where_words

MEDIA_TYPE = "text/calendar; charset=utf-8"


def calendar_of(
    places: Iterable[Enrolment],
    changes: Mapping[str, int],
    credit: Mapping[int, CreditUntil],
    at: datetime,
) -> bytes:
    """Places in classes as one calendar.

    What is open at any time stands on the last day on which it earns its credit, by the row of
    the place; where no day is known, it is in no calendar.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//recert//classes//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("My classes"))
    for place in places:
        if place.course_class.starts_at is not None:
            changed = changes.get(place.course_class.public_id, 0)
            calendar.add_component(_event(place, changed, at))
        elif place.pk in credit:
            calendar.add_component(_last_day(place, credit[place.pk], at))
    return bytes(calendar.to_ical())


def _last_day(place: Enrolment, until: CreditUntil, at: datetime) -> Event:
    """A whole day, named like the class, so that another day moves the entry."""
    row = place.course_class
    page = settings.SITE_URL + reverse("member:place", args=[place.public_id])
    event = Event()
    event.add("uid", f"class-{row.public_id}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", until.day.toordinal())
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", until.day)
    event.add("summary", _("Last day for credit: %(title)s") % {"title": row.edition.title})
    told = _("Complete it by this day to earn the credit of %(bodies)s.") % {
        "bodies": join(until.bodies)
    }
    event.add("description", "\n\n".join((told, row.edition.course.provider.name, page)))
    event.add("url", page)
    event.add("transp", "TRANSPARENT")
    return event


def _event(place: Enrolment, changed: int, at: datetime) -> Event:
    row = place.course_class
    page = settings.SITE_URL + reverse("member:place", args=[place.public_id])
    is_off = place.state == EnrolmentState.CANCELLED
    event = Event()
    event.add("uid", f"class-{row.public_id}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", changed)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", row.starts_at.astimezone(UTC) if row.starts_at else at)
    if row.ends_at is not None:
        event.add("dtend", row.ends_at.astimezone(UTC))
    event.add("summary", row.edition.title)
    event.add("location", where_words(row))
    provider = row.edition.course.provider.name
    told = _("The class is not held.") if is_off else row.joining
    event.add("description", "\n\n".join(part for part in (told, provider, page) if part))
    event.add("url", page)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return event
