"""Measuring: what one activity is worth in the body's unit, and by which clause."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from recert.rules.amounts import ZERO
from recert.rules.cycles import ONE_DAY
from recert.rules.facts import Activity, Award, Decision, Topic
from recert.rules.findings import Code, Reason
from recert.rules.matching import Matter, course_of, in_force, what_matches
from recert.rules.rulebook import By, Clause, Measure


@dataclass(frozen=True, slots=True)
class Worth:
    """What an activity is worth: `claimed` before the per-item cap, `value` after it."""

    claimed: Fraction
    value: Fraction
    reasons: tuple[Reason, ...]
    clipped: bool = False  # service: its years inside the cycle were counted


def measure(activity: Activity, matter: Matter, decision: Decision | None) -> Worth | None:
    """Measure an activity; None where the policy does not say what it is worth.

    An amount the body has decided for this activity goes before any clause.
    """
    if decision is not None and decision.amount is not None:
        reason = Reason(code=Code.DECIDED, clause=decision.clause, amount=decision.amount)
        return Worth(decision.amount, decision.amount, (reason,))
    found = measured_by(activity, matter)
    return None if found is None else _bounded(*found)


def measured_by(activity: Activity, matter: Matter) -> tuple[Fraction, Clause, Measure] | None:
    """The clause that measures an activity, and what it is worth before rounding and bounds."""
    for clause, rule in matter.rulebook.of_kind(Measure):
        if clause.silent or not in_force(clause, matter, activity):
            continue
        if not what_matches(rule.what, activity, matter.rulebook):
            continue
        raw = _basis(activity, clause, rule, matter)
        if raw is not None:
            return raw, clause, rule
    return None


def unmeasured_by(activity: Activity, matter: Matter) -> str:
    """The silent clause that names the hole an unmeasured activity falls into, if any."""
    return next(
        (
            clause.id
            for clause, rule in matter.rulebook.of_kind(Measure)
            if clause.silent
            and in_force(clause, matter, activity)
            and what_matches(rule.what, activity, matter.rulebook)
        ),
        "",
    )


def _basis(activity: Activity, clause: Clause, rule: Measure, matter: Matter) -> Fraction | None:
    """What the activity is worth before rounding and bounds; None where the basis is missing."""
    raw = _whole(activity, clause, rule, matter)
    if raw is None or not rule.about:
        return raw
    share = share_about(activity, rule.about)
    if rule.share_at_least is None:
        return raw * share
    return raw if share >= rule.share_at_least else ZERO


def _whole(activity: Activity, clause: Clause, rule: Measure, matter: Matter) -> Fraction | None:
    match rule.by:
        case By.AWARD:
            award = award_of(activity, rule, matter)
            return None if award is None else award.amount * rule.worth
        case By.HOURS:
            minutes = _minutes(activity, rule, matter)
            return None if minutes is None else minutes / rule.minutes * rule.worth
        case By.EACH:
            return rule.worth
        case By.DAY:
            return _days(activity) * rule.worth
        case By.WEEK:
            return _days(activity) // 7 * rule.worth
        case By.YEAR:
            return _years(activity, clause, matter) * rule.worth
        case By.NOTHING:
            return ZERO


def share_about(activity: Activity, topics: frozenset[Topic]) -> Fraction:
    """How much of an activity is about any of these topics: its parts, and the rest."""
    parts = [part.share for part in activity.parts if part.topics & topics]
    rest = 1 - sum((part.share for part in activity.parts), ZERO)
    return sum(parts, ZERO) + (rest if activity.topics & topics else ZERO)


def _minutes(activity: Activity, rule: Measure, matter: Matter) -> Fraction | None:
    """Minutes of instruction, with as much of the preparing as the clause lets count."""
    if activity.minutes is None:
        return None
    taught = Fraction(activity.minutes)
    if rule.preparation is None or not activity.preparation:
        return taught
    if rule.prepared_once and _was_given_before(activity, rule, matter):
        return taught
    return taught + min(Fraction(activity.preparation), taught * rule.preparation)


def _was_given_before(activity: Activity, rule: Measure, matter: Matter) -> bool:
    """Whether the same course is on record from an earlier day, or entered before it that day."""
    course, this = course_of(activity), (activity.completed, activity.id)
    return any(
        (other.completed, other.id) < this
        and course_of(other) == course
        and what_matches(rule.what, other, matter.rulebook)
        for other in matter.facts.activities
    )


def award_of(activity: Activity, rule: Measure, matter: Matter) -> Award | None:
    """The award to convert: by the clause's order of awarders, own before others."""
    fitting = [award for award in activity.awards if not rule.units or award.unit in rule.units]
    if rule.awarders:
        fitting = [award for award in fitting if award.by in rule.awarders]
        rank = {body: place for place, body in enumerate(rule.awarders)}
    else:
        rank = dict.fromkeys(matter.rulebook.own, -1)
    if not fitting:
        return None
    return min(fitting, key=lambda award: (rank.get(award.by, 0), -award.amount, award.unit))


def _days(activity: Activity) -> Fraction:
    """Days from the first through the last, both included."""
    first = activity.started or activity.completed
    return Fraction((activity.completed - first).days + 1)


def _years(activity: Activity, clause: Clause, matter: Matter) -> Fraction:
    """Whole years of service inside the cycle (and inside the clause's own dates)."""
    first = max(activity.started or activity.completed, matter.cycle.credit_since)
    if clause.span.since is not None:
        first = max(first, clause.span.since)
    last = min(activity.completed, matter.cycle.credit_until, matter.as_of)
    if last < first:
        return ZERO
    return Fraction(relativedelta(last + ONE_DAY, first).years)


def _bounded(raw: Fraction, clause: Clause, rule: Measure) -> Worth:
    claimed = rule.rounding.round(raw) if rule.rounding else raw
    reasons: tuple[Reason, ...] = (Reason(code=Code.COUNTED, clause=clause.id, amount=claimed),)
    value = claimed
    if rule.by is By.NOTHING:
        reasons = (Reason(code=Code.WORTH_NOTHING, clause=clause.id),)
    elif rule.at_least is not None and claimed < rule.at_least:
        value = ZERO
        reasons = (Reason(code=Code.TOO_SHORT, clause=clause.id, amount=rule.at_least),)
    elif rule.at_most is not None and claimed > rule.at_most:
        value = rule.at_most
        reasons += (Reason(code=Code.CAPPED_ITEM, clause=clause.id, amount=rule.at_most),)
    return Worth(claimed, value, reasons, clipped=rule.by is By.YEAR)
