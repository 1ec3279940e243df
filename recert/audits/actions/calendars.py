"""Calendars: a body says which public holidays it keeps, and which days are its own."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.audits.days import countries
from recert.audits.models import Calendar, ClosedDay
from recert.journal.actions import write
from recert.lib.refusals import Refused
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff


@transaction.atomic
def keep_calendar(
    *, by: Person, at: datetime, body_slug: str, country: str, region: str = ""
) -> Calendar:
    """Say whose public holidays the body keeps; an empty country keeps none.

    Days already set stay as they are: only what is reckoned from now on follows it.
    """
    body = body_for_staff(by, body_slug, Duty.POLICY)
    known = countries()
    if country and country not in known:
        raise Refused(_("The holidays of this country are not known here."), "country")
    if region and region not in known.get(country, []):
        raise Refused(_("This country has no such region. Leave it empty for all."), "region")
    calendar, _is_new = Calendar.objects.update_or_create(
        body=body, defaults={"country": country, "region": region}
    )
    _journal(at, by, "calendar-kept", body, f"{country}-{region}".strip("-"))
    return calendar


@transaction.atomic
def say_day(
    *, by: Person, at: datetime, body_slug: str, day: date, says: str, is_open: bool = False
) -> ClosedDay:
    """Say that the body is closed on a day, or works on a public holiday; said again it changes."""
    body = body_for_staff(by, body_slug, Duty.POLICY)
    if not says.strip():
        raise Refused(_("Say what day it is, such as “Founders' day”."), "says")
    found, _is_new = ClosedDay.objects.update_or_create(
        body=body, day=day, defaults={"says": says.strip(), "is_open": is_open}
    )
    _journal(at, by, "day-said", body, str(day))
    return found


@transaction.atomic
def unsay_day(*, by: Person, at: datetime, body_slug: str, day: date) -> None:
    """Take back what was said of a day; twice is once."""
    body = body_for_staff(by, body_slug, Duty.POLICY)
    gone, _each = ClosedDay.objects.filter(body=body, day=day).delete()
    if gone:
        _journal(at, by, "day-unsaid", body, str(day))


def _journal(at: datetime, by: Person, code: str, body: Body, what: str) -> None:
    write(
        at=at,
        by=by.public_id,
        code=f"audits.{code}",
        subject=f"body:{body.slug}",
        body=body.slug,
        detail={"what": what},
    )
