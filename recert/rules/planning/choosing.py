"""Choosing: how many hours of which offers, for all certifications at once.

The programme is that of counting, with one variable more for each offer: its hours. A
cell holds the credit there is and, for every hour, what the offer is worth there. First
as much as can be met is met, then by the fewest hours, then by those that ask least.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from recert.rules.amounts import ZERO
from recert.rules.counting import (
    Cap,
    Cell,
    Demand,
    Programme,
    cap_constraints,
    cells_of,
    demand_constraints,
)
from recert.rules.optimising import maximise
from recert.rules.planning.ledgers import Case, Ledger, Sight

ONE = Fraction(1)

Sights = Sequence[Sight | None]
"""What one ledger sees of every offer."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Hours by offer, how much of what is short they meet, and how much there was of it."""

    hours: tuple[Fraction, ...]
    met: Fraction
    unmet: tuple[frozenset[str], ...]  # by ledger: the keys that stay short

    @property
    def rank(self) -> tuple[int, Fraction]:
        """Less is better: what stays short, then the hours."""
        return sum(map(len, self.unmet)), sum(self.hours, ZERO)


def choose_hours(
    ledgers: Sequence[Ledger],
    cases: Sequence[Case],
    sights: Sequence[Sights],
    burdens: Sequence[int],
) -> Chosen:
    """The fewest hours that meet all that can be met, in each ledger's chosen case."""
    programme = Programme()
    hours = [programme.variable() for _ in burdens]
    met: list[list[tuple[Demand, int]]] = []
    for ledger, case, seen in zip(ledgers, cases, sights, strict=True):
        met.append(_book(programme, ledger, case, seen, hours))
    objectives: list[dict[int, Fraction]] = [
        {variable: ONE for some in met for _, variable in some},
        dict.fromkeys(hours, -ONE),
        {variable: Fraction(-burden) for variable, burden in zip(hours, burdens, strict=True)},
    ]
    values = maximise(programme.variables, programme.constraints, objectives)
    unmet = tuple(
        case.short - {demand.key for demand, variable in some if values[variable] == demand.amount}
        for case, some in zip(cases, met, strict=True)
    )
    reached = sum((values[variable] for some in met for _, variable in some), ZERO)
    return Chosen(tuple(values[variable] for variable in hours), reached, unmet)


def _book(
    programme: Programme, ledger: Ledger, case: Case, seen: Sights, hours: Sequence[int]
) -> list[tuple[Demand, int]]:
    """Put one ledger into the programme; for each demand the variable that says how met."""
    caps, demands = _that_matter(ledger, case, seen)
    keys = {key for demand in demands for key in (demand.key, *demand.accepts)}
    keys |= {cap.key for cap in caps}
    weighs = any(cap.share is not None for cap in caps)
    items = [replace(item, sets=item.sets & keys) for item in ledger.items]
    fresh: dict[frozenset[str], dict[int, Fraction]] = {}
    for variable, sight in zip(hours, seen, strict=True):
        if sight is not None:
            fresh.setdefault(sight.sets & keys, {})[variable] = sight.rate
    cells = [cell for cell in cells_of(items) if cell.sets or weighs]
    cells += _new_cells(cells, fresh, weighs=weighs)
    counted = [programme.variable() for _ in cells]
    for variable, cell in zip(counted, cells, strict=True):
        more = {} if cell.early else fresh.get(cell.sets, {})
        terms = {variable: ONE} | {each: -rate for each, rate in more.items()}
        programme.at_most(terms, cell.value)
    weighing = [each for each, cell in zip(counted, cells, strict=True) if not cell.early]
    cap_constraints(programme, cells, counted, weighing, caps)
    met = demand_constraints(programme, cells, counted, demands)
    beyond = [_beyond(programme, ledger, demand, seen, hours) for demand in case.beyond]
    return [*zip(demands, met, strict=True), *zip(case.beyond, beyond, strict=True)]


def _that_matter(ledger: Ledger, case: Case, seen: Sights) -> tuple[list[Cap], list[Demand]]:
    """The caps that may bind, and the demands that are short or might come to be.

    Without a cap and without demands that compete all credit counts, and what is met
    stays met.
    """
    offered = frozenset().union(*(sight.sets for sight in seen if sight is not None))
    caps = []
    for cap in case.caps:
        here = sum((item.value for item in ledger.items if cap.key in item.sets), ZERO)
        if cap.key in offered or cap.share is not None or (cap.amount or ZERO) < here:
            caps.append(cap)
    touched = offered.union(*(item.sets for item in ledger.items))
    demands = [demand for demand in case.demands if demand.key in touched]
    if caps or any(demand.exclusive or demand.accepts for demand in demands):
        return caps, demands
    return caps, [demand for demand in demands if demand.key in case.short]


def _new_cells(
    cells: Sequence[Cell], fresh: Mapping[frozenset[str], object], *, weighs: bool
) -> list[Cell]:
    """Cells of sets that no credit there is touches."""
    have = {cell.sets for cell in cells if not cell.early}
    return [Cell(sets, False, []) for sets in fresh if sets not in have and (sets or weighs)]


def _beyond(
    programme: Programme, ledger: Ledger, demand: Demand, seen: Sights, hours: Sequence[int]
) -> int:
    """A demand that all that was earned meets, whatever the caps."""
    met = programme.variable()
    programme.at_most({met: ONE}, demand.amount)
    here = sum((item.value for item in ledger.items if demand.key in item.sets), ZERO)
    terms = {
        variable: -sight.rate
        for variable, sight in zip(hours, seen, strict=True)
        if sight is not None and demand.key in sight.sets
    }
    programme.at_most({met: ONE} | terms, here)
    return met
