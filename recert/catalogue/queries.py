"""What may be asked of the catalogue. Fetching is permission."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, F, Q, QuerySet, Value, When

from recert.catalogue.models import (
    Course,
    CourseClass,
    CourseEdition,
    Provider,
    ProviderInvitation,
    ProviderRole,
    ProviderStaff,
    Source,
)
from recert.lib.refusals import NotFound
from recert.people.models import Person, StaffRole


class ProviderDuty(StrEnum):
    """Something a provider's staff does. Which roles may do it is in `PROVIDER_MAY`."""

    ENTER = "enter"  # the provider's desk at all
    REPORT = "report"  # class lists, completions, corrections
    COURSES = "courses"  # courses, classes, enrolments, approval of courses
    MONEY = "money"  # the provider's own till: bills, payments, refunds, the ledger
    OFFICE = "office"  # who works there, approval of the provider, keys, the profile


PROVIDER_MAY: dict[ProviderDuty, frozenset[str]] = {
    ProviderDuty.ENTER: frozenset(ProviderRole.values),
    ProviderDuty.REPORT: frozenset(
        {ProviderRole.INSTRUCTOR, ProviderRole.COORDINATOR, ProviderRole.OWNER}
    ),
    ProviderDuty.COURSES: frozenset({ProviderRole.COORDINATOR, ProviderRole.OWNER}),
    ProviderDuty.MONEY: frozenset({ProviderRole.FINANCE, ProviderRole.OWNER}),
    ProviderDuty.OFFICE: frozenset({ProviderRole.OWNER}),
}


def provider_for_staff(
    person: Person, slug: str, duty: ProviderDuty = ProviderDuty.ENTER
) -> Provider:
    """The provider, for somebody whose role there allows the duty; else there is none such."""
    found = Provider.objects.filter(
        slug=slug, staff__person=person, staff__role__in=PROVIDER_MAY[duty]
    ).first()
    if found is None or not person.is_active:
        raise NotFound
    return found


def provider_duties_of(person: Person, provider: Provider) -> frozenset[ProviderDuty]:
    """What the person may do at this provider."""
    roles = ProviderStaff.objects.filter(person=person, provider=provider)
    held = set(roles.values_list("role", flat=True))
    return frozenset(duty for duty, allowed in PROVIDER_MAY.items() if held & allowed)


def providers_of(person: Person) -> tuple[ProviderStaff, ...]:
    """Where the person works, in one query, by the provider's name."""
    return tuple(
        ProviderStaff.objects.filter(person=person)
        .select_related("provider")
        .order_by("provider__name")
    )


def team_of(provider: Provider) -> QuerySet[ProviderStaff]:
    """Who works at a provider, by name; whoever asks was let in."""
    held = ProviderStaff.objects.filter(provider=provider)
    return held.select_related("person").order_by("person__name", "id")


def member_of_team(provider: Provider, person_id: str) -> ProviderStaff:
    """Somebody who works at a provider."""
    found = team_of(provider).filter(person__public_id=person_id).first()
    if found is None:
        raise NotFound
    return found


def invited_to(provider: Provider) -> QuerySet[ProviderInvitation]:
    """Who is invited to work at a provider and has not come yet."""
    return ProviderInvitation.objects.filter(provider=provider).select_related("invited_by")


def owners_of(provider: Provider) -> QuerySet[Person]:
    """Who runs a provider (whom to notify)."""
    return those_who_may(provider, ProviderDuty.OFFICE)


def those_who_may(provider: Provider, duty: ProviderDuty) -> QuerySet[Person]:
    """Whose role at a provider allows a duty (whom to notify)."""
    staff = ProviderStaff.objects.filter(provider=provider, role__in=PROVIDER_MAY[duty])
    return Person.objects.filter(pk__in=staff.values("person"), is_active=True)


