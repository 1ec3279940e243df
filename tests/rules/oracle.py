"""An exhaustive oracle for counting, written another way on purpose.

The best assignment lies where enough boundaries meet: a cell empty or full, a cap
reached, a demand exactly met. So try every such meeting point, keep the lawful ones, and
take the best. Slow, short and obviously right; for a handful of cells.

What may be carried is looked for on a grid of halves, which holds the best of two cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, product

from recert.rules.counting import Cap, Carrying, Demand, Item

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


def most_carried(
    items: Sequence[Item], demands: Sequence[Demand], caps: Sequence[Cap], carry: Carrying
) -> tuple[Fraction, Fraction, Fraction]:
    """The least shortfall, what then counts, and the most that can be carried.

    No more counts than is required, if that may be.
    """
    scores = [
        (
            -_shortfall(items, demands, point),
            -max(Fraction(0), sum(point, Fraction(0)) - carry.required),
            sum(point, Fraction(0)),
            most,
        )
        for point in product(*(_halves(item.value) for item in items))
        if _lawful(items, caps, point)
        for most in _passing(items, carry, point)
    ]
    shortfall, _, counted, most = max(scores)
    return -shortfall, counted, most if counted >= carry.required else Fraction(0)


def _halves(value: Fraction) -> list[Fraction]:
    return [Fraction(step, 2) for step in range(int(value * 2) + 1)]


def _passing(
    items: Sequence[Item], carry: Carrying, point: Sequence[Fraction]
) -> Iterator[Fraction]:
    """Every sum that may be carried of what these parts of the items leave."""
    left = (_halves(item.value - part) for item, part in zip(items, point, strict=True))
    for parts in product(*left):
        touched = [(part, item) for part, item in zip(parts, items, strict=True) if part]
        if all(item.sets & set(carry.most) for _, item in touched) and all(
            sum((part for part, item in touched if key in item.sets), Fraction(0)) <= most
            for key, most in carry.most.items()
        ):
            yield sum(parts, Fraction(0))


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
