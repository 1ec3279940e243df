"""Reading: what bodies said a course counts as, beside what its topics say by the rulebook.

A provider reports what was done in nobody's categories. Where a body approved the course for
categories of its own, that is the body's word about the activity, like any it gives by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from recert.catalogue.models import APPROVED, CourseApproval
from recert.rules.facts import Activity, Decision, DecisionKind, Reporter

_COLUMNS = (
    "edition__course__provider__slug",
    "edition__course__number",
    "body__slug",
    "number",
    "since",
    "until",
    "ended_on",
    "categories",
)


def said_by_approvals(activities: Iterable[Activity]) -> list[Decision]:
    """What approvals that spoke on the day say of what providers reported; one query, or none."""
    reported = defaultdict(list)
    for activity in activities:
        if activity.course and activity.reported_by is Reporter.PROVIDER:
            reported[activity.course].append(activity)
    if not reported:
        return []
    names = [course.partition(":") for course in reported]
    rows = CourseApproval.objects.filter(
        edition__course__provider__slug__in={slug for slug, _colon, _number in names},
        edition__course__number__in={number for _slug, _colon, number in names},
        state=APPROVED,
    ).exclude(categories=[])
    found = []
    for provider, course, body, number, since, until, ended, categories in rows.values_list(
        *_COLUMNS
    ):
        for activity in reported.get(f"{provider}:{course}", ()):
            days = _speaks_on(activity.completed, since, until, ended)
            if days and any((each.by, each.number) == (body, number) for each in activity.awards):
                found.append(_decision(activity, body, categories))
    return found


def _speaks_on(day: date, since: date, until: date | None, ended: date | None) -> bool:
    return since <= day and (until is None or day <= until) and (ended is None or day <= ended)


def _decision(activity: Activity, body: str, categories: list[str]) -> Decision:
    return Decision(
        kind=DecisionKind.ACCEPT,
        body=body,
        on=activity.completed,
        reason="",
        activity=activity.id,
        categories=frozenset(categories),
    )
