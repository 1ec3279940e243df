"""When courses are held: a month at a time, and as a calendar to subscribe to."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from recert.catalogue.models import CourseClass
from recert.catalogue.searching import classes_found
from recert.enrolments.prices import bodies_joined, prices_with
from recert.lib.days import local_day
from recert.people.models import Body, Person
from recert.web.clock import EARLIEST, LATEST, now
from recert.web.components.class_words import ClassView, class_view, where_words
from recert.web.components.place_words import cents_words
from recert.web.papers.calendar import MEDIA_TYPE
from recert.web.public.catalogue_form import form_of

ON_A_PAGE = 100
MOST_EVENTS = 500
"""So many classes to come are in a calendar one subscribes to, the next first."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the month with what begins on it, by the calendar of each class's own zone."""

    on: date
    classes: tuple[tuple[ClassView, str], ...]  # with what each costs the reader


def calendar_page(request: HttpRequest) -> HttpResponse:
    """The classes of one month that fit what was asked, day by day."""
    form, at = form_of(request), now(request)
    first = _month(request.GET.get("month", ""), at.date())
    last = first.replace(day=monthrange(first.year, first.month)[1])
    asked = replace(form.asked, since=first, until=last, on_demand=False)
    rows, person = classes_found(asked, at).prefetch_related("member_prices"), request.user
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    following = last + timedelta(days=1)
    context = {
        "form": form,
        "page": page,
        "days": _days(page, bodies_joined(person, at) if isinstance(person, Person) else {}, at),
        "month": first,
        "before": f"{first - timedelta(days=1):%Y-%m}" if first > at.date().replace(day=1) else "",
        "after": f"{following:%Y-%m}",
    }
    return render(request, "public/course_calendar.html", context)


def calendar_file(request: HttpRequest) -> HttpResponse:
    """The classes to come that fit what was asked, as calendars read them; no one's own data."""
    at = now(request)
    asked = replace(form_of(request).asked, on_demand=False)
    rows = classes_found(asked, at).filter(starts_at__isnull=False)[:MOST_EVENTS]
    return HttpResponse(calendar_of(rows, at), content_type=MEDIA_TYPE)


def calendar_of(rows: Iterable[CourseClass], at: datetime) -> bytes:
    """Classes as one calendar that asks to be read again every day."""
    calendar = Calendar()
    calendar.add("prodid", "-//recert//courses//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Courses"))
    calendar.add("refresh-interval", timedelta(days=1), parameters={"value": "DURATION"})
    for row in rows:
        calendar.add_component(_event(row, at))
    return bytes(calendar.to_ical())


def _event(row: CourseClass, at: datetime) -> Event:
    course = row.edition.course
    page = settings.SITE_URL + reverse("public:course", args=[course.public_id])
    event = Event()
    event.add("uid", f"class-{row.public_id}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", (row.starts_at or at).astimezone(UTC))
    if row.ends_at is not None:
        event.add("dtend", row.ends_at.astimezone(UTC))
    event.add("summary", row.edition.title)
    event.add("location", where_words(row))
    event.add("description", f"{course.provider.name}\n\n{page}")
    event.add("url", page)
    return event


def _month(said: str, on: date) -> date:
    """The first day of the month asked for; of this one where it cannot be read."""
    try:
        asked = datetime.strptime(said[:7], "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        return on.replace(day=1)
    return asked if EARLIEST <= asked <= LATEST else on.replace(day=1)


def _days(page: Iterable[CourseClass], joined: Mapping[int, Body], at: datetime) -> list[Day]:
    rows = list(page)
    prices = prices_with(joined, rows)
    found: dict[date, list[tuple[ClassView, str]]] = {}
    for row in rows:
        if row.starts_at is not None:
            price = cents_words(prices[row.pk].cents, row.currency)
            day = local_day(row.starts_at, row.zone)
            found.setdefault(day, []).append((class_view(row, at), price))
    return [Day(on, tuple(classes)) for on, classes in sorted(found.items())]
