"""Pricing: what renewing costs on a day, and at each step of lateness after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from recert.rules.amounts import Grid, Money, Rounding
from recert.rules.cycles import ONE_DAY, add
from recert.rules.findings import FeeLine, FeeStep, StageFinding
from recert.rules.lapsing import stage_on
from recert.rules.matching import Matter, in_force, who_holds
from recert.rules.rulebook import (
    APART,
    Among,
    Clause,
    Fee,
    For,
    Length,
    Parts,
    Price,
    Rulebook,
    Several,
)

_WHOLE_CENTS = Fraction(1)


def ladder(
    matter: Matter, stages: tuple[StageFinding, ...], waived: frozenset[str]
) -> tuple[FeeStep, ...]:
    """The fee from the cycle's first day on, step by step; equal neighbours are one."""
    days = sorted(_boundaries(matter, stages))
    steps: list[FeeStep] = []
    for place, day in enumerate(days):
        until = days[place + 1] - ONE_DAY if place + 1 < len(days) else None
        step = step_on(matter, stages, day, waived)
        if step is None:
            continue
        step = replace(step, since=day, until=until)
        last = steps[-1] if steps else None
        if last and last.until and last.until + ONE_DAY == day and _same(last, step):
            steps[-1] = replace(last, until=until)
        else:
            steps.append(step)
    return tuple(steps)


def step_on(
    matter: Matter, stages: tuple[StageFinding, ...], day: date, waived: frozenset[str]
) -> FeeStep | None:
    """What is due when filing on `day`; None when one can no longer renew by filing."""
    stage = stage_on(stages, day)
    if stage is not None and not stage.may_renew:
        return None
    there = replace(matter, as_of=day)
    lines = tuple(_bounded(line for line in _lines(there) if line.clause not in waived))
    lines += tuple(line for line in _taxes(there, lines) if line.clause not in waived)
    currency = matter.rulebook.currency
    total = _total(lines, currency)
    if not lines and not waived and not _speaks_of_fees(matter):
        total = None
    return FeeStep(
        since=day, until=day, lines=lines, total=total, stage=stage.name if stage else ""
    )


def other_fees(
    matter: Matter, asked_for: Fraction, waived: frozenset[str] = frozenset()
) -> tuple[FeeLine, ...]:
    """Fees apart from renewing that apply today; `asked_for` are the credits petitioned.

    The taxes on one stand behind it.
    """
    found = []
    for clause, fee in matter.rulebook.of_kind(Fee):
        if fee.for_ not in APART or not in_force(clause, matter):
            continue
        if clause.id in waived or not _is_sold(fee, matter, waived):
            continue
        money = _price(fee.prices, matter)
        if money is not None and fee.per_credit:
            cents = Grid(_WHOLE_CENTS, Rounding.HALF_UP).round(money.cents * asked_for)
            money = Money(cents.numerator, money.currency)
        line = FeeLine(clause=clause.id, money=money)
        found += [line, *(t for t in _taxes(matter, (line,), fee.for_) if t.clause not in waived)]
    return tuple(found)


def with_their_taxes(
    rulebook: Rulebook, lines: Iterable[FeeLine]
) -> tuple[tuple[FeeLine, tuple[FeeLine, ...]], ...]:
    """Fees apart from renewing, each with the taxes on it, which stand behind it."""
    found: list[tuple[FeeLine, tuple[FeeLine, ...]]] = []
    for line in lines:
        rule = rulebook.clause(line.clause).rule
        if isinstance(rule, Fee) and rule.for_ is For.TAX and found:
            found[-1] = (found[-1][0], (*found[-1][1], line))
        else:
            found.append((line, ()))
    return tuple(found)


def _is_sold(fee: Fee, matter: Matter, waived: frozenset[str]) -> bool:
    """Whether it can be had today: a plan once, more time in its days and once a cycle."""
    if fee.for_ is For.PLAN:
        return not fee.waives or not waived.issuperset(fee.waives)
    if fee.for_ is not For.EXTENSION or fee.extends is None:
        return True
    end, day = matter.cycle.end, matter.as_of
    if matter.cycle.extended:
        return False
    if fee.late is None:
        return day <= end
    return add(end, fee.late.after) < day and (
        fee.late.until is None or day <= add(end, fee.late.until)
    )


