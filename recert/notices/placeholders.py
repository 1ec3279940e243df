"""What a body's own words may leave open, to be filled in for each reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name in braces, what will stand there, and an example of it."""

    name: str
    means: _StrPromise
    example: _StrPromise | str


HEADLINE = Placeholder("headline", _("our own subject: what happened, in a few words"), "")
WORDS = Placeholder("words", _("our own words, with the reason that was given"), "")

ALWAYS = (
    Placeholder("name", _("the reader’s name"), _("Ada Ruiz")),
    Placeholder("body", _("your name"), ""),
    HEADLINE,
    WORDS,
    Placeholder("sign_in", _("the address to sign in at"), ""),
)
"""What every letter has."""

CREDENTIAL = Placeholder("credential", _("which certification"), "ACSM-EP")
LAST_DAY = Placeholder("last_day", _("the last day"), _("31 December 2026"))
DAYS_LEFT = Placeholder("days_left", _("how many days are left"), "30")
CARD = Placeholder("card", _("which card"), _("CPR"))
ACTIVITY = Placeholder("activity", _("which activity"), _("Strength for older adults"))
AMOUNT = Placeholder("amount", _("how much money"), "45.00 USD")
INVOICE = Placeholder("invoice", _("which invoice"), "ACSM-2026-0012")
