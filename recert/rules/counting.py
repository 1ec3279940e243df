"""Counting: the best lawful assignment of measured credit to requirements.

Summing naively is wrong: caps cross, an hour may serve several needs or only one of
them, and spending the wrong hour first loses credit. So measured activities that touch
the same limits and needs are grouped into *cells* of V credits each, and with

- y (0 to V): how much of a cell counts,
- z: how much of it is assigned to one of several needs that may not share an hour,
- c: how much of it is carried into the next cycle,

counting is a linear programme, solved exactly (`optimising`). Best means, in this
order: least shortfall, most counted, most carried, then oldest first. The order in which
activities were entered never matters. Conservation holds to the smallest unit:
value = counted + carried + over the limits, per cell and per activity.

Credit from before the cycle that a look-back need still sees serves that need alone: it
weighs nothing in what counts in all, and no limit bounds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from recert.rules.amounts import ZERO
from recert.rules.optimising import AtMost, maximise

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Item:
    """Measured credit that may count: all of an activity, or one part of it.

    `order` sorts items oldest first by what they are, never by when they were entered.
    `sets` are the keys of the needs, limits and carry rules that this credit touches.
    What is `early`, from before the cycle, does not weigh in what counts in all.
    """

    activity: str
    value: Fraction
    order: tuple[str, ...]
    sets: frozenset[str]
    early: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """At least `amount` of the items that touch `key`.

    Demands of one `exclusive` group compete for credit. `accepts` bounds how much of
    the items that touch another key may serve this demand. A demand `beyond_caps` is
    met by credit whether or not a cap lets it count.
    """

    key: str
    amount: Fraction
    exclusive: str = ""
    accepts: Mapping[str, Fraction] = field(default_factory=dict)
    beyond_caps: bool = False


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `amount` (and at most `share` of all that counts) of what touches `key`."""

    key: str
    amount: Fraction | None = None
    share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Carrying:
    """Credit above `required` in all may be carried, once so much counts.

    `most` bounds, by key, how much of what touches the key is carried; what touches none
    of the keys is not carried at all.
    """

    required: Fraction
    most: Mapping[str, Fraction]


