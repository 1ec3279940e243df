"""The one place where the desks read the clock. Below the desks nobody does.

A page can be shown as of another day: `KEPT` in the session names it. In a sandbox that holds
for every page, and what is done there is done on that day. On real data it holds only at the
desk of a body whose owner allows it, and nothing can be written meanwhile (`read_only.py`).
What decides about safety does not ask here: signing in, second factors, sessions and rate
limits go by the true time. An interface for programs may name the day in a header of its own
and call `show_as_of` for the one request.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

KEPT = "shown-as-of"

EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
"""No rulebook speaks of days outside of these."""

SAME_DAY_EVERYWHERE = time(10, tzinfo=UTC)
"""At this time it is one and the same day from Honolulu to Auckland."""


def now(request: HttpRequest) -> datetime:
    """The moment of this request: the same each time it is asked, so a page agrees with itself.

    A sandbox may stop the clock with RECERT_NOW; and see `shown_as_of`.
    """
    moment: datetime | None = getattr(request, "_recert_now", None)
    if moment is None:
        shown = shown_as_of(request)
        moment = datetime.combine(shown, SAME_DAY_EVERYWHERE) if shown else true_now()
        request._recert_now = moment  # type: ignore[attr-defined]  # our own note on it
    return moment


def today(request: HttpRequest, zone: str) -> date:
    """The calendar day of this request in an IANA zone (a body's, or the reader's)."""
    return now(request).astimezone(ZoneInfo(zone)).date()


def true_now() -> datetime:
    """This moment, whatever day a page is shown as of; RECERT_NOW where it is set."""
    return settings.RECERT_NOW or timezone.now()


def outside_now() -> datetime:
    """This moment as the world outside tells it, also where our clock stands still."""
    return timezone.now()


def shown_as_of(request: HttpRequest) -> date | None:
    """The other day this page is shown as of; None when it is shown as of today."""
    kept = kept_day(request)
    if kept is None or settings.SANDBOX:
        return kept
    return kept if getattr(getattr(request, "desk", None), "may_move_clock", False) else None


def is_read_only(request: HttpRequest) -> bool:
    """Whether nothing may be written: real data, seen as of another day."""
    return not settings.SANDBOX and shown_as_of(request) is not None


def kept_day(request: HttpRequest) -> date | None:
    """The day the reader asked for, whether or not it holds for this page."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "session"):
        return None
    return read_day(request.session.get(KEPT, ""))


def read_day(text: object) -> date | None:
    """A day as a form sends it; None when it is none, or out of all reason."""
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def show_as_of(request: HttpRequest, day: date | None) -> None:
    """Keep the day the reader wants to see; None is today again."""
    if day is None:
        request.session.pop(KEPT, None)
    else:
        request.session[KEPT] = day.isoformat()
