"""Schedules: on which days the cycles of one certification end, by a clause's law.

Every last day is reckoned from one day, never step by step, so that 29 February
+ 2 years + 2 years is 29 February again.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from recert.rules.rulebook import Cycle, Ends, Length, Parity

ONE_DAY = timedelta(days=1)
EARLIEST, LATEST = date(1000, 1, 1), date(9000, 1, 1)

BIRTH_MONTH, BIRTH_YEAR = "birth-month", "birth-year"
"""The attributes that say when somebody was born: never more than this is asked."""

_OF_BIRTH = (Ends.BIRTH_MONTH, Ends.BEFORE_BIRTH_MONTH)
_MONTHS = {str(number): number for number in range(1, 13)}
_IS_ODD = {"odd": 1, "even": 0}


def reckoned(day: date) -> date:
    """The day, kept so far from both ends of the calendar that no sum leaves it.

    Some write 9999-12-31 for what never ends.
    """
    return min(max(day, EARLIEST), LATEST)


@lru_cache(maxsize=1 << 14)  # the same few days and lengths are asked for all the time
def add(day: date, length: Length) -> date:
    """`day` plus a length; 29 February plus a year is 28 February."""
    return day + relativedelta(years=length.years, months=length.months, days=length.days)


@lru_cache(maxsize=1 << 14)
def subtract(day: date, length: Length) -> date:
    """`day` minus a length."""
    return day - relativedelta(years=length.years, months=length.months, days=length.days)


def times(length: Length, number: int) -> Length:
    """A length so many times over; backwards where the number is negative."""
    return Length(length.years * number, length.months * number, length.days * number)


def most_days(length: Length) -> int:
    """The most days a length can have: far-off days are come near to by it, not step by step."""
    return length.years * 366 + length.months * 31 + length.days


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


@dataclass(frozen=True, slots=True)
class Schedule:
    """Last days at every `length` of `anchor`; `before` lengths lead to the cycle before the first.

    `lacks` names the attributes that would be needed to say it better.
    """

    anchor: date
    before: int
    length: Length
    ends: Ends
    lacks: tuple[str, ...] = ()

    def last_day(self, number: int) -> date:
        """The last day of the `number`th cycle, the first after certification being 1."""
        day = add(self.anchor, times(self.length, self.before + number))
        match self.ends:
            case Ends.SAME_DAY:
                return day
            case Ends.MONTH_END:
                return month_end(day)
            case Ends.YEAR_END:
                return date(day.year, 12, 31)
            case _:
                return day - ONE_DAY

    def number_on(self, day: date) -> int:
        """The number of the cycle that the day lies in; before certification, the first."""
        at_least = ((day - self.anchor).days - 366) // most_days(self.length) - self.before
        number = max(1, at_least)
        while self.last_day(number) < day:
            number += 1
        return number


def schedule_of(
    law: Cycle, since: date, certified: date, attributes: Mapping[str, str]
) -> Schedule | None:
    """The schedule of who begins a first cycle on a day; None where the days are fixed."""
    if law.length is None:
        return None
    lacks = _lacks(law, attributes)
    if lacks:
        return Schedule(since, 0, law.length, Ends.DAY_BEFORE, lacks)
    if law.ends_on is not None:
        return _on_common_days(law.ends_on, law, law.length, since, certified, attributes)
    plain = law.parity is None and law.first_at_least is None
    last_in = _yearly(law, attributes)
    if last_in is None or (plain and law.ends is Ends.YEAR_END):
        return Schedule(since, 0, law.length, law.ends)
    least = add(since, law.length) - ONE_DAY if plain else _least(law, since)
    first = _first(last_in, least, _wanted(law, certified, attributes))
    ends = Ends.SAME_DAY if law.ends_yearly else Ends.MONTH_END
    return Schedule(first, -1, law.length, ends)


def _on_common_days(
    ends_on: date,
    law: Cycle,
    length: Length,
    since: date,
    certified: date,
    attributes: Mapping[str, str],
) -> Schedule:
    """Every length before and after a day, which lies in a year of the parity wanted."""
    wanted = _wanted(law, certified, attributes)
    if wanted is not None and ends_on.year % 2 != wanted:
        ends_on = add(ends_on, Length(years=1))
    least = _least(law, since)
    days = (add(since, length) - since).days
    step = (least - ends_on).days // days - 1  # near; the next two lines make it exact
    common = Schedule(ends_on, 0, length, Ends.SAME_DAY)
    while common.last_day(step) >= least:
        step -= 1
    while common.last_day(step) < least:
        step += 1
    return Schedule(ends_on, step - 1, length, Ends.SAME_DAY)


def _least(law: Cycle, since: date) -> date:
    """The earliest day on which the first cycle may end."""
    if law.first_at_least is None:
        return since
    return add(since, law.first_at_least) - ONE_DAY


def _first(last_in: Callable[[int], date], least: date, wanted: int | None) -> date:
    """The first of the yearly days, in a year of the parity wanted, that is not too early."""
    year = least.year
    while True:
        day = last_in(year)
        if day >= least and wanted in (None, year % 2):
            return day
        year += 1


def _yearly(law: Cycle, attributes: Mapping[str, str]) -> Callable[[int], date] | None:
    """The day of each year on which cycles end; None where certification decides it."""
    if law.ends_yearly:
        return lambda year: date.fromisoformat(f"{year:04}-{law.ends_yearly}")
    month = _last_month(law, attributes)
    return None if month is None else lambda year: month_end(date(year, month, 1))


def _last_month(law: Cycle, attributes: Mapping[str, str]) -> int | None:
    """The month in which every cycle ends; None where certification decides it."""
    match law.ends:
        case Ends.BIRTH_MONTH:
            return _MONTHS[attributes[BIRTH_MONTH]]
        case Ends.BEFORE_BIRTH_MONTH:
            return (_MONTHS[attributes[BIRTH_MONTH]] - 2) % 12 + 1
        case Ends.YEAR_END:
            return 12
        case _:
            return None


def _wanted(law: Cycle, certified: date, attributes: Mapping[str, str]) -> int | None:
    """1 where cycles end in odd years, 0 in even ones; None where it does not matter."""
    match law.parity:
        case Parity.BIRTH_YEAR:
            return _IS_ODD[attributes[BIRTH_YEAR]]
        case Parity.CERTIFIED_YEAR:
            return certified.year % 2
        case None:
            return None


def _lacks(law: Cycle, attributes: Mapping[str, str]) -> tuple[str, ...]:
    """The attributes that the law turns on and nobody has answered."""
    lacks = []
    if law.ends in _OF_BIRTH and attributes.get(BIRTH_MONTH) not in _MONTHS:
        lacks.append(BIRTH_MONTH)
    if law.parity is Parity.BIRTH_YEAR and attributes.get(BIRTH_YEAR) not in _IS_ODD:
        lacks.append(BIRTH_YEAR)
    return tuple(lacks)
