"""Lapsing: the stages after a cycle's last day, and what the certification is called."""

from __future__ import annotations

from datetime import date

from recert.rules.cycles import ONE_DAY, Period, add
from recert.rules.facts import DecisionKind
from recert.rules.findings import StageFinding, Status
from recert.rules.granting import is_away
from recert.rules.matching import Matter, in_force
from recert.rules.rulebook import Lapse, NextCycle, Rulebook, Stage

_STAGES: dict[str, Status] = {
    Stage.GRACE: Status.GRACE,
    Stage.LATE: Status.LATE,
    Stage.REINSTATEMENT: Status.REINSTATABLE,
    Stage.CLOSED: Status.LAPSED,
}

_DECIDED = {
    DecisionKind.WITHDRAW: Status.WITHDRAWN,
    DecisionKind.SUSPEND: Status.SUSPENDED,
    DecisionKind.HOLD: Status.ON_HOLD,
    DecisionKind.RETIRE: Status.RETIRED,
    DecisionKind.INACTIVE: Status.INACTIVE,
}
"""What a decision makes of a certification, the gravest first: of several, that one is told."""


def stages_of(matter: Matter) -> tuple[StageFinding, ...]:
    """The stages in order; a gap between two is a hole in the policy."""
    end = matter.cycle.end
    stages = [
        StageFinding(
            clause=clause.id,
            name=lapse.name,
            status=lapse.status or "",
            since=add(end, lapse.stage.after) + ONE_DAY,
            until=add(end, lapse.stage.until) if lapse.stage.until else None,
            may_renew=lapse.name is not Stage.CLOSED,
            may_earn=lapse.may_earn,
            gap=lapse.gap,
        )
        for clause, lapse in matter.rulebook.of_kind(Lapse)
        if not clause.silent and in_force(clause, matter)
    ]
    return tuple(sorted(stages, key=lambda stage: (stage.since, stage.clause)))


def lapse_of(rulebook: Rulebook, clause: str) -> Lapse | None:
    """The stage that a clause is about, if it is about one."""
    return next((lapse for each, lapse in rulebook.of_kind(Lapse) if each.id == clause), None)


def stage_on(stages: tuple[StageFinding, ...], day: date) -> StageFinding | None:
    """The stage a day falls into, if the policy has one for it."""
    for stage in stages:
        if stage.since <= day and (stage.until is None or day <= stage.until):
            return stage
    return None


def status_of(matter: Matter, stage: StageFinding | None, renewed: date | None) -> Status:
    """What the certification is on the day: decisions first, the gravest of all, then the dates.

    `renewed` is the last day that an examination passed gives by itself.
    """
    decided = {decision.kind for decision in matter.ruled(*_DECIDED)}
    if is_away(matter.leaves, matter.as_of):
        decided.add(DecisionKind.INACTIVE)
    if decided:
        return next(status for kind, status in _DECIDED.items() if kind in decided)
    if matter.as_of < matter.holding.certified:
        return Status.NOT_YET
    if matter.as_of <= max(matter.cycle.end, renewed or matter.cycle.end):
        return _on_condition(matter) or Status.ACTIVE
    if stage is None:
        return Status.SILENT
    return _STAGES[stage.name]


def _on_condition(matter: Matter) -> Status | None:
    """Good on a condition while its last day is not over; suspended once it is, and not met.

    That a condition was met ends the decision.
    """
    until = [
        decision.until
        for decision in matter.decided()
        if decision.kind is DecisionKind.CONDITION and decision.until is not None
    ]
    if not until:
        return None
    return Status.CONDITIONAL if matter.as_of <= min(until) else Status.SUSPENDED


def next_cycle(
    matter: Matter, period: Period, stage: StageFinding | None
) -> tuple[tuple[date, date] | None, str]:
    """The cycle after a renewal on this day, and the clause that says so.

    None where the policy does not fix it beforehand.
    """
    if matter.as_of <= matter.cycle.end:
        return period.next, matter.cycle.clause
    lapse = lapse_of(matter.rulebook, stage.clause) if stage else None
    if lapse is None or stage is None:
        return None, ""
    if lapse.next_cycle is NextCycle.ORIGINAL:
        return period.next, stage.clause
    if lapse.next_cycle is NextCycle.FILING:
        return period.following(matter.as_of), stage.clause
    return None, stage.clause
