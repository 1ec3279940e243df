"""Carrying: credit and debts that pass from one cycle into the next, in and out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from recert.rules.amounts import ZERO
from recert.rules.counting import Carrying
from recert.rules.facts import Carried, Facts
from recert.rules.findings import ActivityFinding, Code, CycleFinding, Reason, Standing
from recert.rules.matching import Matter, in_force
from recert.rules.recalling import looking_back
from recert.rules.rulebook import EVERYTHING, Carry, Clause, Per, Rulebook, Span
from recert.rules.schedules import ONE_DAY
from recert.rules.spanning import Window, amount_for

Rules = Sequence[tuple[Clause, Carry]]

_CARRIED = " carried"


@dataclass(frozen=True, slots=True)
class Brought:
    """Credit brought into this cycle: an item of its own, under a name of its own."""

    id: str
    amount: Fraction
    earned: date | None
    categories: frozenset[str]
    barred: frozenset[str]  # needs it cannot serve
    onward: bool  # it may be carried once more

    @property
    def order(self) -> tuple[str, ...]:
        """Before anything done in the cycle, the oldest first."""
        return ("", self.earned.isoformat() if self.earned else "", self.id)


@dataclass(frozen=True, slots=True)
class Outward:
    """One carry clause at work: what of which days may pass on, and up to how much."""

    clause: Clause
    of: tuple[str, ...]
    span: Span
    at_most: Fraction
    forfeits: bool

    @property
    def key(self) -> str:
        """The key of what it touches."""
        return f"{self.clause.id}{_CARRIED}"


# ---------------------------------------------------------------- in


def brought_in(matter: Matter) -> tuple[Brought, ...]:
    """The credit carried into this cycle, as the body recorded it."""
    return _brought(matter) if carries(matter.rulebook) else ()


def turned_away(matter: Matter) -> tuple[ActivityFinding, ...]:
    """Credit said to be carried in, where the policy carries none."""
    if carries(matter.rulebook):
        return ()
    clauses = [clause for clause, _ in matter.rulebook.of_kind(Carry)]
    clause = clauses[0].id if clauses else matter.cycle.clause
    reason = Reason(code=Code.REFUSED, clause=clause)
    return tuple(
        ActivityFinding(
            activity=each.id, claimed=each.amount, not_eligible=each.amount, reasons=(reason,)
        )
        for each in _brought(matter)
    )


def carries(rulebook: Rulebook) -> bool:
    """Whether the policy lets anybody carry anything (what is due differs by who)."""
    return any(row.amount > 0 for _, rule in rulebook.of_kind(Carry) for row in rule.at_most)


def _brought(matter: Matter) -> tuple[Brought, ...]:
    rules = _in_force(matter)
    records = _records(matter.facts, matter.holding.id, matter.cycle, matter.as_of)
    return tuple(_record(id, record, rules, matter) for id, record in records.items())


def _records(facts: Facts, holding: str, cycle: CycleFinding, as_of: date) -> dict[str, Carried]:
    """The credit recorded as carried into a cycle, by the names that findings give it."""
    records = [
        each for each in _into(facts, holding, cycle, as_of) if not each.owed and each.amount > 0
    ]
    return {f"carried-{number}": each for number, each in enumerate(sorted(records, key=_age), 1)}


def _into(facts: Facts, holding: str, cycle: CycleFinding, as_of: date) -> Iterable[Carried]:
    return (
        each
        for each in facts.carried
        if each.holding == holding and cycle.start <= each.into <= min(cycle.end, as_of)
    )


def _age(record: Carried) -> tuple[str, Fraction, list[str]]:
    earned = record.earned.isoformat() if record.earned else ""
    return earned, record.amount, sorted(record.categories)


def _record(id: str, record: Carried, rules: Rules, matter: Matter) -> Brought:
    speaking = [rule for _, rule in rules if _names(rule, record.categories)]
    relabel = next((rule.relabel for rule in speaking if rule.relabel), "")
    return Brought(
        id=id,
        amount=record.amount,
        earned=record.earned,
        categories=frozenset({relabel}) if relabel else record.categories,
        barred=frozenset(need for rule in speaking for need in rule.barred),
        onward=any(_lasts(record, rule, matter) for rule in speaking),
    )


def _names(rule: Carry, categories: frozenset[str]) -> bool:
    return EVERYTHING in rule.of or not categories.isdisjoint(rule.of)


def _lasts(record: Carried, rule: Carry, matter: Matter) -> bool:
    """Whether credit is young enough to pass on again: known, and in time for one more."""
    length = matter.cycle.end - matter.cycle.full_since
    earliest = matter.cycle.full_since - length * (rule.periods - 1)
    return rule.periods > 1 and record.earned is not None and record.earned >= earliest


# ---------------------------------------------------------------- out


def outward(matter: Matter) -> tuple[Outward, ...]:
    """The carry clauses that let something pass into the next cycle."""
    end = matter.cycle.credit_until
    return tuple(
        Outward(
            clause=clause,
            of=rule.of,
            span=Span(looking_back(end, rule.earned_within) if rule.earned_within else None),
            at_most=at_most,
            forfeits=rule.forfeits,
        )
        for clause, rule in _in_force(matter)
        if (at_most := amount_for(rule.at_most, matter))
    )


def carried_by(key: str) -> str:
    """The carry clause whose key this is, if it is one's."""
    return key.removesuffix(_CARRIED) if key.endswith(_CARRIED) else ""


