"""Leaving: what leaves lessen and spare in a cycle, and which may be asked for today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from recert.rules.amounts import ZERO
from recert.rules.findings import AskFinding, Code, CycleFinding, LeaveFinding, May, Reason
from recert.rules.granting import Granted, moved_to
from recert.rules.matching import Matter, in_force
from recert.rules.months import months_from
from recert.rules.rulebook import Clause, Gives, Leave, Prorated
from recert.rules.schedules import ONE_DAY, add, subtract

# ---------------------------------------------------------------- what is due


def spared(matter: Matter) -> dict[str, str]:
    """The requirements that leaves spare in this cycle, each with the clause that says so."""
    found: dict[str, str] = {}
    for leave in matter.leaves:
        if _spares(leave, matter):
            found |= dict.fromkeys(leave.rule.waives, leave.clause.id)
    return found


def _spares(leave: Granted, matter: Matter) -> bool:
    rule = leave.rule
    if rule.gives is Gives.LESSEN and rule.lessens is not None:
        held = _held(matter, rule.lessens)
        return held - _away(matter, rule.lessens, *_days(matter)) < rule.lessens.nothing_below
    return _counts(leave, matter)


def _counts(leave: Granted, matter: Matter) -> bool:
    """Whether a leave decides about this cycle: long enough in it, or begun in it."""
    start, end = _days(matter)
    if leave.rule.at_least is None:
        return leave.begins_in(start, end)
    days = leave.days_in(start, end)
    return days is not None and add(days[0], leave.rule.at_least) - ONE_DAY <= days[1]


@dataclass(frozen=True, slots=True)
class Less:
    """What leaves do to one need: so many months fewer, told as `rule` says, or so much at most."""

    months: int
    rule: Prorated | None
    at_most: Fraction | None
    clauses: tuple[str, ...]


def less_of(need: str, matter: Matter, start: date, end: date) -> Less | None:
    """How much less of a need is due over a stretch of days; None where no leave lessens it."""
    lessening = [
        leave
        for leave in matter.leaves
        if leave.rule.gives is Gives.LESSEN and need in leave.rule.of
        if leave.days_in(start, end) is not None
    ]
    leaving = [each for each in matter.leaves if need in each.rule.leaves and _counts(each, matter)]
    if not lessening and not leaving:
        return None
    rule = next((each.rule.lessens for each in lessening if each.rule.lessens), None)
    return Less(
        months=0 if rule is None else _away(matter, rule, start, end, need),
        rule=rule,
        at_most=min((each.rule.leaves[need] for each in leaving), default=None),
        clauses=tuple(dict.fromkeys(each.clause.id for each in (*lessening, *leaving))),
    )


def _away(matter: Matter, rule: Prorated, start: date, end: date, need: str = "") -> int:
    """Months away in a stretch of days, each leave by itself: days of two make no month."""
    found = 0
    for leave in matter.leaves:
        if leave.rule.gives is Gives.LESSEN and (not need or need in leave.rule.of):
            days = leave.days_in(start, end)
            found += months_from(*days, rule.months) if days else 0
    return found


def _held(matter: Matter, rule: Prorated) -> int:
    start, end = _days(matter)
    return months_from(max(start, matter.holding.certified), end, rule.months)


def _days(matter: Matter) -> tuple[date, date]:
    """The cycle as the policy lays it, before anything moved its last day."""
    return matter.cycle.full_since, matter.cycle.law_end


def amount_left(amount: Fraction, less: Less, held: int, whole: int) -> Fraction:
    """What is due of an amount for `held` of its `whole` months, less those away."""
    if less.rule is not None:
        left = max(0, held - less.months)
        part = ZERO if left < less.rule.nothing_below else amount * Fraction(left, max(1, whole))
        amount = min(amount, less.rule.rounding.round(part) if less.rule.rounding else part)
    return amount if less.at_most is None else min(amount, less.at_most)


# ---------------------------------------------------------------- told


def found_leaves(matter: Matter) -> tuple[LeaveFinding, ...]:
    """The leaves that touch this cycle."""
    start, end = _days(matter)
    return tuple(
        LeaveFinding(
            clause=leave.clause.id,
            ground=leave.decision.ground or "",
            since=leave.since,
            until=leave.until,
            gives=leave.rule.gives or "",
        )
        for leave in matter.leaves
        if leave.days_in(start, end) is not None
    )


def asking(matter: Matter) -> tuple[AskFinding, ...]:
    """Every leave the policy lets this person ask for, and whether they may today."""
    return tuple(
        _asked(clause, rule, matter)
        for clause, rule in matter.rulebook.of_kind(Leave)
        if not clause.silent and in_force(clause, matter)
    )


def _asked(clause: Clause, rule: Leave, matter: Matter) -> AskFinding:
    since, until = window_of(rule, matter.cycle)
    again = _again(clause, rule, matter)
    if again is not None and (since is None or since < again):
        since = again
    return AskFinding(
        clause=clause.id,
        may=_may(clause, rule, matter, since, until),
        since=since,
        until=until,
        last_day=moved_to(rule, matter.cycle.law_end),
    )


def window_of(rule: Leave, cycle: CycleFinding) -> tuple[date | None, date | None]:
    """First and last day of asking; None where the policy does not bound it."""
    firsts: list[date] = []
    lasts: list[date] = []
    if rule.asked is not None:
        firsts += [rule.asked.since] if rule.asked.since else []
        lasts += [rule.asked.until] if rule.asked.until else []
    if rule.opens is not None:
        firsts.append(subtract(cycle.end, rule.opens))
    elif rule.late is not None:
        firsts.append(add(cycle.end, rule.late.after) + ONE_DAY)
    if rule.closes is not None:
        lasts.append(subtract(cycle.end, rule.closes))
    elif rule.late is not None and rule.late.until is not None:
        lasts.append(add(cycle.end, rule.late.until))
    return max(firsts, default=None), min(lasts, default=None)


def _may(
    clause: Clause, rule: Leave, matter: Matter, since: date | None, until: date | None
) -> May:
    had = _had(clause, matter)
    if rule.per_cycle is not None and len(had) >= rule.per_cycle:
        return May.TAKEN
    if rule.unless_extended and matter.cycle.extended:
        return May.EXTENDED
    if until is not None and (matter.as_of > until or (since is not None and since > until)):
        return May.OVER
    return May.LATER if since is not None and matter.as_of < since else May.OPEN


def _had(clause: Clause, matter: Matter) -> Sequence[Granted]:
    """Leaves of this clause that belong to this cycle."""
    start, end = _days(matter)
    return [
        leave
        for leave in matter.leaves
        if leave.clause.id == clause.id and leave.begins_in(start, end)
    ]


def _again(clause: Clause, rule: Leave, matter: Matter) -> date | None:
    """The first day one may ask again, where there was one and the policy spaces them."""
    if rule.again_after is None:
        return None
    ends = [each.until or each.since for each in matter.leaves if each.clause.id == clause.id]
    return add(max(ends), rule.again_after) + ONE_DAY if ends else None


def reasons_of(clauses: Iterable[str]) -> Iterator[Reason]:
    """That a leave is behind it, and which clause says so."""
    return (Reason(code=Code.ON_LEAVE, clause=clause) for clause in clauses)