@dataclass(slots=True)
class Cell:
    """Items that touch the same sets, and what was decided for them."""

    sets: frozenset[str]
    early: bool
    items: list[Item]
    counted: Fraction = ZERO
    carried: Fraction = ZERO
    assigned: dict[str, Fraction] = field(default_factory=dict)

    @property
    def value(self) -> Fraction:
        """All the credit in the cell."""
        return sum((item.value for item in self.items), ZERO)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one item came to, and how much of it serves each demand."""

    item: Item
    counted: Fraction
    carried: Fraction
    serves: tuple[tuple[str, Fraction], ...]

    @property
    def over(self) -> Fraction:
        """What neither counts nor is carried."""
        return self.item.value - self.counted - self.carried


@dataclass(frozen=True, slots=True)
class Count:
    """The whole assignment."""

    items: tuple[Counted, ...]
    served: Mapping[str, Fraction]  # by demand, at most what was demanded
    reached: Mapping[str, Fraction]  # by key of demand or cap: all that counts there
    short: Fraction  # of all that was demanded

    @property
    def in_all(self) -> Fraction:
        """All that counts in the cycle."""
        return sum((each.counted for each in self.items if not each.item.early), ZERO)


def count(
    items: Iterable[Item],
    demands: Sequence[Demand],
    caps: Sequence[Cap] = (),
    carry: Carrying | None = None,
) -> Count:
    """Count the items against demands and caps, as well as the law allows."""
    cells = cells_of(items)
    touched = frozenset().union(*(cell.sets for cell in cells))
    bound = [each for each in demands if each.key in touched and not each.beyond_caps]
    binding = [cap for cap in caps if cap.key in touched]
    if not _settled_by_bounds(cells, bound, binding, carry):
        _solve(cells, bound, binding, carry)
    return _share_out(cells, demands, caps)


def cells_of(items: Iterable[Item]) -> list[Cell]:
    """Items put together that touch the same sets, oldest first."""
    groups: dict[tuple[frozenset[str], bool], list[Item]] = {}
    for item in sorted(items, key=lambda item: item.order):
        if item.value > 0:
            groups.setdefault((item.sets, item.early), []).append(item)
    return [Cell(sets, early, members) for (sets, early), members in groups.items()]


def _settled_by_bounds(
    cells: list[Cell], demands: Sequence[Demand], caps: Sequence[Cap], carry: Carrying | None
) -> bool:
    """Where no cap can bind and nothing competes, everything counts and that is best."""
    if any(demand.exclusive or demand.accepts for demand in demands):
        return False
    if carry is not None and _in_all(cells) > carry.required:
        return False
    for cap in caps:
        touched = sum((cell.value for cell in cells if cap.key in cell.sets), ZERO)
        if cap.amount is not None and touched > cap.amount:
            return False
        if cap.share is not None and touched > 0:
            return False
    for cell in cells:
        cell.counted = cell.value
    return True


def _in_all(cells: Iterable[Cell]) -> Fraction:
    return sum((cell.value for cell in cells if not cell.early), ZERO)


class Programme:
    """The linear programme being put together: how many variables, which constraints.

    `shares` are the z: how much of a cell is assigned to one demand.
    """

    def __init__(self) -> None:
        self.variables = 0
        self.constraints: list[AtMost] = []
        self.shares: dict[tuple[int, str], int] = {}

    def variable(self) -> int:
        """The number of one variable more."""
        self.variables += 1
        return self.variables - 1

    def share(self, place: int, demand: str) -> int:
        """A variable for how much of a cell is assigned to one demand."""
        self.shares[place, demand] = self.variable()
        return self.shares[place, demand]

    def at_most(self, terms: Mapping[int, Fraction], bound: Fraction) -> None:
        """One constraint more."""
        self.constraints.append(AtMost(terms, bound))


def _solve(
    cells: list[Cell], demands: Sequence[Demand], caps: Sequence[Cap], carry: Carrying | None
) -> None:
    programme = Programme()
    counted = [programme.variable() for _ in cells]
    carried = _carried(programme, cells, carry)
    for place, cell in enumerate(cells):
        both = {counted[place]: ONE}
        if place in carried:
            both[carried[place]] = ONE
        programme.at_most(both, cell.value)
    weighing = [counted[place] for place, cell in enumerate(cells) if not cell.early]
    cap_constraints(programme, cells, counted, weighing, caps)
    beyond = programme.variable()
    if carry is not None:
        _carry_constraints(programme, cells, weighing, carried, carry, beyond)
    met = demand_constraints(programme, cells, counted, demands)
    objectives: list[dict[int, Fraction]] = [
        dict.fromkeys(met, ONE),
        {beyond: -ONE},
        dict.fromkeys(counted, ONE),
        dict.fromkeys(carried.values(), ONE),
        *({variable: ONE} for variable in counted),
        *({variable: ONE} for variable in carried.values()),
    ]
    objectives += [{variable: ONE} for variable in programme.shares.values()]
    values = maximise(programme.variables, programme.constraints, objectives)
    for place, cell in enumerate(cells):
        cell.counted = values[counted[place]]
        cell.carried = values[carried[place]] if place in carried else ZERO
    if carry is not None and sum((values[each] for each in weighing), ZERO) < carry.required:
        for cell in cells:  # a total that is short leaves nothing over
            cell.carried = ZERO
    for (place, key), variable in programme.shares.items():
        if values[variable]:
            cells[place].assigned[key] = values[variable]


def _carried(programme: Programme, cells: list[Cell], carry: Carrying | None) -> dict[int, int]:
    """A variable for every cell of which something may be carried."""
    if carry is None:
        return {}
    return {
        place: programme.variable()
        for place, cell in enumerate(cells)
        if not cell.early and not cell.sets.isdisjoint(carry.most)
    }


def _carry_constraints(
    programme: Programme,
    cells: list[Cell],
    weighing: Sequence[int],
    carried: Mapping[int, int],
    carry: Carrying,
    beyond: int,
) -> None:
    """Carrying spends only what exceeds the requirement, each kind up to its own bound.

    `beyond` is what needs within the total take though they add up to more than it.
    """
    programme.at_most(dict.fromkeys(weighing, ONE) | {beyond: -ONE}, carry.required)
    for key, most in carry.most.items():
        bounded = [variable for place, variable in carried.items() if key in cells[place].sets]
        programme.at_most(dict.fromkeys(bounded, ONE), most)


def cap_constraints(
    programme: Programme,
    cells: list[Cell],
    counted: list[int],
    weighing: Sequence[int],
    caps: Sequence[Cap],
) -> None:
    """No cap is exceeded, and no share of all that weighs."""
    for cap in caps:
        touched = [place for place, cell in enumerate(cells) if cap.key in cell.sets]
        if cap.amount is not None:
            programme.at_most({counted[place]: ONE for place in touched}, cap.amount)
        if cap.share is not None:
            terms = dict.fromkeys(weighing, -cap.share)
            for place in touched:
                terms[counted[place]] += ONE
            programme.at_most(terms, ZERO)


def demand_constraints(
    programme: Programme, cells: list[Cell], counted: list[int], demands: Sequence[Demand]
) -> list[int]:
    """For each demand a variable: how much of it is met, never above its amount."""
    met = []
    spent: dict[tuple[str, int], list[int]] = {}  # by exclusive group and cell
    for demand in demands:
        variable = programme.variable()
        met.append(variable)
        programme.at_most({variable: ONE}, demand.amount)
        touched = [place for place, cell in enumerate(cells) if demand.key in cell.sets]
        if not demand.exclusive and not demand.accepts:
            sources = {place: counted[place] for place in touched}
        else:
            sources = {place: programme.share(place, demand.key) for place in touched}
            for place, share in sources.items():
                programme.at_most({share: ONE, counted[place]: -ONE}, ZERO)
                if demand.exclusive:
                    spent.setdefault((demand.exclusive, place), []).append(share)
        for key, most in demand.accepts.items():
            bounded = {share: ONE for place, share in sources.items() if key in cells[place].sets}
            programme.at_most(bounded, most)
        programme.at_most({variable: ONE} | dict.fromkeys(sources.values(), -ONE), ZERO)
    for (_, place), shares in spent.items():
        programme.at_most(dict.fromkeys(shares, ONE) | {counted[place]: -ONE}, ZERO)
    return met


def _share_out(cells: list[Cell], demands: Sequence[Demand], caps: Sequence[Cap]) -> Count:
    """From cells back to items, oldest first, and what each demand and cap came to."""
    competing = {demand.key for demand in demands if demand.exclusive or demand.accepts}
    beyond = {demand.key for demand in demands if demand.beyond_caps}
    shared = [demand.key for demand in demands if demand.key not in competing | beyond]
    found: list[Counted] = []
    for cell in cells:
        counted, carried, assigned = cell.counted, cell.carried, dict(cell.assigned)
        for item in cell.items:
            here = min(item.value, counted)
            counted -= here
            onward = min(item.value - here, carried)
            carried -= onward
            serves = [(key, here) for key in shared if key in item.sets and here]
            serves += [(key, item.value) for key in sorted(beyond & item.sets)]
            left: dict[str, Fraction] = {}
            for demand in demands:
                if demand.key not in assigned:
                    continue
                free = left.get(demand.exclusive, here) if demand.exclusive else here
                part = min(free, assigned[demand.key])
                assigned[demand.key] -= part
                if demand.exclusive:
                    left[demand.exclusive] = free - part
                if part:
                    serves.append((demand.key, part))
            found.append(Counted(item, here, onward, tuple(serves)))
    found.sort(key=lambda each: each.item.order)
    reached: dict[str, Fraction] = {}
    for key in {demand.key for demand in demands} | {cap.key for cap in caps}:
        if key in beyond:
            reached[key] = sum((cell.value for cell in cells if key in cell.sets), ZERO)
        elif key in competing:
            reached[key] = sum((cell.assigned.get(key, ZERO) for cell in cells), ZERO)
        else:
            reached[key] = sum((cell.counted for cell in cells if key in cell.sets), ZERO)
    served = {demand.key: min(demand.amount, reached[demand.key]) for demand in demands}
    short = sum((demand.amount - served[demand.key] for demand in demands), ZERO)
    return Count(tuple(found), served, reached, short)
