"""Months: how many lie between two days, in each way a policy counts them."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

from recert.rules.rulebook import Months
from recert.rules.schedules import ONE_DAY


def months_from(first: date, last: date, way: Months) -> int:
    """How many months there are from one day through another."""
    if way is Months.CALENDAR:
        return (last.year - first.year) * 12 + last.month - first.month + 1
    length = relativedelta(last + ONE_DAY, first)
    whole = length.years * 12 + length.months
    return whole + 1 if way is Months.BEGUN and length.days else whole
