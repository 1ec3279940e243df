"""Correcting: a completion is put right or voided, with a trail everybody concerned can read.

Nothing a body decided changes silently: where a renewal or an audit rests on the entry, the
correction waits and the body is asked (`effects.py`); else it is carried out at once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.models import Source
from recert.completions.asking import ask_bodies
from recert.completions.lines import Line, line_of
from recert.completions.mending import hold_provider, is_same_person, locked, put_in_place, take_out
from recert.completions.models import (
    Completion,
    CompletionState,
    Correction,
    CorrectionKind,
    CorrectionState,
    Report,
    ReportWay,
)
from recert.completions.receiving.posting import key_of
from recert.completions.receiving.weighing import Scales, Weighed, says
from recert.completions.resting import rests_on
from recert.journal.actions import write
from recert.lib.refusals import Refusal, Refused
from recert.people.actions import id_of
from recert.people.models import Person
from recert.transcript.models import Activity
from recert.transcript.records import activity_fact

S = CompletionState

OPEN_TO_MENDING = (S.ACCEPTED, S.UNMATCHED, S.PROBLEM, S.FAILED)


@transaction.atomic
def correct(
    *,
    by: Person | None,
    at: datetime,
    completion: Completion,
    line: Line,
    reason: str = "",
    source: Source | None = None,
) -> Completion:
    """Say it again, rightly: what stands instead, or what waits for a body's decision (`HELD`).

    The caller has checked that `by` or `source` speaks for its provider. What was accepted
    is corrected with a reason, which its person reads; what lies in the tray needs none. The
    same again is what there is; a line with problems is refused by field.
    """
    old = locked(completion)
    if old.superseded_by is not None:
        if _is_said(old.superseded_by, line):
            return old.superseded_by
        raise Refused(_("This was corrected already. Open the newest one."))
    _refuse(old, reason)
    weighed = _weigh(old, line, at, by, source)
    _refuse_problems(weighed)
    new = weighed.row
    if _changes_nothing(old, weighed):
        return old
    if old.state == S.ACCEPTED:
        rests = rests_on(_entry_of(old), weighed.fact if is_same_person(old, new) else None, at)
        if rests:
            new.state = S.HELD
    else:
        rests = ()
    _keep(old, new, at, by, source)
    correction = Correction.objects.create(
        completion=old,
        kind=CorrectionKind.CORRECTED,
        instead=new,
        reason=reason.strip(),
        by=by,
        at=at,
        state=CorrectionState.WAITING if rests else CorrectionState.DONE,
        settled_at=None if rests else at,
    )
    said = "completions.correction-asked" if rests else "completions.corrected"
    _write(at, by, said, correction, source)
    if rests:
        ask_bodies(correction, rests, at)
    else:
        put_in_place(correction, weighed, at, by)
    return new


@transaction.atomic
def void(
    *,
    by: Person | None,
    at: datetime,
    completion: Completion,
    reason: str,
    source: Source | None = None,
) -> Correction:
    """Say that it did not happen; twice is once. The caller has checked who or what speaks.

    What lies in the tray is only dropped. Where a body's decision rests on it, it waits.
    """
    old = locked(completion)
    done = old.corrections.filter(kind=CorrectionKind.VOIDED).last()
    if done is not None and done.state != CorrectionState.DROPPED:
        return done
    _refuse(old, reason)
    if not reason.strip():
        raise Refused(_("Give the reason. Whoever it was reported of reads it."), "reason")
    rests = rests_on(_entry_of(old), None, at) if old.activity is not None else ()
    correction = Correction.objects.create(
        completion=old,
        kind=CorrectionKind.VOIDED,
        reason=reason.strip(),
        by=by,
        at=at,
        state=CorrectionState.WAITING if rests else CorrectionState.DONE,
        settled_at=None if rests else at,
    )
    said = "completions.void-asked" if rests else "completions.voided"
    _write(at, by, said, correction, source)
    if rests:
        ask_bodies(correction, rests, at)
    else:
        take_out(correction, at=at, by=by)
    return correction


@transaction.atomic
def drop_correction(*, by: Person | None, at: datetime, correction: Correction) -> Correction:
    """Take back a correction that waits for a body: what stands was right after all."""
    waiting = Correction.objects.filter(pk=correction.pk, state=CorrectionState.WAITING)
    if waiting.update(state=CorrectionState.DROPPED, settled_at=at):
        correction.effects.filter(state="open").update(state="moot", decided_at=at)
        if correction.instead is not None:
            Completion.objects.filter(pk=correction.instead.pk).update(
                state=S.VOIDED, settled_at=at, settled_by=by
            )
        _write(at, by, "completions.correction-dropped", correction)
    correction.refresh_from_db()
    return correction


def carry_out(correction: Correction, *, by: Person | None, at: datetime) -> None:
    """Do what waited, once every body has said what becomes of its decision; twice is once.

    What cannot be said any more, since the course was recalled or the class cancelled, is
    taken back: bodies have decided all the same, and nobody waits for ever.
    """
    hold_provider(correction.completion.provider_id)
    weighed = _weigh_again(correction, at, by)
    if weighed is not None and weighed.row.state == S.PROBLEM:
        drop_correction(by=by, at=at, correction=correction)
        return
    waiting = Correction.objects.filter(pk=correction.pk, state=CorrectionState.WAITING)
    if not waiting.update(state=CorrectionState.DONE, settled_at=at):
        return
    correction.refresh_from_db()
    if weighed is None or correction.instead is None:
        take_out(correction, at=at, by=by, asked=True)
        return
    new = correction.instead
    new.state, new.person = weighed.row.state, weighed.row.person
    new.same_as = weighed.row.same_as
    weighed.row = new
    put_in_place(correction, weighed, at, by, asked=True)


def _weigh_again(correction: Correction, at: datetime, by: Person | None) -> Weighed | None:
    """What a correction that waited comes to by now; None where it says that nothing was."""
    new = correction.instead
    if new is None:
        return None
    return _weigh(correction.completion, replace(line_of(new), said=new.said), at, by, None)


# ---------------------------------------------------------------- what may be said


def _refuse(old: Completion, reason: str) -> None:
    if old.state not in OPEN_TO_MENDING:
        raise Refused(_("This one does not stand any more. Open the one that does."))
    if old.state == S.ACCEPTED and old.activity is None:
        raise Refused(_("Whoever this was has left and was forgotten. Nothing is left to correct."))
    if old.corrections.filter(state=CorrectionState.WAITING).exists():
        raise Refused(
            _("A correction of it waits for a body already. Take that one back first, or wait.")
        )
    if old.state == S.ACCEPTED and not reason.strip():
        raise Refused(_("Give the reason. Whoever it was reported of reads it."), "reason")


def _refuse_problems(weighed: Weighed) -> None:
    if weighed.row.state == S.PROBLEM:
        raise Refused(
            [
                Refusal(f"{each['rule']} {each['fix']}", each["field"])
                for each in weighed.row.problems
            ]
        )


def _entry_of(old: Completion) -> Activity:
    assert old.activity is not None  # what is accepted has an entry
    return old.activity


def _weigh(
    old: Completion, line: Line, at: datetime, by: Person | None, source: Source | None
) -> Weighed:
    """What the corrected line comes to, looking past what it corrects."""
    scales = Scales(
        provider=old.provider,
        at=at,
        by=by,
        course_class=old.course_class if line.course_class or not line.course else None,
        source=source,
        mending=old,
    )
    return scales.weigh((replace(line, row=1),))[0]


def _keep(
    old: Completion, new: Completion, at: datetime, by: Person | None, source: Source | None
) -> None:
    """Write the new one, in a report of its own; the id of the old one is free for it."""
    if new.state != S.HELD:
        Completion.objects.filter(pk=old.pk).update(state=S.SUPERSEDED)
    report, _new = Report.objects.get_or_create(
        provider=old.provider,
        key=f"mends:{old.public_id}:{old.corrections.count()}",
        defaults={
            "way": ReportWay.MENDING,
            "source": source,
            "by": by,
            "received_at": at,
            "finished_at": at,
            "course_class": new.course_class,
        },
    )
    new.report = report
    new.save()


def _is_said(row: Completion, line: Line) -> bool:
    """Whether a kept completion says what a line says."""
    kept = line_of(row)
    course, held = row.course, row.course_class
    is_about_it = (
        (not line.course or (course and line.course in (course.number, course.public_id)))
        and (not line.course_class or (held and line.course_class in (held.number, held.public_id)))
        and line.edition in (None, kept.edition)
    )
    return bool(is_about_it) and replace(
        kept, said={}, row=0, course="", course_class="", edition=None
    ) == replace(line, said={}, row=0, course="", course_class="", edition=None)


def _changes_nothing(old: Completion, weighed: Weighed) -> bool:
    """Whether a correction says, and comes to, what stands already."""
    new, fact = weighed.row, weighed.fact
    said = [
        (row.state, row.person_id, row.external_id, row.named, says(row),
         row.edition_id, row.course_class_id)
        for row in (old, new)
    ]  # fmt: skip
    if said[0] != said[1]:
        return False
    if fact is None or old.activity is None:
        return fact is None
    stands = activity_fact(old.activity)
    return set(stands.awards) == set(fact.awards) and stands.title == fact.title


def _write(
    at: datetime,
    by: Person | None,
    code: str,
    correction: Correction,
    source: Source | None = None,
) -> None:
    old = correction.completion
    write(
        at=at,
        by=id_of(by),
        code=code,
        subject=key_of(old),
        person=old.person.public_id if old.person else "",
        detail={
            "correction": correction.public_id,
            "instead": correction.instead.public_id if correction.instead else "",
            **({"source": source.public_id} if source else {}),  # the key it came by
        },
    )
