"""Promises: by when a body means to answer, counted down for both who wait and who decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.lib.days import local_day
from recert.standing.words import day_words

SOON = 5
"""So many days before the last one the tone changes."""


@dataclass(frozen=True, slots=True)
class Countdown:
    """The last day of a promise, and how far it is."""

    last: date
    days: int  # left; below nothing: overdue
    tone: str
    words: str


def countdown(sent: datetime, days: int | None, zone: str, at: datetime) -> Countdown | None:
    """By when something sent then is answered; None where nothing is promised.

    Calendar days in the body's zone, the day after it was sent being the first.
    """
    if days is None:
        return None
    last = local_day(sent, zone) + timedelta(days=days)
    left = (last - local_day(at, zone)).days
    if left < 0:
        return Countdown(last, left, "stop", _overdue(-left))
    tone = "warn" if left <= SOON else "note"
    said = {"day": day_words(last), "n": left}
    if left == 0:
        return Countdown(last, left, tone, _("An answer is promised today."))
    words = ngettext(
        "An answer is promised by %(day)s, in %(n)s day.",
        "An answer is promised by %(day)s, in %(n)s days.",
        left,
    )
    return Countdown(last, left, tone, words % said)


def _overdue(days: int) -> str:
    said = ngettext(
        "The promised answer is overdue by %(n)s day.",
        "The promised answer is overdue by %(n)s days.",
        days,
    )
    return said % {"n": days}
