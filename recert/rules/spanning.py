"""Spanning: over which days each need and each limit is measured, and how much is due there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from recert.rules.amounts import ZERO
from recert.rules.cycles import ONE_DAY
from recert.rules.facts import Activity, DecisionKind
from recert.rules.leaving import Less, amount_left, less_of
from recert.rules.matching import Matter, course_of, in_force, who_holds
from recert.rules.months import months_from
from recert.rules.recalling import back_to
from recert.rules.rulebook import (
    EVERYTHING,
    Among,
    Amounts,
    Base,
    Clause,
    Each,
    Limit,
    Need,
    Per,
    Prorated,
    Several,
    Span,
)


@dataclass(frozen=True, slots=True)
class Window:
    """One need or limit over one stretch of days, and for some limits one name in it.

    `amount` None is a hole in the policy. A `wide` window reaches beyond the cycle.
    """

    key: str
    clause: Clause
    rule: Need | Limit
    span: Span
    amount: Fraction | None
    wide: bool = False
    each: str | None = None  # the one provider or course it holds for
    less_by: tuple[str, ...] = ()  # the clauses of leaves that lessen it

    @property
    def is_total(self) -> bool:
        """Whether it is a need of all that counts in the cycle."""
        return isinstance(self.rule, Need) and self.rule.of == (EVERYTHING,) and not self.wide

    @property
    def options(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Keys, one of which is to be served, each with the categories that serve it."""
        if isinstance(self.rule, Need) and self.rule.in_one:
            return tuple((f"{self.key} in {category}", (category,)) for category in self.rule.of)
        return ((self.key, self.rule.of),)

    @property
    def accepts(self) -> dict[str, str]:
        """For each category of which only so much may serve the need, a key of its own."""
        if not isinstance(self.rule, Need):
            return {}
        return {category: f"{self.clause.id} accepts {category}" for category in self.rule.accepts}


def clause_of(key: str) -> str:
    """The clause that a demand or cap of one window comes from."""
    return key.partition(" ")[0]


def amount_for(amounts: Amounts, matter: Matter) -> Fraction | None:
    """The first row that speaks of this person; None is a hole in the policy."""
    return next((row.amount for row in amounts if who_holds(row.who, matter)), None)


# ---------------------------------------------------------------- needs


def need_windows(matter: Matter, left_out: frozenset[str], owed: Fraction) -> list[Window]:
    """Every need that is in force, window by window; `owed` comes on top of the total."""
    found = []
    decided = _decided_amounts(matter)
    for clause, rule in matter.rulebook.of_kind(Need):
        if clause.id in left_out or not in_force(clause, matter):
            continue
        due = _due(clause, rule, matter, decided)
        since = back_to(rule, matter)
        if since is not None:
            span = Span(None if rule.ever else since, None)
            window = Window(clause.id, clause, rule, span, due.amount, wide=True)
            found.append(replace(window, less_by=due.less_by))
            continue
        if due.amount is not None and owed and rule.of == (EVERYTHING,) and rule.per is Per.CYCLE:
            due = replace(due, amount=due.amount + owed)
        for key, span in _spans(clause, rule.per, matter, whole=True):
            here = due if span == Span() or due.is_decided else _less_in(span, clause, due, matter)
            window = Window(key, clause, rule, span, here.amount, less_by=here.less_by)
            found.append(window)
    return found


@dataclass(frozen=True, slots=True)
class _Due:
    """How much is due; None is a hole in the policy. `less_by`: clauses of leaves."""

    amount: Fraction | None
    less_by: tuple[str, ...] = ()
    is_decided: bool = False  # for this one person: nothing else changes it


def _less_in(span: Span, clause: Clause, due: _Due, matter: Matter) -> _Due:
    """What is due in one stretch of the cycle, less for the leave in it."""
    first, last = span.since or matter.cycle.start, span.until or matter.cycle.end
    less = less_of(clause.id, matter, first, last)
    if due.amount is None or less is None:
        return due
    months = months_from(first, last, less.rule.months) if less.rule else 1
    return _Due(amount_left(due.amount, less, months, months), less.clauses)


def _decided_amounts(matter: Matter) -> dict[str, Fraction]:
    """What the body asks of this one person instead, by clause; the latest decision speaks."""
    ruled = sorted(matter.ruled(DecisionKind.AMOUNT), key=lambda each: each.on)
    return {each.clause: each.amount for each in ruled if each.amount is not None}


def _due(clause: Clause, rule: Need, matter: Matter, decided: Mapping[str, Fraction]) -> _Due:
    """The amount needed, all certifications of the body held taken together."""
    if clause.id in decided:
        return _Due(decided[clause.id], is_decided=True)
    amount = None if clause.silent else amount_for(rule.amount, matter)
    if amount is None:
        return _Due(None)
    several = next(
        (each for held, each in matter.rulebook.of_kind(Several) if in_force(held, matter)), None
    )
    if several is not None and several.needs is Among.HIGHEST:
        others = [
            found
            for other in matter.held()
            if (found := amount_for(rule.amount, replace(matter, holding=other))) is not None
        ]
        amount = max([amount, *others])
    less = less_of(clause.id, matter, *_whole_cycle(matter)) if rule.per is Per.CYCLE else None
    amount = _in_proportion(amount, rule.prorated, less, matter)
    if several is not None and rule.of == (EVERYTHING,):
        amount += several.each_extra * (len(matter.held()) - 1)
        if several.at_most is not None:
            amount = min(amount, several.at_most)
    return _Due(amount, less.clauses if less else ())


