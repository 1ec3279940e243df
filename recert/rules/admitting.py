"""Admitting: which activities may count at all, and what each is then worth.

Each check is a function; the first that drops an activity leaves its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from recert.rules.amounts import ZERO
from recert.rules.cycles import add, subtract
from recert.rules.facts import Activity, Decision, DecisionKind
from recert.rules.findings import ActivityFinding, Code, Reason
from recert.rules.matching import Matter, course_of, in_force, what_matches
from recert.rules.measuring import Worth, measure, unmeasured_by
from recert.rules.recalling import is_recalled, wide_needs
from recert.rules.rulebook import Admit, Clause, Judgement, Once, Refuse, Window

Order = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Admitted:
    """An activity that may count, its worth, and whether a person must still agree.

    What is `early`, from before the cycle, for this reason, may only serve the needs that
    look back.
    """

    activity: Activity
    worth: Worth
    reasons: tuple[Reason, ...]
    provisional: bool = False
    early: Reason | None = None


def order_of(activity: Activity) -> Order:
    """Sorts activities oldest first by what they are, not by when they were entered."""
    return (
        activity.completed.isoformat(),
        (activity.started or activity.completed).isoformat(),
        activity.title.casefold(),
        activity.kind,
        activity.provider,
        repr(sorted((award.by, award.unit, award.amount) for award in activity.awards)),
        str(activity.minutes),
        repr(sorted(activity.topics)),
        activity.id,
    )


Look = Admitted | ActivityFinding
"""What is seen of one activity by itself: that it may count, or the finding that it may not."""


def admit(
    matter: Matter, earn_until: date
) -> tuple[tuple[Admitted, ...], tuple[ActivityFinding, ...]]:
    """Split the person's activities into what may count and what may not, with reasons."""
    look = looking(matter, earn_until)
    return stand([look(each) for each in sorted(matter.facts.activities, key=order_of)], matter)


def looking(matter: Matter, earn_until: date) -> Callable[[Activity], Look]:
    """How one activity after the other is looked at, each as if there were no other."""
    decisions, wide = decisions_on(matter), wide_needs(matter)

    def look(activity: Activity) -> Look:
        decision = decisions.get(activity.id)
        recall = is_recalled(activity, wide, matter)
        early = _outside_window(activity, matter, earn_until) if recall else None
        reason = objection_to(activity, matter, decision, None if early else earn_until)
        worth = measure(activity, matter, decision)
        if reason is None and worth is None:
            reason = Reason(code=Code.NOT_MEASURED, clause=unmeasured_by(activity, matter))
        if reason is not None or worth is None:
            return _dropped(activity, worth, reason)
        asks = asked_of(activity, matter, decision)
        reasons = worth.reasons + (() if asks is None else (asks,))
        return Admitted(activity, worth, reasons, provisional=asks is not None, early=early)

    return look


def stand(
    looks: Iterable[Look], matter: Matter
) -> tuple[tuple[Admitted, ...], tuple[ActivityFinding, ...]]:
    """Of what was seen, oldest first, what still may count beside the rest, and what may not."""
    seen = list(looks)
    admitted = [each for each in seen if isinstance(each, Admitted)]
    dropped = [each for each in seen if isinstance(each, ActivityFinding)]
    recalled = [each for each in admitted if each.early]
    once, dropped_too = _only_once([e for e in admitted if not e.early], dropped, matter)
    return (*recalled, *once), dropped_too


def _dropped(activity: Activity, worth: Worth | None, *reasons: Reason | None) -> ActivityFinding:
    claimed = worth.claimed if worth else ZERO
    return ActivityFinding(
        activity=activity.id,
        claimed=claimed,
        not_eligible=claimed,
        reasons=tuple(reason for reason in reasons if reason is not None),
    )


def decisions_on(matter: Matter) -> dict[str, Decision]:
    """The body's latest decision about each activity, as known on the day."""
    found: dict[str, Decision] = {}
    for decision in sorted(
        matter.decided(), key=lambda each: (each.on, each.kind, each.amount or ZERO), reverse=True
    ):
        if decision.kind in (DecisionKind.ACCEPT, DecisionKind.REJECT):
            found.setdefault(decision.activity, decision)
    return found


