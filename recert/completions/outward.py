"""Outward: what a provider passes on to others, once, and word for word again when asked.

Only what the provider itself said or taught goes out: a number nobody gave it is not told here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.models import (
    APPROVED,
    CourseApproval,
    CourseClass,
    Provider,
    ProviderApproval,
)
from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.completions.models import (
    Completion,
    CompletionState,
    Correction,
    CorrectionKind,
    CorrectionState,
    OutLayout,
    SentLine,
    SentReport,
)
from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refused
from recert.people.models import Body, Person
from recert.rules.amounts import from_grains, show
from recert.transcript.models import Award

MOST = 20_000
"""So many completions go into one report out."""

Cell = object
"""Text, a number of minutes, or a list of credits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a report out is made for; all of it may be left empty."""

    layout: OutLayout = OutLayout.ROSTER
    body: Body | None = None
    course_class: CourseClass | None = None
    since: date | None = None  # completed from this day on
    until: date | None = None
    columns: tuple[str, ...] = ()  # of a plain roster; empty: all
    state: str = ""  # of the licences: FL
    profession: str = ""  # RN
    again: bool = False  # with what was passed on before


def _credits(row: Completion) -> list[dict[str, str]]:
    if row.activity is None:
        return []
    return [
        {"amount": show(from_grains(award.amount_grains)), "unit": award.unit, "by": award.by,
         "number": award.number}
        for award in row.activity.awards.all()
    ]  # fmt: skip


COLUMNS: dict[str, tuple[object, Callable[[Completion], Cell]]] = {
    "id": (lazy("Completion"), lambda row: row.public_id),
    "external_id": (lazy("Your own id"), lambda row: row.external_id),
    "name": (lazy("Name as you gave it"), lambda row: row.named.get("name", "")),
    "body": (lazy("Body of the number"), lambda row: row.named.get("body", "")),
    "number": (lazy("Number"), lambda row: row.named.get("number", "")),
    "email": (lazy("E-mail address"), lambda row: row.named.get("email", "")),
    "course": (lazy("Course number"), lambda row: row.course.number if row.course else ""),
    "title": (lazy("Course title"), lambda row: row.edition.title if row.edition else ""),
    "edition": (lazy("Edition"), lambda row: row.edition.number if row.edition else ""),
    "class": (lazy("Class number"), lambda row: row.course_class.number if row.course_class
              else ""),
    "completed": (lazy("Completed"), lambda row: row.completed.isoformat() if row.completed
                  else ""),
    "minutes": (lazy("Minutes"), lambda row: "" if row.minutes is None else row.minutes),
    "grade": (lazy("Grade"), lambda row: row.grade),
    "role": (lazy("Role"), lambda row: row.role),
    "credits": (lazy("Credit"), _credits),
    "reported": (lazy("Reported"), lambda row: row.reported_at.date().isoformat()),
}  # fmt: skip
"""What a plain roster can hold: the stable name, the heading, and the cell."""

CE_BROKER_COLUMNS = (
    "A Provider", "B Course", "C Your course ID", "D Publishing", "E Licence", "F Date", "G State",
    "H Profession",
)  # fmt: skip


def to_pass_on(provider: Provider, asked: Asked) -> QuerySet[Completion]:
    """The completions a report out would hold; the caller has checked who asks."""
    found = Completion.objects.filter(
        provider=provider, state=CompletionState.ACCEPTED, completed__isnull=False
    )
    if asked.course_class is not None:
        found = found.filter(course_class=asked.course_class)
    if asked.since is not None:
        found = found.filter(completed__gte=asked.since)
    if asked.until is not None:
        found = found.filter(completed__lte=asked.until)
    if asked.body is not None:
        given = Award.objects.filter(activity=OuterRef("activity"), by=asked.body.slug)
        found = found.filter(Exists(given))
    if not asked.again:
        found = found.exclude(Exists(_sent_before(asked)))
    return (
        found.select_related("course", "edition", "course_class", "activity")
        .prefetch_related("activity__awards")
        .order_by("completed", "id")
    )


def _sent_before(asked: Asked) -> QuerySet[SentLine]:
    """Lines that say the same to the same: a report for nobody in particular is its own."""
    return SentLine.objects.filter(
        completion=OuterRef("pk"), sent__body=asked.body, sent__layout=asked.layout
    )


def new_for(provider: Provider) -> list[tuple[Body, int]]:
    """How many completions with credit of a body were never passed on for it; one query."""
    rows = (
        Award.objects.filter(activity__in=_activities(provider))
        .exclude(by="")
        .annotate(was_sent=Exists(_sent_of_award(provider)))
        .filter(was_sent=False)
        .order_by()
        .values_list("by")
        .annotate(many=Count("activity", distinct=True))
    )
    many = dict(rows)
    return [(body, many[body.slug]) for body in Body.objects.filter(slug__in=many)]


def _activities(provider: Provider) -> QuerySet[Completion, int | None]:
    accepted = Completion.objects.filter(provider=provider, state=CompletionState.ACCEPTED)
    return accepted.values_list("activity", flat=True)


def _sent_of_award(provider: Provider) -> QuerySet[SentLine]:
    return SentLine.objects.filter(
        sent__provider=provider,
        completion__activity=OuterRef("activity"),
        sent__body__slug=OuterRef("by"),
    )


@transaction.atomic
def pass_on(*, by: Person, at: datetime, provider_slug: str, asked: Asked, key: str) -> SentReport:
    """Make a report out and remember what it says; the same form sent twice is one report."""
    provider = provider_for_staff(by, provider_slug, ProviderDuty.REPORT)
    Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    earlier = SentReport.objects.filter(provider=provider, key=key).first()
    if earlier is not None:
        return earlier
    rows = list(to_pass_on(provider, asked)[: MOST + 1])
    if len(rows) > MOST:
        raise Refused(_("That is more than 20,000 rows. Choose fewer days."), "since")
    if not rows:
        raise Refused(_("There is nothing new to pass on. Look below for what was before."))
    cells_of = _cells_of(provider, asked)
    lines = [(row, cells) for row in rows if (cells := cells_of(row)) is not None]
    if not lines:
        raise Refused(_("No row has a number of this body, so there is nothing it could take."))
    sent = SentReport.objects.create(
        provider=provider,
        body=asked.body,
        course_class=asked.course_class,
        since=asked.since,
        until=asked.until,
        layout=asked.layout,
        columns=list(columns_of(asked)),
        asked={"state": asked.state, "profession": asked.profession},
        by=by,
        at=at,
        key=key,
    )
    SentLine.objects.bulk_create(
        (
            SentLine(sent=sent, completion=row, row=n, cells=cells)
            for n, (row, cells) in enumerate(lines, 1)
        ),
        batch_size=500,
    )
    write(
        at=at,
        by=by.public_id,
        code="completions.passed-on",
        subject=f"report-out:{sent.public_id}",
        body=asked.body.slug if asked.body else "",
        detail={"provider": provider.slug, "rows": len(lines), "layout": str(asked.layout)},
    )
    return sent


def columns_of(asked: Asked) -> Sequence[str]:
    """The columns a report out has."""
    if asked.layout == OutLayout.CE_BROKER:
        return CE_BROKER_COLUMNS
    return tuple(each for each in COLUMNS if not asked.columns or each in asked.columns)


def without_number(provider: Provider, asked: Asked) -> list[Completion]:
    """What a report in CE Broker's layout leaves out: nobody gave a number of this body."""
    if asked.layout != OutLayout.CE_BROKER:
        return []
    return [row for row in to_pass_on(provider, asked)[:MOST] if not _licence(row, asked)]


