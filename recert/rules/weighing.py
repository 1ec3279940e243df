"""Weighing: the whole alternatives a policy offers by credits, and the one that stands best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from recert.rules.admitting import Admitted
from recert.rules.amounts import ZERO
from recert.rules.findings import Code, Missing, RequirementFinding, RouteFinding, State
from recert.rules.gating import gates
from recert.rules.matching import Matter, in_force
from recert.rules.requiring import Tally, tally
from recert.rules.rulebook import Clause, Route

_SETTLED = (State.MET, State.WAIVED, State.LATER)

Rank = tuple[int, int, int, Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The alternative that stands best, and how each of them stands."""

    tally: Tally
    requirements: tuple[RequirementFinding, ...]  # needs, breadths and gates
    routes: tuple[RouteFinding, ...] = ()

    @property
    def rank(self) -> Rank:
        """What is not settled, not said, short and by how much, and owed: less is better."""
        unsettled = [each for each in self.requirements if each.state not in _SETTLED]
        short = [each for each in unsettled if each.state is State.SHORT]
        silent = [each for each in unsettled if each.state is State.SILENT]
        owed = [
            reason.amount or ZERO
            for each in self.requirements
            for reason in each.reasons
            if reason.code is Code.OWED
        ]
        return (
            len(unsettled), len(silent), len(short),
            sum((each.short for each in short), ZERO), sum(owed, ZERO),
        )  # fmt: skip


def weigh(matter: Matter, admitted: Sequence[Admitted], waived: frozenset[str]) -> Weighed:
    """Judge needs, breadths and gates under each whole alternative, and keep the best."""
    alternatives = alternatives_of(matter)
    if not alternatives:
        return _weighed(matter, admitted, waived, frozenset())
    offered = frozenset(id for _, rule in alternatives for id in rule.needs)
    found = [
        (clause, rule, _weighed(matter, admitted, waived, offered - set(rule.needs)))
        for clause, rule in alternatives
    ]
    best = min((weighed for _, _, weighed in found), key=lambda each: each.rank)
    routes = tuple(_route(clause, rule, weighed) for clause, rule, weighed in found)
    return Weighed(best.tally, best.requirements, routes)


def alternatives_of(matter: Matter) -> list[tuple[Clause, Route]]:
    """The routes by credits for this person, of which something is in force."""
    return [
        (clause, rule)
        for clause, rule in matter.rulebook.of_kind(Route)
        if rule.needs
        and rule.open
        and not clause.silent
        and in_force(clause, matter)
        and any(in_force(matter.rulebook.clause(id), matter) for id in rule.needs)
    ]


def _weighed(
    matter: Matter,
    admitted: Sequence[Admitted],
    waived: frozenset[str],
    left_out: frozenset[str],
) -> Weighed:
    counted = tally(matter, admitted, waived, left_out)
    return Weighed(counted, counted.requirements + gates(matter, waived, left_out))


def _route(clause: Clause, rule: Route, weighed: Weighed) -> RouteFinding:
    own = [each for each in weighed.requirements if each.clause in rule.needs]
    return RouteFinding(
        clause=clause.id,
        by="credits",
        open=True,
        taken=all(each.state in _SETTLED for each in own),
        missing=tuple(
            Missing(clause=each.clause, kind=each.kind, amount=each.short)
            for each in own
            if each.state is State.SHORT
        ),
    )
