"""Asking: which questions each kind of activity calls for, so that nobody answers others.

Title, days, who held it and what was awarded are asked of everything; the rest only where
some policy could look at the answer.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.rules.facts import Kind
from recert.standing.words import capital
from recert.standing.words.vocabulary import KINDS

_LENGTH = ("hours", "minutes")
_LEARNING = ("delivery", *_LENGTH, "topics", "course")
_CONTRIBUTING = (*_LENGTH, "topics")

ASKED: dict[Kind, tuple[str, ...]] = {
    Kind.COURSE: (*_LEARNING, "assessed"),
    Kind.CONFERENCE: _LEARNING,
    Kind.WORKSHOP: _LEARNING,
    Kind.WEBINAR: (*_LEARNING, "assessed"),
    Kind.SELF_STUDY: (*_LENGTH, "topics", "course", "assessed"),
    Kind.COLLEGE_COURSE: (*_LEARNING, "grade"),
    Kind.QUIZ: (*_LENGTH, "topics", "course", "passed"),
    Kind.LIFE_SUPPORT: ("cards", "delivery", *_LENGTH, "card_months"),
    Kind.MEETING: _LEARNING,
    Kind.EXAMINATION: ("subject", "passed", "at_test_centre"),
    Kind.CERTIFICATION: ("subject", "accredited_by"),
    Kind.TEACHING: (*_CONTRIBUTING, "preparation"),
    Kind.PRESENTING: (*_CONTRIBUTING, "preparation"),
    Kind.AUTHORING: _CONTRIBUTING,
    Kind.REVIEWING: _CONTRIBUTING,
    Kind.RESEARCH: _CONTRIBUTING,
    Kind.COMMITTEE_SERVICE: _LENGTH,
    Kind.VOLUNTEERING: _LENGTH,
    Kind.MENTORING: _LENGTH,
    Kind.PRACTICE: _LENGTH,
    Kind.EMPLOYMENT: _LENGTH,
    Kind.DEGREE: ("topics",),
    Kind.RESIDENCY: (*_LENGTH, "topics"),
    Kind.NANO: (*_LENGTH, "topics", "course", "passed"),
    Kind.INVENTING: ("topics",),
}

QUESTIONS = (
    "cards",
    "delivery",
    "hours",
    "minutes",
    "topics",
    "preparation",
    "assessed",
    "passed",
    "grade",
    "course",
    "subject",
    "accredited_by",
    "at_test_centre",
    "card_months",
)
"""Every question that is not asked of everything, in the order of the page."""

GROUPS: tuple[tuple[Promise, tuple[Kind, ...]], ...] = (
    (
        lazy("Learning"),
        (
            Kind.COURSE, Kind.WEBINAR, Kind.WORKSHOP, Kind.CONFERENCE, Kind.SELF_STUDY, Kind.QUIZ,
            Kind.NANO, Kind.COLLEGE_COURSE, Kind.LIFE_SUPPORT, Kind.MEETING, Kind.DEGREE,
            Kind.RESIDENCY,
        ),
    ),
    (lazy("Examinations and certifications"), (Kind.EXAMINATION, Kind.CERTIFICATION)),
    (
        lazy("Teaching, writing and research"),
        (Kind.TEACHING, Kind.PRESENTING, Kind.AUTHORING, Kind.REVIEWING, Kind.RESEARCH,
         Kind.INVENTING),
    ),
    (
        lazy("Service and work"),
        (
            Kind.COMMITTEE_SERVICE, Kind.VOLUNTEERING, Kind.MENTORING, Kind.PRACTICE,
            Kind.EMPLOYMENT,
        ),
    ),
)  # fmt: skip


def kind_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds in groups, first letters large, for a form."""
    return [
        (str(label), [(kind.value, capital(str(KINDS[kind]))) for kind in kinds])
        for label, kinds in GROUPS
    ]
