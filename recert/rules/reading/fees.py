"""What can be wrong within a fee that says more than a price."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from recert.rules import rulebook as book
from recert.rules.amounts import Rounding

MOST_PARTS = 36


def fee_faults(rule: book.Fee) -> Iterator[tuple[tuple[str, ...], str]]:
    """Parts, plans, more time and taxes that do not belong to what the fee is for."""
    for name, value, owner in (
        ("waives", rule.waives, book.For.PLAN),
        ("extends", rule.extends, book.For.EXTENSION),
        ("percent", rule.percent is not None, book.For.TAX),
        ("included", rule.included, book.For.TAX),
        ("of", rule.of, book.For.TAX),
        ("rounding", rule.rounding is not Rounding.HALF_UP, book.For.TAX),
    ):
        if value and rule.for_ is not owner:
            yield (name,), f"this belongs to for: {owner}; delete it or correct for."
    if rule.for_ is book.For.TAX:
        if rule.prices:
            yield ("prices",), "a tax is a percent of what is due; delete the prices."
        if rule.of - set(book.APART):
            kinds = ", ".join(book.APART)
            yield ("of",), f"a tax is on what is due for renewing anyway; write only of {kinds}."
        if rule.percent is not None and not 0 < rule.percent <= Fraction(100):
            yield ("percent",), 'a percentage lies between 0 and 100; 13 of a hundred is "13".'
    if rule.parts is None:
        return
    if rule.for_ is not book.For.RENEWAL:
        yield ("parts",), "paying in parts belongs to for: renewal; it covers all that is due."
    if not 2 <= rule.parts.number <= MOST_PARTS:
        yield ("parts", "number"), f"write from 2 to {MOST_PARTS} parts."
    if rule.parts.every == book.Length():
        yield ("parts", "every"), "parts need time between them; write a length, such as 1 month."
