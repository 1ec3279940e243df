"""Posting: a batch that was weighed is written, and what is accepted enters transcripts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from recert.completions.hooks.queueing import tell_hooks
from recert.completions.models import Completion, CompletionState, HookEvent, Report, ReportWay
from recert.completions.receiving.weighing import Weighed
from recert.completions.settling import settle_reported
from recert.completions.telling import tell_accepted
from recert.journal.actions import write_many
from recert.lib.inserting import draw_ids, insert
from recert.people.actions import id_of
from recert.transcript.actions import ToPost, post_reported

S = CompletionState

AT_THE_DESK = (ReportWay.DESK, ReportWay.CLAIM, ReportWay.ATTENDANCE, ReportWay.SIGNED)
"""Ways where somebody waits for the answer, so that people are told at once."""

TOLD_AT_ONCE = 20
"""More than that are told by the worker, for posting stays quick."""


def post(report: Report, weighed: Sequence[Weighed], at: datetime) -> None:
    """Write these lines of a report, with their entries, lines in the journal and letters.

    As many queries for five hundred as for one. The caller holds the transaction.
    """
    for each in weighed:
        each.row.report = report
    _make_room(weighed, at)
    accepted = [each for each in weighed if each.fact is not None]
    _enter(report, accepted, at)
    rows = [each.row for each in weighed]
    draw_ids(rows)
    for each in weighed:
        if each.same_as is not None:
            each.row.same_as = each.same_as.row
    insert(rows)
    _put_instead(weighed)
    _write(report, accepted, at)
    tell_hooks(HookEvent.ACCEPTED, [each.row for each in accepted], at=at)
    settle_reported([each.row for each in accepted], at=at)
    if report.way in AT_THE_DESK and len(accepted) <= TOLD_AT_ONCE:
        tell_accepted([each.row for each in accepted], at=at)


def _make_room(weighed: Sequence[Weighed], at: datetime) -> None:
    """What waited and is named better now stands back before the new one takes its id."""
    replaced = [each.instead_of.pk for each in weighed if each.instead_of is not None]
    if replaced:
        Completion.objects.filter(pk__in=replaced, state=S.UNMATCHED).update(
            state=S.SUPERSEDED, settled_at=at
        )


def _put_instead(weighed: Sequence[Weighed]) -> None:
    replaced = []
    for each in weighed:
        if each.instead_of is not None:
            each.instead_of.superseded_by = each.row
            replaced.append(each.instead_of)
    if replaced:
        Completion.objects.bulk_update(replaced, ("superseded_by",))


def _enter(report: Report, accepted: Sequence[Weighed], at: datetime) -> None:
    posts = []
    for each in accepted:
        assert each.fact is not None  # they were chosen by it
        assert each.row.person is not None  # or it would wait
        posts.append(
            ToPost(
                person=each.row.person,
                activity=each.fact,
                provider_name=report.provider.name,
                key=key_of(each.row),
                own=each.own,
            )
        )
    entries = post_reported(by=report.by, at=at, posts=posts)
    for each, entry in zip(accepted, entries, strict=True):
        each.row.activity = entry


def key_of(row: Completion) -> str:
    """What the transcript knows a completion by."""
    return f"completion:{row.public_id}"


def _write(report: Report, accepted: Sequence[Weighed], at: datetime) -> None:
    detail = {"provider": report.provider.slug, "report": report.public_id}
    write_many(
        at=at,
        by=id_of(report.by),
        code="completions.accepted",
        about=(
            (key_of(each.row), each.row.person.public_id if each.row.person else "", detail)
            for each in accepted
        ),
    )
