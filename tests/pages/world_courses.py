"""What the pages about courses need in the world, beside `tests.teaching`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from recert.catalogue.actions import Ask, return_course_application
from recert.catalogue.models import Course, CourseApproval
from recert.enrolments.course_fees import apply_for_courses
from recert.renewals.actions import answer_for_body, ask_body
from recert.transcript.models import Activity, Petition
from tests.cast import NOW, course, log
from tests.teaching import Teaching, held_on, taught


@dataclass(frozen=True, slots=True)
class Courses:
    """A course waits at ACSM; Ben's petition was accepted; Ada typed in one that is approved."""

    teaching: Teaching
    course: Course
    waiting: CourseApproval  # at ACSM
    returned: CourseApproval  # by ACTION
    accepted: Petition  # of Ben's, at ACSM
    typed: Activity  # Ada's, and approved


def set_courses(teaching: Teaching) -> Courses:
    """Let Oto ask two bodies about a new course."""
    course_row, waiting, returned = _asked(teaching, 0)
    return_course_application(
        by=teaching.cast.fay, at=NOW, body_slug="action", public_id=returned.public_id,
        reason="The outline, please.",
    )  # fmt: skip
    typed = log(
        teaching.cast.ada,
        course("Ethics in practice", date(2026, 11, 2), "2", by="", provider="movement-lab"),
    )
    return Courses(
        teaching=teaching,
        course=course_row,
        waiting=waiting,
        returned=returned,
        accepted=_accepted(teaching),
        typed=typed,
    )


def _asked(teaching: Teaching, number: int) -> tuple[Course, CourseApproval, CourseApproval]:
    found, edition = taught(teaching.lab, f"ML-3{number:02}", f"Balance {number}", 60)
    waiting, returned = apply_for_courses(
        by=teaching.oto, at=NOW, provider_slug="movement-lab", course_id=found.public_id,
        edition_id=edition.public_id, text="An hour on balance.",
        asks=[Ask(body="acsm", unit="cec"), Ask(body="action", unit="cec")],
    )  # fmt: skip
    return found, waiting, returned


def _accepted(teaching: Teaching) -> Petition:
    ben, hal = teaching.cast.ben, teaching.cast.hal
    entry = log(ben, course("Kettlebell basics", date(2026, 10, 3), "6", provider="kettle-school"))
    asked = ask_body(
        by=ben, at=NOW, activity_id=entry.public_id, question="It is about technique.",
        certification_id=teaching.cast.ben_acsm.public_id,
    )  # fmt: skip
    return answer_for_body(
        by=hal, at=NOW, body_slug="acsm", public_id=asked.public_id, accept=True, reason="Fine."
    )


def grow_courses(found: Courses, number: int) -> None:
    """One more course that waits at two bodies, with a class."""
    _course, waiting, _returned = _asked(found.teaching, number + 1)
    held_on(waiting.edition, NOW + timedelta(days=20))
