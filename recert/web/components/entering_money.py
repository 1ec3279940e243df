"""Reading money as people type it, into whole cents."""

from __future__ import annotations

from django.utils.translation import gettext as _

from recert.lib.refusals import Refused
from recert.rules.amounts import NotAnAmount, parse


def read_cents(text: str, field: str = "amount") -> int:
    """The cents a typed amount means; refuses with what to write instead."""
    text = text.strip()
    try:
        cents = parse(text) * 100
    except NotAnAmount:
        raise Refused(
            _("“%(text)s” is not an amount. Write digits with a point, such as 129.50.")
            % {"text": text},
            field,
        ) from None
    if cents.denominator != 1:
        raise Refused(_("Write at most two digits after the point."), field)
    return cents.numerator
