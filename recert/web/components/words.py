"""Filters that put days and amounts into the words of `standing.words`, and statuses' tones."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from recert.rules.amounts import show
from recert.rules.findings import Status
from recert.standing import words

register = template.Library()

STATUS_TONES = {
    Status.ACTIVE: "good",
    Status.GRACE: "stop",
    Status.LATE: "stop",
    Status.REINSTATABLE: "stop",
    Status.LAPSED: "stop",
    Status.CONDITIONAL: "warn",
    Status.INACTIVE: "quiet",
    Status.SUSPENDED: "stop",
    Status.WITHDRAWN: "stop",
    Status.ON_HOLD: "quiet",
    Status.RETIRED: "quiet",
    Status.NOT_YET: "quiet",
    Status.SILENT: "ask",
}
"""The tone of each status, and with it the shape. Grace looks as inactive as it is."""

register.filter("away", words.away)
register.filter("money", words.money_words)


@register.filter
def day(value: date | None) -> str:
    """A day in words: 31 March 2027."""
    return words.day_words(value) if value else ""


@register.filter
def day_range(start: date | None, end: date | None) -> str:
    """Days from one to another; a missing one is an open end."""
    if start and end:
        return _("%(start)s to %(end)s") % {"start": day(start), "end": day(end)}
    if start:
        return _("since %(start)s") % {"start": day(start)}
    if end:
        return _("until %(end)s") % {"end": day(end)}
    return ""


@register.filter
def amount(value: Fraction | int) -> str:
    """An amount of credit, exactly."""
    return show(Fraction(value))


@register.simple_tag
def decimal(value: Fraction | int) -> SafeString:
    """An amount for a column of numbers: what follows the point has a place of its own."""
    whole, point, part = show(Fraction(value)).partition(".")
    return format_html(
        '<span class="decimal">{}<span class="decimal-part">{}</span></span>', whole, point + part
    )
