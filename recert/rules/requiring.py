"""Requiring: needs and limits turned into demands and caps, counted, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from recert.rules.admitting import Admitted, order_of
from recert.rules.amounts import ZERO
from recert.rules.counting import Cap, CarryRule, Count, Demand, Item, count
from recert.rules.cycles import ONE_DAY, subtract
from recert.rules.findings import Code, LimitFinding, Reason, RequirementFinding, State
from recert.rules.matching import Matter, categories_of, in_force, who_holds
from recert.rules.rulebook import (
    EVERYTHING,
    Among,
    Amounts,
    Breadth,
    Carry,
    Clause,
    Limit,
    Need,
    Per,
    Route,
    Several,
    Span,
)

CARRY = "carry"


@dataclass(frozen=True, slots=True)
class Tally:
    """How the needs and limits stand, and the assignment behind them."""

    requirements: tuple[RequirementFinding, ...]
    limits: tuple[LimitFinding, ...]
    count: Count
    categories: dict[str, tuple[str, ...]]  # by activity
    route: str = ""  # the route by credits that stands best, where there are several

    @property
    def shortfall(self) -> tuple[int, Fraction]:
        """How many requirements are short, and by how much in all: less is better."""
        short = [each for each in self.requirements if each.state is State.SHORT]
        return len(short), sum((each.short for each in short), ZERO)


@dataclass(frozen=True, slots=True)
class _Window:
    """One clause over one inner window of the cycle."""

    key: str
    clause: Clause
    span: Span
    amount: Fraction | None


def tally(matter: Matter, admitted: Sequence[Admitted], waived: frozenset[str]) -> Tally:
    """Count under each whole alternative the policy offers, and keep the best."""
    alternatives = [
        (clause, rule)
        for clause, rule in matter.rulebook.of_kind(Route)
        if rule.needs and rule.open and not clause.silent and in_force(clause, matter)
    ]
    if not alternatives:
        return _tally(matter, admitted, waived, frozenset(), "")
    offered = frozenset(need for _, rule in alternatives for need in rule.needs)
    tallies = [
        _tally(matter, admitted, waived, offered - set(rule.needs), clause.id)
        for clause, rule in alternatives
    ]
    return min(tallies, key=lambda each: each.shortfall)


def _tally(
    matter: Matter,
    admitted: Sequence[Admitted],
    waived: frozenset[str],
    left_out: frozenset[str],
    route: str,
) -> Tally:
    needs = [
        (clause, rule)
        for clause, rule in matter.rulebook.of_kind(Need)
        if clause.id not in left_out and in_force(clause, matter)
    ]
    limits = [
        (clause, rule)
        for clause, rule in matter.rulebook.of_kind(Limit)
        if not clause.silent and in_force(clause, matter)
    ]
    need_windows = [
        _Window(key, clause, span, _needed(clause, rule, matter))
        for clause, rule in needs
        for key, span in _windows(clause, rule.per, matter)
    ]
    limit_windows = [
        _Window(key, clause, span, amount_for(rule.amount, matter))
        for clause, rule in limits
        for key, span in _windows(clause, rule.per, matter)
    ]
    carry, carry_of, carry_since = _carry(matter, need_windows)
    wanted = {
        window.key: (_of(window.clause), window.span) for window in need_windows + limit_windows
    }
    for clause, rule in needs:
        for category in rule.accepts:
            wanted[_accepts_key(clause, category)] = ((category,), Span())
    if carry is not None:
        wanted[CARRY] = (carry_of, Span(carry_since, None))
    items, categories = _items(matter, admitted, wanted)
    demands = [
        Demand(
            window.key,
            window.amount,
            need.exclusive,
            _accepted(window.clause, need),
            need.beyond_limits,
        )
        for window in need_windows
        if isinstance(need := window.clause.rule, Need)
        and window.amount is not None
        and window.clause.id not in waived
        and not need.beyond_limits
    ]
    caps = [
        Cap(window.key, window.amount, limit.share)
        for window in limit_windows
        if isinstance(limit := window.clause.rule, Limit)
    ]
    counted = count(items, demands, caps, carry)
    requirements = [_requirement(window, counted, waived) for window in need_windows]
    requirements += _breadths(matter, counted, categories, waived, left_out)
    return Tally(
        tuple(requirements), _limit_findings(limit_windows, counted), counted, categories, route
    )


def _of(clause: Clause) -> tuple[str, ...]:
    assert isinstance(clause.rule, Need | Limit)  # only these have windows
    return clause.rule.of


def _accepts_key(clause: Clause, category: str) -> str:
    return f"{clause.id} accepts {category}"


def _accepted(clause: Clause, rule: Need) -> dict[str, Fraction]:
    return {_accepts_key(clause, category): most for category, most in rule.accepts.items()}


def amount_for(amounts: Amounts, matter: Matter) -> Fraction | None:
    """The first row that speaks of this person; None is a hole in the policy."""
    return next((row.amount for row in amounts if who_holds(row.who, matter)), None)


def _needed(clause: Clause, rule: Need, matter: Matter) -> Fraction | None:
    """The amount needed, all certifications of the body held taken together."""
    if clause.silent:
        return None
    amount = amount_for(rule.amount, matter)
    several = next(
        (each for held, each in matter.rulebook.of_kind(Several) if in_force(held, matter)), None
    )
    if amount is None or several is None:
        return amount
    if several.needs is Among.HIGHEST:
        others = [
            found
            for other in matter.held()
            if (found := amount_for(rule.amount, replace(matter, holding=other))) is not None
        ]
        amount = max([amount, *others])
    if rule.of == (EVERYTHING,):
        amount += several.each_extra * (len(matter.held()) - 1)
    return amount


def clause_of(key: str) -> str:
    """The clause that a demand or cap of one window comes from."""
    return key.partition(" ")[0]


def _windows(clause: Clause, per: Per, matter: Matter) -> list[tuple[str, Span]]:
    """The inner windows of the cycle a clause is measured over, each with its key."""
    start, end = matter.cycle.start, matter.cycle.end
    if per is Per.CYCLE:
        return [(clause.id, Span())]
    return [
        (f"{clause.id} from {since}", Span(since, until))
        for since, until in _inner(per, start, end)
    ]


def _inner(per: Per, start: date, end: date) -> Iterable[tuple[date, date]]:
    since, number = start, 0
    while since <= end:
        number += 1
        match per:
            case Per.CALENDAR_YEAR:
                until = date(since.year, 12, 31)
            case Per.HALF_YEAR:
                until = date(since.year, 6, 30) if since.month < 7 else date(since.year, 12, 31)
            case _:
                until = start + relativedelta(years=number) - ONE_DAY
        yield since, min(until, end)
        since = until + ONE_DAY


def _carry(
    matter: Matter, needs: list[_Window]
) -> tuple[CarryRule | None, tuple[str, ...], date | None]:
    """What of a surplus may be carried: only where a total is needed to be above."""
    total = next(
        (need.amount for need in needs if _of(need.clause) == (EVERYTHING,) and need.amount), None
    )
    for clause, rule in matter.rulebook.of_kind(Carry):
        if clause.silent or not in_force(clause, matter):
            continue
        at_most = amount_for(rule.at_most, matter)
        if at_most and total is not None:
            since = subtract(matter.cycle.end, rule.earned_within) if rule.earned_within else None
            return CarryRule(CARRY, at_most, total), rule.of, since
    return None, (), None


def _items(
    matter: Matter,
    admitted: Sequence[Admitted],
    wanted: dict[str, tuple[tuple[str, ...], Span]],
) -> tuple[list[Item], dict[str, tuple[str, ...]]]:
    """One item per part of an activity, with every set it touches."""
    items: list[Item] = []
    categories: dict[str, tuple[str, ...]] = {}
    decided = _decided(matter)
    for each in admitted:
        activity = each.activity
        day = (
            min(activity.completed, matter.cycle.end)
            if each.worth.clipped
            else (activity.completed)
        )
        shares = [(part.share, replace(activity, topics=part.topics)) for part in activity.parts]
        rest = 1 - sum((share for share, _ in shares), ZERO)
        if rest > 0:
            shares.append((rest, activity))
        names: set[str] = set()
        for number, (share, as_part) in enumerate(shares):
            belongs = {EVERYTHING, *decided.get(activity.id, ()), *categories_of(as_part, matter)}
            names |= belongs - {EVERYTHING}
            sets = frozenset(
                key for key, (of, span) in wanted.items() if belongs & set(of) and span.holds(day)
            )
            order = (*order_of(activity), str(number))
            items.append(Item(activity.id, each.worth.value * share, order, sets))
        categories[activity.id] = tuple(sorted(names))
    return items, categories


def _decided(matter: Matter) -> dict[str, set[str]]:
    """Categories the body has put each activity in by decision."""
    found: dict[str, set[str]] = {}
    for decision in matter.facts.decisions:
        if decision.body == matter.holding.body and decision.on <= matter.as_of:
            found.setdefault(decision.activity, set()).update(decision.categories)
    return found


def _requirement(window: _Window, counted: Count, waived: frozenset[str]) -> RequirementFinding:
    clause = window.clause
    reached = _reached(window, counted)
    reasons: tuple[Reason, ...] = ()
    if clause.id in waived:
        state, short = State.WAIVED, ZERO
    elif window.amount is None:
        state, short = State.SILENT, ZERO
        reasons = (Reason(code=Code.SILENT, clause=clause.id),)
    else:
        short = max(ZERO, window.amount - reached)
        state = State.SHORT if short else State.MET
    return RequirementFinding(
        clause=clause.id,
        kind=clause.kind,
        state=state,
        need=window.amount or ZERO,
        counted=reached,
        short=short,
        since=window.span.since,
        until=window.span.until,
        reasons=reasons,
    )


def _reached(window: _Window, counted: Count) -> Fraction:
    """What serves a need: what counts, or all that was earned where limits do not bind."""
    rule = window.clause.rule
    if isinstance(rule, Need) and rule.beyond_limits:
        earned = (each.item.value for each in counted.items if window.key in each.item.sets)
        return sum(earned, ZERO)
    return counted.reached.get(window.key, ZERO)


def _limit_findings(windows: list[_Window], counted: Count) -> tuple[LimitFinding, ...]:
    found = []
    for window in windows:
        rule = window.clause.rule
        assert isinstance(rule, Limit)  # limit windows are made from limits
        at_most = window.amount
        if at_most is None:
            if rule.share is None:
                continue
            in_all = sum((each.counted for each in counted.items), ZERO)
            at_most = rule.share * in_all
        touched = [each for each in counted.items if window.key in each.item.sets]
        found.append(
            LimitFinding(
                clause=window.clause.id,
                at_most=at_most,
                counted=sum((each.counted for each in touched), ZERO),
                over=sum((each.over for each in touched), ZERO),
                since=window.span.since,
                until=window.span.until,
            )
        )
    return tuple(found)


def _breadths(
    matter: Matter,
    counted: Count,
    categories: dict[str, tuple[str, ...]],
    waived: frozenset[str],
    left_out: frozenset[str],
) -> list[RequirementFinding]:
    """How many of the named categories something counts in."""
    filled = {
        name
        for each in counted.items
        if each.counted > 0
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
