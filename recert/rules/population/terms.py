"""Terms: on which terms one sort of people renew, asked of the law once for all of them.

The law judges one of them as if nothing had been done: that says how much is due, what may be
filed at what price, and which clauses speak. What people did is then counted against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product

from recert.rules.amounts import ZERO
from recert.rules.carrying import carrying, outward
from recert.rules.cycles import Period
from recert.rules.facts import Facts
from recert.rules.findings import RequirementFinding, Standing, State, Verdict
from recert.rules.judging import earn_until, judge, lacks_a_fact, verdict_on
from recert.rules.lapsing import stage_on, stages_of
from recert.rules.matching import Matter, in_force, who_holds
from recert.rules.population.doings import speaking
from recert.rules.population.patterns import Bounded, Part, Pattern, Wanted
from recert.rules.population.rows import number_of
from recert.rules.population.understanding import Looks
from recert.rules.population.worth import NO_BOUND, TooFine, in_units
from recert.rules.routing import renewed_through, routes_of, taken
from recert.rules.rulebook import Base, Breadth, Chooser, Clause, Gate, Limit, Need, Span
from recert.rules.spanning import Window, limit_windows, need_windows
from recert.rules.weighing import alternatives_of

STATES = tuple(State)
VERDICTS = tuple(Verdict)


@dataclass(frozen=True)
class Line:
    """One requirement of an answer: where its numbers come from.

    `place` is its number among the needs, the breadths or the gates; `state` is set where
    nothing anybody did changes it, `unmet` is the state while it is not met.
    """

    finding: RequirementFinding
    place: int
    state: State | None
    unmet: State


@dataclass(frozen=True)
class Terms:
    """What holds for everybody of one sort."""

    standing: Standing
    matter: Matter
    speaks: tuple[bool, ...]
    earn_until: date
    verdicts: tuple[Verdict, ...]  # by whether anything is short, silent, or needs a person
    uncertain: bool  # ready only once a question about the person is answered
    lines: tuple[Line, ...]
    boundaries: tuple[int, ...]  # first days of the eras after the first
    pattern: Pattern | None  # None: only `judge` can tell
    needs: tuple[int, ...] = ()
    limits: tuple[int, ...] = ()
    passing: tuple[int, ...] = ()
    required: int = NO_BOUND


def terms_of(facts: Facts, holding: str, opened: tuple[Matter, Period], how: How) -> Terms:
    """The terms on which this person, who has done nothing yet, renews."""
    matter, period = opened
    as_of = matter.as_of
    standing = judge([matter.rulebook], facts, holding, as_of)
    stage = stage_on(stages_of(matter), as_of)
    route = taken(matter, routes_of(matter))
    renewed = renewed_through(matter, route)
    by_itself = renewed is not None and as_of <= max(period.cycle.end, renewed)
    verdicts = tuple(
        verdict_on(matter, stage, _with_states(states), by_itself)
        for states in product((False, True), repeat=3)
    )
    found = Terms(
        standing=standing,
        matter=matter,
        speaks=speaking(matter),
        earn_until=earn_until(matter, stage),
        verdicts=verdicts,
        uncertain=bool(standing.questions) or lacks_a_fact(matter),
        lines=(),
        boundaries=(),
        pattern=None,
    )
    if alternatives_of(matter) or any(_speaks(clause, matter) for clause in how.aside):
        return found
    try:
        return _counted_against(found, how)
    except TooFine:
        return found


@dataclass(frozen=True)
class How:
    """How an edition is compiled: what it looks at, and how many units make a credit."""

    looks: Looks
    unit: int
    aside: tuple[Clause, ...]  # understood, and not compiled


def _speaks(clause: Clause, matter: Matter) -> bool:
    """Whether a clause speaks of the person, on whatever day an activity was done."""
    if clause.chosen_by is Chooser.ACTIVITY:
        return who_holds(clause.who, matter)
    return in_force(clause, matter)


def _with_states(states: tuple[bool, ...]) -> list[RequirementFinding]:
    kinds = (State.SHORT, State.SILENT, State.NEEDS_PERSON)
    return [
        RequirementFinding(clause="", kind="", state=state)
        for state, there in zip(kinds, states, strict=True)
        if there
    ]


# ---------------------------------------------------------------- needs, limits, eras


def _counted_against(terms: Terms, how: How) -> Terms:
    matter = terms.matter
    waived = {each.clause for each in terms.standing.requirements if each.state is State.WAIVED}
    needs = need_windows(matter, frozenset(), ZERO)
    limits = limit_windows(matter, [], frozenset(), needs)
    onward = outward(matter)
    carry = carrying(onward, needs)
    passing = onward if carry is not None else ()
    late = how.looks.passing is not None and bool(passing)
    spans = [window.span for window in needs + limits]
    spans += [] if late else [each.span for each in passing]
    boundaries = _boundaries(spans, terms)
    eras = 2 if late else len(boundaries) + 1

    def part(of: Sequence[str], span: Span) -> Part:
        return Part(frozenset(of), _eras(span, boundaries, eras))

    pattern = Pattern(
        needs=tuple(
            Wanted(part(rule.of, window.span), _demanded(window, waived), rule.beyond_limits)
            for window in needs
            if isinstance(rule := window.rule, Need)
        ),
        limits=tuple(
            Bounded(part(rule.of, window.span), _share(rule))
            for window in limits
            if isinstance(rule := window.rule, Limit)
        ),
        passing=tuple(
            Part(frozenset(each.of), (1, 2)) if late and each.span.since
            else part(each.of, each.span)
            for each in passing
        ),
        breadths=tuple(
            rule.among
            for clause, rule in matter.rulebook.of_kind(Breadth)
            if in_force(clause, matter)
        ),
        eras=eras,
        carries=carry is not None,
    )  # fmt: skip
    return Terms(
        standing=terms.standing,
        matter=matter,
        speaks=terms.speaks,
        earn_until=terms.earn_until,
        verdicts=terms.verdicts,
        uncertain=terms.uncertain,
        lines=_lines(terms, waived),
        boundaries=boundaries,
        pattern=pattern,
        needs=tuple(in_units(each.amount or ZERO, how.unit) for each in needs),
        limits=tuple(_bound(each.amount, how.unit) for each in limits),
        passing=tuple(in_units(each.at_most, how.unit) for each in passing),
        required=_bound(carry.required if carry else None, how.unit),
    )


def _demanded(window: Window, waived: set[str]) -> bool:
    return window.amount is not None and window.clause.id not in waived


def _share(rule: Limit) -> Fraction | None:
    return rule.share if rule.base is Base.COUNTED else None


def _bound(amount: Fraction | None, unit: int) -> int:
    return NO_BOUND if amount is None else in_units(amount, unit)


def _boundaries(spans: Sequence[Span], terms: Terms) -> tuple[int, ...]:
    """The days on which one stretch ends and another begins, inside the days of earning."""
    since, until = terms.matter.cycle.credit_since, terms.earn_until
    days = {number_of(each.since) for each in spans if each.since and each.since > since}
    days |= {number_of(each.until) + 1 for each in spans if each.until and each.until < until}
    return tuple(sorted(days))


def _eras(span: Span, boundaries: Sequence[int], eras: int) -> tuple[int, int]:
    """From which era, to before which, a stretch of days runs."""
    first, last = 0, eras
    if span.since is not None:
        first = sum(day <= number_of(span.since) for day in boundaries)
    if span.until is not None:
        last = sum(day <= number_of(span.until) for day in boundaries) + 1
    return first, last


# ---------------------------------------------------------------- the lines of an answer


def _lines(terms: Terms, waived: set[str]) -> tuple[Line, ...]:
    gates = {
        clause.id: place for place, (clause, _) in enumerate(terms.matter.rulebook.of_kind(Gate))
    }
    places = {"need": 0, "breadth": 0}
    found = []
    for each in terms.standing.requirements:
        if each.kind == "gate":
            found.append(_gate_line(each, gates[each.clause], terms, waived))
            continue
        fixed = each.state if each.state in (State.WAIVED, State.SILENT) else None
        found.append(Line(each, places[each.kind], fixed, State.SHORT))
        places[each.kind] += 1
    return tuple(found)


def _gate_line(each: RequirementFinding, place: int, terms: Terms, waived: set[str]) -> Line:
    clause = terms.matter.rulebook.clause(each.clause)
    rule = clause.rule
    assert isinstance(rule, Gate)  # the finding is of a gate
    turns = rule.documents or rule.attests or rule.done is not None
    fixed = None if turns and clause.id not in waived and not clause.silent else each.state
    if rule.attests:
        unmet = State.LATER
    else:
        unmet = State.SHORT if in_force(clause, terms.matter) else State.NEEDS_PERSON
    return Line(each, place, fixed, unmet)
