"""Fees: what money is due for, in what parts, with which tax, and what it buys."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from recert.rules.amounts import Rounding
from recert.rules.rulebook.conditions import Lateness, Length, Price, Span


class For(StrEnum):
    """What a fee is for."""

    RENEWAL = "renewal"
    EXTRA_CREDENTIAL = "extra-credential"  # for each beyond the first
    LATE = "late"
    REINSTATEMENT = "reinstatement"
    DISCOUNT = "discount"  # taken off when filed in `filed`
    PETITION = "petition"
    TIER = "tier"  # for a higher standard one may choose, beside the renewal
    PLAN = "plan"  # pay once, renew for life
    ANNUAL = "annual"  # every year of the cycle, apart from renewing
    EXTENSION = "extension"  # for more time, asked for
    TAX = "tax"  # a share of what is due for renewing, and of the fees it names


APART = (For.PETITION, For.PLAN, For.ANNUAL, For.EXTENSION)
"""What is not paid for filing a renewal."""


class Missed(StrEnum):
    """What follows when a part of a fee is not paid in time."""

    ALL_DUE = "all-due"  # all that is left, at once
    ASKS = "asks"  # the body decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A fee may be paid in so many parts, the first at once, each `every` so long after.

    Equal parts; cents that do not divide are in the first.
    """

    number: int
    every: Length
    missed: Missed = Missed.ASKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """`fee`: money due. A silent fee exists but the policy does not say how much.

    A tax is a `percent` of what is due for renewing, and of each fee of the kinds in `of`:
    added, or `included` in the prices; its cents are rounded once, on the whole. A plan that
    is paid `waives` other fees from then on. An extension that is paid `extends` the last day;
    it can be bought until the last day, or in `late`, and once a cycle.
    """

    for_: For
    prices: tuple[Price, ...] = ()
    late: Lateness | None = None  # None: whatever the lateness, unless it is a late fee
    filed: Span | None = None
    instead: bool = False  # replaces the renewal fee rather than adding to it
    per_credit: bool = False  # of a petition: for every credit asked for
    parts: Parts | None = None  # of a renewal: all that is due that day may be paid so
    waives: tuple[str, ...] = ()  # of a plan: the fees, by clause
    extends: Length | None = None
    percent: Fraction | None = None
    included: bool = False
    of: frozenset[For] = frozenset()  # of a tax: fees apart from renewing it is on as well
    rounding: Rounding = Rounding.HALF_UP
