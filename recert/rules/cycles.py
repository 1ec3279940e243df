"""Cycles: which period is open for a certification, and the one after it.

The last day printed on the certificate outranks what the law would compute; both ends
of a cycle count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from recert.rules.facts import Decision, DecisionKind, Facts, Holding
from recert.rules.findings import Code, CycleFinding, Reason
from recert.rules.granting import Granted, granted, moved_by
from recert.rules.matching import assuming, person_fits
from recert.rules.rulebook import Chooser, Clause, CreditPeriod, Cycle, Ends, Length, Rulebook
from recert.rules.schedules import (
    ONE_DAY,
    Schedule,
    add,
    month_end,
    most_days,
    reckoned,
    schedule_of,
    subtract,
    times,
)

__all__ = [
    "ONE_DAY",
    "Period",
    "add",
    "choose",
    "local_day",
    "period_of",
    "reckoned",
    "subtract",
    "unanswered",
]

SNAP_DAYS = 31  # a certificate may start up to a month before its snapped cycle


@dataclass(frozen=True, slots=True)
class Period:
    """An open cycle and its neighbours. `law_end` is the end before anything moved it."""

    cycle: CycleFinding
    law_end: date
    previous_end: date | None
    next: tuple[date, date] | None
    law: Cycle
    certified: date
    attributes: Mapping[str, str] = field(default_factory=dict)

    def following(self, first: date) -> tuple[date, date] | None:
        """The cycle that runs from a day of its own; None where the days are fixed."""
        schedule = schedule_of(self.law, first, self.certified, self.attributes)
        return None if schedule is None else (first, schedule.last_day(1))


def local_day(rulebook: Rulebook, moment: datetime) -> date:
    """The body's calendar day a moment falls on, by its zone and its cut-off.

    The cut-off minute itself is still in time: with 23:59 the day ends at midnight.
    """
    local = moment.astimezone(ZoneInfo(rulebook.zone))
    for _, cycle in rulebook.of_kind(Cycle):
        if cycle.cutoff is not None and (local.hour, local.minute) > (
            cycle.cutoff.hour,
            cycle.cutoff.minute,
        ):
            return local.date() + ONE_DAY
    return local.date()


def choose(
    rulebooks: Sequence[Rulebook], facts: Facts, holding: Holding, as_of: date
) -> tuple[Rulebook, Period] | None:
    """The edition that governs this holding on this day, and the cycle it opens.

    None where no edition covers it: before the first date covered the law declines. Where
    two cover it alike, the newer one governs.
    """
    found: list[tuple[bool, date, date, Rulebook, Period]] = []
    for rulebook in rulebooks:
        if rulebook.body != holding.body or not _grants(rulebook, holding):
            continue
        period = period_of(rulebook, facts, holding, as_of)
        if period is not None and _governs(rulebook, period, as_of):
            runs = period.cycle.start <= as_of <= period.cycle.end
            since = rulebook.in_force.since or date.min
            found.append((runs, period.law_end, since, rulebook, period))
    if not found:
        return None
    *_, rulebook, period = max(found, key=lambda each: each[:3])
    return rulebook, period


def unanswered(
    rulebooks: Sequence[Rulebook], facts: Facts, holding: Holding, as_of: date
) -> tuple[str, ...]:
    """The questions of which another answer would open a cycle, where `choose` finds none."""
    found = {
        name
        for rulebook in rulebooks
        if rulebook.body == holding.body and _grants(rulebook, holding)
        for clause, law in rulebook.of_kind(Cycle)
        for name in clause.who.attributes
        if name in rulebook.asks and name not in facts.attributes
        if _would_open(rulebook, clause, law, facts, holding, as_of)
    }
    return tuple(sorted(found))


def _would_open(
    rulebook: Rulebook, clause: Clause, law: Cycle, facts: Facts, holding: Holding, as_of: date
) -> bool:
    """Whether a clause opens a cycle for somebody whose answers are those it speaks of."""
    supposed = replace(facts, attributes={**clause.who.attributes, **facts.attributes})
    if not person_fits(clause.who, supposed, holding, as_of, as_of):
        return False
    period = _under(clause, law, supposed, holding, as_of)
    return (
        period is not None
        and _is_in_force(clause, period, as_of)
        and _governs(rulebook, period, as_of)
    )


def _governs(rulebook: Rulebook, period: Period, as_of: date) -> bool:
    """Whether the edition is in force on the date it is chosen by."""
    match rulebook.chosen_by:
        case Chooser.CYCLE_START:
            return rulebook.in_force.holds(period.cycle.start)
        case Chooser.CYCLE_END:
            return rulebook.in_force.holds(period.law_end)
        case _:
            return rulebook.in_force.holds(as_of)


def _grants(rulebook: Rulebook, holding: Holding) -> bool:
    return any(credential.id == holding.credential for credential in rulebook.credentials)


def period_of(rulebook: Rulebook, facts: Facts, holding: Holding, as_of: date) -> Period | None:
    """The cycle that is open for the holding on the day under this edition.

    With no last day recorded it is the cycle that contains the day. After a recorded
    last day it is still the cycle that ended then: nothing else has been opened. The
    first clause that speaks of the person rules; of several with fixed days, the one
    whose days contain the day asked about, or else the last.
    """
    facts = assuming(rulebook, facts)
    decisions = _standing_on(facts, holding, as_of)
    leaves = granted(rulebook, facts, holding, as_of)
    periods = [
        _on_leave(_extended(_restarted(period, decisions), decisions), leaves)
        for clause, law in rulebook.of_kind(Cycle)
        if person_fits(clause.who, facts, holding, as_of, as_of)
        and (period := _under(clause, law, facts, holding, as_of)) is not None
        and _is_in_force(clause, period, as_of)
    ]
    if not periods or periods[0].law.fixed is None:
        return periods[0] if periods else None
    fixed = [period for period in periods if period.law.fixed is not None]
    running = (each for each in fixed if each.cycle.start <= as_of <= each.cycle.end)
    return next(running, None) or max(fixed, key=lambda each: each.law_end)


def _is_in_force(clause: Clause, period: Period, as_of: date) -> bool:
    match clause.chosen_by:
        case Chooser.CYCLE_START:
            return clause.span.holds(period.cycle.start)
        case Chooser.CYCLE_END:
            return clause.span.holds(period.law_end)
        case _:
            return clause.span.holds(as_of)


def _under(
    clause: Clause, law: Cycle, facts: Facts, holding: Holding, as_of: date
) -> Period | None:
    """The cycle under one clause, if it opens any."""
    if law.fixed is not None:
        return _fixed(clause, law, holding, as_of)
    schedule = schedule_of(law, holding.certified, holding.certified, facts.attributes)
    if schedule is None:
        return None
    return _by_length(clause, law, schedule, facts, holding, as_of)


def _fixed(clause: Clause, law: Cycle, holding: Holding, as_of: date) -> Period | None:
    first, last = (law.fixed.since, law.fixed.until) if law.fixed else (None, None)
    if first is None or last is None:  # the reader refuses it
        return None
    if holding.certified > last or as_of < first:
        return None
    if holding.expires is not None and holding.expires != last:
        return None
    previous_end = first - ONE_DAY
    closed_late = holding.previous_closed is not None and holding.previous_closed > previous_end
    start = law.starts_after_late if closed_late and law.starts_after_late else first
    start = max(start, holding.certified)
    whole = relativedelta(last + ONE_DAY, first)
    length = Length(whole.years, whole.months, whole.days)
    cycle = CycleFinding(
        start=start,
        end=last,
        law_end=last,
        clause=clause.id,
        number=_counted_back(holding.certified, first, length),
        credit_since=start,
        credit_until=last,
        full_since=first,
    )
    return Period(_with_days(cycle, law, holding), last, previous_end, None, law, holding.certified)


def _by_length(
    clause: Clause, law: Cycle, schedule: Schedule, facts: Facts, holding: Holding, as_of: date
) -> Period:
    certified, printed = holding.certified, holding.expires
    number = schedule.number_on(printed or as_of)
    before, end, after = (schedule.last_day(number + step) for step in (-1, 0, 1))
    if printed is not None and printed != end:
        before = _snap(law, subtract(printed, schedule.length), printed)
        after = _snap(law, add(printed, schedule.length), printed)
        number = _counted_back(certified, before + ONE_DAY, schedule.length, SNAP_DAYS)
        end = printed
    start = certified if number == 1 else before + ONE_DAY
    cycle = CycleFinding(
        start=start,
        end=end,
        law_end=end,
        clause=clause.id,
        number=number,
        credit_since=start,
        credit_until=end,
        full_since=before + ONE_DAY,
        reasons=() if printed else _doubts(clause, law, schedule),
    )
    return Period(
        cycle=_with_days(cycle, law, holding),
        law_end=end,
        previous_end=None if number == 1 else before,
        next=(end + ONE_DAY, after),
        law=law,
        certified=certified,
        attributes=facts.attributes,
    )


def _counted_back(certified: date, first: date, length: Length, slack: int = 0) -> int:
    """The number of the cycle that begins on `first`, by lengths back to certification."""
    number = 1 + max(0, ((first - certified).days - slack) // most_days(length))
    while (subtract(first, times(length, number - 1)) - certified).days > slack:
        number += 1
    return number


def _doubts(clause: Clause, law: Cycle, schedule: Schedule) -> tuple[Reason, ...]:
    """Why the last day may be another, where none is printed."""
    if law.ends is Ends.UNSAID and law.ends_on is None:
        return (Reason(code=Code.SILENT, clause=clause.id),)
    return tuple(
        Reason(code=Code.NEEDS_FACT, clause=clause.id, about={"fact": name})
        for name in schedule.lacks
    )


def _snap(law: Cycle, day: date, like: date) -> date:
    """Keep month-ends month-ends: a year from 28 February may be the 29th."""
    snapped = (Ends.MONTH_END, Ends.YEAR_END, Ends.BIRTH_MONTH, Ends.BEFORE_BIRTH_MONTH)
    return month_end(day) if law.ends in snapped and like == month_end(like) else day


def _with_days(cycle: CycleFinding, law: Cycle, holding: Holding) -> CycleFinding:
    """The cycle with its days of filing, and of earning where those are not its own."""
    if law.opens is not None:
        cycle = replace(cycle, opens=subtract(cycle.end, law.opens))
    if law.closes is not None:
        cycle = replace(cycle, closes=subtract(cycle.end, law.closes))
    if law.from_month and cycle.credit_since == holding.certified:
        cycle = replace(cycle, credit_since=holding.certified.replace(day=1))
    if law.credit is None:
        return cycle
    since, until = _credit_days(law.credit, cycle.end)
    return replace(cycle, credit_since=max(since, holding.certified), credit_until=until)


def _credit_days(credit: CreditPeriod, end: date) -> tuple[date, date]:
    """First and last day of earning: up to the last such day of the year before the end."""
    until = date.fromisoformat(f"{end.year:04}-{credit.ends}")
    if until >= end:
        until = subtract(until, Length(years=1))
    return subtract(until, credit.length) + ONE_DAY, until


def _standing_on(facts: Facts, holding: Holding, day: date) -> tuple[Decision, ...]:
    """What the body has decided about this holding and not ended by the day."""
    return tuple(
        decision
        for decision in facts.decisions
        if decision.body == holding.body
        and decision.holding in ("", holding.id)
        and (decision.ended is None or day < decision.ended)
    )


def _restarted(period: Period, decisions: Sequence[Decision]) -> Period:
    """The period begun on the day the certification was brought back, if in its course."""
    cycle = period.cycle
    days = [each.on for each in decisions if each.kind is DecisionKind.REINSTATE]
    start = max((day for day in days if cycle.start < day <= cycle.end), default=None)
    if start is None:
        return period
    since = max(cycle.credit_since, start)
    return replace(period, cycle=replace(cycle, start=start, credit_since=since))


def _extended(period: Period, decisions: Sequence[Decision]) -> Period:
    """The period with the latest extension the body has decided."""
    until = max(
        (
            reckoned(decision.until)
            for decision in decisions
            if decision.kind is DecisionKind.EXTEND
            and decision.until is not None
            and decision.on <= decision.until
            and period.cycle.start <= decision.until
        ),
        default=period.law_end,
    )
    return period if until <= period.law_end else _moved(period, until)


def _on_leave(period: Period, leaves: Sequence[Granted]) -> Period:
    """The period with its last day where leaves put it, or an extension that is later."""
    until, reasons = moved_by(leaves, period.cycle.start, period.law_end)
    if not reasons:
        return period
    moved = _moved(period, max(until, period.cycle.end))
    return replace(moved, cycle=replace(moved.cycle, reasons=(*moved.cycle.reasons, *reasons)))


def _moved(period: Period, until: date) -> Period:
    cycle = replace(period.cycle, end=until, credit_until=until, extended=True)
    if period.law.closes is not None:
        cycle = replace(cycle, closes=subtract(until, period.law.closes))
    return replace(period, cycle=cycle)
