"""Posting attendance: whoever was there for long enough has it in their transcript."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.models import CourseClass
from recert.catalogue.queries import ProviderDuty, class_for_staff
from recert.completions.attending import Attended, sheet_of
from recert.completions.lines import Line, Named, PartTaken, Received
from recert.completions.models import Attendee, Completion, ReportWay
from recert.completions.receiving import finished, receive
from recert.lib.days import local_day
from recert.lib.refusals import Refused
from recert.people.models import Person


def post_attendance(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    class_id: str,
    key: str,
    in_part: bool = False,
) -> Received:
    """Report everybody who was there for long enough and was not reported yet.

    With `in_part`, whoever was there for less is reported with the part they took, and has of
    each body what its approval gives for that; where it does not say, the share, for which the
    provider answers. Only where the course has a length.
    """
    row = class_for_staff(by, provider_slug, class_id, ProviderDuty.REPORT)
    provider = row.edition.course.provider
    if in_part and not row.edition.minutes:
        raise Refused(
            _("The course has no length, so there is no share of it. Enter its minutes first."),
            "in_part",
        )
    mark = f"attendance:{row.public_id}:{key}"[:120]
    if (earlier := finished(provider, mark)) is not None:
        return earlier  # the same button, pressed twice
    open_ones = [each for each in sheet_of(row, at) if each.attendee.completion is None]
    posting = [each for each in open_ones if each.has_enough or (in_part and each.minutes)]
    if not posting:
        raise Refused(_("Nobody was there for long enough who is not reported yet."))
    if any(each.is_there for each in posting) and (row.ends_at is None or at < row.ends_at):
        raise Refused(_("Some are still there. Check them out first, or wait for the end."))
    with transaction.atomic():
        received = receive(
            by=by,
            at=at,
            provider=provider,
            way=ReportWay.ATTENDANCE,
            key=mark,
            lines=[_line(n, each, row, at) for n, each in enumerate(posting, 1)],
            course_class=row,
        )
        _note(posting, received)
    return received


def _line(number: int, each: Attended, row: CourseClass, at: datetime) -> Line:
    is_whole = each.has_enough
    taken = min(each.minutes, row.edition.minutes or each.minutes)
    return Line(
        row=number,
        named=Named(**each.attendee.named),
        course_class=row.public_id,
        completed=local_day(row.ends_at or at, row.zone),
        minutes=each.minutes if is_whole else None,
        parts=() if is_whole else (PartTaken(minutes=taken),),
        said={"minutes": each.minutes},
    )


def _note(posting: list[Attended], received: Received) -> None:
    """Keep beside each attendee what became of them."""
    ids = [answer.completion for answer in received.answers]
    rows = {row.public_id: row for row in Completion.objects.filter(public_id__in=ids)}
    changed = []
    for each, answer in zip(posting, received.answers, strict=True):
        if answer.completion in rows:
            each.attendee.completion = rows[answer.completion]
            changed.append(each.attendee)
    Attendee.objects.bulk_update(changed, ("completion",))
