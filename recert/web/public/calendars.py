"""Somebody's classes, for their calendar: whoever knows the address reads it, without a name."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from recert.enrolments.queries import changes_of, classes_for_calendar, feed_by_secret
from recert.web.clock import true_now
from recert.web.papers.calendar import MEDIA_TYPE, calendar_of
from recert.web.private_files import private_paper

KEPT_FOR = timedelta(days=90)
"""So long after its end a class stays in the calendar."""


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001  (a view)
    """The classes of whoever made this address."""
    feed, at = feed_by_secret(secret), true_now()
    places = tuple(classes_for_calendar(feed.person, at - KEPT_FOR))
    content = calendar_of(places, changes_of(each.course_class for each in places), at)
    return private_paper(content, "classes.ics", MEDIA_TYPE)
