"""Words for the law's vocabulary, and filters that put days and amounts into words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recert.rules.amounts import Money, show
from recert.rules.findings import Status

register = template.Library()

STATUS_WORDS = {
    Status.ACTIVE: ("good", gettext_lazy("Active")),
    Status.GRACE: ("stop", gettext_lazy("Not active: in grace")),
    Status.REINSTATABLE: ("stop", gettext_lazy("Not active: may be reinstated")),
    Status.LAPSED: ("stop", gettext_lazy("Lapsed")),
    Status.SUSPENDED: ("stop", gettext_lazy("Suspended")),
    Status.ON_HOLD: ("quiet", gettext_lazy("On hold")),
    Status.RETIRED: ("quiet", gettext_lazy("Retired")),
    Status.NOT_YET: ("quiet", gettext_lazy("Not yet certified")),
    Status.SILENT: ("ask", gettext_lazy("The policy does not say")),
}
"""Tone and word of each status; the shape comes with the tone."""

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "CA$", "AUD": "A$"}


@register.filter
def day(value: date | None) -> str:
    """A day in words: 31 March 2027."""
    return date_format(value, "j F Y") if value else ""


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
def away(value: date, today: date) -> str:
    """How far off a day is: in 126 days, today, 3 days ago."""
    days = (value - today).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": f"{days:,}"}
    return ngettext("%(n)s day ago", "%(n)s days ago", -days) % {"n": f"{-days:,}"}


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


@register.filter
def money(value: Money) -> str:
    """Money with its sign, cents only where there are any: $129, $129.50."""
    units, cents = divmod(value.cents, 100)
    figure = f"{units:,}.{cents:02}" if cents else f"{units:,}"
    sign = SIGNS.get(value.currency)
    return f"{sign}{figure}" if sign else f"{figure} {value.currency}"
