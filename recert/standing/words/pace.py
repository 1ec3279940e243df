"""Pace: how often a programme would do, said as advice. No rule is behind it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.standing.words.plainly import amount_words, day_words

A_PROGRAMME = Fraction(2)
"""Hours of a programme as most are; the sentence says so."""

WEEK, MONTH, SEASON = 7, 30, 60
"""Days. From `SEASON` on one counts in months."""


def pace_words(hours: Fraction, until: date, today: date) -> str:
    """How often a programme of two hours fills so many hours by a day; empty where none lack."""
    days = (until - today).days
    if hours <= 0 or days <= 0:
        return ""
    many = ceil(hours / A_PROGRAMME)
    words = {
        "hours": amount_words(hours, _("hour")),
        "day": day_words(until),
        "often": _often(days // many) if many > 1 else _("once"),
    }
    return (
        _(
            "You need about %(hours)s more by %(day)s. A programme of two hours %(often)s would "
            "do it. This is advice, not a rule."
        )
        % words
    )


def _often(days: int) -> str:
    """Every so many days, weeks or months, rounded so that it is soon enough."""
    if days >= SEASON:
        months = days // MONTH
        return ngettext("every month", "every %(n)s months", months) % {"n": months}
    if days >= WEEK:
        weeks = days // WEEK
        return ngettext("every week", "every %(n)s weeks", weeks) % {"n": weeks}
    if days >= 1:
        return ngettext("every day", "every %(n)s days", days) % {"n": days}
    return _("more than once a day, or longer ones,")
