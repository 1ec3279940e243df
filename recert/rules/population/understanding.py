"""Understanding: what of a rulebook is compiled, and which columns it looks at.

Every field that is compiled is listed here. A clause that sets any other field, perhaps one
that the language got later, is not understood, and whoever it may speak of goes to `judge`:
so a new field can be slow here, never wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, Field, dataclass, fields

from recert.rules.rulebook import (
    Admit,
    Among,
    Audit,
    Breadth,
    Carry,
    Category,
    Clause,
    Cycle,
    Fee,
    For,
    Gate,
    Judgement,
    Lapse,
    Leave,
    Length,
    Limit,
    Measure,
    Need,
    Note,
    Once,
    Per,
    Proof,
    Refuse,
    Route,
    Rulebook,
    Several,
    Span,
    What,
    Who,
    Window,
    conditions_of,
)


def _named(names: str) -> frozenset[str]:
    return frozenset(names.split())


_RULES: dict[type, frozenset[str]] = {
    Cycle: _named(
        "length ends ends_on ends_yearly first_at_least parity fixed starts_after_late credit "
        "cutoff opens closes from_month"
    ),
    Window: _named("what started_after_certification within late_counts"),
    Admit: frozenset({"what"}),
    Refuse: frozenset({"what"}),
    Judgement: frozenset({"what", "asks", "provisional"}),
    Once: _named("what same_course times ever within"),
    Measure: _named(
        "by what worth awarders units minutes rounding at_least at_most about share_at_least "
        "preparation"
    ),
    Category: frozenset({"what", "scheme"}),
    Need: _named("of amount per prorated beyond_limits"),
    Limit: _named("of amount share base per"),
    Breadth: frozenset({"at_least", "among"}),
    Gate: _named(
        "documents current days_beyond issued_within skills attests totals membership done times "
        "within ever holds asks"
    ),
    Route: _named(
        "needs examination subjects at_test_centre waives application to_level extends "
        "extends_from open"
    ),
    Fee: frozenset(each.name for each in fields(Fee)),  # no column is about money
    Lapse: _named("stage name status may_earn next_cycle gap"),
    Carry: _named("at_most of earned_within barred relabel periods forfeits"),
    Several: _named("needs fee each_extra at_most"),
    Leave: frozenset(each.name for each in fields(Leave)),  # nothing without a decision
    Audit: frozenset(each.name for each in fields(Audit)),  # decides nothing by itself
    Proof: frozenset({"what", "accepted", "refused", "shows"}),
    Note: frozenset(),
}

_ASIDE: dict[type, frozenset[str]] = {
    Window: frozenset({"instead"}),
    Need: _named("exclusive accepts in_one within ever"),
    Limit: frozenset({"each"}),
    Carry: _named("owes owes_again"),
    Gate: frozenset({"lasting"}),
    Measure: frozenset({"prepared_once"}),
}
"""Fields that are known, and not compiled: whom their clause speaks of goes to `judge`."""

_WHO = _named(
    "credentials levels certified certified_for first_cycle cycle_at_least cycle_at_most "
    "every_nth_cycle late member countries holds_at_least holds_at_most holds closed_late "
    "attributes"
)

_COLUMNS = {
    "kinds": ("kind",),
    "deliveries": ("delivery",),
    "topics": ("topics",),
    "providers": ("provider",),
    "own": ("provider", "awards"),
    "awarded": ("awards",),
    "awarded_by": ("awards",),
    "units": ("awards",),
    "subjects": ("subject",),
    "accredited_by": ("accredited_by",),
    "assessed": ("assessed",),
    "passed": ("passed",),
    "ordered": ("ordered",),
    "reported_by": ("reported_by",),
    "at_test_centre": ("at_test_centre",),
    "grade_at_least": ("grade",),
    "cards": ("cards",),
    "card_months": ("card_months",),
    "completed": (),  # its days divide time into eras
    "not_": (),  # looked into
}
"""For every condition on an activity, the columns that decide it."""

_CLAUSES = _named("id rule says source place span chosen_by who silent line")


@dataclass(frozen=True)
class Looks:
    """What an edition looks at, of a person and of what they did."""

    columns: tuple[str, ...]  # of activities
    attributes: tuple[str, ...]
    member: bool
    country: bool
    others: bool
    closed_late: bool
    number: bool
    certified: tuple[Span, ...]  # stretches in which somebody may have been certified
    days: bool  # the very days of the cycle and of certification
    halves: bool  # in which half of which year it began, and on which day it ends
    passing: Length | None  # credit may pass on that was earned so late in the cycle


def gaps(rulebook: Rulebook) -> tuple[str, ...]:
    """Clauses that are not understood, each with the field that is not."""
    return tuple(
        f"{clause.id}: {fault}" for clause in rulebook.clauses for fault in _faults(clause)
    )


def _faults(clause: Clause) -> Iterator[str]:
    rule = clause.rule
    known = _RULES.get(type(rule))
    if known is None:
        yield f"{clause.kind} is a kind of clause that is not compiled"
        return
    yield from _set_beyond(clause, _CLAUSES, "")
    yield from _set_beyond(rule, known | _ASIDE.get(type(rule), frozenset()), f"{clause.kind}.")
    for who in conditions_of(clause):
        yield from _set_beyond(who, _WHO, "who.")
    for what in _whats(rule):
        yield from _set_beyond(what, frozenset(_COLUMNS), "what.")


def is_aside(clause: Clause) -> bool:
    """Whether the clause is understood, and not compiled."""
    rule = clause.rule
    known = _RULES.get(type(rule), frozenset())
    return type(rule) in _ASIDE and any(_set_beyond(rule, known, ""))


def _set_beyond(record: object, known: frozenset[str], where: str) -> Iterator[str]:
    """Fields that are set to something though nobody here knows what they mean."""
    for each in fields(record):  # type: ignore[arg-type]  # clauses are data classes throughout
        if each.name not in known and getattr(record, each.name) != _default(each):
            yield f"{where}{each.name}"


def _default(each: Field[object]) -> object:
    if each.default_factory is not MISSING:
        return each.default_factory()
    return each.default


def _whats(rule: object) -> Iterator[What]:
    """Every condition on activities in a rule, those inside others too."""
    for each in fields(rule):  # type: ignore[arg-type]  # rules are data classes throughout
        what = getattr(rule, each.name)
        while isinstance(what, What):
            yield what
            what = what.not_


def whats_of(rulebook: Rulebook) -> Iterator[What]:
    """Every condition on activities in the edition."""
    for clause in rulebook.clauses:
        yield from _whats(clause.rule)


def looks_of(rulebook: Rulebook) -> Looks:
    """What the edition looks at."""
    whos = [who for clause in rulebook.clauses for who in conditions_of(clause)]
    rules = [clause.rule for clause in rulebook.clauses]
    named = {name for who in whos for name in who.attributes} | set(rulebook.asks)
    inner = {
        type(rule) for rule in rules if isinstance(rule, Need | Limit) and rule.per is not Per.CYCLE
    }
    halves = all(
        rule.per in (Per.CYCLE, Per.CALENDAR_YEAR, Per.HALF_YEAR)
        for rule in rules
        if isinstance(rule, Limit)
    )
    passing = {rule.earned_within for rule in rules if isinstance(rule, Carry)} - {None}
    return Looks(
        columns=_columns(rulebook),
        attributes=tuple(sorted(named | {"birth-month", "birth-year"})),
        member=any(who.member is not None for who in whos)
        or any(isinstance(rule, Gate) and rule.membership for rule in rules),
        country=any(who.countries for who in whos),
        others=_looks_at_others(whos, rules),
        closed_late=any(who.closed_late is not None for who in whos),
        certified=tuple(who.certified for who in whos if who.certified is not None),
        number=any(_counts_cycles(who) for who in whos),
        days=Need in inner
        or (Limit in inner and not halves)
        or any(who.certified_for is not None for who in whos)
        or any(isinstance(rule, Need) and rule.prorated is not None for rule in rules)
        or (bool(inner) and bool(passing))
        or len(passing) > 1,
        passing=next(iter(passing), None) if len(passing) == 1 and not inner else None,
        halves=Limit in inner,
    )


def _looks_at_others(whos: list[Who], rules: Sequence[object]) -> bool:
    """Whether anything turns on the other certifications a person holds."""
    return any(
        (isinstance(rule, Several) and (rule.needs is Among.HIGHEST or rule.each_extra))
        or (isinstance(rule, Several) and rule.fee is Among.HIGHEST)
        or (isinstance(rule, Gate) and rule.holds)
        or (isinstance(rule, Fee) and rule.for_ is For.EXTRA_CREDENTIAL)
        for rule in rules
    ) or any(
        who.holds or who.holds_at_least is not None or who.holds_at_most is not None for who in whos
    )


def _counts_cycles(who: Who) -> bool:
    return any(
        each is not None
        for each in (
            who.first_cycle,
            who.cycle_at_least,
            who.cycle_at_most,
            who.every_nth_cycle,
        )
    )


def _columns(rulebook: Rulebook) -> tuple[str, ...]:
    """The columns of activities that decide anything, each once."""
    found = {"kind": None, "passed": None}
    for what in whats_of(rulebook):
        for field, columns in _COLUMNS.items():
            value = getattr(what, field)
            if value not in (None, "", frozenset()):
                found |= dict.fromkeys(columns)
    for _, measure in rulebook.of_kind(Measure):
        found |= {"awards": None, "minutes": None}
        if measure.about:
            found["topics"] = None
    return tuple(found)
