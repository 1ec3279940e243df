"""What the pages about completions need in the world, beside `tests.teaching`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from recert.completions.correcting import void
from recert.completions.disputing import dispute_missing
from recert.completions.models import (
    Completion,
    Dispute,
    Effect,
    Recall,
    RecallRule,
    ReportWay,
)
from recert.completions.recalling import (
    RecallDraft,
    draft_recall_by_body,
    draft_recall_by_provider,
)
from recert.completions.receiving import Line, Named, receive
from recert.transcript.models import EntryRuling
from tests.cast import NOW, person
from tests.teaching import Teaching


@dataclass(frozen=True, slots=True)
class Completions:
    """Movement Lab reported of Ben, who misses more; and of a number nobody has."""

    teaching: Teaching
    reported: Completion
    waiting: Completion
    dispute: Dispute  # overdue
    effect: Effect  # of voiding what an audit ruled on
    by_acsm: Recall
    by_lab: Recall


def set_completions(teaching: Teaching) -> Completions:
    """Report, dispute, correct and draft recalls."""
    cast = teaching.cast
    named = Named(body="acsm", number="118806", born="07-01", name="Ben Okafor")
    ruled = _report(teaching, 1, Named(email=cast.ben.email), date(2026, 9, 5))
    assert ruled.activity is not None
    EntryRuling.objects.create(
        activity=ruled.activity, certification=cast.ben_acsm, subject="audit:earlier",
        is_accepted=True, decided_on=NOW.date(), at=NOW, decided_by=cast.dan,
    )  # fmt: skip
    void(by=teaching.nia, at=NOW, completion=ruled, reason="He was not there")
    draft = RecallDraft(
        course_id=teaching.course.public_id,
        rule=RecallRule.VOID,
        reason="Wrong slides",
        since=date(2026, 6, 1),
        until=date(2026, 6, 30),
    )
    return Completions(
        teaching=teaching,
        reported=_report(teaching, 2, Named(email=cast.ben.email), date(2026, 9, 12)),
        waiting=_report(teaching, 3, named, date(2026, 9, 12)),
        dispute=dispute_missing(
            by=cast.ben, at=NOW - timedelta(days=30), course=teaching.course,
            completed=date(2026, 10, 3), text="I sat in front", key="a-dispute",
        ),
        effect=Effect.objects.get(correction__completion=ruled),
        by_acsm=draft_recall_by_body(by=cast.hal, at=NOW, body_slug="acsm", draft=draft),
        by_lab=draft_recall_by_provider(
            by=teaching.oto, at=NOW, provider_slug=teaching.lab.slug, draft=draft
        ),
    )  # fmt: skip


def _report(teaching: Teaching, number: int, named: Named, completed: date) -> Completion:
    line = Line(row=1, named=named, course=teaching.course.number, completed=completed)
    report = receive(
        by=teaching.nia, at=NOW, provider=teaching.lab, way=ReportWay.DESK,
        key=f"report-{number}", lines=(line,),
    ).report  # fmt: skip
    return Completion.objects.select_related("activity").get(report=report)


def grow_completions(found: Completions, number: int) -> None:
    """One more of each: reported, not found, in dispute, asked about, recalled."""
    teaching, cast = found.teaching, found.teaching.cast
    day = date(2026, 3, 1) + timedelta(days=number)
    ruled = _report(teaching, 100 + number, Named(email=cast.ben.email), day)
    assert ruled.activity is not None
    EntryRuling.objects.create(
        activity=ruled.activity, certification=cast.ben_acsm, subject=f"audit:{number}",
        is_accepted=True, decided_on=NOW.date(), at=NOW, decided_by=cast.dan,
    )  # fmt: skip
    void(by=teaching.nia, at=NOW, completion=ruled, reason="He was not there")
    stranger = Named(body="acsm", number=f"9{number:05}", born="01-01", name="Ben Okafor")
    _report(teaching, 200 + number, stranger, day)
    dispute_missing(
        by=person(f"Learner{number} Doe") if number % 2 else cast.ben,
        at=NOW - timedelta(days=40), course=teaching.course,
        completed=day - timedelta(days=30), key=f"dispute-{number}",
    )  # fmt: skip
    draft = RecallDraft(
        course_id=teaching.course.public_id, rule=RecallRule.STANDS, reason=f"Number {number}",
        since=day, until=day,
    )  # fmt: skip
    draft_recall_by_body(by=cast.hal, at=NOW, body_slug="acsm", draft=draft)
    draft_recall_by_provider(by=teaching.oto, at=NOW, provider_slug=teaching.lab.slug, draft=draft)
