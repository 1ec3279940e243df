"""Recall work: a declared recall is carried out, or taken back, a part at a time.

Each part is a transaction of its own; a worker that dies leaves the rest to the next one.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from recert.completions.asking import ask_bodies
from recert.completions.correcting import drop_correction
from recert.completions.mending import restore, take_out, without_award
from recert.completions.models import (
    Completion,
    CompletionState,
    Correction,
    CorrectionKind,
    CorrectionState,
    Recall,
    Recalled,
    RecalledState,
    RecallRule,
    RecallState,
)
from recert.completions.recalled import affected
from recert.completions.receiving.posting import key_of
from recert.completions.resting import rests_on
from recert.completions.telling import tell_recall
from recert.journal.actions import write
from recert.rules import facts

R, L = RecallState, RecalledState

LISTED_AT_A_TIME = 500
DONE_AT_A_TIME = 50

UNDER_WAY = (R.RUNNING, R.UNDOING)


def advance_recalls(*, at: datetime) -> int:
    """Do one part of one recall; returns how many lines it did, 0 when nothing is left to do."""
    for recall in Recall.objects.filter(state__in=UNDER_WAY).order_by("id"):
        done = _undo_part(recall, at) if recall.state == R.UNDOING else _do_part(recall, at)
        if done:
            return done
    return _take_what_is_due(at)


@transaction.atomic
def _do_part(recall: Recall, at: datetime) -> int:
    recall = _locked(recall)
    if recall.state != R.RUNNING:
        return 0
    listed = _list_more(recall)
    waiting = _lines(recall, L.WAITING)
    for each in waiting:
        _treat(recall, each, at)
    if not listed and not recall.lines.filter(state=L.WAITING).exists():
        Recall.objects.filter(pk=recall.pk).update(state=R.DONE, done_at=at)
        _journal(recall, "done", at)
    return listed + len(waiting)


def _list_more(recall: Recall) -> int:
    """List some of those it speaks of that are not listed yet."""
    there = Recalled.objects.filter(recall=recall).values("completion")
    rows = affected(recall).exclude(pk__in=there)[:LISTED_AT_A_TIME]
    return len(
        Recalled.objects.bulk_create(
            (Recalled(recall=recall, completion=row) for row in rows), ignore_conflicts=True
        )
    )


def _treat(recall: Recall, each: Recalled, at: datetime) -> None:
    """Treat one by the rule, and tell whoever it is about."""
    completed = each.completion.completed
    assert completed is not None  # it was accepted
    match RecallRule(recall.rule):
        case RecallRule.VOID:
            _take(recall, each, at)
        case RecallRule.FROM_DAY if recall.day is not None and completed >= recall.day:
            _take(recall, each, at)
        case RecallRule.UNTIL_DAY if not _is_over(recall, at):
            _move(each, L.COUNTS_UNTIL)
            tell_recall(recall, each.completion, at=at)
        case RecallRule.UNTIL_DAY:
            _take(recall, each, at)
        case _:
            _move(each, L.TOLD)
            tell_recall(recall, each.completion, at=at)


def _take(recall: Recall, each: Recalled, at: datetime) -> None:
    """Take the credit, or ask the bodies whose renewals rest on it."""
    completion = _completion(each)
    entry = completion.activity
    is_standing = completion.state == CompletionState.ACCEPTED and entry is not None
    if entry is None or not is_standing or entry.reported_by == facts.Reporter.SELF:
        _move(each, L.TOLD)  # corrected meanwhile, or the person's own word
        return
    loses = recall.body.slug if recall.body else ""
    if loses and not entry.awards.filter(by=loses).exists():
        each.delete()  # another recall took it; should that give it back, it is listed again
        return
    rests = rests_on(entry, without_award(entry, loses) if loses else None, at)
    if loses:
        rests = tuple(each for each in rests if each.certification.body.slug == loses)
    each.correction = Correction.objects.create(
        completion=completion,
        kind=CorrectionKind.RECALLED,
        loses=loses,
        reason=recall.reason,
        by=recall.declared_by,
        at=at,
        state=CorrectionState.WAITING if rests else CorrectionState.DONE,
        settled_at=None if rests else at,
    )
    _move(each, L.ASKED if rests else L.TAKEN)
    _write(recall, completion, "asked" if rests else "taken", at)
    if rests:
        ask_bodies(each.correction, rests, at)
    else:
        take_out(each.correction, at=at, by=recall.declared_by, asked=True)


def _take_what_is_due(at: datetime) -> int:
    """Take what counted only until a day, once that day is over.

    First it is looked once more for what was reported since.
    """
    counted = Recall.objects.filter(state=R.DONE, rule=RecallRule.UNTIL_DAY)
    for recall in counted.select_related("body", "provider"):
        if not _is_over(recall, at):
            continue
        if recall.done_at is not None and not _is_over(recall, recall.done_at):
            Recall.objects.filter(pk=recall.pk, state=R.DONE).update(state=R.RUNNING)
            return 1
        if done := _take_part(recall, at):
            return done
    return 0


@transaction.atomic
def _take_part(recall: Recall, at: datetime) -> int:
    recall = _locked(recall)
    due = _lines(recall, L.COUNTS_UNTIL)
    for each in due if recall.state == R.DONE else ():
        _take(recall, each, at)
    return len(due)


@transaction.atomic
def _undo_part(recall: Recall, at: datetime) -> int:
    recall = _locked(recall)
    if recall.state != R.UNDOING:
        return 0
    left = Recalled.objects.filter(recall=recall).exclude(state=L.UNDONE)
    now = left.exclude(_IS_HELD).select_related("correction__completion", "completion__person")
    part = list(now.order_by("id")[:DONE_AT_A_TIME])
    for each in part:
        _undo(recall, each, at)
    if not left.exists():
        Recall.objects.filter(pk=recall.pk).update(state=R.UNDONE)
        _look_at_others(recall)
        _journal(recall, "undone", at)
    return len(part)


def _look_at_others(undone: Recall) -> None:
    """What this one gave back may be spoken of by others that are in force: they look again."""
    others = Recall.objects.filter(course=undone.course, state=R.DONE)
    others.exclude(rule=RecallRule.STANDS).update(state=R.RUNNING)


def _undo(recall: Recall, each: Recalled, at: datetime) -> None:
    was, correction = each.state, each.correction
    _move(each, L.UNDONE)
    if was == L.ASKED and correction is not None:
        drop_correction(by=recall.undone_by, at=at, correction=correction)
    if was == L.TAKEN and correction is not None:
        restore(correction, at=at, by=recall.undone_by, reason=_("The recall was taken back."))
    elif was != L.WAITING:
        tell_recall(recall, each.completion, at=at, undone=True)
    _write(recall, each.completion, "taken-back", at)


# ---------------------------------------------------------------- rows


def _locked(recall: Recall) -> Recall:
    return (
        Recall.objects.select_for_update(of=("self",))
        .select_related("provider", "body", "course", "declared_by", "undone_by")
        .get(pk=recall.pk)
    )


_IS_HELD = Q(completion__activity__isnull=False) & ~Q(completion__activity__held_by="")
"""What an audit looks at stays as it is until that is decided; its line waits."""


def _lines(recall: Recall, state: RecalledState) -> list[Recalled]:
    """Lines in this state that can be treated now: nobody is asked about their completions."""
    asked = Correction.objects.filter(
        completion=OuterRef("completion"), state=CorrectionState.WAITING
    )
    rows = (
        Recalled.objects.filter(recall=recall, state=state)
        .exclude(_IS_HELD)
        .exclude(Exists(asked))
        .select_related("completion__person", "completion__provider", "completion__course")
    )
    return list(rows.order_by("id")[:DONE_AT_A_TIME])


def _completion(each: Recalled) -> Completion:
    return (
        Completion.objects.select_for_update(of=("self",))
        .select_related("provider", "course", "person", "activity__person")
        .get(pk=each.completion_id)
    )


def _move(each: Recalled, state: RecalledState) -> None:
    each.state = state
    each.save(update_fields=["state", "correction"])


def _is_over(recall: Recall, at: datetime) -> bool:
    assert recall.day is not None  # the rule speaks of it
    zone = recall.body.zone if recall.body else recall.provider.zone
    today: date = at.astimezone(ZoneInfo(zone)).date()
    return today > recall.day


def _write(recall: Recall, completion: Completion, what: str, at: datetime) -> None:
    write(
        at=at,
        code=f"completions.recall-{what}",
        subject=key_of(completion),
        body=recall.body.slug if recall.body else "",
        person=completion.person.public_id if completion.person else "",
        detail={"recall": recall.public_id},
    )


def _journal(recall: Recall, what: str, at: datetime) -> None:
    write(
        at=at,
        code=f"completions.recall-{what}",
        subject=recall.subject,
        body=recall.body.slug if recall.body else "",
        detail={"provider": recall.provider.slug},
    )
