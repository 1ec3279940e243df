"""What may be asked about courses at their provider's desk. Fetching is permission."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from recert.catalogue.models import (
    OPEN_APPROVALS,
    ApprovalState,
    ApprovalTerms,
    Course,
    CourseApproval,
    CourseClass,
    CourseEdition,
    Provider,
)
from recert.catalogue.queries import (
    LISTED,
    ProviderDuty,
    courses_of,
    editions_of,
    provider_for_staff,
)
from recert.lib.refusals import NotFound
from recert.people.models import Body, Person, StaffRole
from recert.people.queries import Duty, body_for_staff
from recert.rulebooks.queries import all_rulebooks, rulebooks_of
from recert.rules.facts import Unit
from recert.rules.rulebook import By, Measure, Rulebook


def newest_edition(course: Course) -> CourseEdition:
    """What the course is now; every course has an edition from its first moment."""
    return editions_of(course).prefetch_related("presenters").order_by("-number")[0]


def courses_found(provider: Provider, words: str, state: str) -> QuerySet[Course]:
    """A provider's courses by number or title; `state` is listed, unlisted or retired."""
    found = courses_of(provider)
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(number__icontains=word))
    if state == "retired":
        found = found.filter(retired_at__isnull=False)
    elif state in ("listed", "unlisted"):
        found = found.filter(retired_at=None, is_listed=state == "listed")
    return found.order_by("title", "id")


def counts_of(courses: Iterable[Course]) -> dict[int, tuple[int, int]]:
    """For each of these courses by its row: its newest edition's number, and how many classes."""
    rows = (
        CourseEdition.objects.filter(course__in=list(courses), superseded_by=None)
        .order_by()
        .values("course")
        .annotate(
            newest=Max("number"),
            held=Count("classes", filter=Q(classes__cancelled_at=None)),
        )
    )
    return {row["course"]: (row["newest"], row["held"]) for row in rows}


# ---------------------------------------------------------------- approval


def applications_of(provider: Provider) -> QuerySet[CourseApproval]:
    """Everything a provider asked bodies for its courses, what waits for it first."""
    return CourseApproval.objects.filter(edition__course__provider=provider).select_related(
        "body", "edition__course__provider"
    )


def course_application_for(
    person: Person, slug: str, public_id: str, duty: ProviderDuty = ProviderDuty.ENTER
) -> CourseApproval:
    """One of the provider's applications for a course."""
    provider = provider_for_staff(person, slug, duty)
    found = applications_of(provider).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def course_applications_to(body: Body) -> QuerySet[CourseApproval]:
    """The courses that wait for a body's decision, oldest first; the caller was let in."""
    return (
        CourseApproval.objects.filter(body=body, state=ApprovalState.SUBMITTED)
        .select_related("body", "edition__course__provider", "asked_by")
        .order_by("submitted_at", "id")
    )


def courses_decided_by(
    body: Body, on: date, state: str = "", words: str = ""
) -> QuerySet[CourseApproval]:
    """Every course a body decided about, the newest decision first.

    `state`: `approved` speaks on the day, `ended` did before, `refused`.
    """
    over = Q(until__lt=on) | Q(ended_on__lt=on)
    found = CourseApproval.objects.filter(body=body, decided_at__isnull=False)
    if state == "refused":
        found = found.filter(state=ApprovalState.REFUSED)
    elif state == "approved":
        found = found.filter(state=ApprovalState.APPROVED, since__lte=on).exclude(over)
    elif state == "ended":
        found = found.filter(over, state=ApprovalState.APPROVED)
    for word in words.split():
        found = found.filter(
            Q(edition__title__icontains=word)
            | Q(number__icontains=word)
            | Q(edition__course__number__icontains=word)
            | Q(edition__course__provider__name__icontains=word)
        )
    return found.select_related("body", "edition__course__provider").order_by("-decided_at", "-id")


