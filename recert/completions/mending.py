"""Mending: what a correction does to completions and to the transcript, once it may."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from recert.catalogue.models import Provider
from recert.completions.hooks.queueing import tell_hooks
from recert.completions.models import (
    Completion,
    CompletionState,
    Correction,
    CorrectionKind,
    CorrectionState,
    HookEvent,
)
from recert.completions.receiving.posting import key_of
from recert.completions.receiving.weighing import Weighed
from recert.completions.resting import renewals_using
from recert.completions.settling import settle_mended, settle_reported
from recert.completions.telling import tell_accepted, tell_corrected
from recert.journal.actions import write
from recert.people.models import Person
from recert.renewals.models import State
from recert.rules import facts
from recert.transcript.actions import (
    ToPost,
    post_reported,
    restore_reported,
    supersede_reported,
    void_reported,
)
from recert.transcript.models import Activity
from recert.transcript.records import activity_fact

S = CompletionState


def hold_provider(*ids: int) -> None:
    """Let nobody else report, match or mend for these providers until this act ends."""
    rows = Provider.objects.select_for_update(no_key=True).filter(pk__in=ids)
    list(rows.order_by("pk").values_list("pk", flat=True))


def locked(completion: Completion) -> Completion:
    """A completion as it is now, with what belongs to it; nobody else mends it meanwhile.

    Its provider is held first, as by whoever reports: the same is not said twice in one moment.
    """
    hold_provider(completion.provider_id)
    return (
        Completion.objects.select_for_update(of=("self",))
        .select_related(
            "provider", "course", "edition", "course_class", "person", "activity__person",
            "superseded_by", "report",
        )
        .get(pk=completion.pk)
    )  # fmt: skip


def is_same_person(old: Completion, new: Completion) -> bool:
    """Whether a new completion goes to whom the old one went to."""
    return new.state != S.DUPLICATE and old.person_id == new.person_id


def put_in_place(
    correction: Correction,
    weighed: Weighed,
    at: datetime,
    by: Person | None,
    *,
    asked: bool = False,
) -> None:
    """The new completion takes the old one's place, and so do their entries; people are told.

    The caller holds the transaction, and has moved the correction on.
    """
    old, new = correction.completion, weighed.row
    note_on_open(old, at=at)
    Completion.objects.filter(pk=old.pk).update(
        state=S.SUPERSEDED, superseded_by=new, settled_at=at, settled_by=by
    )
    new.activity = _moved(correction, weighed, at, by, asked)
    new.save(update_fields=["activity", "state", "person", "same_as"])
    if old.state == S.ACCEPTED:
        tell_hooks(HookEvent.CORRECTED, [new], at=at, before=old)
    elif new.state == S.ACCEPTED:
        tell_hooks(HookEvent.ACCEPTED, [new], at=at)
    if old.state == S.ACCEPTED and old.person is not None:
        tell_corrected(correction, at=at)
    settle_mended(old, correction.reason, at=at)
    settle_reported([new], at=at)
    if new.state == S.ACCEPTED and not is_same_person(old, new):
        tell_accepted([new], at=at)
    elif new.state == S.ACCEPTED:
        Completion.objects.filter(pk=new.pk).update(told_at=at)


def _moved(
    correction: Correction, weighed: Weighed, at: datetime, by: Person | None, asked: bool
) -> Activity | None:
    old, new, fact = correction.completion, weighed.row, weighed.fact
    stays = is_same_person(old, new) and fact is not None
    entry = old.activity
    if entry is not None and not stays:
        void_reported(by=by, at=at, activity=entry, reason=correction.reason, asked=asked)
    if fact is None or new.person is None:
        return None
    if entry is not None and stays and entry.reported_by != facts.Reporter.SELF:
        return supersede_reported(
            by=by,
            at=at,
            activity=entry,
            corrected=fact,
            provider_name=old.provider.name,
            key=key_of(new),
            asked=asked,
        )
    post = ToPost(
        person=new.person,
        activity=fact,
        provider_name=old.provider.name,
        key=key_of(new),
        own=weighed.own,
    )
    return post_reported(by=by, at=at, posts=(post,))[0]


def note_on_open(old: Completion, *, at: datetime) -> None:
    """Write beside applications that wait for a body that an entry they rest on changed.

    They are judged anew when they are decided, so nothing else needs doing.
    """
    if old.activity is None:
        return
    used = renewals_using((old.activity,), (State.SUBMITTED, State.RETURNED))
    for renewal in used.get(old.activity.pk, ()):
        write(
            at=at,
            code="completions.changed-under",
            subject=renewal.subject,
            body=renewal.certification.body.slug,
            person=renewal.certification.person.public_id,
            detail={"completion": old.public_id},
        )


def take_out(
    correction: Correction, *, at: datetime, by: Person | None, asked: bool = False
) -> None:
    """Take the entry out, or of its credit what one body's recall takes; its person is told.

    The caller holds the transaction, and has moved the correction on.
    """
    old = correction.completion
    note_on_open(old, at=at)
    if correction.loses and old.activity is not None:
        tell_hooks(HookEvent.CORRECTED, [old], at=at)
        fact = without_award(old.activity, correction.loses)
        _replace(correction, fact, at, by, of=correction.loses, asked=asked)
        tell_corrected(correction, at=at)
        return
    Completion.objects.filter(pk=old.pk).update(
        state=S.VOIDED, settled_at=at, settled_by=by, reason=correction.reason
    )
    if old.activity is not None:
        tell_hooks(HookEvent.VOIDED, [old], at=at)
        void_reported(by=by, at=at, activity=old.activity, reason=correction.reason, asked=asked)
        tell_corrected(correction, at=at)
    settle_mended(old, correction.reason, at=at)


def restore(correction: Correction, *, at: datetime, by: Person | None, reason: str) -> None:
    """Put back what `take_out` took: it was right after all. The caller holds the transaction.

    What was reported anew meanwhile, or corrected, stays as it is.
    """
    old = locked(correction.completion)
    entry = old.activity
    stood = S.ACCEPTED if correction.loses else S.VOIDED
    if entry is None or old.state != stood or _standing_again(old):
        return
    fact = _with_award_again(correction, entry) if correction.loses else None
    if correction.loses and fact is None:
        return
    back = Correction.objects.create(
        completion=old,
        kind=CorrectionKind.RESTORED,
        reason=reason,
        by=by,
        at=at,
        state=CorrectionState.DONE,
        settled_at=at,
    )
    if fact is not None:
        _replace(back, fact, at, by, of=correction.loses, asked=True)
    else:
        Completion.objects.filter(pk=old.pk).update(state=S.ACCEPTED, reason="")
        restore_reported(by=by, at=at, activity=entry, reason=reason)
    tell_hooks(HookEvent.ACCEPTED, [old], at=at, before=correction.completion)
    tell_corrected(back, at=at)


def _standing_again(old: Completion) -> bool:
    """Whether something else stands for the same by now, or speaks under the same id."""
    others = Completion.objects.filter(provider=old.provider).exclude(pk=old.pk)
    alike = others.filter(
        person=old.person, course=old.course, completed=old.completed, state=S.ACCEPTED
    )
    of_its_id = others.filter(external_id=old.external_id, state__in=(S.ACCEPTED, S.UNMATCHED))
    return (
        old.superseded_by is not None
        or alike.exists()
        or (bool(old.external_id) and of_its_id.exists())
    )


def _replace(
    correction: Correction,
    fact: facts.Activity,
    at: datetime,
    by: Person | None,
    *,
    of: str,
    asked: bool,
) -> None:
    """Put an entry with other credit in the place of a completion's."""
    old = correction.completion
    assert old.activity is not None  # whoever called looked
    new = supersede_reported(
        by=by,
        at=at,
        activity=old.activity,
        corrected=fact,
        provider_name=old.provider.name,
        key=_key_of(correction),
        asked=asked,
        only_credit_of=of,
    )
    Completion.objects.filter(pk=old.pk).update(activity=new)
    old.activity = new


def _key_of(correction: Correction) -> str:
    """What the transcript knows the entry by that lost a body's credit, or has it again."""
    return f"correction:{correction.public_id}"


def _with_award_again(correction: Correction, entry: Activity) -> facts.Activity | None:
    """An entry as it is, with the credit a correction took of it; None: it took none."""
    without = Activity.objects.filter(person=entry.person, key=_key_of(correction)).first()
    before = Activity.objects.filter(superseded_by=without).first() if without else None
    if before is None:
        return None
    taken = [each for each in activity_fact(before).awards if each.by == correction.loses]
    others = without_award(entry, correction.loses)
    return replace(others, awards=(*others.awards, *taken)) if taken else None


def without_award(entry: Activity, body: str) -> facts.Activity:
    """An entry as it is without one body's credit."""
    fact = activity_fact(entry)
    return replace(fact, awards=tuple(each for each in fact.awards if each.by != body))
