"""Routing: the whole ways to renew, and whether one of them is already taken."""

from __future__ import annotations

from datetime import date

from recert.rules.cycles import add
from recert.rules.facts import Activity, Kind
from recert.rules.findings import Code, Reason, RouteFinding
from recert.rules.matching import Matter, in_force
from recert.rules.rulebook import Clause, Route


def routes_of(matter: Matter) -> tuple[RouteFinding, ...]:
    """Every route by examination that the policy speaks of for this person."""
    return tuple(
        _examination(clause, route, matter)
        for clause, route in matter.rulebook.of_kind(Route)
        if route.examination and not clause.silent and in_force(clause, matter)
    )


def taken(matter: Matter, routes: tuple[RouteFinding, ...]) -> Route | None:
    """The rule of the first route the person has completed."""
    for finding in routes:
        if finding.taken:
            rule = matter.rulebook.clause(finding.clause).rule
            if isinstance(rule, Route):
                return rule
    return None


def _examination(clause: Clause, route: Route, matter: Matter) -> RouteFinding:
    passed = [
        activity for activity in matter.facts.activities if _is_examination(activity, route, matter)
    ]
    first = min(passed, key=lambda activity: (activity.completed, activity.id), default=None)
    if not route.open:
        refused = Reason(code=Code.REFUSED, clause=clause.id)
        return RouteFinding(clause=clause.id, by="examination", open=False, reasons=(refused,))
    until = _until(route, matter, first)
    reasons: tuple[Reason, ...] = ()
    if route.extends is not None and not route.extends_from:
        reasons = (Reason(code=Code.SILENT, clause=clause.id),)
    return RouteFinding(
        clause=clause.id,
        by="examination",
        open=True,
        taken=first is not None,
        until=until,
        reasons=reasons,
    )


def _is_examination(activity: Activity, route: Route, matter: Matter) -> bool:
    """Passed within the cycle, of the right subject, and where the route asks for it."""
    subjects = route.subjects or {f"{matter.holding.body}:{matter.holding.credential}"}
    return (
        activity.kind is Kind.EXAMINATION
        and activity.passed is True
        and activity.subject in subjects
        and (route.at_test_centre is None or activity.at_test_centre == route.at_test_centre)
        and matter.cycle.start <= activity.completed <= min(matter.cycle.end, matter.as_of)
        and activity.completed > matter.holding.certified
    )


def _until(route: Route, matter: Matter, passed: Activity | None) -> date | None:
    """The new last day, where the policy says from when the term runs."""
    if route.extends is None or passed is None:
        return None
    if route.extends_from == "pass":
        return add(passed.completed, route.extends)
    if route.extends_from == "expiry":
        return add(matter.cycle.end, route.extends)
    return None