def parts_on(rulebook: Rulebook, step: FeeStep) -> tuple[str, Parts] | None:
    """How what is due may be paid in parts: the clause that says so; None: only at once.

    What has fewer cents than parts cannot be divided: no part is over nothing.
    """
    for line in step.lines:
        rule = rulebook.clause(line.clause).rule
        if not isinstance(rule, Fee) or rule.parts is None or step.total is None:
            continue
        if step.total.cents >= rule.parts.number:
            return line.clause, rule.parts
    return None


def is_for_all(rulebook: Rulebook, step: FeeStep) -> bool:
    """Whether what is due is one fee for all the certifications held, however many are filed."""
    rules = (rulebook.clause(line.clause).rule for line in step.lines)
    return any(
        isinstance(rule, Fee) and rule.for_ is For.EXTRA_CREDENTIAL for rule in rules
    ) or any(
        rule.fee in (Among.HIGHEST, Among.SHARED)
        for clause, rule in rulebook.of_kind(Several)
        if not clause.silent
    )


def split(cents: int, parts: Parts, first: date) -> tuple[tuple[date, int], ...]:
    """The parts with their days; cents that do not divide stand in the first."""
    each, rest = divmod(cents, parts.number)
    day, found = first, []
    for number in range(parts.number):
        found.append((day, each + (rest if number == 0 else 0)))
        day = add(first, _times(parts.every, number + 1))
    return tuple(found)


def _times(length: Length, number: int) -> Length:
    return Length(length.years * number, length.months * number, length.days * number)


def _taxes(matter: Matter, lines: tuple[FeeLine, ...], on: For = For.RENEWAL) -> Iterator[FeeLine]:
    """The taxes on what is due, each on the same sum, each rounded once on the whole of it."""
    taxes = [
        (clause, fee)
        for clause, fee in matter.rulebook.of_kind(Fee)
        if fee.for_ is For.TAX and in_force(clause, matter) and (on not in APART or on in fee.of)
    ]
    due = _total(lines, matter.rulebook.currency)
    if not lines or (due is not None and due.cents <= 0):
        return
    contained = sum((fee.percent or Fraction(0) for _, fee in taxes if fee.included), Fraction(0))
    for clause, fee in taxes:
        if due is None or fee.percent is None:
            yield FeeLine(clause=clause.id, money=None, included=fee.included)
            continue
        whole = 100 + contained if fee.included else 100
        cents = Grid(_WHOLE_CENTS, fee.rounding).round(due.cents * fee.percent / whole)
        money = Money(cents.numerator, due.currency)
        yield FeeLine(clause=clause.id, money=money, included=fee.included)


def _total(lines: tuple[FeeLine, ...], currency: str) -> Money | None:
    """The sum; None when the policy does not say how much one of the lines is."""
    cents = 0
    for line in lines:
        if line.included:
            continue
        if line.money is None:
            return None
        cents += line.money.cents * line.times
    return Money(cents, currency)


def _same(one: FeeStep, other: FeeStep) -> bool:
    return (one.lines, one.total, one.stage) == (other.lines, other.total, other.stage)


def _speaks_of_fees(matter: Matter) -> bool:
    return any(not clause.silent for clause, _ in matter.rulebook.of_kind(Fee))


def _boundaries(matter: Matter, stages: tuple[StageFinding, ...]) -> Iterator[date]:
    """Every day on which the fee may change."""
    start, end = matter.cycle.start, matter.cycle.end
    found = {start, end + ONE_DAY}
    for stage in stages:
        found |= {stage.since} | ({stage.until + ONE_DAY} if stage.until else set())
    for clause, fee in matter.rulebook.of_kind(Fee):
        if fee.late is not None:
            found.add(add(end, fee.late.after) + ONE_DAY)
            if fee.late.until is not None:
                found.add(add(end, fee.late.until) + ONE_DAY)
        for span in (clause.span, fee.filed):
            if span is not None and span.since is not None:
                found.add(span.since)
            if span is not None and span.until is not None:
                found.add(span.until + ONE_DAY)
    return (day for day in found if day >= start)