def course_application_for_staff(
    staff: Person, slug: str, public_id: str, duty: Duty = Duty.REVIEW
) -> CourseApproval:
    """An application to the staff member's body; what was only written is not theirs yet."""
    body = body_for_staff(staff, slug, duty)
    found = (
        CourseApproval.objects.filter(body=body, public_id=public_id)
        .exclude(submitted_at=None, decided_at=None)
        .select_related("body", "edition__course__provider", "asked_by")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def units_of(body_slug: str) -> tuple[str, ...]:
    """The units a body may award, what its newest edition counts in first.

    Those its clauses convert when it awards them itself, and contact hours.
    """
    return units_under(rulebooks_of(body_slug))


def units_under(books: Sequence[Rulebook]) -> tuple[str, ...]:
    """The same, from rulebooks that were fetched before."""
    named = [_unit_named(book) for book in reversed(books)]
    converted = [unit for book in reversed(books) for unit in sorted(_converted(book))]
    return tuple(dict.fromkeys([*named, *converted, Unit.CONTACT_HOUR.value]))


def _unit_named(book: Rulebook) -> str:
    """The law's word for what a body counts in; `credit` where it has a word of its own."""
    name = book.unit.name.casefold().replace(" ", "-")
    if name in ("hour", "clock-hour"):
        return Unit.CONTACT_HOUR.value
    return name if name in set(Unit) else Unit.CREDIT.value


def _converted(book: Rulebook) -> set[Unit]:
    """The units of the body's own that its clauses measure by."""
    own = book.own | {book.body}
    return {
        unit
        for _clause, rule in book.of_kind(Measure)
        if rule.by is By.AWARD and own & set(rule.awarders)
        for unit in rule.units
    }


def applications_about(course: Course) -> QuerySet[CourseApproval]:
    """What bodies were asked about a course, whichever edition, the newest first."""
    return (
        CourseApproval.objects.filter(edition__course=course)
        .exclude(state=ApprovalState.WITHDRAWN)
        .select_related("body", "edition")
        .order_by("-edition__number", "body__name", "-id")
    )


def classes_at(
    provider: Provider, at: datetime, which: str, words: str = "", course_id: str = ""
) -> QuerySet[CourseClass]:
    """A provider's classes: to come (the next one first), `held` or `cancelled` (the last first).

    `words` stand in title, place or number; `course_id` is one course's.
    """
    found = CourseClass.objects.filter(edition__course__provider=provider).select_related(
        "edition__course"
    )
    if course_id:
        found = found.filter(edition__course__public_id=course_id)
    for word in words.split():
        found = found.filter(
            Q(edition__title__icontains=word)
            | Q(place__icontains=word)
            | Q(city__icontains=word)
            | Q(number__icontains=word)
        )
    if which == "cancelled":
        return found.filter(cancelled_at__isnull=False).order_by("-starts_at", "-id")
    found = found.filter(cancelled_at=None)
    if which == "held":
        return found.filter(ends_at__lt=at).order_by("-starts_at", "-id")
    return found.filter(Q(ends_at=None) | Q(ends_at__gte=at)).order_by("starts_at", "id")


@dataclass(frozen=True, slots=True)
class Askable:
    """A body that can be asked to approve a course: the units it awards, what looking costs."""

    body: Body
    units: tuple[str, ...]
    fee_cents: int


def bodies_to_ask(edition: CourseEdition) -> list[Askable]:
    """The bodies a provider can ask about an edition, by name.

    Those that publish their rules, have somebody at their desk, and have not been asked.
    """
    fees = dict(ApprovalTerms.objects.values_list("body_id", "course_fee_cents"))
    own = edition.course.provider.body_id
    asked = CourseApproval.objects.filter(edition=edition, state__in=OPEN_APPROVALS)
    books = all_rulebooks()
    found = bodies_with_a_desk().filter(slug__in=list(books)).exclude(pk__in=asked.values("body"))
    return [
        Askable(
            body,
            units_under(books[body.slug]),
            0 if body.pk == own else fees.get(body.pk, 0),
        )
        for body in found
    ]


def bodies_with_a_desk() -> QuerySet[Body]:
    """The bodies somebody works for here, by name."""
    return Body.objects.filter(Exists(StaffRole.objects.filter(body=OuterRef("pk"))))


# ---------------------------------------------------------------- as learners name them


MOST_ALIKE = 5


def courses_called(slug: str, provider_name: str, number: str, title: str) -> list[Course]:
    """The courses somebody may mean who names a provider, and a number or a title."""
    who = Q(provider__slug=slug) if slug else Q(pk__in=())
    if provider_name.strip():
        who |= Q(provider__name__iexact=provider_name.strip())
    what = Q(title__iexact=title.strip())
    if number:
        what |= Q(number__iexact=number.rpartition(":")[2])
    found = Course.objects.filter(who, what).select_related("provider")
    return list(found.order_by("retired_at", "id")[:MOST_ALIKE])


def course_once_offered(public_id: str) -> Course:
    """A course of the public catalogue, or one that was: its classes were listed to their end."""
    once = Exists(CourseClass.objects.filter(edition__course=OuterRef("pk"), is_listed=True))
    over = Q(retired_at__isnull=False) | Q(provider__closed_at__isnull=False)
    found = Course.objects.filter(LISTED | (over & once), public_id=public_id)
    course = found.select_related("provider").first()
    if course is None:
        raise NotFound
    return course


def class_held(course: Course, public_id: str) -> CourseClass | None:
    """One class of a course, listed and not cancelled, for whoever says they were there."""
    held = CourseClass.objects.filter(edition__course=course, is_listed=True, cancelled_at=None)
    return held.filter(public_id=public_id).select_related("edition__course__provider").first()


def edition_taught_on(course: Course, day: date) -> CourseEdition | None:
    """The edition that was taught on a day: the newest that had begun."""
    taught = editions_of(course).filter(since__lte=day).select_related("course__provider")
    return taught.order_by("-number").first()
