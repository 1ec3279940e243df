"""Taxes: what a seller's tax comes to on a price, as its own line of a bill."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from recert.payments.actions.billing import Line
from recert.payments.models import Seller, Terms
from recert.payments.queries import terms_of
from recert.rules.amounts import Grid, Rounding, show

_WHOLE_CENTS = Grid(Fraction(1), Rounding.HALF_UP)


@dataclass(frozen=True, slots=True)
class Tax:
    """The tax on one price: its name and rate, how much, and whether it comes on top of it."""

    says: str
    cents: int
    added: bool


def rate_words(terms: Terms) -> str:
    """The rate as people write it: 8.875."""
    return show(Fraction(terms.tax_thousandths, 1000))


def tax_on(seller: Seller, cents: int) -> Tax | None:
    """What a seller's tax comes to on a price, rounded once to the cent; None: there is none."""
    terms = terms_of(seller)
    if not terms.tax_name or not cents:
        return None
    rate = Fraction(terms.tax_thousandths, 100_000)
    share = rate if terms.tax_added else rate / (1 + rate)
    return Tax(
        f"{terms.tax_name} {rate_words(terms)} %",
        _WHOLE_CENTS.round(cents * share).numerator,
        terms.tax_added,
    )


def taxed(seller: Seller, line: Line) -> tuple[Line, ...]:
    """A line of a bill, and behind it the tax on it, where the seller has one."""
    tax = tax_on(seller, line.cents * line.times)
    if tax is None:
        return (line,)
    return line, Line("", tax.says, tax.cents, included=not tax.added, tax=True)