def _lines(matter: Matter) -> list[FeeLine]:
    """Renewal, extras, lateness, discount; a reinstatement fee may stand instead."""
    fees = [
        (clause, fee)
        for clause, fee in matter.rulebook.of_kind(Fee)
        if in_force(clause, matter) and _due(fee, matter)
    ]
    instead = [(clause, fee) for clause, fee in fees if fee.instead]
    if instead:
        return [_line(clause, fee, matter) for clause, fee in instead]
    lines = [_line(clause, fee, matter) for clause, fee in fees if fee.for_ is not For.DISCOUNT]
    hole = _hole(matter, fees)
    if hole is not None:
        lines.append(FeeLine(clause=hole, money=None))
    lines += [
        _negated(_line(clause, fee, matter)) for clause, fee in fees if fee.for_ is For.DISCOUNT
    ]
    return [line for line in lines if line.times]


def _due(fee: Fee, matter: Matter) -> bool:
    end, day = matter.cycle.end, matter.as_of
    if fee.for_ in APART or fee.for_ is For.TAX:
        return False
    if fee.filed is not None and not fee.filed.holds(day):
        return False
    if fee.late is None:
        return fee.for_ not in (For.LATE, For.REINSTATEMENT) or day > end
    after = add(end, fee.late.after)
    return after < day and (fee.late.until is None or day <= add(end, fee.late.until))


def _hole(matter: Matter, due: list[tuple[Clause, Fee]]) -> str | None:
    """A late day that no tier of the late fee covers: the policy does not say."""
    if matter.as_of <= matter.cycle.end:
        return None
    if any(fee.for_ in (For.LATE, For.REINSTATEMENT) for _, fee in due):
        return None
    tiers = [
        clause.id
        for clause, fee in matter.rulebook.of_kind(Fee)
        if fee.for_ is For.LATE and who_holds(clause.who, matter)
    ]
    return tiers[0] if tiers else None


def _line(clause: Clause, fee: Fee, matter: Matter) -> FeeLine:
    if fee.for_ is For.EXTRA_CREDENTIAL:
        return FeeLine(
            clause=clause.id, money=_price(fee.prices, matter), times=len(matter.held()) - 1
        )
    money = _price(fee.prices, matter)
    if fee.for_ is For.RENEWAL and _fee_of_several(matter) is Among.HIGHEST:
        others = [
            price
            for other in matter.held()
            if (price := _price(fee.prices, replace(matter, holding=other))) is not None
        ]
        money = max(others, default=money)
    return FeeLine(clause=clause.id, money=money)


def _bounded(lines: Iterable[FeeLine]) -> Iterator[FeeLine]:
    """The lines, with discounts that take off what is due and no more.

    A fee that is waived, or nothing, does not become money to be paid out for filing early.
    Discounts stand last.
    """
    due: int | None = 0  # None: not all of it is said, so nobody can tell
    for line in lines:
        if line.money is None or due is None:
            due = None
            yield line
        elif line.money.cents >= 0:
            due += line.money.cents * line.times
            yield line
        elif due:
            off = min(due, -line.money.cents)
            due -= off
            yield replace(line, money=Money(-off, line.money.currency))


def _negated(line: FeeLine) -> FeeLine:
    if line.money is None:
        return line
    return replace(line, money=Money(-line.money.cents, line.money.currency))


def _price(prices: tuple[Price, ...], matter: Matter) -> Money | None:
    return next((price.money for price in prices if who_holds(price.who, matter)), None)


def _fee_of_several(matter: Matter) -> Among | None:
    return next(
        (rule.fee for clause, rule in matter.rulebook.of_kind(Several) if in_force(clause, matter)),
        None,
    )
