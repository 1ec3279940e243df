"""Granting: the leaves somebody was granted, and where the last day of a cycle lies by them.

That somebody was excused, for which days and why, is a fact: a decision of the kind `leave`,
which names its clause. The clause says what follows. A leave whose clause the edition does not
have does nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from recert.rules.facts import Decision, DecisionKind, Facts, Holding
from recert.rules.findings import Code, Reason
from recert.rules.rulebook import Clause, Gives, Leave, Rulebook
from recert.rules.schedules import ONE_DAY, add, reckoned

_SHORTENED = (Gives.PAUSE, Gives.LESSEN, Gives.INACTIVE)
"""Ended early, these were as long as they lasted. Others, and any that is ended when it is over,
are taken back: as if they had not been."""


@dataclass(frozen=True, slots=True)
class Granted:
    """One leave with the clause that says what it does; `until` None while it has no end."""

    clause: Clause
    rule: Leave
    decision: Decision
    since: date
    until: date | None

    def begins_in(self, start: date, end: date) -> bool:
        """Whether it belongs to a cycle: it begins in it."""
        return start <= self.since <= end

    def days_in(self, start: date, end: date) -> tuple[date, date] | None:
        """Its first and last day in a stretch of days; None where they do not meet."""
        first = max(self.since, start)
        last = end if self.until is None else min(self.until, end)
        return (first, last) if first <= last else None


def granted(rulebook: Rulebook, facts: Facts, holding: Holding, day: date) -> tuple[Granted, ...]:
    """The leaves a person was granted for a certification, as known on a day, in their order."""
    rules = rulebook.of_kind(Leave)
    if not rules or not facts.decisions:
        return ()
    by_id = {clause.id: (clause, rule) for clause, rule in rules}
    found = [
        leave
        for decision in facts.decisions
        if decision.kind is DecisionKind.LEAVE
        and decision.body == holding.body
        and decision.holding in ("", holding.id)
        and decision.on <= day
        and decision.clause in by_id
        if (leave := _as_it_stands(*by_id[decision.clause], decision, day)) is not None
    ]
    return tuple(sorted(found, key=lambda each: (each.since, each.clause.id)))


def _as_it_stands(clause: Clause, rule: Leave, decision: Decision, day: date) -> Granted | None:
    """A leave with its days; None where it was taken back."""
    since = reckoned(decision.since or decision.on)
    until = None if decision.until is None else reckoned(decision.until)
    if rule.at_most is not None:
        longest = add(since, rule.at_most) - ONE_DAY
        until = longest if until is None else min(until, longest)
    if decision.ended is not None and decision.ended <= day:
        was_over = until is not None and until < decision.ended
        if rule.gives not in _SHORTENED or decision.ended <= since or was_over:
            return None
        until = decision.ended - ONE_DAY
    if until is not None and _is_too_short(rule, since, until):
        return None
    return Granted(clause, rule, decision, since, until)


def _is_too_short(rule: Leave, since: date, until: date) -> bool:
    """Whether the policy knows no leave so short; one that spares is measured in its cycle."""
    if rule.at_least is None or rule.waives or rule.leaves:
        return False
    return add(since, rule.at_least) - ONE_DAY > until


def is_complete(rule: Leave) -> bool:
    """Whether the clause alone says what a leave gives, and nobody has to choose."""
    match rule.gives:
        case Gives.EXTEND:
            return rule.lasts is not None or rule.to is not None
        case Gives.LESSEN:
            return rule.lessens is not None or bool(rule.leaves)
        case Gives.WAIVE:
            return bool(rule.waives)
        case _:
            return rule.gives is not None


# ---------------------------------------------------------------- the last day


def moved_by(
    leaves: Iterable[Granted], start: date, law_end: date
) -> tuple[date, tuple[Reason, ...]]:
    """Where leaves that begin in a cycle put its last day, and the clauses that say so."""
    end, reasons = law_end, []
    for leave in leaves:
        if leave.begins_in(start, law_end):
            later = reckoned(_later(leave, end, law_end))
            if later > end:
                end = later
                reasons.append(Reason(code=Code.ON_LEAVE, clause=leave.clause.id))
    return end, tuple(reasons)


def _later(leave: Granted, end: date, law_end: date) -> date:
    """Where the last day lies by one leave."""
    rule = leave.rule
    if rule.gives is Gives.PAUSE and leave.until is not None:
        return end + (leave.until - leave.since) + ONE_DAY
    if rule.gives is Gives.EXTEND:
        return moved_to(rule, law_end) or end
    return end


def moved_to(rule: Leave, law_end: date) -> date | None:
    """The last day an extension gives by its clause alone; None where somebody sets it."""
    return rule.to if rule.lasts is None else reckoned(add(law_end, rule.lasts))


def is_away(leaves: Iterable[Granted], day: date) -> bool:
    """Whether somebody is excused on a day, and the certification not active meanwhile."""
    return any(
        leave.rule.gives in (Gives.PAUSE, Gives.INACTIVE) and leave.days_in(day, day) is not None
        for leave in leaves
    )
