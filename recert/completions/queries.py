"""What may be asked of completions. Fetching is permission."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from recert.catalogue.models import Provider
from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.completions.models import (
    Completion,
    CompletionState,
    Correction,
    Report,
)
from recert.lib.refusals import NotFound
from recert.people.models import Person
from recert.transcript.models import Activity

S = CompletionState

TO_MIND = (S.UNMATCHED, S.PROBLEM)
"""What lies in a provider's tray."""

_WITH = (
    "report__by", "report__source", "provider", "course", "edition__course", "course_class",
    "person", "activity", "superseded_by", "same_as",
)  # fmt: skip


def completions_of_provider(provider: Provider) -> QuerySet[Completion]:
    """Everything a provider reported, the newest first; whoever asks was let in."""
    return (
        Completion.objects.filter(provider=provider)
        .select_related(*_WITH)
        .order_by("-reported_at", "row", "id")
    )


def tray_of(provider: Provider) -> QuerySet[Completion]:
    """What waits for somebody to be found, or to be put right, the oldest first."""
    found = completions_of_provider(provider).filter(state__in=TO_MIND, superseded_by=None)
    return found.order_by("reported_at", "row", "id")


def completion_for_staff(
    person: Person, slug: str, public_id: str, duty: ProviderDuty = ProviderDuty.REPORT
) -> Completion:
    """One completion the person's provider reported."""
    return completion_of(provider_for_staff(person, slug, duty), public_id)


def completion_of(provider: Provider, public_id: str) -> Completion:
    """One completion a provider reported; whoever asks speaks for the provider."""
    found = completions_of_provider(provider).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def reports_of(provider: Provider) -> QuerySet[Report]:
    """What a provider sent, the newest first."""
    return Report.objects.filter(provider=provider).select_related(
        "by", "source", "course_class__edition__course"
    )


def completions_of(person: Person) -> QuerySet[Completion]:
    """What providers reported of a person, the newest first; only what was taken for them."""
    return (
        Completion.objects.filter(person=person)
        .exclude(state__in=(S.PROBLEM, S.DUPLICATE))
        .select_related(*_WITH)
        .order_by("-completed", "-id")
    )


def completion_for(person: Person, public_id: str) -> Completion:
    """A completion reported of the person themselves."""
    found = completions_of(person).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def completions_behind(activities: Collection[Activity]) -> dict[int, Completion]:
    """Who reported these entries, by the entry's row: one query."""
    rows = (
        Completion.objects.filter(activity__in=[each.pk for each in activities])
        .select_related(*_WITH)
        .order_by("id")
    )
    return {row.activity_id: row for row in rows if row.activity_id is not None}


def trail_of(completion: Completion) -> tuple[Completion, ...]:
    """What was said before, the oldest first, and this one last."""
    found = [completion]
    while (earlier := _before(found[0])) is not None:
        found.insert(0, earlier)
    return tuple(found)


def whole_trail_of(completion: Completion) -> tuple[Completion, ...]:
    """The same for one that waits for a body, too: what it would take the place of stands first."""
    waiting = Correction.objects.filter(instead=completion).select_related("completion").first()
    if waiting is None or completion.state != S.HELD:
        return trail_of(completion)
    return (*trail_of(waiting.completion), completion)


def _before(completion: Completion) -> Completion | None:
    return (
        Completion.objects.filter(superseded_by=completion)
        .select_related(*_WITH, "settled_by")
        .first()
    )


def corrections_of(completions: Iterable[Completion]) -> QuerySet[Correction]:
    """What was put right about these completions, in the order it was made, with whom was asked."""
    return (
        Correction.objects.filter(completion__in=[each.pk for each in completions])
        .select_related("by", "completion", "instead")
        .prefetch_related("effects__certification__body", "effects__renewal", "effects__decided_by")
    )