def objection_to(
    activity: Activity, matter: Matter, decision: Decision | None, earn_until: date | None
) -> Reason | None:
    """The first reason why it may not count; without a last day, whenever it was done."""
    if decision is not None and decision.kind is DecisionKind.REJECT:
        return Reason(code=Code.REJECTED, clause=decision.clause, about={"reason": decision.reason})
    reason = None if earn_until is None else _outside_window(activity, matter, earn_until)
    if reason is not None:
        return reason
    if activity.passed is False:
        return Reason(code=Code.NOT_PASSED)
    if decision is not None:
        return None  # the body has accepted it: scope and kind are settled
    checks: tuple[Callable[[Activity, Matter], Reason | None], ...] = (
        _refused,
        _not_admitted,
        _unjudged,
    )
    return next((reason for check in checks if (reason := check(activity, matter))), None)


def _outside_window(activity: Activity, matter: Matter, earn_until: date) -> Reason | None:
    cycle, day = matter.cycle, activity.completed
    last = min(earn_until, matter.as_of)
    running = activity.started is not None and activity.started <= last < day
    if running and _is_clipped(activity, matter):
        day = last
    if day > matter.as_of:
        return Reason(code=Code.NOT_YET)
    if day < _certified(matter):
        return Reason(code=Code.BEFORE_CERTIFICATION, clause=cycle.clause)
    instead = _instead(activity, matter)
    if day < earned_since(activity, matter):
        return Reason(code=Code.OUT_OF_WINDOW, clause=instead.id if instead else cycle.clause)
    if day > earn_until and instead is None:
        narrowed = _narrowed(activity, matter)  # a clause may say so, and is then the reason
        if narrowed is not None and narrowed.code is Code.AFTER_DEADLINE:
            return narrowed
        return Reason(code=Code.AFTER_DEADLINE, clause=cycle.clause)
    return _narrowed(activity, matter)


def _certified(matter: Matter) -> date:
    """The day of certification, or the first of its month where credit counts from there."""
    certified = matter.holding.certified
    month = certified.replace(day=1)
    return month if matter.cycle.credit_since == month else certified


def earned_since(activity: Activity, matter: Matter) -> date:
    """The first day on which an activity like this one counts in the cycle."""
    instead = _instead(activity, matter)
    if instead is not None and isinstance(instead.rule, Window) and instead.rule.instead:
        return subtract(matter.as_of, instead.rule.instead)
    return matter.cycle.credit_since


def _instead(activity: Activity, matter: Matter) -> Clause | None:
    """The window that stands in place of the cycle for this activity, if one does."""
    return next(
        (
            clause
            for clause, window in matter.rulebook.of_kind(Window)
            if window.instead is not None
            and not clause.silent
            and in_force(clause, matter, activity)
            and what_matches(window.what, activity, matter.rulebook)
        ),
        None,
    )


def _is_clipped(activity: Activity, matter: Matter) -> bool:
    """Service still running counts its years inside the cycle."""
    worth = measure(activity, matter, None)
    return worth is not None and worth.clipped


def _narrowed(activity: Activity, matter: Matter) -> Reason | None:
    for clause, window in matter.rulebook.of_kind(Window):
        if clause.silent or not in_force(clause, matter, activity):
            continue
        if not what_matches(window.what, activity, matter.rulebook):
            continue
        started = activity.started or activity.completed
        if window.started_after_certification and started < matter.holding.certified:
            return Reason(code=Code.BEFORE_CERTIFICATION, clause=clause.id)
        if window.within and activity.completed < subtract(matter.as_of, window.within):
            return Reason(code=Code.TOO_OLD, clause=clause.id)
        if window.late_counts is False and activity.completed > matter.cycle.credit_until:
            return Reason(code=Code.AFTER_DEADLINE, clause=clause.id)
    return None


def _refused(activity: Activity, matter: Matter) -> Reason | None:
    for clause, rule in matter.rulebook.of_kind(Refuse):
        if in_force(clause, matter, activity) and what_matches(
            rule.what, activity, matter.rulebook
        ):
            return Reason(code=Code.REFUSED, clause=clause.id)
    return None


def _not_admitted(activity: Activity, matter: Matter) -> Reason | None:
    clauses = [
        (clause, rule)
        for clause, rule in matter.rulebook.of_kind(Admit)
        if not clause.silent and in_force(clause, matter, activity)
    ]
    if not clauses or any(
        what_matches(rule.what, activity, matter.rulebook) for _, rule in clauses
    ):
        return None
    return Reason(code=Code.NOT_ADMITTED, clause=clauses[0][0].id)


