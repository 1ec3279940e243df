"""Enrolled: who has a place in a class, as far as its provider may know them by it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from recert.catalogue.models import CourseClass
from recert.completions.identifying import number_key
from recert.completions.lines import Named
from recert.completions.models import Completion, CompletionState
from recert.credentials.models import Certification, Register
from recert.credentials.queries import IN_REGISTER
from recert.enrolments.models import Enrolment, EnrolmentState
from recert.enrolments.own_pace import close_places

MOST_AT_ONCE = 2_000
A_DAY = timedelta(days=1)
"""It may still be the day before where the learner is."""


def enrolled_in(course_class: CourseClass) -> QuerySet[Enrolment]:
    """Who has a place, by name; the caller has checked who asks."""
    rows = Enrolment.objects.filter(course_class=course_class, state=EnrolmentState.ENROLLED)
    return rows.filter(person__erased_at=None).select_related("person").order_by("person__name")


def reported_in(course_class: CourseClass) -> frozenset[int]:
    """The rows of the persons who were reported for a class already."""
    found = Completion.objects.filter(course_class=course_class, state=CompletionState.ACCEPTED)
    return frozenset(found.exclude(person=None).values_list("person_id", flat=True))


def close_completed_places(*, at: datetime) -> int:
    """Note which places in what is open at any time are done, as their provider reported."""
    since = ExpressionWrapper(OuterRef("enrolled_at") - A_DAY, output_field=DateTimeField())
    done = Completion.objects.filter(
        person=OuterRef("person"),
        course=OuterRef("course_class__edition__course"),
        completed__gte=TruncDate(since),
        state=CompletionState.ACCEPTED,
    )
    found = Enrolment.objects.filter(
        Exists(done), state=EnrolmentState.ENROLLED, over_at=None, course_class__ends_at=None
    )
    return close_places(found.order_by().values_list("pk", flat=True)[:MOST_AT_ONCE], at)


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
