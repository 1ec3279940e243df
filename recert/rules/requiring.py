"""Requiring: needs and limits turned into demands and caps, counted, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from recert.rules.admitting import Admitted
from recert.rules.amounts import ZERO
from recert.rules.carrying import Brought, brought_in, carrying, may_owe, outward, owed
from recert.rules.counting import Cap, Carrying, Count, Demand, Item, count
from recert.rules.findings import Code, LimitFinding, Reason, RequirementFinding, State
from recert.rules.itemising import items_of, touches_of
from recert.rules.leaving import reasons_of, spared
from recert.rules.matching import Matter, in_force
from recert.rules.rulebook import Base, Breadth, Limit, Need
from recert.rules.spanning import Window, limit_windows, need_windows


@dataclass(frozen=True, slots=True)
class Tally:
    """How the needs and limits stand, and the assignment behind them."""

    requirements: tuple[RequirementFinding, ...]
    limits: tuple[LimitFinding, ...]
    count: Count
    categories: Mapping[str, tuple[str, ...]]  # by activity
    brought: tuple[Brought, ...] = ()
    carries: tuple[str, ...] = ()  # the clauses by which a surplus may pass on


def tally(
    matter: Matter,
    admitted: Sequence[Admitted],
    waived: frozenset[str],
    left_out: frozenset[str] = frozenset(),
) -> Tally:
    """Count what was admitted as well as the law allows, without the clauses left out."""
    debt = owed(matter)
    needs = need_windows(matter, left_out, debt)
    activities = [each.activity for each in admitted if not each.early]
    limits = limit_windows(matter, activities, left_out, needs)
    brought, passing = brought_in(matter), outward(matter)
    touches = touches_of(needs, limits, passing)
    items, categories = items_of(matter, admitted, brought, touches)
    sought = _Sought(needs, waived, [cap_of(window) for window in limits])
    if brought and any(each.forfeits for each in passing) and sought.need(items, brought):
        passing = tuple(each for each in passing if not each.forfeits)
    carry = carrying(passing, needs)
    counted = sought.best(items, carry)
    requirements = [_requirement(window, counted, waived, debt, matter) for window in needs]
    requirements += _breadths(matter, counted, categories, waived, left_out)
    return Tally(
        tuple(requirements),
        _limit_findings(limits, counted),
        counted,
        categories,
        brought,
        tuple(each.clause.id for each in passing) if carry else (),
    )


# ---------------------------------------------------------------- counting


def cap_of(window: Window) -> Cap:
    """The cap that a limit sets over one window."""
    rule = window.rule
    assert isinstance(rule, Limit)  # limit windows are made from limits
    return Cap(window.key, window.amount, rule.share if rule.base is Base.COUNTED else None)


@dataclass(frozen=True, slots=True)
class _Sought:
    """What credit is counted against: the needs that are not waived, and the limits."""

    needs: Sequence[Window]
    waived: frozenset[str]
    caps: Sequence[Cap]

    def best(self, items: Sequence[Item], carry: Carrying | None = None) -> Count:
        """The best count, whichever single category serves each need that asks for one."""
        seen = {key for item in items for key in item.sets}
        choices = list(product(*demands_for(self.needs, self.waived, seen)))
        counts = [count(items, demands, self.caps, carry) for demands in choices]
        if len(counts) == 1:
            return counts[0]
        return min(counts, key=lambda each: (each.short, -each.in_all))

    def need(self, items: Sequence[Item], brought: Sequence[Brought]) -> bool:
        """Whether more would be short without the credit that was brought in."""
        carried = {each.id for each in brought}
        own = [item for item in items if item.activity not in carried]
        return self.best(own).short > self.best(items).short


def demands_for(
    needs: Iterable[Window], waived: frozenset[str], seen: set[str]
) -> Iterator[list[Demand]]:
    """For every need the demands that would meet it, of which one is made."""
    for window in needs:
        rule, amount = window.rule, window.amount
        assert isinstance(rule, Need)  # need windows are made from needs
        if amount is None or rule.beyond_limits or window.clause.id in waived:
            continue
        accepts = {key: rule.accepts[category] for category, key in window.accepts.items()}
        keys = [key for key, _ in window.options]
        yield [
            Demand(key, amount, rule.exclusive, accepts)
            for key in [key for key in keys if key in seen] or keys[:1]
        ]


# ---------------------------------------------------------------- needs


def _requirement(
    window: Window, counted: Count, waived: frozenset[str], debt: Fraction, matter: Matter
) -> RequirementFinding:
    clause, amount = window.clause, window.amount
    key, reached = _reached(window, counted)
    short = ZERO if amount is None else max(ZERO, amount - reached)
    state, reasons = State.SHORT if short else State.MET, _which(window, key, reached)
    reasons += tuple(reasons_of(window.less_by))
    if clause.id in waived:
        state = State.WAIVED
        reasons += tuple(reasons_of(filter(None, [spared(matter).get(clause.id)])))
    elif amount is None:
        state = State.SILENT
    elif short and (passes := may_owe(window, short, debt, matter)) is not False:
        state = State.MET if passes else State.SILENT
        reasons += (Reason(code=Code.OWED, clause=clause.id, amount=short),)
    if state is State.SILENT:
        reasons += (Reason(code=Code.SILENT, clause=clause.id),)
    return RequirementFinding(
        clause=clause.id,
        kind=clause.kind,
        state=state,
        need=amount or ZERO,
        counted=reached,
        short=short if state is State.SHORT else ZERO,
        since=window.span.since,
        until=window.span.until,
        reasons=reasons,
    )


def _reached(window: Window, counted: Count) -> tuple[str, Fraction]:
    """What serves a need: what counts, or all that was earned where limits do not bind."""
    rule = window.rule
    found = [
        (
            _earned(key, counted)
            if isinstance(rule, Need) and rule.beyond_limits
            else counted.reached.get(key, ZERO),
            key,
        )
        for key, _ in window.options
    ]
    reached, key = max(found, key=lambda each: each[0])
    return key, reached


def _earned(key: str, counted: Count) -> Fraction:
    return sum((each.item.value for each in counted.items if key in each.item.sets), ZERO)


def _which(window: Window, key: str, reached: Fraction) -> tuple[Reason, ...]:
    """The single category that serves a need best, where it must be a single one."""
    if key == window.key or not reached:
        return ()
    category = key.rpartition(" ")[2]
    about = {"category": category}
    return (Reason(code=Code.BEST_CATEGORY, clause=window.clause.id, amount=reached, about=about),)


# ---------------------------------------------------------------- limits and breadths


def _limit_findings(windows: Iterable[Window], counted: Count) -> tuple[LimitFinding, ...]:
    found = []
    for window in windows:
        rule = window.rule
        assert isinstance(rule, Limit)  # limit windows are made from limits
        at_most = window.amount
        if at_most is None:
            if rule.share is None or rule.base is Base.REQUIRED:
                continue
            at_most = rule.share * counted.in_all
        touched = [each for each in counted.items if window.key in each.item.sets]
        found.append(
            LimitFinding(
                clause=window.clause.id,
                at_most=at_most,
                counted=sum((each.counted for each in touched), ZERO),
                over=sum((each.over for each in touched), ZERO),
                since=window.span.since,
                until=window.span.until,
                each=window.each or "",
            )
        )
    return tuple(found)


def _breadths(
    matter: Matter,
    counted: Count,
    categories: Mapping[str, tuple[str, ...]],
    waived: frozenset[str],
    left_out: frozenset[str],
) -> list[RequirementFinding]:
    """How many of the named categories something counts in."""
    filled = {
        name
        for each in counted.items
        if each.counted > 0 and not each.item.early
        for name in categories.get(each.item.activity, ())
    }
    found = []
    for clause, rule in matter.rulebook.of_kind(Breadth):
        if clause.id in left_out or not in_force(clause, matter):
            continue
        have = len(filled & set(rule.among))
        short = max(0, rule.at_least - have)
        state = State.WAIVED if clause.id in waived else State.SHORT if short else State.MET
        if clause.silent:
            state = State.SILENT
        found.append(
            RequirementFinding(
                clause=clause.id,
                kind=clause.kind,
                state=state,
                need=Fraction(rule.at_least),
                counted=Fraction(have),
                short=Fraction(short if state is State.SHORT else 0),
            )
        )
    return found
