"""Days: by when something is due, in calendar days or in a body's working days."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import holidays

from recert.audits.models import Calendar, ClosedDay
from recert.people.models import Body
from recert.rulebooks.queries import rulebooks_of
from recert.rules.cycles import add
from recert.rules.rulebook.conditions import Length
from recert.standing.queries import body_day

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """When a body works: Monday to Friday, but for holidays and days of its own."""

    public: Container[date]
    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Whether the body works on the day. What it says of a day outranks the calendar."""
        if day in self.open:
            return True
        return day.weekday() < SATURDAY and day not in self.public and day not in self.closed

    def after(self, since: date, many: int) -> date:
        """The working day that is the `many`th after a day; the day itself is not counted."""
        day = since
        while many > 0:
            day += ONE_DAY
            many -= self.works(day)
        return day

    def between(self, since: date, until: date) -> int:
        """How many working days lie after a day, up to another and with it."""
        days = (since + timedelta(days=each) for each in range(1, (until - since).days + 1))
        return sum(map(self.works, days))


def working_days_of(body: Body) -> WorkingDays:
    """A body's working days, in two queries."""
    kept = Calendar.objects.filter(body=body).first()
    own = ClosedDay.objects.filter(body=body).values_list("day", "is_open")
    return WorkingDays(
        public=public_holidays(kept.country, kept.region) if kept and kept.country else (),
        closed=frozenset(day for day, is_open in own if not is_open),
        open=frozenset(day for day, is_open in own if is_open),
    )


def public_holidays(country: str, region: str = "") -> holidays.HolidayBase:
    """A country's public holidays, of whatever year one asks; `KeyError` for one not known."""
    if region not in ("", *countries()[country]):
        raise KeyError(region)
    return holidays.country_holidays(country, subdiv=region or None)


def countries() -> dict[str, list[str]]:
    """The countries whose holidays are known, each with its regions."""
    return holidays.list_supported_countries(include_aliases=False)


def due_after(since: date, length: Length, working: WorkingDays | None) -> date:
    """The last day of a length that begins the day after `since`.

    With `working` its days are counted in working days; years and months never are.
    """
    if working is None:
        return add(since, length)
    whole = add(since, Length(years=length.years, months=length.months))
    return working.after(whole, length.days)


def today_at(body: Body, at: datetime) -> date:
    """Which day it is for a body, as its deadlines reckon."""
    return body_day(body, rulebooks_of(body.slug), at)
