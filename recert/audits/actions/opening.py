"""Opening: whoever was drawn gets a case, and a letter with the day to answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.audits.actions.moving import journal, tell_of
from recert.audits.days import due_after, today_at, working_days_of
from recert.audits.models import Audit, AuditItem, Candidate, DrawState
from recert.audits.standing import as_audited
from recert.audits.terms import Terms, from_plain
from recert.people.models import Body
from recert.renewals.actions import hold, release
from recert.rules.amounts import GRAINS_PER_CREDIT
from recert.rules.findings import ActivityFinding, Standing
from recert.standing.words import day_words
from recert.transcript.actions import hold_entries
from recert.transcript.models import Activity


def open_drawn(*, at: datetime) -> int:
    """Open the cases of everybody drawn who has none yet; each by itself. Returns how many.

    What was interrupted goes on from where it was. One that cannot be opened keeps nobody
    else from theirs: it is told at the end, as an `ExceptionGroup`.
    """
    opened, failed = 0, []
    for candidate in _waiting():
        try:
            open_case(at=at, candidate=candidate)
        except Exception as error:  # whatever it is, the others are opened first
            failed.append(error)
        else:
            opened += 1
    if failed:
        raise ExceptionGroup("cases that could not be opened", failed)
    return opened


def _waiting() -> Iterator[Candidate]:
    drawn = (
        Candidate.objects.filter(
            is_drawn=True, audit=None, draw__state__in=(DrawState.DRAWN, DrawState.RUNNING)
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for pk in list(drawn):
        yield Candidate.objects.select_related(
            "draw__body",
            "certification__body",
            "certification__person",
            "renewal__answer",
            "renewal__certification__body",
            "renewal__certification__person",
        ).get(pk=pk)


@transaction.atomic
def open_case(*, at: datetime, candidate: Candidate) -> Audit:
    """Open the case of somebody drawn: what is asked, by which day, and the letter."""
    there = Audit.objects.filter(candidate=candidate).first()
    if there is not None:
        return there
    certification, terms = candidate.certification, from_plain(candidate.draw.terms)
    standing = as_audited(certification, candidate.renewal, candidate.cycle_end, at)
    due = answer_day(certification.body, terms, at)
    try:
        with transaction.atomic():
            audit = Audit.objects.create(
                candidate=candidate,
                certification=certification,
                renewal=candidate.renewal,
                cycle_start=_cycle_start(candidate, standing),
                cycle_end=candidate.cycle_end,
                terms=candidate.draw.terms,
                notified_at=at,
                first_due=due,
                due=due,
            )
    except IntegrityError:  # another worker was quicker
        return Audit.objects.get(candidate=candidate)
    _list_items(audit, standing)
    _hold(at, audit, terms)
    journal(at, None, "opened", audit, {"draw": candidate.draw.public_id, "why": candidate.why})
    _tell(at, audit, due)
    return audit


def answer_day(body: Body, terms: Terms, at: datetime) -> date:
    """The last day to answer what is asked at this moment."""
    working = working_days_of(body) if terms.working_days else None
    return due_after(today_at(body, at), terms.answer, working)


def _cycle_start(candidate: Candidate, standing: Standing) -> date:
    if candidate.renewal is not None:
        return candidate.renewal.cycle_start
    return standing.cycle.start if standing.cycle else candidate.certification.certified


def _list_items(audit: Audit, standing: Standing) -> None:
    """Everything the cycle rests on is asked about: what counts, and what is over a limit."""
    found = {
        each.activity: each for each in standing.activities if each.claimed > each.not_eligible
    }
    entries = Activity.objects.filter(person=audit.certification.person, public_id__in=found)
    AuditItem.objects.bulk_create(
        AuditItem(audit=audit, activity=entry, claimed_grains=grains_of(found[entry.public_id]))
        for entry in entries
    )
    hold_entries(activity_ids=[entry.pk for entry in entries], subject=audit.subject)


def grains_of(finding: ActivityFinding) -> int:
    """What an entry counts for, in whole grains: a rest smaller than a grain is dropped."""
    return int(finding.counted * GRAINS_PER_CREDIT)


def _hold(at: datetime, audit: Audit, terms: Terms) -> None:
    """The application waits for the case where the policy says so; else it waits no longer."""
    if audit.renewal is None:
        return
    drawn_by = audit.candidate.draw.subject
    if terms.waits:
        hold(by=None, at=at, renewal=audit.renewal, subject=audit.subject, instead_of=drawn_by)
    else:
        release(by=None, at=at, renewal=audit.renewal, subject=drawn_by)


def _tell(at: datetime, audit: Audit, due: date) -> None:
    body = audit.certification.body
    tell_of(
        at,
        audit.certification.person,
        audit,
        "audit-notice",
        lambda: (
            _("%(body)s asks you to prove what you declared, by %(day)s")
            % {"body": body.name, "day": day_words(due)},
            _(
                "You were drawn for an audit. That says nothing about you: who is drawn is "
                "decided by chance or by a published rule, and the draw can be checked by "
                "anybody. Sign in to see what is asked of each activity. Whatever you attached "
                "before is there already. If you need more time, ask for it there."
            ),
        ),
        "notice",
    )
