"""The rhythm of a body: how long its cycles are, and the weeks and months figures go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from recert.rules.rulebook import Cycle, Length, Rulebook

A_WEEK = timedelta(days=7)
A_MONTH = relativedelta(months=1)


def cycle_length(books: Sequence[Rulebook]) -> Length:
    """How long most cycles of the newest edition are; a year where it names no length."""
    laws = [law for _clause, law in books[-1].of_kind(Cycle)] if books else []
    lengths = Counter(law.length for law in laws if law.length is not None)
    if lengths:
        return lengths.most_common(1)[0][0]
    spans = [law.fixed for law in laws if law.fixed and law.fixed.since and law.fixed.until]
    if not spans:
        return Length(years=1)
    span = spans[-1]
    assert span.since is not None  # looked at above
    assert span.until is not None
    return Length(months=_months_in(span.since, span.until + timedelta(days=1)))


def _months_in(first: date, after: date) -> int:
    found = relativedelta(after, first)
    return max(1, found.years * 12 + found.months)


def earlier(day: date, length: Length) -> date:
    """The same day a cycle before."""
    return day - relativedelta(years=length.years, months=length.months, days=length.days)


def weeks_until(today: date, many: int) -> list[date]:
    """The Mondays of so many weeks, this one the last."""
    monday = today - timedelta(days=today.weekday())
    return [monday - A_WEEK * back for back in reversed(range(many))]


def months_from(first: date, last: date) -> list[date]:
    """The first days of the months these days lie in."""
    month, found = first.replace(day=1), []
    while month <= last:
        found.append(month)
        month += A_MONTH
    return found


def summed(by_day: Counter[date], begins: Sequence[date], end: date) -> list[int]:
    """What fell from each of these days to the next; `end` is the day after the last."""
    edges = [*begins, end]
    found = [0] * len(begins)
    for day, many in by_day.items():
        if edges[0] <= day < end:
            place = max(index for index, begin in enumerate(begins) if begin <= day)
            found[place] += many
    return found
