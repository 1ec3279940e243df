"""The one place where the desks read the clock. Below the desks nobody does."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def now(request: HttpRequest) -> datetime:
    """The moment of this request: the same each time it is asked, so a page agrees with itself.

    A sandbox may stop the clock with RECERT_NOW.
    """
    moment: datetime | None = getattr(request, "_recert_now", None)
    if moment is None:
        moment = settings.RECERT_NOW or timezone.now()
        request._recert_now = moment  # type: ignore[attr-defined]  # our own note on it
    return moment


def today(request: HttpRequest, zone: str) -> date:
    """The calendar day of this request in an IANA zone (a body's, or the reader's)."""
    return now(request).astimezone(ZoneInfo(zone)).date()
