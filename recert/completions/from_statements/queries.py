"""What may be asked of what a system sends; whoever asks was let in to its provider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min

from recert.catalogue.models import Course, Source
from recert.completions.from_statements.meaning import courses_of, means_credit
from recert.completions.models import Completion, CompletionState
from recert.statements.models import Statement

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class SentActivity:
    """A course as the system calls it, how often it was completed, and which of ours it is."""

    statement_id: str  # of one that says so
    activity: str
    title: str
    times: int
    last: datetime
    course: Course | None


@dataclass(frozen=True, slots=True)
class WaitingAccount:
    """An account nobody was linked to, and how many completions wait for that."""

    completion_id: str  # one that waits for it
    system: str
    account: str
    name: str  # as the system says; nobody is looked up by it
    times: int
    first: datetime


@dataclass(frozen=True, slots=True)
class OtherWords:
    """What else a system says: kept, never credited."""

    verb: str
    kind: str
    times: int


def activities_sent(source: Source) -> list[SentActivity]:
    """The courses a system says were completed; those not linked first, then by how often."""
    rows = list(
        Statement.objects.filter(means_credit(source), source=source, voided_by=None)
        .values("activity")
        .annotate(times=Count("pk"), last=Max("stored_at"), newest=Max("pk"))
        .order_by("-times", "activity")[:MOST_SHOWN]
    )
    newest = Statement.objects.in_bulk([row["newest"] for row in rows])
    linked = courses_of(source)
    courses = {
        course.public_id: course
        for course in Course.objects.filter(
            provider=source.provider_id, public_id__in=linked.values()
        )
    }
    found = [
        SentActivity(
            statement_id=str(newest[row["newest"]].statement_id),
            activity=row["activity"],
            title=_title(newest[row["newest"]]),
            times=row["times"],
            last=row["last"],
            course=courses.get(linked.get(row["activity"], "")),
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: each.course is not None)


def _title(statement: Statement) -> str:
    words = statement.content["object"].get("definition", {}).get("name", {})
    return str(next(iter(words.values()), ""))


def accounts_waiting(source: Source) -> Sequence[WaitingAccount]:
    """The accounts whose completions wait for somebody to be linked, longest waiting first."""
    rows = list(
        Completion.objects.filter(report__source=source, state=CompletionState.UNMATCHED)
        .exclude(by_account="")
        .values("by_account")
        .annotate(times=Count("pk"), first=Min("reported_at"), newest=Max("pk"))
        .order_by("first", "by_account")[:MOST_SHOWN]
    )
    newest = Completion.objects.in_bulk([row["newest"] for row in rows])
    return [
        WaitingAccount(
            completion_id=newest[row["newest"]].public_id,
            system=newest[row["newest"]].named.get("system", ""),
            account=newest[row["newest"]].named.get("account", ""),
            name=newest[row["newest"]].named.get("name", ""),
            times=row["times"],
            first=row["first"],
        )
        for row in rows
    ]


def other_words(source: Source) -> Sequence[OtherWords]:
    """What a system says besides, the most frequent first."""
    rows = (
        Statement.objects.filter(source=source)
        .exclude(means_credit(source))
        .values("verb", "activity_type")
        .annotate(times=Count("pk"))
        .order_by("-times", "verb")[:20]
    )
    return [OtherWords(row["verb"], row["activity_type"], row["times"]) for row in rows]
