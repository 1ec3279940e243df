"""Settling: the best lawful count of many people at once, wherever a closed form is exact.

The law counts by a linear programme (`counting`): least shortfall, then most counted, then
most carried, then oldest first. For nearly everyone the answer can be written down:

- where no limit can bind, everything counts;
- where limits bind that nest like a tree, credit is taken cell by cell as far as every limit
  has room. Any order gives the most; the order of the oldest item in each cell gives the
  law's own choice, and it is used wherever a number of the answer turns on it;
- what exceeds a total and may pass on is one more limit, of all that counts, and what is
  passed on one more, of what may pass;
- two families of limits across one another (content and delivery) are a flow, whose most is
  its narrowest cut.

Taking in order is the law's answer only if no demand could be met better, which is looked at
person by person. Whoever cannot be settled so is `open`, and the exact programme decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from recert.rules.population.patterns import Amounts, Cells
from recert.rules.population.sheets import Flags, Ints
from recert.rules.population.worth import NO_BOUND

NEVER = np.iinfo(np.int64).max

_ROUNDS = 4
"""Room kept for one demand may leave another short: so often it is tried again."""

Firsts = Callable[[Ints], Ints]
"""For some of the people: when the oldest credit of each cell was earned, `NEVER` if none."""


@dataclass
class Settled:
    """What counts, by person: in all, by need, carried, and by category of each breadth."""

    counted: Ints
    carried: Ints
    reached: Ints
    breadths: Ints
    open: Flags


def settle(columns: Ints, cells: Cells, amounts: Amounts, firsts: Firsts) -> Settled:
    """Count the credit in the columns, a row for each person."""
    credit = np.zeros((len(columns), cells.many), np.int64)
    for column, cell in enumerate(cells.cell):
        credit[:, cell] += columns[:, column]
    taken, in_all = credit.copy(), credit.sum(1)
    carried, open = np.zeros(len(columns), np.int64), np.zeros(len(columns), np.bool_)
    hard = np.flatnonzero(_bound(credit, in_all, cells, amounts))
    if len(hard):
        _Hard(cells, amounts.of(hard), credit[hard], lambda rows: firsts(hard[rows])).solve(
            hard, taken, in_all, carried, open
        )
    reached = np.zeros((len(columns), len(cells.needs)), np.int64)
    for place, (need, wanted) in enumerate(zip(cells.needs, cells.pattern.needs, strict=True)):
        if wanted.beyond:
            reached[:, place] = credit[:, need].sum(1)
        elif wanted.demanded:
            reached[:, place] = in_all if need.all() else taken[:, need].sum(1)
    breadths = _breadths(columns, credit, taken, cells, open)
    return Settled(in_all, carried, reached, breadths, open)


def _bound(credit: Ints, in_all: Ints, cells: Cells, amounts: Amounts) -> Flags:
    """Who has a limit, or a total, that binds."""
    bound = np.zeros(len(credit), np.bool_)
    for place, limit in enumerate(cells.limits):
        touched = credit[:, limit].sum(1)
        bound |= touched > amounts.limits[:, place]
        share = cells.pattern.limits[place].share
        if share is not None:
            bound |= touched * share.denominator > in_all * share.numerator
    if cells.pattern.carries:
        bound |= in_all > amounts.required
    return bound


def take(credit: Ints, limits: Flags, room: Ints) -> Ints:
    """Take credit cell by cell as far as every limit has room."""
    room, taken = room.copy(), np.zeros_like(credit)
    for cell in range(credit.shape[1]):
        bounds = np.flatnonzero(limits[:, cell])
        here = credit[:, cell]
        if len(bounds):
            here = np.minimum(here, room[:, bounds].min(1))
            room[:, bounds] -= here[:, None]
        taken[:, cell] = here
    return taken


class Floors:
    """What must be reached of some cells, and how much room to keep until it is.

    The room kept is never more than what is still needed. So whoever comes out with all
    floors reached took as much as could be taken at every step.
    """

    def __init__(self, cells: Flags, least: Ints, credit: Ints, limits: Flags) -> None:
        self.cells, self.left = cells, least.copy()
        self.holding = (limits | ~cells.any(0)).all(1)  # limits that hold all of them
        self.pairs = [
            (one, other, cells[one] & cells[other])
            for one, other in combinations(range(len(cells)), 2)
        ]
        self.common = [credit[:, both].sum(1) for _, _, both in self.pairs]

    def keep(self, cell: Ints) -> Ints:
        """The room to keep, by person and limit, for floors that their cell does not serve."""
        return self._needed(np.where(self.cells.T[cell], 0, self.left))[:, None] * self.holding

    def needed(self) -> Ints:
        """The least that must still be taken of all cells, by person."""
        return self._needed(self.left)

    def _needed(self, left: Ints) -> Ints:
        needed, together = left.max(1), left.sum(1)
        for (one, other, _), common in zip(self.pairs, self.common, strict=True):
            here = np.minimum(left[:, one], left[:, other])
            both = left[:, one] + left[:, other] - np.minimum(here, common)
            needed = np.maximum(needed, both)
            together = together - np.where(here > 0, common, 0)
        least: Ints = np.maximum(needed, together)
        return least

    def took(self, cell: Ints, credit: Ints, here: Ints) -> None:
        """So much was taken of the credit in each person's cell."""
        self.left = np.maximum(self.left - np.where(self.cells.T[cell], here[:, None], 0), 0)
        for place, (_, _, both) in enumerate(self.pairs):
            self.common[place] = self.common[place] - np.where(both[cell], credit, 0)


