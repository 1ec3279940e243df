"""Cycles: which period is open for a certification, and the one after it.

The last day printed on the certificate outranks what the law would compute; both ends
of a cycle count. Anniversaries are always reckoned from the day certified, never step
by step, so that 29 February + 2 years + 2 years is 29 February again.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from recert.rules.facts import DecisionKind, Facts, Holding
from recert.rules.findings import Code, CycleFinding, Reason
from recert.rules.rulebook import Chooser, Clause, Cycle, Ends, Length, Rulebook

ONE_DAY = timedelta(days=1)
EARLIEST, LATEST = date(1000, 1, 1), date(9000, 1, 1)
SNAP_DAYS = 31  # a certificate may start up to a month before its snapped cycle


@dataclass(frozen=True, slots=True)
class Period:
    """An open cycle and its neighbours. `law_end` is the end before any extension."""

    cycle: CycleFinding
    law_end: date
    previous_end: date | None
    next: tuple[date, date] | None
    law: Cycle

    def following(self, first: date) -> tuple[date, date] | None:
        """The cycle that runs from a day of its own; None where the days are fixed."""
        if self.law.length is None:
            return None
        return first, _end(self.law, self.law.length, first, 1)


def reckoned(day: date) -> date:
    """The day, kept so far from both ends of the calendar that no sum leaves it.

    Some write 9999-12-31 for what never ends.
    """
    return min(max(day, EARLIEST), LATEST)


def add(day: date, length: Length) -> date:
    """`day` plus a length; 29 February plus a year is 28 February."""
    return day + relativedelta(years=length.years, months=length.months, days=length.days)


def subtract(day: date, length: Length) -> date:
    """`day` minus a length."""
    return day - relativedelta(years=length.years, months=length.months, days=length.days)


def local_day(rulebook: Rulebook, moment: datetime) -> date:
    """The body's calendar day a moment falls on, by its zone and its cut-off.

    The cut-off minute itself is still in time: with 23:59 the day ends at midnight.
    """
    local = moment.astimezone(ZoneInfo(rulebook.zone))
    for _, cycle in rulebook.of_kind(Cycle):
        if cycle.cutoff is not None and (local.hour, local.minute) > (
            cycle.cutoff.hour,
            cycle.cutoff.minute,
        ):
            return local.date() + ONE_DAY
    return local.date()


def choose(
    rulebooks: Sequence[Rulebook], facts: Facts, holding: Holding, as_of: date
) -> tuple[Rulebook, Period] | None:
    """The edition that governs this holding on this day, and the cycle it opens.

    None where no edition covers it: before the first date covered the law declines.
    """
    found: list[tuple[bool, date, Rulebook, Period]] = []
    for rulebook in rulebooks:
        if rulebook.body != holding.body or not _grants(rulebook, holding):
            continue
        period = period_of(rulebook, facts, holding, as_of)
        if period is None:
            continue
        match rulebook.chosen_by:
            case Chooser.CYCLE_START:
                day = period.cycle.start
            case Chooser.CYCLE_END:
                day = period.law_end
            case _:
                day = as_of
        if rulebook.in_force.holds(day):
            runs = period.cycle.start <= as_of <= period.cycle.end
            found.append((runs, period.law_end, rulebook, period))
    if not found:
        return None
    _, _, rulebook, period = max(found, key=lambda each: (each[0], each[1]))
    return rulebook, period


def _grants(rulebook: Rulebook, holding: Holding) -> bool:
    return any(credential.id == holding.credential for credential in rulebook.credentials)


def period_of(rulebook: Rulebook, facts: Facts, holding: Holding, as_of: date) -> Period | None:
    """The cycle that is open for the holding on the day under this edition.

    With no last day recorded it is the cycle that contains the day. After a recorded
    last day it is still the cycle that ended then: nothing else has been opened.
    """
    for clause, law in rulebook.of_kind(Cycle):
        if clause.who.credentials and holding.credential not in clause.who.credentials:
            continue
        if clause.who.levels and holding.level not in clause.who.levels:
            continue
        if law.fixed is not None:
            period = _fixed(clause, law, holding, as_of)
        elif law.length is not None:
            period = _anniversary(clause, law, holding, as_of)
        else:
            continue
        return None if period is None else _extended(period, facts, holding)
    return None


def _fixed(clause: Clause, law: Cycle, holding: Holding, as_of: date) -> Period | None:
    first, last = (law.fixed.since, law.fixed.until) if law.fixed else (None, None)
    if first is None or last is None:  # the reader refuses it
        return None
    if holding.certified > last or as_of < first:
        return None
    if holding.expires is not None and holding.expires != last:
        return None
    previous_end = first - ONE_DAY
    closed_late = holding.previous_closed is not None and holding.previous_closed > previous_end
    start = law.starts_after_late if closed_late and law.starts_after_late else first
    cycle = CycleFinding(
        start=max(start, holding.certified),
        end=last,
        clause=clause.id,
        first=holding.certified >= first,
    )
    return Period(cycle, last, previous_end, None, law)


def _anniversary(clause: Clause, law: Cycle, holding: Holding, as_of: date) -> Period:
    assert law.length is not None  # the caller looked
    number = 1
    last_wanted = holding.expires or as_of
    while _end(law, law.length, holding.certified, number) < last_wanted:
        number += 1
    end = _end(law, law.length, holding.certified, number)
    if holding.expires is None or end == holding.expires:
        previous_end = _end(law, law.length, holding.certified, number - 1) if number > 1 else None
        following = _end(law, law.length, holding.certified, number + 1)
    else:
        end = holding.expires
        previous_end = _before(law, law.length, end)
        following = _snap(law, add(end, law.length), end)
        if (previous_end + ONE_DAY - holding.certified).days <= SNAP_DAYS:
            previous_end = None
    start = holding.certified if previous_end is None else previous_end + ONE_DAY
    unsaid = law.ends is Ends.UNSAID and holding.expires is None
    cycle = CycleFinding(
        start=start,
        end=end,
        clause=clause.id,
        first=previous_end is None,
        reasons=(Reason(code=Code.SILENT, clause=clause.id),) if unsaid else (),
    )
    return Period(cycle, end, previous_end, (end + ONE_DAY, following), law)


def _end(law: Cycle, length: Length, certified: date, number: int) -> date:
    """The last day of the `number`th cycle since the day certified."""
    many = Length(length.years * number, length.months * number, length.days * number)
    day = add(certified, many)
    match law.ends:
        case Ends.SAME_DAY:
            return day
        case Ends.MONTH_END:
            return _month_end(day)
        case Ends.YEAR_END:
            return date(day.year, 12, 31)
        case _:
            return day - ONE_DAY


def _before(law: Cycle, length: Length, end: date) -> date:
    """The last day of the cycle before the one that ends on a printed day."""
    return _snap(law, subtract(end, length), end)


def _snap(law: Cycle, day: date, like: date) -> date:
    """Keep month-ends month-ends: a year from 28 February may be the 29th."""
    if law.ends in (Ends.MONTH_END, Ends.YEAR_END) and like == _month_end(like):
        return _month_end(day)
    return day


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _extended(period: Period, facts: Facts, holding: Holding) -> Period:
    """The period with the latest extension the body has decided for this holding."""
    until = max(
        (
            reckoned(decision.until)
            for decision in facts.decisions
            if decision.kind is DecisionKind.EXTEND
            and decision.body == holding.body
            and decision.holding in ("", holding.id)
            and decision.until is not None
            and decision.on <= decision.until
            and period.cycle.start <= decision.until
        ),
        default=period.law_end,
    )
    if until <= period.law_end:
        return period
    return replace(period, cycle=replace(period.cycle, end=until, extended=True))