def owned_alone_by(person: Person) -> list[Provider]:
    """The providers that nobody else could run: those that are closed are left out."""
    held = ProviderStaff.objects.filter(
        person=person, role=ProviderRole.OWNER, provider__closed_at=None
    ).select_related("provider")
    others = ProviderStaff.objects.filter(
        role=ProviderRole.OWNER, person__is_active=True, provider__in=[h.provider_id for h in held]
    ).exclude(person=person)
    shared = set(others.values_list("provider", flat=True))
    return [each.provider for each in held if each.provider_id not in shared]


class Works(StrEnum):
    """What kind of desk somebody works at."""

    AT_BODY = "body"
    AT_PROVIDER = "provider"
    AT_BODYS_OWN = "own"  # the courses of a body


@dataclass(frozen=True, slots=True)
class Workplace:
    """A desk somebody works at, in whatever role."""

    kind: Works
    slug: str
    name: str


def workplaces_of(person: Person) -> tuple[Workplace, ...]:
    """Every desk the person works at, bodies first, by name; one query, since each page asks."""
    at_bodies = StaffRole.objects.filter(person=person).annotate(
        kind=Value(Works.AT_BODY.value), slug=F("body__slug"), called=F("body__name")
    )
    own = Case(
        When(provider__body=None, then=Value(Works.AT_PROVIDER.value)),
        default=Value(Works.AT_BODYS_OWN.value),
    )
    teaching = ProviderStaff.objects.filter(person=person).annotate(
        kind=own, slug=F("provider__slug"), called=F("provider__name")
    )
    columns = ("kind", "slug", "called")
    found = [
        Workplace(Works(kind), slug, name)
        for kind, slug, name in at_bodies.values_list(*columns).union(
            teaching.values_list(*columns)
        )
    ]
    return tuple(sorted(found, key=lambda each: (each.kind is not Works.AT_BODY, each.name)))


def courses_of(provider: Provider) -> QuerySet[Course]:
    """A provider's courses, retired ones too; whoever asks was let in."""
    return Course.objects.filter(provider=provider)


def course_for_staff(
    person: Person, slug: str, public_id: str, duty: ProviderDuty = ProviderDuty.ENTER
) -> Course:
    """One of the provider's courses."""
    provider = provider_for_staff(person, slug, duty)
    try:
        return Course.objects.select_related("provider").get(provider=provider, public_id=public_id)
    except Course.DoesNotExist:
        raise NotFound from None


def class_for_staff(
    person: Person, slug: str, public_id: str, duty: ProviderDuty = ProviderDuty.ENTER
) -> CourseClass:
    """One of the provider's classes, with its edition and course."""
    provider = provider_for_staff(person, slug, duty)
    try:
        return CourseClass.objects.select_related("edition__course__provider").get(
            edition__course__provider=provider, public_id=public_id
        )
    except CourseClass.DoesNotExist:
        raise NotFound from None


LISTED = Q(is_listed=True, retired_at=None, provider__closed_at=None)
"""Courses anybody may see."""


def listed_course(public_id: str) -> Course:
    """A course of the public catalogue."""
    try:
        return Course.objects.select_related("provider").get(LISTED, public_id=public_id)
    except Course.DoesNotExist:
        raise NotFound from None


def editions_of(course: Course) -> QuerySet[CourseEdition]:
    """Its editions as they stand, the newest first."""
    return CourseEdition.objects.filter(course=course, superseded_by=None)


def sources_of(provider: Provider) -> QuerySet[Source]:
    """The systems that report for a provider, open ones first; whoever asks was let in."""
    held = Source.objects.filter(provider=provider).select_related("opened_by")
    return held.order_by(F("closed_at").desc(nulls_first=True), "name", "id")


def source_for_staff(
    person: Person, slug: str, public_id: str, duty: ProviderDuty = ProviderDuty.OFFICE
) -> Source:
    """One of the provider's systems, closed or not."""
    provider = provider_for_staff(person, slug, duty)
    found = sources_of(provider).filter(public_id=public_id).select_related("provider").first()
    if found is None:
        raise NotFound
    return found