def sent_for_staff(person: Person, slug: str, public_id: str) -> SentReport:
    """One report out of the person's provider."""
    provider = provider_for_staff(person, slug, ProviderDuty.REPORT)
    found = sent_reports(provider).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def sent_reports(provider: Provider) -> QuerySet[SentReport]:
    """What was passed on, the newest first; whoever asks was let in."""
    return (
        SentReport.objects.filter(provider=provider)
        .select_related("body", "by", "course_class__edition", "provider")
        .annotate(rows=Count("lines"))
        .order_by("-at", "-id")
    )


def changed_since(sent: SentReport) -> QuerySet[SentLine]:
    """The lines whose completion was corrected, voided or recalled after it was passed on."""
    recalled = Correction.objects.filter(
        completion=OuterRef("completion"),
        kind=CorrectionKind.RECALLED,
        state=CorrectionState.DONE,
        settled_at__gt=sent.at,
    )
    if sent.body is not None:
        recalled = recalled.filter(loses__in=("", sent.body.slug))
    return (
        sent.lines.filter(~Q(completion__state=CompletionState.ACCEPTED) | Exists(recalled))
        .select_related("completion__course", "completion__superseded_by")
        .order_by("row")
    )


# ---------------------------------------------------------------- cells


def _cells_of(provider: Provider, asked: Asked) -> Callable[[Completion], list[Cell] | None]:
    """What makes the cells of a row; None where it cannot go out."""
    if asked.layout != OutLayout.CE_BROKER:
        columns = columns_of(asked)
        return lambda row: [COLUMNS[name][1](row) for name in columns]
    ours = _provider_number(provider, asked.body)
    theirs = _course_numbers(provider, asked.body)
    return lambda row: _ce_broker(row, asked, ours, theirs)


def _ce_broker(
    row: Completion, asked: Asked, provider: str, courses: dict[int, str]
) -> list[Cell] | None:
    licence = _licence(row, asked)
    if not licence or row.completed is None or row.course is None:
        return None
    theirs = courses.get(row.course_id or 0, "")
    cells: list[Cell] = [
        provider,
        theirs,
        "" if theirs else row.course.number,
        row.course_class.number if row.course_class else "",
        licence,
        f"{row.completed.month}/{row.completed.day}/{row.completed.year}",
        asked.state,
        asked.profession,
    ]
    for part in row.parts:
        hours = show_hours(part["minutes"])
        cells += [", ".join(part["topics"]), hours]
    return cells


def show_hours(minutes: int) -> str:
    """Minutes as hours with at most two decimals, such as 0.5."""
    whole, rest = divmod(minutes * 100 // 60, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".")


def _licence(row: Completion, asked: Asked) -> str:
    """The number the provider itself gave, if it is one of this body's."""
    if asked.body is None or row.named.get("body") != asked.body.slug:
        return ""
    number: str = row.named.get("number", "")
    return number


def _provider_number(provider: Provider, body: Body | None) -> str:
    """The body's number of the provider, without `50-`."""
    given = ProviderApproval.objects.filter(provider=provider, body=body, state=APPROVED)
    number = given.exclude(number="").order_by("-since").values_list("number", flat=True).first()
    return (number or "").removeprefix("50-")


def _course_numbers(provider: Provider, body: Body | None) -> dict[int, str]:
    """The body's numbers of the provider's courses, without `20-`, by the course's row."""
    rows = (
        CourseApproval.objects.filter(edition__course__provider=provider, body=body, state=APPROVED)
        .exclude(number="")
        .order_by("since")
        .values_list("edition__course_id", "number")
    )
    return {course: number.removeprefix("20-") for course, number in rows}
