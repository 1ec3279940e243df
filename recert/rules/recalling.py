"""Recalling: the needs that look back beyond the cycle, and what they still see."""

from __future__ import annotations

from datetime import date

from recert.rules.cycles import ONE_DAY, subtract
from recert.rules.facts import Activity
from recert.rules.matching import Matter, categories_of, in_force
from recert.rules.rulebook import EVERYTHING, Length, Need

Wide = tuple[tuple[Need, date], ...]


def looking_back(end: date, length: Length) -> date:
    """The first of the days, so many in all, that end with this one."""
    return subtract(end + ONE_DAY, length)


def back_to(need: Need, matter: Matter) -> date | None:
    """From when a need that looks beyond the cycle sees credit; None for any other need."""
    if need.ever:
        return date.min
    return looking_back(matter.cycle.end, need.within) if need.within else None


def wide_needs(matter: Matter) -> Wide:
    """The needs in force that look back beyond the cycle, each with how far."""
    return tuple(
        (rule, since)
        for clause, rule in matter.rulebook.of_kind(Need)
        if (since := back_to(rule, matter)) is not None and in_force(clause, matter)
    )


def is_recalled(activity: Activity, wide: Wide, matter: Matter) -> bool:
    """Whether something done before the cycle may still serve one of these needs."""
    day = activity.completed
    if not wide or day >= matter.cycle.credit_since or day > matter.as_of:
        return False
    seen = [need for need, since in wide if since <= day]
    belongs = {EVERYTHING, *categories_of(activity, matter)}
    return any(not belongs.isdisjoint(need.of) for need in seen)