def take_in_order(
    credit: Ints, limits: Flags, room: Ints, order: Ints, floors: Floors | None = None
) -> Ints:
    """The same, each person's cells in their own order."""
    room, taken = room.copy(), np.zeros_like(credit)
    rows, touches = np.arange(len(credit)), limits.T
    for place in range(credit.shape[1]):
        cell = order[:, place]
        here = whole = credit[rows, cell]
        if len(limits):
            bounds = touches[cell]
            free = room if floors is None else np.maximum(room - floors.keep(cell), 0)
            here = np.minimum(here, np.where(bounds, free, NO_BOUND).min(1))
            room -= np.where(bounds, here[:, None], 0)
        if floors is not None:
            floors.took(cell, whole, here)
        taken[rows, cell] = here
    return taken


class _Hard:
    """The people whom some limit binds."""

    def __init__(self, cells: Cells, amounts: Amounts, credit: Ints, firsts: Firsts) -> None:
        self.cells, self.amounts, self.credit, self.firsts = cells, amounts, credit, firsts
        self.limits, self.room = cells.limits, amounts.limits
        self.open = np.zeros(len(credit), np.bool_)
        self.carried = np.zeros(len(credit), np.int64)

    def solve(self, rows: Ints, taken: Ints, in_all: Ints, carried: Ints, open: Flags) -> None:
        """Write what was found to the rows of these people."""
        self._turn_shares()
        most = self._most()
        if self.cells.pattern.carries:
            most = self._carry(most)
        found = self._taken()
        short = found.sum(1) != most
        if not (self.cells.axes and self._only_in_all()):
            self.open |= short
        self._look_at_shares(found)
        self._look_at_needs(found, most)
        taken[rows], in_all[rows] = found, most
        carried[rows], open[rows] = self.carried, self.open

    def _turn_shares(self) -> None:
        """A share of all that counts is an amount, where nothing else binds."""
        shares = [each.share for each in self.cells.pattern.limits]
        asked = [place for place, share in enumerate(shares) if share is not None]
        if not asked:
            return
        others = np.zeros(len(self.credit), np.bool_)
        for place, limit in enumerate(self.limits):
            others |= self.credit[:, limit].sum(1) > self.room[:, place]
        if self.cells.pattern.carries:
            others |= self.credit.sum(1) > self.amounts.required
        self.room = self.room.copy()
        binding = np.zeros(len(self.credit), np.int64)
        for place in asked:
            share, limit = shares[place], self.limits[place]
            assert share is not None  # asked for are those that are shares
            inside = self.credit[:, limit].sum(1)
            rest = self.credit.sum(1) - inside
            over = inside * share.denominator > (inside + rest) * share.numerator
            binding += over
            parts, left = share.numerator * rest, share.denominator - share.numerator
            self.open |= over & (others | (parts % max(left, 1) != 0))
            self.room[:, place] = np.where(over, parts // max(left, 1), self.room[:, place])
        self.open |= binding > 1

    def _look_at_shares(self, taken: Ints) -> None:
        """What was taken must keep to the shares that did not bind at first."""
        in_all = taken.sum(1)
        for place, limit in enumerate(self.cells.limits):
            share = self.cells.pattern.limits[place].share
            if share is not None:
                inside = taken[:, limit].sum(1)
                self.open |= inside * share.denominator > in_all * share.numerator

    def _most(self) -> Ints:
        """The most that can count under the limits."""
        if self.cells.nested:
            return _sums(take(self.credit, self.limits, self.room))
        if self.cells.axes is None:
            self.open[:] = True
            return _sums(self.credit)
        return _narrowest(self.credit, self.limits, self.room, *self.cells.axes)

    def _carry(self, most: Ints) -> Ints:
        """What is over the required total passes on, as far as it may; returns what counts."""
        counts = np.minimum(most, self.amounts.required)
        over = self.credit.sum(1) > self.amounts.required
        everything = np.ones((1, self.cells.many), np.bool_)
        limits, room = [self.limits, everything], [self.room, self.amounts.required[:, None]]
        if len(self.cells.passing) > 1 or not self.cells.nested:
            self.open |= over
        elif len(self.cells.passing) == 1:
            may = self.cells.passing[0]
            others = take(self.credit * ~may, self.limits, self.room).sum(1)
            inside = counts - np.minimum(counts, others)
            limits.append(may[None, :])
            room.append(self._pass_on(inside, counts, np.arange(len(counts)))[:, None])
        self.limits, self.room = np.concatenate(limits), np.concatenate(room, axis=1)
        return counts

    def _pass_on(self, inside: Ints, counts: Ints, rows: Ints) -> Ints:
        """Let pass on what it may of credit of which `inside` must count; returns what is left."""
        here = self.credit[rows][:, self.cells.passing[0]].sum(1)
        onward = np.minimum(self.amounts.passing[rows, 0], here - inside)
        self.carried[rows] = np.where(counts >= self.amounts.required[rows], onward, 0)
        left: Ints = here - onward
        return left

    def _taken(self) -> Ints:
        """Credit taken, in the law's own order where a number of the answer turns on it."""
        taken = take(self.credit, self.limits, self.room)
        matters = np.zeros(len(self.credit), np.bool_)
        for place, limit in enumerate(self.limits):
            if self._divided(limit):
                matters |= self.credit[:, limit].sum(1) > self.room[:, place]
        rows = np.flatnonzero(matters & ~self.open)
        if len(rows):
            order = self._order(rows)
            taken[rows] = take_in_order(self.credit[rows], self.limits, self.room[rows], order)
        return taken

    def _order(self, rows: Ints) -> Ints:
        """The cells of each of these people, the oldest first."""
        firsts = np.where(self.credit[rows] > 0, self.firsts(rows), NEVER)
        order = np.argsort(firsts, axis=1, kind="stable")
        ordered = np.take_along_axis(firsts, order, 1)
        alike = (ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] < NEVER)
        self.open[rows] |= alike.any(1)
        return order

    def _divided(self, limit: Flags) -> bool:
        """Whether it matters to the answer which cells of a limit are taken from."""
        parts = [
            need
            for need, wanted in zip(self.cells.needs, self.cells.pattern.needs, strict=True)
            if wanted.demanded and not wanted.beyond
        ]
        for among in self.cells.breadths:
            for columns in among:
                part = np.zeros(self.cells.many, np.bool_)
                part[self.cells.cell[columns]] = True
                parts.append(part)
        return any((limit & part).any() and (limit & ~part).any() for part in parts)

    def _only_in_all(self) -> bool:
        """Whether nothing but the sum of all that counts is asked for."""
        return not self.cells.breadths and all(
            need.all() or not wanted.demanded or wanted.beyond
            for need, wanted in zip(self.cells.needs, self.cells.pattern.needs, strict=True)
        )

    def _look_at_needs(self, taken: Ints, most: Ints) -> None:
        """Whether a demand that is short could have been met better; then keep room for it."""
        floors = self._better(taken, np.arange(len(taken)))
        if not self.cells.nested:
            self.open |= (floors >= 0).any(1)
        rows = np.flatnonzero((floors >= 0).any(1) & ~self.open)
        floors = np.maximum(floors, 0)
        for _ in range(_ROUNDS):
            if not len(rows):
                return
            found = self._keep_room(floors[rows], rows, most[rows])
            taken[rows] = found
            better = self._better(found, rows)
            reached = np.stack([found[:, need].sum(1) for need in self.cells.needs], axis=1)
            wrong = (found.sum(1) != most[rows]) | (reached < floors[rows]).any(1)
            self.open[rows] |= wrong
            floors[rows] = np.maximum(floors[rows], better)
            rows = rows[(better >= 0).any(1) & ~wrong]
        self.open[rows] = True

    def _better(self, taken: Ints, rows: Ints) -> Ints:
        """For each need what could be reached of it, where that is more than is; else -1."""
        found = np.full((len(rows), len(self.cells.needs)), -1)
        many = len(self.cells.limits) + self.cells.pattern.carries
        for place, (need, wanted) in enumerate(
            zip(self.cells.needs, self.cells.pattern.needs, strict=True)
        ):
            if not wanted.demanded or wanted.beyond or need.all():
                continue
            reached, due = taken[:, need].sum(1), self.amounts.needs[rows, place]
            short = np.flatnonzero(reached < due)
            room = self.room[rows[short], :many]
            best = take(self.credit[rows[short]] * need, self.limits[:many], room).sum(1)
            best = np.minimum(best, due[short])
            found[short, place] = np.where(best > reached[short], best, -1)
        return found

    def _keep_room(self, least: Ints, rows: Ints, most: Ints) -> Ints:
        """Take in order again, with room kept for the demands that were left short."""
        credit, room, order = self.credit[rows], self.room[rows].copy(), self._order(rows)
        asked = least.any(0)

        def take_again(limits: Flags, room: Ints, order: Ints) -> Ints:
            floors = Floors(self.cells.needs[asked], least[:, asked], credit, limits)
            return take_in_order(credit, limits, room, order, floors)

        if len(self.cells.passing) == 1 and self.cells.pattern.carries:
            may, many = self.cells.passing[0], len(self.limits) - 1
            # What may pass on, last; of the rest, first what serves most of the demands.
            useful = may * (len(least) + 1) - self.cells.needs[asked].sum(0)
            others_first = np.take_along_axis(
                order, np.argsort(useful[order], axis=1, kind="stable"), 1
            )
            taken = take_again(self.limits[:many], room[:, :many], others_first)
            inside = taken[:, may].sum(1)
            floors = Floors(self.cells.needs[asked], least[:, asked], credit * may, self.limits)
            outside = (credit * ~may) @ self.cells.needs[asked].T
            floors.left = np.maximum(floors.left - outside, 0)
            others = take(credit * ~may, self.limits[:many], room[:, :many]).sum(1)
            fewest = np.maximum(floors.needed(), most - np.minimum(most, others))
            self.open[rows] |= (taken.sum(1) != most) | (inside != fewest)
            room[:, many] = self._pass_on(inside, most, rows)
        return take_again(self.limits, room, order)


