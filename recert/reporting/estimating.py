"""What may be expected of the months to come, from what a body has seen: a stated simple model.

Of n certifications of a level, as many renew as did of those that ended in the two years
before, at the rate r = renewed / ended. How far it may fall from that is reckoned as if each
renewed by a throw of one coin whose bias is known only from those m that ended:

    variance = n q (1 - q) + n^2 q (1 - q) / m,   q = (renewed + 1) / (m + 2)

The range is 1.96 times its root to either side, within 0 and n: of twenty such ranges, about
nineteen would hold what comes, if the next year is like the last two. Exact numbers throughout.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isqrt

YEARS_LOOKED_BACK = 2
WIDTH = Fraction(196, 100)


@dataclass(frozen=True, slots=True)
class Expected:
    """How many may renew, of how many; and of how many nothing can be said."""

    many: int
    likely: int
    low: int
    high: int
    unknown: int = 0  # of levels with no history


def expect(groups: Iterable[tuple[int, int, int]]) -> Expected | None:
    """What to expect of groups given as (how many end, renewed before, ended before).

    None where no group has a history.
    """
    many = unknown = 0
    mean = variance = Fraction(0)
    for ends, renewed, ended in groups:
        if not ended:
            unknown += ends
            continue
        bias = Fraction(renewed + 1, ended + 2)
        many += ends
        mean += ends * Fraction(renewed, ended)
        variance += bias * (1 - bias) * (ends + Fraction(ends * ends, ended))
    if not many:
        return None
    half = _root_up(WIDTH * WIDTH * variance)
    return Expected(
        many=many,
        likely=floor(mean + Fraction(1, 2)),
        low=max(0, floor(mean) - half),
        high=min(many, ceil(mean) + half),
        unknown=unknown,
    )


def _root_up(number: Fraction) -> int:
    """The least whole number whose square is no less."""
    whole = ceil(number)
    root = isqrt(whole)
    return root if root * root >= whole else root + 1


def income(renewals: int, fee_cents: int, fees_said: int) -> int | None:
    """What so many renewals bring, at the mean of the fees that are said; None where none is."""
    if not fees_said:
        return None
    return floor(Fraction(renewals * fee_cents, fees_said) + Fraction(1, 2))
