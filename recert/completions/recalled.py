"""What may be asked of recalls: whom one affects, who declared it, how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from recert.catalogue.drafting import approvals_on
from recert.catalogue.models import Course, CourseApproval, CourseEdition, Provider
from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.completions.models import (
    Completion,
    CompletionState,
    Recall,
    Recalled,
    RecallRule,
    RecallState,
)
from recert.completions.resting import renewals_using
from recert.credentials.models import Certification, Register
from recert.credentials.queries import IN_REGISTER
from recert.lib.refusals import NotFound
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.transcript.models import Activity, Award

_WITH = ("provider", "body", "course", "declared_by", "undone_by")

IN_FORCE = (RecallState.RUNNING, RecallState.DONE)


def recalls_by_body(body: Body) -> QuerySet[Recall]:
    """The recalls a body drafted and declared, the newest first; the caller checked who asks."""
    return Recall.objects.filter(body=body).select_related(*_WITH)


def recalls_by_provider(provider: Provider) -> QuerySet[Recall]:
    """Those of a provider's own courses that it drafted itself, and those bodies declared."""
    return Recall.objects.filter(
        Q(body=None) | ~Q(state=RecallState.DRAFT), provider=provider
    ).select_related(*_WITH)


def recall_for_staff(staff: Person, slug: str, public_id: str, duty: Duty = Duty.POLICY) -> Recall:
    """A recall of the staff member's body."""
    found = recalls_by_body(body_for_staff(staff, slug, duty)).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def recall_for_provider(
    person: Person, slug: str, public_id: str, duty: ProviderDuty = ProviderDuty.COURSES
) -> Recall:
    """A recall that the person's provider declared, or a body did about its courses."""
    provider = provider_for_staff(person, slug, duty)
    found = recalls_by_provider(provider).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def affected(recall: Recall) -> QuerySet[Completion]:
    """The completions a recall speaks of, as they stand; a body's only where its credit was."""
    found = Completion.objects.filter(
        provider=recall.provider,
        course=recall.course,
        completed__gte=recall.since,
        completed__lte=recall.until,
        state=CompletionState.ACCEPTED,
        activity__isnull=False,
    )
    if recall.edition_number is not None:
        found = found.filter(edition__number=recall.edition_number)
    if recall.body is not None:
        credited = Award.objects.filter(activity=OuterRef("activity"), by=recall.body.slug)
        found = found.filter(Exists(credited))
    return found.order_by("pk")


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a recall would affect: how many, of which credentials, and which renewals used it."""

    people: int
    loses: int  # credit at once, or on the day, unless a renewal rests on it
    by_credential: tuple[tuple[str, str, str, int], ...]  # slug, body, credential, how many hold it
    renewals: int


def preview_of(recall: Recall) -> Preview:
    """What a recall would do, counted; a constant number of queries and the approved renewals."""
    rows = affected(recall)
    people = rows.values("person").distinct().count()
    held = (
        Certification.objects.filter(IN_REGISTER, person__in=rows.values("person"))
        .exclude(register=Register.REJECTED)
        .filter(**({"body": recall.body} if recall.body else {}))
        .order_by("body__name", "credential")
        .values_list("body__slug", "body__name", "credential")
        .annotate(many=Count("pk"))
    )
    return Preview(
        people=people,
        loses=_losing(recall, rows).count(),
        by_credential=tuple(held),
        renewals=_used(recall, rows),
    )


def _losing(recall: Recall, rows: QuerySet[Completion]) -> QuerySet[Completion]:
    match RecallRule(recall.rule):
        case RecallRule.STANDS:
            return rows.none()
        case RecallRule.FROM_DAY:
            return rows.filter(completed__gte=recall.day)
        case _:
            return rows


def _used(recall: Recall, rows: QuerySet[Completion]) -> int:
    """How many approved renewals rest on what would be taken, part by part."""
    found: Counter[int] = Counter()
    entries = Activity.objects.filter(
        pk__in=_losing(recall, rows).values("activity")
    ).select_related("person")
    for part in _parts(entries.iterator()):
        for renewals in renewals_using(part).values():
            found.update(each.pk for each in renewals if _is_asked(recall, each.certification))
    return len(found)


def _is_asked(recall: Recall, certification: Certification) -> bool:
    return recall.body is None or certification.body_id == recall.body_id


def _parts(entries: Iterable[Activity], size: int = 500) -> Iterable[list[Activity]]:
    part: list[Activity] = []
    for entry in entries:
        part.append(entry)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def counts_of(recall: Recall) -> dict[str, int]:
    """How many lines of a recall are in each state."""
    lines = Recalled.objects.filter(recall=recall).order_by("state")
    return dict(lines.values_list("state").annotate(many=Count("pk")))


def recalls_in_force(provider: Provider) -> tuple[Recall, ...]:
    """The declared recalls of a provider's courses that take credit, in one query."""
    rows = Recall.objects.filter(provider=provider, state__in=IN_FORCE)
    return tuple(rows.exclude(rule=RecallRule.STANDS).select_related("body"))


def takes_credit(
    recall: Recall, course_id: int, edition_number: int, completed: date, today: date
) -> bool:
    """Whether a recall leaves no credit to what was completed on a day, as of today."""
    if recall.course_id != course_id or not recall.since <= completed <= recall.until:
        return False
    if recall.edition_number not in (None, edition_number):
        return False
    match RecallRule(recall.rule):
        case RecallRule.VOID:
            return True
        case RecallRule.FROM_DAY:
            return recall.day is not None and completed >= recall.day
        case RecallRule.UNTIL_DAY:
            return recall.day is not None and today > recall.day
        case _:
            return False


def but_recalled(
    approvals: Sequence[CourseApproval], edition: CourseEdition, completed: date, today: date
) -> list[CourseApproval]:
    """Of what spoke of an edition on a day what gives credit still: one query."""
    found = list(approvals)
    for recall in recalls_in_force(edition.course.provider):
        if takes_credit(recall, edition.course_id, edition.number, completed, today):
            found = [each for each in found if recall.body_id not in (None, each.body_id)]
    return found


def given_on(edition: CourseEdition, completed: date, today: date) -> list[CourseApproval]:
    """What bodies give for an edition completed on a day, as of today; five queries."""
    speaking = approvals_on((edition,), completed)[edition.pk]
    return but_recalled(speaking, edition, completed, today)


def recalls_to_warn_of(course: Course, on: date) -> list[Recall]:
    """The recalls that take the credit of days still to come, for whoever thinks of taking it."""
    return [
        each
        for each in recalls_in_force(course.provider)
        if each.course_id == course.pk and each.until >= on
    ]
