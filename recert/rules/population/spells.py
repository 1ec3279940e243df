"""Spells: the cycle of every person as days, and the eras that days of activity fall into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recert.rules.cycles import Period
from recert.rules.population.rows import day_of, number_of
from recert.rules.population.sheets import Codes, Days
from recert.rules.population.terms import Terms
from recert.rules.recalling import looking_back
from recert.rules.rulebook import Length

NEVER = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Cycles:
    """The cycle of each person: which of all the periods met so far, and its days."""

    periods: Sequence[Period | None]
    places: Codes
    start: Days
    end: Days
    credit_since: Days
    credit_until: Days
    previous_end: Days  # `NEVER` where there was none before

    def occurring(self) -> tuple[list[Period], Codes]:
        """The periods that occur, and each person's place among them."""
        used, at = np.unique(self.places, return_inverse=True)
        found = [period for place in used if (period := self.periods[place]) is not None]
        return found, at.astype(np.int32)

    def later_eras(self, terms: Sequence[Terms], at: Codes, passing: Length | None) -> Boundaries:
        """The first day of each person's second era, third era and so on."""
        many = max((each.pattern.eras for each in terms if each.pattern), default=1) - 1
        table = np.full((len(terms), many), NEVER, np.int32)
        for place, each in enumerate(terms):
            table[place, : len(each.boundaries)] = each.boundaries
        found = table[at]
        if passing is not None and many:
            days, places = np.unique(self.credit_until, return_inverse=True)
            since = [number_of(looking_back(day_of(day), passing)) for day in days.tolist()]
            apart = np.array([_is_late(each) for each in terms])[at]
            found[:, 0] = np.where(apart, np.array(since, np.int32)[places], found[:, 0])
        return found


def _is_late(terms: Terms) -> bool:
    """Whether the second era begins where what is earned may pass on."""
    return terms.pattern is not None and terms.pattern.eras > len(terms.boundaries) + 1


Boundaries = npt.NDArray[np.int32]


def days_of(period: Period | None) -> tuple[int, ...]:
    """The days of a period that people are judged by, as `Cycles` names them."""
    if period is None:
        return (0,) * 5
    cycle, before = period.cycle, period.previous_end
    days = (cycle.start, cycle.end, cycle.credit_since, cycle.credit_until)
    return (*map(number_of, days), NEVER if before is None else number_of(before))


def cycles_of(periods: Sequence[Period | None], days: Boundaries, places: Codes) -> Cycles:
    """The cycle of each person, who has the period at their place; `days` by period."""
    return Cycles(periods, places, *days[places].T)
