"""A fee in words: its prices, its days, its parts, its tax, and what it buys."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.rules import rulebook as r
from recert.rules.amounts import Rounding, show
from recert.standing.words import capital, money_words
from recert.web.components.clause_words import FEES
from recert.web.components.conditions import lateness_words, length_words, who_words
from recert.web.components.credit_facts import Facts, yes_no
from recert.web.components.words import day_range

MISSED = {
    r.Missed.ALL_DUE: lazy("all that is left is due at once"),
    r.Missed.ASKS: lazy("the body decides"),
}
ROUNDED = {
    Rounding.DOWN: lazy("down to the cent"),
    Rounding.UP: lazy("up to the cent"),
    Rounding.HALF_UP: lazy("to the nearest cent, half a cent up"),
}


def fee(book: r.Rulebook, rule: r.Fee) -> Facts:
    """What a fee comes to, when, in what parts, with which tax, and what it buys."""
    for price in rule.prices:
        who = who_words(book, price.who)
        yield capital(who) or str(FEES[rule.for_]), money_words(price.money)
    if not rule.prices and rule.for_ is not r.For.TAX:
        yield str(FEES[rule.for_]), yes_no(None)
    if rule.late:
        yield _("When"), lateness_words(rule.late)
    if rule.filed:
        yield _("When filed"), day_range(rule.filed.since, rule.filed.until)
    if rule.per_credit:
        yield _("Paid"), _("for every credit asked for")
    if rule.parts:
        yield (
            _("In parts"),
            _("%(number)d, each %(length)s after the one before; if one is missed, %(then)s")
            % {
                "number": rule.parts.number,
                "length": length_words(rule.parts.every),
                "then": MISSED[rule.parts.missed],
            },
        )
    if rule.waives:
        yield (
            _("Spares you from then on"),
            ", ".join(each.replace("-", " ") for each in rule.waives),
        )
    if rule.extends:
        yield _("Moves the last day by"), length_words(rule.extends)
    if rule.percent is not None:
        yield _("Of what is due"), _percent_words(rule)
    if rule.of:
        kinds = sorted(str(FEES[each]) for each in rule.of)
        yield _("Also on"), ", ".join(kinds)
    if rule.instead:
        yield _("Paid"), _("instead of the renewal fee")


def _percent_words(rule: r.Fee) -> str:
    how = _("included in the prices") if rule.included else _("added to the prices")
    return _("%(percent)s %%, %(how)s, rounded once on the whole: %(rounding)s") % {
        "percent": show(rule.percent or Fraction(0)),
        "how": how,
        "rounding": ROUNDED[rule.rounding],
    }
