"""Lengths: how much of a course a part is, as people write it."""

from __future__ import annotations

import re
from fractions import Fraction

from django.utils.translation import gettext as _

from recert.lib.refusals import Refused

_MINUTES = re.compile(r"(\d{1,6})(\s*min(utes)?)?", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,3}(\.\d{1,4})?)\s*%")
_SHARE = re.compile(r"(\d{1,4})\s*/\s*([1-9]\d{0,3})")


def read_share(text: str, minutes: int | None, field: str = "parts") -> Fraction:
    """The share of a course that 30, 30 min, 12.5 % or 1/8 of it is; refuses anything else."""
    text = text.strip()
    if found := _PERCENT.fullmatch(text):
        return Fraction(found[1]) / 100
    if found := _SHARE.fullmatch(text):
        return Fraction(int(found[1]), int(found[2]))
    if found := _MINUTES.fullmatch(text):
        if not minutes:
            raise Refused(
                _("Say how many minutes the whole course takes, or write the part in per cent."),
                field,
            )
        return Fraction(int(found[1]), minutes)
    raise Refused(_("Write minutes, such as 30; or 12.5 %; or 1/8."), field)


def share_words(share: Fraction, minutes: int | None) -> str:
    """A share as `read_share` reads it back exactly: minutes where they are whole."""
    if minutes is not None and (share * minutes).denominator == 1:
        return str(share * minutes)
    return str(share)
