"""Taking a report: every row gets an answer, and what is good is posted at once.

A report goes through in batches, each a transaction of its own, so that a hundred thousand rows
neither fill the memory nor keep everybody else from writing. Cut short, it is sent again with
the same key: what was taken is answered as it was, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.models import CourseClass, Provider, Source
from recert.completions.checking import MOST_TRIED, count_misses, refuse_guessing
from recert.completions.lines import Answer, Line, Received, answer_of, digest_of
from recert.completions.models import Completion, CompletionState, Report, ReportWay
from recert.completions.receiving.posting import post
from recert.completions.receiving.resolving import batches
from recert.completions.receiving.weighing import Scales, Weighed
from recert.journal.actions import write
from recert.lib.refusals import Refused
from recert.people.actions import id_of
from recert.people.models import Person

BATCH = 500
MOST_KEY = 120


class KeyTaken(Refused):
    """The key was used for a report that said something else: 409 to a machine."""


def receive(
    *,
    by: Person | None,
    at: datetime,
    provider: Provider,
    way: ReportWay,
    key: str,
    lines: Iterable[Line],
    source: Source | None = None,
    course_class: CourseClass | None = None,
    name: str = "",
    dry: bool = False,
    whole: bool = False,
) -> Received:
    """Take a report of completions; the caller has checked that `by` or `source` may report.

    `lines` are gone through more than once, and each has a row of its own. `dry` only answers;
    `whole` posts nothing unless every row is good. The same key with the same lines is one
    report, however often it is sent; with other lines it is refused (`KeyTaken`).
    """
    _refuse(provider, key, source, course_class)

    def scales() -> Scales:
        return Scales(provider=provider, at=at, by=by, course_class=course_class, source=source)

    if dry:
        refuse_guessing(provider, at, MOST_TRIED)
        tried = _tried(scales(), lines)
        count_misses(provider, tried.counts.get(CompletionState.UNMATCHED, 0), at)
        return tried
    earlier = Report.objects.filter(provider=provider, key=key).first()
    if earlier is None and whole:
        tried = _tried(scales(), lines)
        if any(answer.state == CompletionState.PROBLEM for answer in tried.answers):
            return tried
    digest = digest_of(lines)
    report = earlier or _report(
        Report(
            provider=provider,
            way=way,
            source=source,
            by=by,
            course_class=course_class,
            name=name[:200],
            key=key,
            sha256=digest,
            received_at=at,
        )
    )
    report.provider = provider
    if report.sha256 != digest:
        raise KeyTaken(
            _("This key was used for another report. Send the changed one with a new key."), "key"
        )
    if report.finished_at is not None:
        return _again(report)
    answers: list[Answer] = []
    weighing = scales()
    for batch in batches(lines, BATCH):
        answers += _take(report, weighing, batch, at)
    return _finish(report, tuple(answers), at)


def finished(provider: Provider, key: str) -> Received | None:
    """What became of a report with this key, if it was taken whole; the caller was let in."""
    report = Report.objects.filter(provider=provider, key=key, finished_at__isnull=False).first()
    return _again(report) if report is not None else None


def _again(report: Report) -> Received:
    kept = Completion.objects.filter(report=report).order_by("row")
    return Received(report=report, answers=tuple(map(answer_of, kept.iterator())))


def _refuse(
    provider: Provider, key: str, source: Source | None, course_class: CourseClass | None
) -> None:
    if not 0 < len(key) <= MOST_KEY:
        raise Refused(_("Give the report a key of its own, of at most 120 letters."), "key")
    if provider.closed_at is not None:
        raise Refused(_("This provider was closed and reports no more."))
    if source is not None and (source.closed_at or source.provider_id != provider.pk):
        raise Refused(_("This key was closed. Open a new one at the provider’s office."))
    if course_class and course_class.edition.course.provider_id != provider.pk:
        raise Refused(_("This class is another provider’s."), "course_class")


def _tried(scales: Scales, lines: Iterable[Line]) -> Received:
    answers = [_answer(each) for batch in batches(lines, BATCH) for each in scales.weigh(batch)]
    return Received(report=None, answers=tuple(answers))


def _answer(each: Weighed) -> Answer:
    found = answer_of(each.row)
    return Answer(
        row=found.row,
        state=found.state,
        external_id=found.external_id,
        problems=found.problems,
    )


def _report(new: Report) -> Report:
    """The report, entered, or as somebody entered it this very moment."""
    Report.objects.bulk_create([new], ignore_conflicts=True)
    return Report.objects.get(provider=new.provider, key=new.key)


@transaction.atomic
def _take(report: Report, scales: Scales, lines: Sequence[Line], at: datetime) -> list[Answer]:
    """Take one batch; a provider's batches wait for one another, so that nothing counts twice."""
    Provider.objects.select_for_update(no_key=True).get(pk=report.provider_id)
    numbers = [line.row for line in lines]
    there = Completion.objects.filter(report=report, row__gte=min(numbers), row__lte=max(numbers))
    kept = {row.row: row for row in there}
    weighed = scales.weigh([line for line in lines if line.row not in kept])
    post(report, weighed, at)
    scales.forget()
    kept |= {each.row.row: each.row for each in weighed}
    return [answer_of(kept[line.row]) for line in lines]


@transaction.atomic
def _finish(report: Report, answers: tuple[Answer, ...], at: datetime) -> Received:
    found = Received(report=report, answers=answers)
    counts = found.counts
    if Report.objects.filter(pk=report.pk, finished_at=None).update(finished_at=at, said=counts):
        report.finished_at, report.said = at, counts
        write(
            at=at,
            by=id_of(report.by),
            code="completions.received",
            subject=f"report:{report.public_id}",
            detail={"provider": report.provider.slug, "way": report.way, **counts},
        )
    else:  # somebody else sent the same, and was quicker
        report.refresh_from_db(fields=["finished_at", "said"])
    return found
