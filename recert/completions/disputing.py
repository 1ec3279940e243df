"""Disputing: a learner says what is missing or wrong; the provider answers by a day.

Meanwhile their own certificate counts as their own word does, where they hand one in. When the
provider reports, that entry gives way to the reported one, so that nothing counts twice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from recert.catalogue.drafting import draft_of
from recert.catalogue.models import (
    APPROVED,
    Course,
    CourseClass,
    CourseEdition,
    Provider,
    ProviderApproval,
)
from recert.catalogue.queries import ProviderDuty, editions_of
from recert.completions.dispute_letters import tell_person, tell_provider
from recert.completions.disputes import dispute_for, dispute_for_provider
from recert.completions.models import (
    Completion,
    CompletionState,
    Dispute,
    DisputeKind,
    DisputeState,
    ReportWay,
)
from recert.completions.queries import completion_for
from recert.completions.recalled import given_on
from recert.completions.receiving import Line, Named, receive
from recert.journal.actions import write
from recert.lib.days import latest_day, local_day
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.people.models import Person
from recert.rules import facts
from recert.transcript.actions import attach_evidence, log_activity
from recert.transcript.models import Activity
from recert.transcript.queries import evidence_for

D = DisputeState

ANSWER_DAYS = 14
"""So long a provider has to answer, where no approval says how soon it must report."""


def days_to_answer(provider: Provider, on: date) -> int:
    """How many days a provider has: as few as the strictest of its approvals gives to report."""
    speaking = ProviderApproval.objects.filter(
        Q(until=None) | Q(until__gte=on),
        Q(ended_on=None) | Q(ended_on__gte=on),
        provider=provider,
        state=APPROVED,
        since__lte=on,
        report_days__isnull=False,
    )
    days = [each for each in speaking.values_list("report_days", flat=True) if each is not None]
    return min((*days, ANSWER_DAYS)) if days else ANSWER_DAYS


@transaction.atomic
def dispute_missing(
    *,
    by: Person,
    at: datetime,
    course: Course,
    completed: date,
    key: str,
    text: str = "",
    course_class: CourseClass | None = None,
    evidence_id: str = "",
) -> Dispute:
    """Say that one was there and it is not here; the same form twice is one.

    With a file of one's own (`evidence_id`) it is credited meanwhile, as one's own entry.
    """
    if twin := Dispute.objects.filter(person=by, key=key).first():
        return twin
    refuse_all(_wrong_day(completed, at))
    if _is_there(by, course, completed):
        raise Refused(_("It was reported already. Open it in your transcript."), "completed")
    edition = editions_of(course).filter(since__lte=completed).order_by("-since").first()
    if edition is None:
        raise Refused(_("The course was not taught yet on this day. Check the day."), "completed")
    own = _provisional(by, at, edition, completed, evidence_id, key) if evidence_id else None
    return _open(
        Dispute(
            person=by,
            provider=course.provider,
            kind=DisputeKind.MISSING,
            course=course,
            course_class=course_class,
            completed=completed,
            text=text.strip(),
            provisional=own,
            key=key,
        ),
        at,
    )


@transaction.atomic
def dispute_wrong(*, by: Person, at: datetime, completion_id: str, text: str, key: str) -> Dispute:
    """Say what is wrong with what was reported of oneself; the same form twice is one."""
    if twin := Dispute.objects.filter(person=by, key=key).first():
        return twin
    completion = completion_for(by, completion_id)
    if not text.strip():
        raise Refused(_("Say what is wrong, and what would be right."), "text")
    if completion.state not in (CompletionState.ACCEPTED, CompletionState.FAILED):
        raise Refused(_("This one was corrected since. Open the newest one."))
    assert completion.course is not None  # it was found before it was accepted
    assert completion.completed is not None
    return _open(
        Dispute(
            person=by,
            provider=completion.provider,
            kind=DisputeKind.WRONG,
            course=completion.course,
            course_class=completion.course_class,
            completion=completion,
            completed=completion.completed,
            text=text.strip(),
            key=key,
        ),
        at,
    )


def _open(dispute: Dispute, at: datetime) -> Dispute:
    today = local_day(at, dispute.provider.zone)
    dispute.opened_at = at
    dispute.due_on = today + timedelta(days=days_to_answer(dispute.provider, today))
    try:
        with transaction.atomic():
            dispute.save()
    except IntegrityError:
        raise Refused(
            _("You have asked about this already. The answer is still to come.")
        ) from None
    _journal(at, dispute.person, "opened", dispute)
    tell_provider(dispute, at=at)
    return dispute


def _provisional(
    by: Person, at: datetime, edition: CourseEdition, completed: date, evidence_id: str, key: str
) -> Activity:
    """Their own entry of it, proven by their own file."""
    evidence = evidence_for(by, evidence_id)
    provider = edition.course.provider
    approvals = given_on(edition, completed, local_day(at, provider.zone))
    draft = draft_of(edition, provider.slug, completed, approvals)
    own = log_activity(
        by=by,
        at=at,
        person=by,
        activity=replace(draft, reported_by=facts.Reporter.SELF),
        provider_name=provider.name,
        key=key[:60],
    )
    attach_evidence(by=by, at=at, public_id=evidence.public_id, activity_id=own.public_id)
    return own


# ---------------------------------------------------------------- answers


@transaction.atomic
def accept_dispute(
    *, by: Person, at: datetime, provider_slug: str, public_id: str, answer: str = ""
) -> Dispute:
    """The provider agrees: what was missing is reported now. Twice is once.

    What was reported wrongly is put right by correcting or voiding it, which answers too.
    """
    dispute = dispute_for_provider(by, provider_slug, public_id, ProviderDuty.REPORT)
    if dispute.state == D.SETTLED:
        return dispute
    _refuse_own(by, dispute)
    _refuse_closed(dispute)
    if dispute.kind == DisputeKind.WRONG:
        raise Refused(_("Correct what was reported, or void it: that answers it too."))
    line = Line(
        row=1,
        named=Named(person=dispute.person.public_id),
        course=dispute.course.number,
        course_class=dispute.course_class.public_id if dispute.course_class else "",
        completed=dispute.completed,
    )
    Dispute.objects.filter(pk=dispute.pk).update(answer=answer.strip(), answered_by=by)
    received = receive(
        by=by,
        at=at,
        provider=dispute.provider,
        way=ReportWay.DESK,
        key=dispute.subject,
        lines=(line,),
    )
    (found,) = received.answers
    if found.state == CompletionState.PROBLEM:
        refuse_all(Refusal(f"{each.rule} {each.fix}", each.field) for each in found.problems)
    if found.state == CompletionState.DUPLICATE:
        kept = Completion.objects.get(public_id=found.completion)
        close(dispute, D.SETTLED, at, kept.same_as)
    dispute.refresh_from_db()
    return dispute


@transaction.atomic
def decline_dispute(
    *, by: Person, at: datetime, provider_slug: str, public_id: str, answer: str
) -> Dispute:
    """The provider does not agree, and says why; what the learner logged stays their own word."""
    dispute = dispute_for_provider(by, provider_slug, public_id, ProviderDuty.REPORT)
    if (dispute.state, dispute.answer) == (D.DECLINED, answer.strip()):
        return dispute
    _refuse_own(by, dispute)
    _refuse_closed(dispute)
    if not answer.strip():
        raise Refused(_("Give the reason. Whoever asked reads it."), "answer")
    Dispute.objects.filter(pk=dispute.pk).update(answer=answer.strip(), answered_by=by)
    close(dispute, D.DECLINED, at)
    _journal(at, by, "declined", dispute)
    return dispute


@transaction.atomic
def withdraw_dispute(*, by: Person, at: datetime, public_id: str) -> Dispute:
    """Take back what one asked; the own entry stays what it is."""
    dispute = dispute_for(by, public_id)
    if Dispute.objects.filter(pk=dispute.pk, state=D.WAITING).update(
        state=D.WITHDRAWN, closed_at=at
    ):
        _journal(at, by, "withdrawn", dispute)
    dispute.refresh_from_db()
    return dispute


def close(
    dispute: Dispute, state: DisputeState, at: datetime, completion: Completion | None = None
) -> None:
    """Close it if it still waits, and tell whoever asked; the caller holds the transaction."""
    columns = {"completion": completion} if completion is not None else {}
    moved = Dispute.objects.filter(pk=dispute.pk, state=D.WAITING).update(
        state=state, closed_at=at, **columns
    )
    dispute.refresh_from_db()
    if moved:
        tell_person(dispute, at=at)


# ---------------------------------------------------------------- what may be said


def _wrong_day(completed: date, at: datetime) -> list[Refusal]:
    if completed > latest_day(at):
        return [Refusal(_("This day lies in the future. Check the day."), "completed")]
    return []


def _is_there(person: Person, course: Course, completed: date) -> bool:
    return Completion.objects.filter(
        person=person, course=course, completed=completed, state=CompletionState.ACCEPTED
    ).exists()


def _refuse_own(by: Person, dispute: Dispute) -> None:
    if dispute.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody answers a question of their own."))


def _refuse_closed(dispute: Dispute) -> None:
    if dispute.state != D.WAITING:
        raise Refused(_("This was answered or taken back since. Nothing was changed."))


def _journal(at: datetime, by: Person | None, what: str, dispute: Dispute) -> None:
    write(
        at=at,
        by=by.public_id if by else "",
        code=f"completions.dispute-{what}",
        subject=dispute.subject,
        person=dispute.person.public_id,
        detail={"provider": dispute.provider.slug},
    )
