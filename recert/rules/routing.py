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


def renewed_through(matter: Matter, route: Route | None) -> date | None:
    """The last day that is sure after an examination that renews by itself.

    Where the policy does not say from when the new term runs, it is not before the pass.
    """
    if route is None or route.extends is None:
        return None
    first = _first_pass(route, matter)
    if first is None:
        return None
    return _until(route, matter, first) or add(first.completed, route.extends)


def _first_pass(route: Route, matter: Matter) -> Activity | None:
    passed = [
        activity for activity in matter.facts.activities if _is_examination(activity, route, matter)
    ]
    return min(passed, key=lambda activity: (activity.completed, activity.id), default=None)


def _examination(clause: Clause, route: Route, matter: Matter) -> RouteFinding:
    first = _first_pass(route, matter)
    if not route.open:
        refused = Reason(code=Code.REFUSED, clause=clause.id)
        return RouteFinding(clause=clause.id, by="examination", open=False, reasons=(refused,))
    if first is None and matter.as_of > matter.cycle.end:
        late = Reason(code=Code.AFTER_DEADLINE, clause=clause.id)
        return RouteFinding(clause=clause.id, by="examination", open=False, reasons=(late,))
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