def _in_proportion(
    amount: Fraction, rule: Prorated | None, less: Less | None, matter: Matter
) -> Fraction:
    """The part of the amount for the months held, where the cycle began before them or on leave.

    Rounded once: of months not held and months away the sum is taken first.
    """
    if rule is not None and (less is None or less.rule is None):
        held, whole = _held(rule, matter)
        if held < rule.nothing_below:
            return ZERO
        part = amount * Fraction(held, max(1, whole))
        amount = min(amount, rule.rounding.round(part) if rule.rounding else part)
    if less is None:
        return amount
    return amount_left(
        amount, less, *_held(rule or less.rule, matter, is_prorated=rule is not None)
    )


def _held(rule: Prorated | None, matter: Matter, *, is_prorated: bool = True) -> tuple[int, int]:
    """Months held and months in all; the same where the need is not prorated."""
    if rule is None:
        return 1, 1
    since, end = _whole_cycle(matter)
    whole = months_from(since, end, rule.months)
    if not is_prorated:
        return whole, whole
    return months_from(max(since, matter.holding.certified), end, rule.months), whole


def _whole_cycle(matter: Matter) -> tuple[date, date]:
    """The cycle as it runs for whoever held it from its first day."""
    return matter.cycle.full_since, matter.cycle.law_end


# ---------------------------------------------------------------- limits


def limit_windows(
    matter: Matter,
    activities: Sequence[Activity],
    left_out: frozenset[str],
    needs: Sequence[Window],
) -> list[Window]:
    """Every limit that is in force, window by window, name by name."""
    found: list[Window] = []
    for clause, rule in matter.rulebook.of_kind(Limit):
        if clause.silent or clause.id in left_out or not in_force(clause, matter):
            continue
        amount = amount_for(rule.amount, matter)
        for key, span in _spans(clause, rule.per, matter):
            if rule.share is not None and rule.base is Base.REQUIRED:
                required = _required(span, needs)
                amount = None if required is None else rule.share * required
            window = Window(key, clause, rule, span, amount)
            found += _each(window, rule.each, activities)
    return found


def _required(span: Span, needs: Sequence[Window]) -> Fraction | None:
    """The total due over these days, else over the whole cycle."""
    totals = [need for need in needs if need.is_total and need.amount is not None]
    same = (need.amount for need in totals if need.span == span)
    whole = (need.amount for need in totals if need.span == Span())
    return next(same, None) or next(whole, None)


def _each(window: Window, each: Each | None, activities: Sequence[Activity]) -> Iterator[Window]:
    if each is None:
        yield window
        return
    for name in sorted({name_of(each, activity) for activity in activities}):
        yield replace(window, key=f"{window.key} each {name}", each=name)


def name_of(each: Each, activity: Activity) -> str:
    """The name by which a limit holds for things one by one."""
    if each is Each.COURSE:
        return course_of(activity)
    awarders = sorted(award.by for award in activity.awards)
    return activity.provider or next(iter(awarders), "")


# ---------------------------------------------------------------- days


def _spans(
    clause: Clause, per: Per, matter: Matter, *, whole: bool = False
) -> list[tuple[str, Span]]:
    """The inner windows of the cycle a clause is measured over, each with its key."""
    if per is Per.CYCLE:
        return [(clause.id, Span())]
    since, until = matter.cycle.credit_since, matter.cycle.credit_until
    inner = list(_inner(per, since, until))
    if whole and _YEARS.get(per, 1) > 1 and len(inner) > 1 and not inner[-1][2]:
        inner.pop()  # the cycle ends before so many years are over
    if whole and len(inner) > 1 and matter.cycle.first and _cuts(per, since):
        del inner[0]  # the year had begun before certification
    return [(f"{clause.id} from {first}", Span(first, last)) for first, last, _ in inner]


_YEARS = {Per.CYCLE_YEAR: 1, Per.TWO_YEARS: 2, Per.FIVE_YEARS: 5}


def _cuts(per: Per, since: date) -> bool:
    """Whether a stretch of the calendar was already running on this day."""
    match per:
        case Per.CALENDAR_YEAR:
            return (since.month, since.day) != (1, 1)
        case Per.HALF_YEAR:
            return (since.month, since.day) not in {(1, 1), (7, 1)}
        case _:
            return False


def _inner(per: Per, start: date, end: date) -> Iterator[tuple[date, date, bool]]:
    """First and last day of each window, and whether the cycle holds all of it."""
    since, number = start, 0
    while since <= end:
        number += 1
        match per:
            case Per.CALENDAR_YEAR:
                until = date(since.year, 12, 31)
            case Per.HALF_YEAR:
                until = date(since.year, 6, 30) if since.month < 7 else date(since.year, 12, 31)
            case _:
                until = start + relativedelta(years=number * _YEARS[per]) - ONE_DAY
        yield since, min(until, end), until <= end
        since = until + ONE_DAY
