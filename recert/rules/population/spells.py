"""Spells: the cycle of every person as days, and the eras that days of activity fall into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recert.rules.cycles import Period
from recert.rules.population.rows import number_of
from recert.rules.population.sheets import Codes, Days
from recert.rules.population.terms import Terms
from recert.rules.recalling import looking_back
from recert.rules.rulebook import Length

NEVER = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Cycles:
    """The cycle of each person: which of the periods, and its days."""

    periods: Sequence[Period]
    places: Codes
    start: Days
    end: Days
    credit_since: Days
    credit_until: Days

    def later_eras(self, terms: Sequence[Terms], at: Codes, passing: Length | None) -> Boundaries:
        """The first day of each person's second era, third era and so on."""
        many = max((each.pattern.eras for each in terms if each.pattern), default=1) - 1
        table = np.full((len(terms), many), NEVER, np.int32)
        for place, each in enumerate(terms):
            table[place, : len(each.boundaries)] = each.boundaries
        found = table[at]
        if passing is not None and many:
            days = [looking_back(each.cycle.credit_until, passing) for each in self.periods]
            since = np.array([number_of(day) for day in days], np.int32)[self.places]
            apart = np.array([_is_late(each) for each in terms])[at]
            found[:, 0] = np.where(apart, since, found[:, 0])
        return found


def _is_late(terms: Terms) -> bool:
    """Whether the second era begins where what is earned may pass on."""
    return terms.pattern is not None and terms.pattern.eras > len(terms.boundaries) + 1


Boundaries = npt.NDArray[np.int32]


def cycles_of(periods: Sequence[Period], places: Codes) -> Cycles:
    """The cycle of each person, who has the period at their place."""
    cycles = [each.cycle for each in periods]
    days = np.array(
        [
            [number_of(day) for day in (e.start, e.end, e.credit_since, e.credit_until)]
            for e in cycles
        ],
        np.int32,
    ).reshape(-1, 4)[places]
    return Cycles(periods, places, days[:, 0], days[:, 1], days[:, 2], days[:, 3])
