"""Somebody's classes, for their calendar: whoever knows the address reads it, without a name."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from recert.enrolments.own_pace import at_own_pace, credit_until
from recert.enrolments.queries import changes_of, classes_for_calendar, feed_by_secret
from recert.lib.days import local_day
from recert.web.clock import true_now
from recert.web.papers.calendar import MEDIA_TYPE, calendar_of
from recert.web.private_files import private_paper

KEPT_FOR = timedelta(days=90)
"""So long after its end a class stays in the calendar."""


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001  (a view)
    """The classes of whoever made this address."""
    feed, at = feed_by_secret(secret), true_now()
    places = (*classes_for_calendar(feed.person, at - KEPT_FOR), *at_own_pace(feed.person))
    changes = changes_of(each.course_class for each in places)
    credit = credit_until(places, local_day(at, feed.person.zone))
    content = calendar_of(places, changes, credit, at)
    return private_paper(content, "classes.ics", MEDIA_TYPE)