def _sums(credit: Ints) -> Ints:
    found: Ints = credit.sum(1)
    return found


def _narrowest(
    credit: Ints, limits: Flags, room: Ints, small: tuple[int, ...], large: tuple[int, ...]
) -> Ints:
    """The most that passes two families of limits: the least over all ways to cut it."""
    best = np.full(len(credit), NEVER)
    apart = ~limits[list(large)].any(0)
    for cut in product((False, True), repeat=len(small)):
        closed = [place for place, chosen in zip(small, cut, strict=True) if chosen]
        left = ~limits[closed].any(0)
        through = room[:, closed].sum(1)
        for place in large:
            through = through + np.minimum(room[:, place], credit[:, left & limits[place]].sum(1))
        through = through + credit[:, left & apart].sum(1)
        best = np.minimum(best, through)
    return best


def _breadths(columns: Ints, credit: Ints, taken: Ints, cells: Cells, open: Flags) -> Ints:
    """In how many categories of each breadth something counts.

    Of a cell that counts in part the oldest counts first: where only some of its columns
    are of a category, it is not seen here whether those do.
    """
    found = np.zeros((len(columns), len(cells.breadths)), np.int64)
    for place, among in enumerate(cells.breadths):
        for within in among:
            filled = np.zeros(len(columns), np.bool_)
            for cell in np.unique(cells.cell[within]):
                inside = columns[:, within[cells.cell[within] == cell]].sum(1)
                here = (inside > 0) & (taken[:, cell] > 0)
                partly = taken[:, cell] < credit[:, cell]
                open |= here & partly & (inside < credit[:, cell])
                filled |= here
            found[:, place] += filled
    return found
