"""Exact amounts: credits as rationals, money in cents, and the ways to round.

Credits are `Fraction` inside the law, so one third of an hour is one third. In the
database they are whole *grains*: 1/18,000 of a credit divides into minutes, into 45-,
50- and 60-minute hours, into tenths of a CEU and into thousandths, which covers what
certificates print. No float ever enters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

GRAINS_PER_CREDIT = 18_000

ZERO = Fraction(0)

_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")


class NotAnAmount(ValueError):
    """A text that is not a plain, non-negative decimal number."""


class NotWholeGrains(ValueError):
    """An amount finer than the database's smallest unit."""


def parse(text: str) -> Fraction:
    """Read a plain decimal such as `"0.1"` or `"12"`: digits and at most one point.

    Raises `NotAnAmount` for anything else (signs, commas, exponents, spaces), because
    each of those has been somebody's wrong credit.
    """
    if not _DECIMAL.fullmatch(text):
        raise NotAnAmount(text)
    return Fraction(text)


def show(value: Fraction) -> str:
    """Write an amount exactly: a decimal where one exists (`0.3`), else `n/d` (`1/3`)."""
    sign = "-" if value < 0 else ""
    value = abs(value)
    whole, rest = divmod(value.numerator, value.denominator)
    if rest == 0:
        return f"{sign}{whole}"
    digits = ""
    while rest and len(digits) < 12:
        digit, rest = divmod(rest * 10, value.denominator)
        digits += str(digit)
    if rest:
        return f"{sign}{value.numerator}/{value.denominator}"
    return f"{sign}{whole}.{digits}"


def to_grains(value: Fraction) -> int:
    """The amount in whole grains; raises `NotWholeGrains` if it does not divide."""
    grains = value * GRAINS_PER_CREDIT
    if grains.denominator != 1:
        raise NotWholeGrains(show(value))
    return grains.numerator


def from_grains(grains: int) -> Fraction:
    """The amount that so many grains are."""
    return Fraction(grains, GRAINS_PER_CREDIT)


class Rounding(StrEnum):
    """Which way an amount goes to the nearest step of its grid."""

    DOWN = "down"
    UP = "up"
    HALF_UP = "half-up"


@dataclass(frozen=True, slots=True)
class Grid:
    """A rounding rule: the step amounts come in, and which way they go to it."""

    step: Fraction
    way: Rounding

    def round(self, value: Fraction) -> Fraction:
        """Put `value` on the grid. 0.05 on tenths half-up is 0.1; down it is 0."""
        steps = value / self.step
        match self.way:
            case Rounding.DOWN:
                whole = steps.numerator // steps.denominator
            case Rounding.UP:
                whole = -(-steps.numerator // steps.denominator)
            case Rounding.HALF_UP:
                doubled = steps * 2 + 1
                whole = doubled.numerator // (2 * doubled.denominator)
        return whole * self.step


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of money in the currency's smallest unit (cents for USD)."""

    cents: int
    currency: str

    def __add__(self, other: Money) -> Money:
        """Add money of one currency; mixing two is a bug, so it raises `ValueError`."""
        if self.currency != other.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.cents + other.cents, self.currency)

    def __mul__(self, times: int) -> Money:
        """So many times this amount."""
        return Money(self.cents * times, self.currency)
