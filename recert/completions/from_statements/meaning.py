"""Meaning: which statements say that somebody completed a course, and what they say of it.

Only pairs of a verb and a kind of activity that stand here or in the source's own mapping mean
credit. Everything else is kept and never credited: a finished chapter is no finished course.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from recert.catalogue.models import Source
from recert.completions.lines import Line, Named
from recert.completions.models import RetractionKind
from recert.lib.days import local_day
from recert.statements.checking.wholes import VOIDED
from recert.statements.models import Statement

_VERBS = "http://adlnet.gov/expapi/verbs/"
COMPLETED, PASSED, FAILED = f"{_VERBS}completed", f"{_VERBS}passed", f"{_VERBS}failed"
SATISFIED = "https://w3id.org/xapi/adl/verbs/satisfied"
UNCOMPLETED = "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/uncompleted"
FORFEITED = "https://w3id.org/xapi/tla/verbs/forfeited"

CMI5_COURSE = "https://w3id.org/xapi/cmi5/activitytype/course"
ADL_COURSE = "http://adlnet.gov/expapi/activities/course"
CERTIFICATE = "https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/certificate"


@dataclass(frozen=True, slots=True)
class Credits:
    """A verb said of a kind of activity, which means that it was completed."""

    verb: str
    kind: str  # the activity's type


USUAL = (
    Credits(COMPLETED, CMI5_COURSE),  # Moodle
    Credits(PASSED, ADL_COURSE),  # Open edX
    Credits(COMPLETED, ADL_COURSE),
    Credits(SATISFIED, CMI5_COURSE),
    Credits(PASSED, CMI5_COURSE),
)
"""What Moodle, Open edX and cmi5 say when a whole course is done."""

MOST_GRADE = 10


def credits_of(source: Source) -> tuple[Credits, ...]:
    """What means credit from this source: its own list, or the usual one."""
    own = source.mapping.get("credits")
    return tuple(Credits(*each) for each in own) if own else USUAL


def courses_of(source: Source) -> Mapping[str, str]:
    """The public id of the course each linked activity is, by the activity's id."""
    found: Mapping[str, str] = source.mapping.get("courses", {})
    return found


def means_credit(source: Source) -> Q:
    """The condition under which a statement of the source means credit."""
    found = Q()
    for each in credits_of(source):
        found |= Q(verb=each.verb, activity_type=each.kind)
    return found


def is_credit(statement: Statement, meant: tuple[Credits, ...]) -> bool:
    """Whether it says that a course was completed."""
    return Credits(statement.verb, statement.activity_type) in meant


def takes_back(statement: Statement, meant: tuple[Credits, ...]) -> RetractionKind | None:
    """Whether it takes something back, and in which words."""
    if statement.verb == VOIDED:
        return RetractionKind.VOIDED
    if statement.verb == FORFEITED and statement.activity_type == CERTIFICATE:
        return RetractionKind.REVOKED
    is_course = statement.activity_type in {each.kind for each in meant}
    if statement.verb in (UNCOMPLETED, FAILED) and is_course:
        return RetractionKind.UNDONE
    return None


def named_in(statement: Statement) -> Named | None:
    """How the statement names who it is about; None for a group, which completes nothing."""
    actor = statement.content["actor"]
    if actor.get("objectType") == "Group":
        return None
    name = str(actor.get("name", ""))[:200]
    if "account" in actor:
        account = actor["account"]
        return Named(system=account["homePage"], account=account["name"], name=name)
    if "mbox" in actor:
        return Named(email=actor["mbox"].removeprefix("mailto:"), name=name)
    kind = "openid" if "openid" in actor else "mbox_sha1sum"
    return Named(system=kind, account=actor[kind], name=name)


def line_of(statement: Statement, row: int, named: Named, course: str, zone: str) -> Line:
    """What it says as a line of a report; its day is the source's claim, in the provider's zone."""
    result = statement.content.get("result", {})
    passed = result.get("success")
    if passed is None and statement.verb == PASSED:
        passed = True
    return Line(
        row=row,
        named=named,
        external_id=str(statement.statement_id),
        course=course,
        completed=local_day(statement.said_at or statement.stored_at, zone),
        passed=passed,
        grade=_grade(result.get("score", {})),
        said={"verb": statement.verb, "activity": statement.activity},
    )


def _grade(score: Mapping[str, Any]) -> str:
    if "raw" in score:
        found = str(score["raw"])
    elif "scaled" in score:
        found = f"{(Decimal(str(score['scaled'])) * 100).normalize():f}%"
    else:
        return ""
    return found if len(found) <= MOST_GRADE else ""
