"""Recalling: one declared rule for everybody who completed a course in certain days.

Drafted, looked at, declared; then carried out by the worker, part by part, so that it goes on
where it stopped. What a renewal rests on is put to the body, as with any correction. Until
anything was built on it, all of it can be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.models import APPROVED, Course, CourseApproval
from recert.catalogue.queries import ProviderDuty, course_for_staff, provider_for_staff
from recert.completions.models import Effect, EffectState, Recall, RecallRule, RecallState
from recert.completions.recalled import recall_for_provider, recall_for_staff
from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.renewals.models import Renewal

R = RecallState

WITH_DAY = (RecallRule.FROM_DAY, RecallRule.UNTIL_DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallDraft:
    """What a recall says: of which course and days, by which rule, and why."""

    course_id: str  # public id
    since: date
    until: date
    rule: RecallRule
    reason: str
    day: date | None = None
    edition_number: int | None = None
    clause: str = ""


@transaction.atomic
def draft_recall_by_body(*, by: Person, at: datetime, body_slug: str, draft: RecallDraft) -> Recall:
    """A body looks at taking back its credit for a course it approved. Nobody is told yet."""
    body = body_for_staff(by, body_slug, Duty.POLICY)
    approved = CourseApproval.objects.filter(body=body, state=APPROVED).values("edition__course")
    course = (
        Course.objects.filter(pk__in=approved, public_id=draft.course_id)
        .select_related("provider")
        .first()
    )
    if course is None:
        raise NotFound
    return _draft(by, at, course, body, draft)


@transaction.atomic
def draft_recall_by_provider(
    *, by: Person, at: datetime, provider_slug: str, draft: RecallDraft
) -> Recall:
    """A provider looks at taking back all credit for a course of its own."""
    provider_for_staff(by, provider_slug, ProviderDuty.COURSES)
    course = course_for_staff(by, provider_slug, draft.course_id, ProviderDuty.COURSES)
    return _draft(by, at, course, None, draft)


def _draft(
    by: Person, at: datetime, course: Course, body: Body | None, draft: RecallDraft
) -> Recall:
    refuse_all(_wrong(draft))
    recall, is_new = Recall.objects.get_or_create(
        provider=course.provider,
        body=body,
        course=course,
        edition_number=draft.edition_number,
        since=draft.since,
        until=draft.until,
        rule=draft.rule,
        day=draft.day if draft.rule in WITH_DAY else None,
        reason=draft.reason.strip(),
        clause=draft.clause.strip(),
        state=R.DRAFT,
        declared_by=by,
        defaults={"drafted_at": at},
    )
    if is_new:
        _journal(at, by, "drafted", recall)
    return recall


def _wrong(draft: RecallDraft) -> list[Refusal]:
    found = []
    if draft.until < draft.since:
        found.append(Refusal(_("The last day lies before the first. Check both."), "until"))
    if draft.rule in WITH_DAY and draft.day is None:
        found.append(Refusal(_("Say the day the rule speaks of."), "day"))
    if draft.rule is RecallRule.FROM_DAY and draft.day and draft.day > draft.until:
        found.append(Refusal(_("That day lies after the days recalled. Check it."), "day"))
    if not draft.reason.strip():
        found.append(Refusal(_("Give the reason. Everybody affected reads it."), "reason"))
    return found


@transaction.atomic
def declare_recall(*, by: Person, at: datetime, recall: Recall) -> Recall:
    """Declare what was drafted: the worker carries it out. Twice is once.

    The caller has fetched it for whoever declares it.
    """
    _refuse_anothers(by, recall)
    moved = Recall.objects.filter(pk=recall.pk, state=R.DRAFT).update(
        state=R.RUNNING, declared_by=by, declared_at=at
    )
    recall.refresh_from_db()
    if moved:
        _journal(at, by, "declared", recall)
    return recall


@transaction.atomic
def undo_recall(*, by: Person, at: datetime, recall: Recall) -> Recall:
    """Take all of it back, as long as nothing was built on it; the worker does it."""
    _refuse_anothers(by, recall)
    if recall.state in (R.UNDOING, R.UNDONE):
        return recall
    if recall.declared_at is None:
        raise Refused(_("It was not declared. Nothing was changed."))
    refuse_all(_built_on(recall))
    moved = Recall.objects.filter(pk=recall.pk, state__in=(R.RUNNING, R.DONE)).update(
        state=R.UNDOING, undone_by=by
    )
    recall.refresh_from_db()
    if moved:
        _journal(at, by, "undone", recall)
    return recall


def _built_on(recall: Recall) -> list[Refusal]:
    """What came of it since, that taking it back would pull away."""
    found = []
    decided = Effect.objects.filter(correction__recalled_line__recall=recall).exclude(
        state__in=(EffectState.OPEN, EffectState.MOOT)
    )
    if decided.exists():
        sentence = _(
            "A body has decided about a renewal because of it. Correct single ones instead."
        )
        found.append(Refusal(sentence))
    since = Renewal.objects.filter(
        certification__person__in=recall.lines.values("completion__person"),
        submitted_at__gt=recall.declared_at,
    )
    if recall.body is not None:
        since = since.filter(certification__body=recall.body)
    if since.exists():
        sentence = _("Somebody affected applied to renew since. Correct single ones instead.")
        found.append(Refusal(sentence))
    return found


def _refuse_anothers(by: Person, recall: Recall) -> None:
    """Only whoever may declare one may do so with this one."""
    if recall.body is not None:
        recall_for_staff(by, recall.body.slug, recall.public_id)
    else:
        recall_for_provider(by, recall.provider.slug, recall.public_id)


def _journal(at: datetime, by: Person, what: str, recall: Recall) -> None:
    write(
        at=at,
        by=by.public_id,
        code=f"completions.recall-{what}",
        subject=recall.subject,
        body=recall.body.slug if recall.body else "",
        detail={"provider": recall.provider.slug, "rule": recall.rule},
    )
