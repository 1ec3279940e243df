"""Enrolled: who has a place in a class, as far as its provider may know them by it."""

from __future__ import annotations

from django.db.models import QuerySet

from recert.catalogue.models import CourseClass
from recert.completions.identifying import number_key
from recert.completions.lines import Named
from recert.completions.models import Completion, CompletionState
from recert.credentials.models import Certification, Register
from recert.credentials.queries import IN_REGISTER
from recert.enrolments.models import Enrolment, EnrolmentState


def enrolled_in(course_class: CourseClass) -> QuerySet[Enrolment]:
    """Who has a place, by name; the caller has checked who asks."""
    rows = Enrolment.objects.filter(course_class=course_class, state=EnrolmentState.ENROLLED)
    return rows.filter(person__erased_at=None).select_related("person").order_by("person__name")


def reported_in(course_class: CourseClass) -> frozenset[int]:
    """The rows of the persons who were reported for a class already."""
    found = Completion.objects.filter(course_class=course_class, state=CompletionState.ACCEPTED)
    return frozenset(found.exclude(person=None).values_list("person_id", flat=True))


def numbers_enrolled(course_class: CourseClass) -> dict[str, str]:
    """The public ids of who has a place, by the numbers they hold.

    A number alone says who it is among those who said themselves that they would come, not of
    whom the provider put on the list; one that two of them hold says nothing.
    """
    came = enrolled_in(course_class).filter(named="")
    rows = (
        Certification.objects.filter(IN_REGISTER, person__in=came.values("person"))
        .exclude(register=Register.REJECTED)
        .exclude(number="")
        .values_list("body__slug", "number", "person__public_id")
    )
    found: dict[str, set[str]] = {}
    for body, number, person in rows:
        found.setdefault(number_key(Named(body=body, number=number)), set()).add(person)
    return {key: persons.pop() for key, persons in found.items() if len(persons) == 1}
