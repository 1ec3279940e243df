"""What may be asked about places in classes. Fetching is permission."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from recert.catalogue.models import CourseClass
from recert.catalogue.queries import ProviderDuty, class_for_staff, provider_for_staff
from recert.enrolments.models import HAS_A_PLACE, CalendarFeed, Enrolment, EnrolmentState
from recert.journal.models import Line
from recert.lib.refusals import NotFound
from recert.payments.models import Invoice
from recert.people.models import Person

_WITH = ("course_class__edition__course__provider__body", "member_of", "person")

OFFERED_TO_ALL = Q(
    is_listed=True,
    edition__course__is_listed=True,
    edition__course__retired_at=None,
    edition__course__provider__closed_at=None,
)
"""Classes that anybody who is signed in may ask for a place in."""


def class_on_offer(public_id: str) -> CourseClass:
    """A class of the public catalogue, with all that its price depends on."""
    found = (
        CourseClass.objects.filter(OFFERED_TO_ALL, public_id=public_id)
        .select_related("edition__course__provider__body")
        .prefetch_related("member_prices__body")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def enrolments_of(person: Person) -> QuerySet[Enrolment]:
    """Every place the person has, had or waits for; the next class first."""
    return (
        Enrolment.objects.filter(person=person)
        .select_related(*_WITH)
        .order_by("course_class__starts_at", "id")
    )


def enrolment_for(person: Person, public_id: str) -> Enrolment:
    """A place of the person's own."""
    found = enrolments_of(person).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def standings_in(person: Person, rows: Iterable[CourseClass]) -> dict[int, Enrolment]:
    """How the person stands with each of these classes they have a place in or wait for."""
    found = Enrolment.objects.filter(person=person, course_class__in=[row.pk for row in rows])
    return {each.course_class_id: each for each in found.exclude(state=EnrolmentState.CANCELLED)}


def standing_in(person: Person, course_class: CourseClass) -> Enrolment | None:
    """How the person stands with a class now; None: not at all."""
    found = enrolments_of(person).filter(course_class=course_class)
    return found.exclude(state=EnrolmentState.CANCELLED).first()


def enrolled_in(course_class: CourseClass) -> QuerySet[Enrolment]:
    """Who is enrolled in a class, by name: for its list. Whoever asks was let in."""
    return (
        Enrolment.objects.filter(course_class=course_class, state=EnrolmentState.ENROLLED)
        .select_related("person")
        .order_by("person__name", "id")
    )


def places_in(
    person: Person, slug: str, class_id: str, duty: ProviderDuty = ProviderDuty.ENTER
) -> tuple[CourseClass, QuerySet[Enrolment]]:
    """A class of the person's provider, and everybody who ever asked for a place, in order."""
    row = class_for_staff(person, slug, class_id, duty)
    return row, Enrolment.objects.filter(course_class=row).select_related("person", "member_of")


def place_for_staff(
    person: Person, slug: str, public_id: str, duty: ProviderDuty = ProviderDuty.COURSES
) -> Enrolment:
    """Somebody's place in a class of the person's provider."""
    provider = provider_for_staff(person, slug, duty)
    found = (
        Enrolment.objects.filter(
            public_id=public_id, course_class__edition__course__provider=provider
        )
        .select_related(*_WITH)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def place_billed(invoice: Invoice) -> Enrolment | None:
    """The place a bill is for, with its class; None: it is for something else."""
    found = Enrolment.objects.filter(invoice=invoice.public_id)
    return found.select_related("course_class__edition__course__provider", "person").first()


def taken_in(rows: Iterable[CourseClass]) -> dict[int, int]:
    """How many places are taken in each class, by its row: one query."""
    found = (
        Enrolment.objects.filter(course_class__in=list(rows), state__in=HAS_A_PLACE)
        .order_by()
        .values("course_class")
        .annotate(n=Count("pk"))
    )
    return {each["course_class"]: each["n"] for each in found}


def free_in(row: CourseClass) -> int | None:
    """How many places are free; None: as many as come."""
    return free_in_each([row])[row.pk]


def free_in_each(rows: Sequence[CourseClass]) -> dict[int, int | None]:
    """The same of many classes by row, from one query."""
    taken = taken_in([row for row in rows if row.seats is not None])
    return {
        row.pk: None if row.seats is None else max(row.seats - taken.get(row.pk, 0), 0)
        for row in rows
    }


def waiting_for(row: CourseClass) -> QuerySet[Enrolment]:
    """Who waits for a place, in the order they asked."""
    return Enrolment.objects.filter(course_class=row, state=EnrolmentState.WAITING).select_related(
        "person"
    )


def ahead_of(enrolment: Enrolment) -> int:
    """How many wait who asked before."""
    before = Q(asked_at__lt=enrolment.asked_at) | Q(
        asked_at=enrolment.asked_at, pk__lt=enrolment.pk
    )
    return waiting_for(enrolment.course_class).filter(before).count()


def feed_of(person: Person) -> CalendarFeed | None:
    """The person's private calendar address, where they made one."""
    return CalendarFeed.objects.filter(person=person, ended_at=None).first()


def feed_by_secret(secret: str) -> CalendarFeed:
    """The calendar somebody's program fetches: who knows the address may."""
    found = (
        CalendarFeed.objects.filter(secret=secret, ended_at=None, person__is_active=True)
        .select_related("person")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def classes_for_calendar(person: Person, since: datetime) -> QuerySet[Enrolment]:
    """Places in classes that end after that moment, for a calendar: those not held, too."""
    called_off = Q(state=EnrolmentState.CANCELLED, course_class__cancelled_at__isnull=False)
    return enrolments_of(person).filter(
        Q(state=EnrolmentState.ENROLLED) | called_off & Q(enrolled_at__isnull=False),
        course_class__ends_at__gt=since,
    )


def changes_of(rows: Iterable[CourseClass]) -> dict[str, int]:
    """How often each class was put differently, by its public id: calendars count by it."""
    subjects = [f"class:{each.public_id}" for each in rows]
    found = (
        Line.objects.filter(subject__in=subjects, code__in=_CHANGES)
        .order_by()
        .values("subject")
        .annotate(n=Count("pk"))
    )
    return {each["subject"].partition(":")[2]: each["n"] for each in found}


_CHANGES = ("catalogue.class-changed", "catalogue.class-cancelled")
