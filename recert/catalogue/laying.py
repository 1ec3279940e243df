"""Laying out: each course put as it is looked for, with what the law reads of it today.

The database marks what changed. Approvals begin and end by day, so what was laid out on an
earlier day is laid out again, in parts, by whoever has the time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from recert.catalogue.drafting import approvals_on
from recert.catalogue.models import (
    Course,
    CourseApproval,
    CourseEdition,
    Findable,
    FindableClass,
    Shape,
)
from recert.catalogue.shapes import digest_of, providers_told_apart, read_of
from recert.lib.folding import fold, folded_words

AT_ONCE = 1_000
OVER = timedelta(days=2)
"""Longer than a day lasts in any zone."""
_COLUMNS = (
    "provider",
    "edition",
    "title",
    "words",
    "topics",
    "bodies",
    "kind",
    "delivery",
    "language",
    "shape",
    "shown",
    "laid_on",
)


@transaction.atomic
def lay_out(*, on: date, courses: Iterable[Course] | None = None) -> int:
    """Lay out the next courses that changed, or were laid out on an earlier day; how many.

    `courses`: these and no others. The rows are held meanwhile, so that what changes just
    now is marked again afterwards. As many queries for many as for one.
    """
    old = Findable.objects.filter(Q(laid_on=None) | Q(laid_on__lt=on))
    if courses is not None:
        old = old.filter(course__in=list(courses))
    rows = list(old.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:AT_ONCE])
    if not rows:
        return 0
    known = Course.objects.select_related("provider").in_bulk([row.course_id for row in rows])
    editions = _taught(known, on)
    approvals = approvals_on(editions.values(), on)
    told = providers_told_apart()
    reads = {}
    for row in rows:
        course, edition = known[row.course_id], editions.get(row.course_id)
        given = approvals[edition.pk] if edition else []
        _put(row, course, edition, given, on)
        if edition is not None:
            read = read_of(edition, course.provider.slug, given, told)
            reads[row.course_id] = (digest_of(read), read)
    shapes = _shapes(dict(reads.values()))
    for row in rows:
        row.shape = shapes[reads[row.course_id][0]] if row.course_id in reads else None
    _keep(rows)
    _lay_out_classes(known, on)
    return len(rows)


def _keep(rows: list[Findable]) -> None:
    """Write the rows over themselves in one insertion: much sooner than by updates."""
    for row in rows:
        row.pk = None
    Findable.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("course",), update_fields=_COLUMNS
    )


def _lay_out_classes(courses: Iterable[int], on: date) -> None:
    """Say where the classes of these courses are; leave out those that were over a while ago."""
    rows = FindableClass.objects.filter(course__in=list(courses))
    rows.filter(starts_at__lt=datetime.combine(on - OVER, time(), tzinfo=UTC)).delete()
    moved = []
    for row in rows.select_related("course_class"):
        held = row.course_class
        whereabouts = folded_words(held.city, held.region, held.place)
        if whereabouts != row.whereabouts:
            row.whereabouts = whereabouts
            moved.append(row)
    FindableClass.objects.bulk_create(
        moved,
        update_conflicts=True,
        unique_fields=("course_class",),
        update_fields=("whereabouts",),
    )


def _taught(courses: Iterable[int], on: date) -> dict[int, CourseEdition]:
    """Of each course the edition taught on the day; before the first, the first."""
    found: dict[int, CourseEdition] = {}
    rows = CourseEdition.objects.filter(course__in=list(courses), superseded_by=None)
    for edition in rows.select_related("course").order_by("number", "id"):
        if edition.course_id not in found or edition.since <= on:
            found[edition.course_id] = edition
    return found


def _put(
    row: Findable,
    course: Course,
    edition: CourseEdition | None,
    approvals: Iterable[CourseApproval],
    on: date,
) -> None:
    """Everything but its shape."""
    provider = course.provider
    row.provider, row.edition = provider, edition
    row.laid_on = on
    row.shown = bool(
        edition and course.is_listed and not course.retired_at and not provider.closed_at
    )
    row.bodies = _between_blanks(each.body.slug for each in approvals)
    if edition is None:
        return
    row.title = fold(edition.title)[:200]
    told = [edition.title, provider.name, course.number, edition.summary, *edition.objectives]
    row.words = folded_words(*told)
    about = [*edition.topics, *(topic for part in edition.parts for topic in part["topics"])]
    row.topics = _between_blanks(about)
    row.kind, row.delivery, row.language = edition.kind, edition.delivery, edition.language


def _between_blanks(words: Iterable[str]) -> str:
    return " ".join(["", *sorted(set(words)), ""])


def _shapes(reads: dict[str, dict[str, object]]) -> dict[str, Shape]:
    """The rows of these shapes, by digest; those that are new are made."""
    have = set(Shape.objects.filter(digest__in=reads).values_list("digest", flat=True))
    Shape.objects.bulk_create(
        (Shape(digest=digest, read=read) for digest, read in reads.items() if digest not in have),
        ignore_conflicts=True,
    )
    return {shape.digest: shape for shape in Shape.objects.filter(digest__in=reads)}
