"""An exhaustive oracle for counting, written another way on purpose.

The best assignment lies where enough boundaries meet: a cell empty or full, a cap
reached, a demand exactly met. So try every such meeting point, keep the lawful ones, and
take the best. Slow, short and obviously right; for a handful of cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations

from recert.rules.counting import Cap, Demand, Item

Row = tuple[tuple[Fraction, ...], Fraction]
Score = tuple[Fraction, Fraction]


def best(items: Sequence[Item], demands: Sequence[Demand], caps: Sequence[Cap]) -> Score:
    """The least shortfall and, with it, the most that can count."""
    boundaries = list(_boundaries(items, demands, caps))
    points = (
        point
        for chosen in combinations(boundaries, len(items))
        if (point := _meeting(chosen)) is not None
    )
    scores = [
        (-_shortfall(items, demands, point), sum(point, Fraction(0)))
        for point in points
        if _lawful(items, caps, point)
    ]
    shortfall, counted = max(scores)
    return -shortfall, counted


def _touching(items: Sequence[Item], keys: set[str]) -> tuple[Fraction, ...]:
    return tuple(Fraction(bool(keys & item.sets)) for item in items)


def _boundaries(
    items: Sequence[Item], demands: Sequence[Demand], caps: Sequence[Cap]
) -> Iterator[Row]:
    for place, item in enumerate(items):
        unit = tuple(Fraction(number == place) for number in range(len(items)))
        yield unit, Fraction(0)
        yield unit, item.value
    for cap in caps:
        row = _touching(items, {cap.key})
        if cap.amount is not None:
            yield row, cap.amount
        if cap.share is not None:
            yield tuple(cell - cap.share for cell in row), Fraction(0)
    for group in _subsets(demands):
        yield (
            _touching(items, {demand.key for demand in group}),
            sum((demand.amount for demand in group), Fraction(0)),
        )


def _subsets(demands: Sequence[Demand]) -> Iterator[tuple[Demand, ...]]:
    yield from chain.from_iterable(
        combinations(demands, size) for size in range(1, len(demands) + 1)
    )


def _lawful(items: Sequence[Item], caps: Sequence[Cap], point: Sequence[Fraction]) -> bool:
    if any(not 0 <= part <= item.value for part, item in zip(point, items, strict=True)):
        return False
    total = sum(point, Fraction(0))
    for cap in caps:
        inside = sum(
            (part for part, item in zip(point, items, strict=True) if cap.key in item.sets),
            Fraction(0),
        )
        if cap.amount is not None and inside > cap.amount:
            return False
        if cap.share is not None and inside > cap.share * total:
            return False
    return True


def _shortfall(
    items: Sequence[Item], demands: Sequence[Demand], point: Sequence[Fraction]
) -> Fraction:
    """Shared demands each by themselves; competing ones by the smallest cut (max flow)."""
    short = Fraction(0)
    groups: dict[str, list[Demand]] = {}
    for number, demand in enumerate(demands):
        groups.setdefault(demand.exclusive or f"alone {number}", []).append(demand)
    for group in groups.values():
        wanted = sum((demand.amount for demand in group), Fraction(0))
        met = wanted
        for chosen in _subsets(group):
            keys = {demand.key for demand in chosen}
            reachable = sum(
                (part for part, item in zip(point, items, strict=True) if keys & item.sets),
                Fraction(0),
            )
            others = sum((d.amount for d in group if d.key not in keys), Fraction(0))
            met = min(met, reachable + others)
        short += wanted - met
    return short


def _meeting(rows: Sequence[Row]) -> tuple[Fraction, ...] | None:
    """The one point on all these boundaries, by elimination; None if there is not one."""
    table = [[*cells, bound] for cells, bound in rows]
    size = len(table)
    for column in range(size):
        pivot = next((row for row in range(column, size) if table[row][column]), None)
        if pivot is None:
            return None
        table[column], table[pivot] = table[pivot], table[column]
        lead = table[column][column]
        table[column] = [cell / lead for cell in table[column]]
        for row in range(size):
            if row != column and table[row][column]:
                factor = table[row][column]
                table[row] = [
                    cell - factor * other
                    for cell, other in zip(table[row], table[column], strict=True)
                ]
    return tuple(row[-1] for row in table)