def carrying(clauses: Sequence[Outward], needs: Sequence[Window]) -> Carrying | None:
    """What may be carried of a surplus: only where a total is needed to be above."""
    required = _required(needs)
    if not clauses or required is None:
        return None
    return Carrying(required, {each.key: each.at_most for each in clauses})


def _required(needs: Sequence[Window]) -> Fraction | None:
    """All that is due before there is a surplus: the total, and what comes on top of it."""
    totals = [need for need in needs if need.is_total and need.amount is not None]
    if not totals:
        return None
    groups = {group for need in totals if (group := _group(need))}
    totals += [need for need in needs if _group(need) in groups and need not in totals]
    whole = (need for need in totals if need.span == Span())
    inner = (need for need in totals if need.span != Span())
    return max(_sum(whole), _sum(inner))


def _group(need: Window) -> str:
    return getattr(need.rule, "exclusive", "")


def _sum(needs: Iterable[Window]) -> Fraction:
    return sum((need.amount for need in needs if need.amount is not None), ZERO)


def carried_on(standing: Standing, facts: Facts) -> tuple[Carried, ...]:
    """What passes into the next cycle when it is renewed as it stands, and what is still owed.

    Each keeps the day it was earned and its categories: what they become there, the rules
    of that cycle say.
    """
    cycle = standing.cycle
    if cycle is None:
        return ()
    into = standing.next_cycle[0] if standing.next_cycle else cycle.end + ONE_DAY
    records = _records(facts, standing.holding, cycle, standing.as_of)
    earned: dict[str, date | None] = {each.id: each.completed for each in facts.activities}
    earned |= {id: record.earned for id, record in records.items()}
    passing = [
        Carried(
            holding=standing.holding,
            amount=each.carried,
            into=into,
            earned=earned[each.activity],
            categories=frozenset(each.categories),
        )
        for each in standing.activities
        if each.carried
    ]
    owing = [
        Carried(holding=standing.holding, amount=reason.amount, into=into, owed=True)
        for each in standing.requirements
        for reason in each.reasons
        if reason.code is Code.OWED and reason.amount
    ]
    return (*passing, *owing)


# ---------------------------------------------------------------- debts


def owed(matter: Matter) -> Fraction:
    """What was left owing in the cycle before, and is due on top of the total."""
    if all(rule.owes is None for _, rule in _in_force(matter)):
        return ZERO
    into = _into(matter.facts, matter.holding.id, matter.cycle, matter.as_of)
    return sum((each.amount for each in into if each.owed), ZERO)


def may_owe(window: Window, short: Fraction, debt: Fraction, matter: Matter) -> bool | None:
    """Whether a total short by so much passes as a debt; None where the policy is silent."""
    if not window.is_total or getattr(window.rule, "per", None) is not Per.CYCLE:
        return False
    for _, rule in _in_force(matter):
        if rule.owes is not None and short <= rule.owes:
            return rule.owes_again if debt else True
    return False


def _in_force(matter: Matter) -> Rules:
    return [
        (clause, rule)
        for clause, rule in matter.rulebook.of_kind(Carry)
        if not clause.silent and in_force(clause, matter)
    ]
