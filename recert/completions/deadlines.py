"""Deadlines: which classes are to be reported by when, as the bodies that approved ask."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from recert.catalogue.models import APPROVED, CourseClass, Provider, ProviderApproval
from recert.completions.models import Completion, CompletionState
from recert.enrolments.models import Enrolment, EnrolmentState
from recert.lib.days import local_day
from recert.people.models import Body

LOOKS_BACK = timedelta(days=180)
"""So long a class stands among those to be reported."""

MOST = 100


@dataclass(frozen=True, slots=True)
class Due:
    """A class that was held: by when each body wants it, and how much of it is reported."""

    course_class: CourseClass
    ended: date
    by_body: tuple[tuple[Body, date], ...]  # the first day due first
    reported: int
    enrolled: int

    @property
    def until(self) -> date | None:
        """The first day any body wants it by; None where none said a day."""
        return self.by_body[0][1] if self.by_body else None

    @property
    def is_reported(self) -> bool:
        """Whether everybody who had a place was reported, and somebody at all."""
        return self.reported > 0 and self.reported >= self.enrolled


def classes_to_report(provider: Provider, at: datetime) -> list[Due]:
    """The classes held lately, what is due first before what nobody waits for.

    The caller has checked who asks. As many queries for a hundred classes as for one.
    """
    held = (
        CourseClass.objects.filter(
            edition__course__provider=provider,
            cancelled_at=None,
            ends_at__lte=at,
            ends_at__gt=at - LOOKS_BACK,
        )
        .select_related("edition__course")
        .order_by("ends_at", "id")
    )
    found = _dues(provider, list(held[:MOST]))
    return sorted(found, key=lambda each: (each.is_reported, each.until or date.max, each.ended))


def due_of(provider: Provider, course_class: CourseClass) -> Due | None:
    """The same for one class; None before it is held."""
    return next(iter(_dues(provider, [course_class])), None)


def _dues(provider: Provider, classes: Collection[CourseClass]) -> list[Due]:
    reported = dict(
        Completion.objects.filter(course_class__in=classes, state__in=_ANSWERED)
        .order_by()
        .values_list("course_class")
        .annotate(many=Count("pk"))
    )
    enrolled = dict(
        Enrolment.objects.filter(course_class__in=classes, state=EnrolmentState.ENROLLED)
        .order_by()
        .values_list("course_class")
        .annotate(many=Count("pk"))
    )
    terms = list(
        ProviderApproval.objects.filter(
            provider=provider, state=APPROVED, report_days__isnull=False
        )
        .select_related("body")
        .order_by("decided_at")
    )
    return [
        Due(
            course_class=each,
            ended=local_day(each.ends_at, each.zone),
            by_body=_by_body(terms, local_day(each.ends_at, each.zone)),
            reported=reported.get(each.pk, 0),
            enrolled=enrolled.get(each.pk, 0),
        )
        for each in classes
        if each.ends_at is not None
    ]


_ANSWERED = (CompletionState.ACCEPTED, CompletionState.UNMATCHED, CompletionState.FAILED)


def _by_body(terms: Collection[ProviderApproval], ended: date) -> tuple[tuple[Body, date], ...]:
    """Within how many days each body whose approval spoke on that day wants it."""
    found = {
        each.body: ended + timedelta(days=each.report_days or 0)
        for each in terms
        if _spoke(each, ended)
    }
    return tuple(sorted(found.items(), key=lambda each: (each[1], each[0].name)))


def _spoke(approval: ProviderApproval, day: date) -> bool:
    last = min((each for each in (approval.until, approval.ended_on) if each), default=date.max)
    return approval.since is not None and approval.since <= day <= last