def _unjudged(activity: Activity, matter: Matter) -> Reason | None:
    """A question only a reviewer can answer, where the policy does not let it count first."""
    for clause, rule in matter.rulebook.of_kind(Judgement):
        if (
            not rule.provisional
            and in_force(clause, matter, activity)
            and what_matches(rule.what, activity, matter.rulebook)
        ):
            return Reason(code=Code.NEEDS_PERSON, clause=clause.id)
    return None


def asked_of(activity: Activity, matter: Matter, decision: Decision | None) -> Reason | None:
    """A question a reviewer may still ask of something that counts until then."""
    if decision is not None:
        return None
    for clause, rule in matter.rulebook.of_kind(Judgement):
        if in_force(clause, matter, activity) and what_matches(
            rule.what, activity, matter.rulebook
        ):
            return Reason(code=Code.NEEDS_PERSON, clause=clause.id)
    return None


def _only_once(
    admitted: list[Admitted], dropped: list[ActivityFinding], matter: Matter
) -> tuple[tuple[Admitted, ...], tuple[ActivityFinding, ...]]:
    for clause, rule in matter.rulebook.of_kind(Once):
        if clause.silent:
            continue
        code = Code.REPEATED if rule.same_course else Code.TOO_MANY
        groups: dict[str, list[Admitted]] = {}
        for each in admitted:
            if _speaks_of(each.activity, clause, rule, matter):
                groups.setdefault(_name(each.activity, rule), []).append(each)
        earlier = _earlier(clause, rule, matter)
        out: set[str] = set()
        for name, group in groups.items():
            for each, stands in _fallen(group, rule, earlier.get(name, [])):
                reason = Reason(code=code, clause=clause.id, about={"stands": stands})
                out.add(each.activity.id)
                dropped.append(_dropped(each.activity, each.worth, reason))
        admitted = [each for each in admitted if each.activity.id not in out]
    return tuple(admitted), tuple(dropped)


def _speaks_of(activity: Activity, clause: Clause, rule: Once, matter: Matter) -> bool:
    return in_force(clause, matter, activity) and what_matches(rule.what, activity, matter.rulebook)


def _name(activity: Activity, rule: Once) -> str:
    return course_of(activity) if rule.same_course else ""


def _earlier(clause: Clause, rule: Once, matter: Matter) -> dict[str, list[Activity]]:
    """Those of the kind done before this cycle, oldest first, where the rule looks back.

    What was done before certification never counted, so it stands in nobody's way.
    """
    found: dict[str, list[Activity]] = {}
    if not rule.ever and rule.within is None:
        return found
    for activity in sorted(matter.facts.activities, key=order_of):
        if (
            matter.holding.certified <= activity.completed < earned_since(activity, matter)
            and activity.passed is not False
            and _speaks_of(activity, clause, rule, matter)
        ):
            found.setdefault(_name(activity, rule), []).append(activity)
    return found


def _fallen(
    group: Sequence[Admitted], rule: Once, earlier: Sequence[Activity]
) -> Iterator[tuple[Admitted, str]]:
    """Those that do not stand, each with one that does: the oldest, or the one worth most."""
    if rule.within is not None:
        yield from _too_soon(group, rule, earlier)
        return

    def rank(each: Admitted) -> tuple[Fraction, Order]:
        return (ZERO if rule.same_course else -each.worth.value, order_of(each.activity))

    ranked = sorted(group, key=rank)
    first = earlier[0] if earlier else ranked[0].activity
    for each in ranked[max(0, rule.times - len(earlier)) :]:
        yield each, first.id


def _too_soon(
    group: Sequence[Admitted], rule: Once, earlier: Sequence[Activity]
) -> Iterator[tuple[Admitted, str]]:
    """Those done again within so long of one that stands, in this cycle or before it."""
    assert rule.within is not None  # the caller looked
    stood: list[Activity] = []
    here = {each.activity.id: each for each in group}
    for activity in sorted([*earlier, *(each.activity for each in group)], key=order_of):
        recent = [one for one in stood if activity.completed < add(one.completed, rule.within)]
        if len(recent) < rule.times:
            stood.append(activity)
        elif activity.id in here:
            yield here[activity.id], recent[-1].id
