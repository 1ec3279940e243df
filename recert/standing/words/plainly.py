"""Plainly: amounts, money, days and names, the pieces sentences are made of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.rules.amounts import Money, show
from recert.rules.rulebook import EVERYTHING, Need, Rulebook

ABBREVIATIONS = frozenset({"aed", "cpr"})
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "CA$", "AUD": "A$"}


def amount_words(amount: Fraction, unit: str) -> str:
    """An amount with its unit: 1 CEC, 0.3 CECs, 1 1/3 CECs."""
    whole, rest = divmod(amount.numerator, amount.denominator)
    shown = show(amount)
    if "/" in shown and whole > 0:
        shown = f"{whole} {rest}/{amount.denominator}"
    return f"{shown} {unit_words(amount, unit)}".strip()


def unit_words(amount: Fraction, unit: str) -> str:
    """The unit as it follows an amount; rulebooks give only the singular."""
    return unit if amount == 1 or not unit or unit.endswith("s") else f"{unit}s"


def money_words(money: Money) -> str:
    """Money with its sign, cents only where there are any: $129, $129.50, 40 CHF."""
    units, cents = divmod(abs(money.cents), 100)
    figure = f"{units:,}.{cents:02}" if cents else f"{units:,}"
    sign = SIGNS.get(money.currency)
    shown = f"{sign}{figure}" if sign else f"{figure} {money.currency}"
    return f"-{shown}" if money.cents < 0 else shown


def day_words(day: date) -> str:
    """A day in words: 31 March 2027."""
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def away(day: date, today: date) -> str:
    """How far off a day is: today, tomorrow, in 126 days, 3 days ago."""
    days = (day - today).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days > 0:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": f"{days:,}"}
    return ngettext("%(n)s day ago", "%(n)s days ago", -days) % {"n": f"{-days:,}"}


def in_days(day: date, today: date) -> str:
    """A day and how far off it is: 31 March 2027, in 126 days."""
    return f"{day_words(day)}, {away(day, today)}"


def join(parts: Iterable[str]) -> str:
    """`a, b and c`."""
    *first, last = list(parts) or [""]
    return (
        _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
    )


def either(parts: Iterable[str]) -> str:
    """`a, b or c`."""
    *first, last = list(parts) or [""]
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def capital(text: str) -> str:
    """The text with its first letter large and the rest left alone (CPR stays CPR)."""
    return text[:1].upper() + text[1:]


def name_of_credential(rulebook: Rulebook | None, credential: str) -> str:
    """A credential by its letters, else its name: ACSM-EP."""
    for each in rulebook.credentials if rulebook else ():
        if each.id == credential:
            return each.letters or each.name
    return credential


def id_words(id: str) -> str:
    """A clause's id as words, where nothing better is known: `two-live` is two live."""
    return " ".join(part.upper() if part in ABBREVIATIONS else part for part in id.split("-"))


def need_name(rulebook: Rulebook, clause: str) -> str:
    """What a need is about: its categories in words; empty when it is about everything."""
    rule = rulebook.clause(clause).rule
    if not isinstance(rule, Need) or rule.of == (EVERYTHING,):
        return ""
    return either(id_words(category) for category in rule.of)
