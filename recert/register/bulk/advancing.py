"""Advancing: a bulk act worked off part by part, by a process that has the time.

A part is one transaction: its lines, its decisions, their lines in the journal and their
letters are all there or none of them is. Killed in the middle, it goes on where it stood. Of
two workers that take the same part, the one that comes second finds it taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from recert.lib.days import local_day
from recert.register.bulk.choosing import meant_by
from recert.register.bulk.doing import do_to, undo_to
from recert.register.bulk.weighing import lines_for
from recert.register.models import BulkAct, BulkLine, BulkState, LineState

AT_ONCE = 200
"""So many certifications make a part."""

WORKED_OFF = (BulkState.FREEZING, BulkState.RUNNING, BulkState.UNDOING)


def waiting_bulk_acts() -> QuerySet[BulkAct]:
    """The acts that wait for a worker, the oldest first."""
    waiting = BulkAct.objects.filter(state__in=WORKED_OFF).order_by("asked_at", "pk")
    return waiting.select_related("body", "asked_by", "confirmed_by", "undone_by")


def advance_bulk_act(act: BulkAct, *, at: datetime) -> bool:
    """Work off the next part of one act; False once it waits for nobody, or for a person."""
    match BulkState(act.state):
        case BulkState.FREEZING:
            _freeze(act)
        case BulkState.RUNNING:
            _run(act, at)
        case BulkState.UNDOING:
            _undo(act, at)
        case _:
            return False
    return act.state in WORKED_OFF


def _freeze(act: BulkAct) -> None:
    """Add the next part to the list."""
    rows = list(meant_by(act).filter(pk__gt=act.last_row)[:AT_ONCE])
    if not rows:
        _move(act, BulkState.FREEZING, BulkState.READY)
        return
    lines = lines_for(act, rows)
    with transaction.atomic():
        mine = BulkAct.objects.filter(
            pk=act.pk, state=BulkState.FREEZING, last_row=act.last_row
        ).update(last_row=rows[-1].pk)
        if mine:
            BulkLine.objects.bulk_create(lines)
    act.refresh_from_db()


def _run(act: BulkAct, at: datetime) -> None:
    lines = _next(act, LineState.CHOSEN)
    if not lines:
        _move(act, BulkState.RUNNING, BulkState.DONE, done_at=at)
        return
    with transaction.atomic():
        if _take(act, BulkState.RUNNING, lines, LineState.CHOSEN, LineState.DONE):
            do_to(act, lines, at, local_day(at, act.body.zone))


def _undo(act: BulkAct, at: datetime) -> None:
    lines = _next(act, LineState.DONE)
    if not lines:
        _move(act, BulkState.UNDOING, BulkState.UNDONE)
        return
    with transaction.atomic():
        if _take(act, BulkState.UNDOING, lines, LineState.DONE, LineState.UNDONE):
            undo_to(act, lines, at, local_day(at, act.body.zone))


def _next(act: BulkAct, state: LineState) -> list[BulkLine]:
    lines = act.lines.filter(state=state).select_related(
        "certification__person", "certification__body", "ruling"
    )
    return list(lines[:AT_ONCE])


def _take(
    act: BulkAct, state: BulkState, lines: Sequence[BulkLine], was: LineState, now: LineState
) -> bool:
    """Take a part for oneself; whoever undoes, or works at the same part, is let go first."""
    if not BulkAct.objects.select_for_update().filter(pk=act.pk, state=state).exists():
        return False
    taken = BulkLine.objects.filter(pk__in=[line.pk for line in lines], state=was)
    if taken.update(state=now) == len(lines):
        return True
    transaction.set_rollback(True)
    return False


def _move(act: BulkAct, was: BulkState, now: BulkState, **columns: object) -> None:
    BulkAct.objects.filter(pk=act.pk, state=was).update(state=now, **columns)
    act.refresh_from_db()
