"""Leaving for a while: asked for by the holder, by a clause of the policy or beyond it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.credentials.models import Certification
from recert.credentials.queries import certification_for
from recert.journal.actions import Plain, write
from recert.lib.days import local_day
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.payments.actions import settle_moot
from recert.payments.models import Moot
from recert.people.actions import id_of
from recert.people.impartiality import refuse_apart
from recert.people.models import Person
from recert.people.queries import Duty, body_for_staff, colleagues
from recert.people.telling import tell
from recert.renewals.leaves import (
    LeaveOffer,
    leave_for,
    leave_for_staff,
    leave_offers,
    takes_beyond_policy,
)
from recert.renewals.models import Ground, LeavePractice, LeaveRequest, LeaveState
from recert.rules.findings import AskFinding, CycleFinding, May
from recert.rules.granting import is_complete
from recert.rules.rulebook import Gives, Leave
from recert.rules.schedules import ONE_DAY, add
from recert.standing.queries import Held, held_of
from recert.standing.words import day_words
from recert.transcript.models import Evidence
from recert.transcript.queries import evidence_of


@transaction.atomic
def ask_leave(
    *,
    by: Person,
    at: datetime,
    certification_id: str,
    ground: str,
    text: str,
    since: date | None = None,
    until: date | None = None,
    clause: str = "",
    evidence_ids: Sequence[str] = (),
) -> LeaveRequest:
    """Ask a body to be excused for a while; one request at a time, twice is once.

    `clause` is that of the policy which gives it; without one it is asked beyond the policy,
    if the body lets people. Where the clause alone says how long, no days are given.
    """
    certification = certification_for(by, certification_id)
    waiting = LeaveRequest.objects.filter(certification=certification, state=LeaveState.ASKED)
    there = waiting.first()
    if there is not None:  # the second click, or another wish
        return there
    if LeaveRequest.objects.filter(certification=certification, state=LeaveState.TO_PAY).exists():
        raise Refused(_("What you were granted before is not paid yet. Pay it, or take it back."))
    held = held_of(certification, at)
    offer = _offer(held, clause)
    today = local_day(at, certification.body.zone)
    if offer is not None and _says_its_days(offer.rule):
        since, until = _days_said(offer, held)
    proof = _proof(by, evidence_ids)
    problems = [] if ground in Ground.values else [Refusal(_("Choose why you ask."), "ground")]
    problems += _days_wrong(since, until, today, offer)
    problems += [] if text.strip() else [Refusal(_("Say in a few words why you ask."), "text")]
    if offer is not None and offer.rule.papers and not proof:
        problems.append(Refusal(_("The policy asks for papers. Add a file."), "proof"))
    if offer is not None and since is not None and until is not None:
        problems += _against_policy(offer, held.standing.cycle, ground, since, until)
    refuse_all(problems)
    assert since is not None  # else it was refused
    assert until is not None
    try:
        with transaction.atomic():
            request = LeaveRequest.objects.create(
                certification=certification,
                ground=ground,
                since=since,
                until=until,
                text=text.strip(),
                asked_at=at,
                clause=clause,
                edition=held.standing.edition if offer else "",
                answer_by=add(today, offer.rule.answer) if offer and offer.rule.answer else None,
            )
    except IntegrityError:
        return waiting.get()
    request.evidence.set(proof)
    journal(at, by, "asked", request, {"ground": ground, "clause": clause})
    _tell_officers(at, by, request)
    return request


def _proof(by: Person, evidence_ids: Sequence[str]) -> list[Evidence]:
    proof = list(evidence_of(by).filter(public_id__in=evidence_ids))
    if len(proof) != len(set(evidence_ids)):
        raise NotFound
    return proof


def _offer(held: Held, clause: str) -> LeaveOffer | None:
    """What is asked for, if the policy gives it today; None beyond the policy."""
    body = held.certification.body
    if not clause:
        if not takes_beyond_policy(body):
            sentence = _("%(body)s gives leave only as its policy says. Choose what you ask for.")
            raise Refused(sentence % {"body": body.name}, "clause")
        return None
    found = next((each for each in leave_offers(held) if each.clause.id == clause), None)
    if found is None:
        raise Refused(_("The policy has no such leave for you. Choose again."), "clause")
    if not found.is_open:
        raise Refused(why_closed(found), "clause")
    return found


def why_closed(offer: LeaveOffer) -> str:
    """Why it cannot be asked for today."""
    finding: AskFinding = offer.finding
    if offer.is_audited:
        return _("It cannot be asked for once you are being audited.")
    match finding.may:
        case May.LATER if finding.since:
            return _("You can ask from %(day)s on.") % {"day": day_words(finding.since)}
        case May.OVER if finding.until:
            return _("You could ask until %(day)s.") % {"day": day_words(finding.until)}
        case May.TAKEN:
            return _("You were granted it as often as the policy gives it in one cycle.")
        case May.EXTENDED:
            return _("Your last day has been moved already.")
    return _("It cannot be asked for today.")


def _says_its_days(rule: Leave) -> bool:
    return rule.gives is Gives.EXTEND and is_complete(rule)


def _days_said(offer: LeaveOffer, held: Held) -> tuple[date | None, date | None]:
    """From the last day as it is through the one it becomes."""
    cycle = held.standing.cycle
    return (cycle.law_end if cycle else None), offer.finding.last_day


def _days_wrong(
    since: date | None, until: date | None, today: date, offer: LeaveOffer | None
) -> Iterator[Refusal]:
    if since is None:
        yield Refusal(_("Give the first day."), "since")
    if until is None:
        yield Refusal(_("Give the last day, as far as you know it."), "until")
    if since is None or until is None:
        return
    if until < since:
        yield Refusal(_("It ends before it begins. Check both days."), "until")
    elif until < today and (offer is None or _says_its_days(offer.rule)):
        yield Refusal(_("These days are over. Give an end that lies ahead."), "until")


def _against_policy(
    offer: LeaveOffer, cycle: CycleFinding | None, ground: str, since: date, until: date
) -> Iterator[Refusal]:
    """What the clause does not give: another reason, too short or too long, another cycle."""
    rule = offer.rule
    if rule.grounds and ground not in rule.grounds:
        yield Refusal(_("The policy does not give it for this reason. Choose another."), "ground")
    if until < since or _says_its_days(rule):
        return
    if rule.at_least and add(since, rule.at_least) - ONE_DAY > until:
        yield Refusal(_("The policy gives it for longer times only. Check both days."), "until")
    if rule.at_most and add(since, rule.at_most) - ONE_DAY < until:
        yield Refusal(_("The policy gives it for a shorter time at most."), "until")
    first, last = (cycle.full_since, cycle.law_end) if cycle else (since, since)
    begins = rule.gives in (Gives.PAUSE, Gives.WAIVE, Gives.EXTEND) and not rule.at_least
    if begins and not first <= since <= last:
        words = {"first": day_words(first), "last": day_words(last)}
        sentence = _("It has to begin in your cycle, %(first)s to %(last)s.") % words
        yield Refusal(sentence, "since")


def _tell_officers(at: datetime, by: Person, request: LeaveRequest) -> None:
    body = request.certification.body
    for officer in colleagues(body, Duty.REGISTER).exclude(pk=by.pk):
        tell(
            at=at,
            person=officer,
            kind="work-waiting",
            letter=lambda: (
                _("A request for leave waits for a decision"),
                _("Somebody asked for leave. Sign in to decide it."),
            ),
            body_slug=body.slug,
            key=f"{request.subject}:waiting:{officer.public_id}",
        )


@transaction.atomic
def withdraw_leave(*, by: Person, at: datetime, public_id: str) -> LeaveRequest:
    """Take a request back before it takes effect, with its bill; twice is once."""
    request = leave_for(by, public_id)
    if request.state == LeaveState.WITHDRAWN:
        return request
    move(request, LeaveState.WITHDRAWN, since=(LeaveState.ASKED, LeaveState.TO_PAY))
    settle_moot(at=at, subject=request.subject, why=Moot.WITHDRAWN)
    journal(at, by, "withdrawn", request)
    return request


@transaction.atomic
def take_beyond_policy(*, by: Person, at: datetime, body_slug: str, takes: bool) -> None:
    """Let people ask for leave the policy says nothing of, or no longer; for officers."""
    body = body_for_staff(by, body_slug, Duty.REGISTER)
    LeavePractice.objects.update_or_create(body=body, defaults={"beyond_policy": takes})
    write(
        at=at,
        by=by.public_id,
        code="leave.practice",
        subject=f"body:{body.slug}",
        body=body.slug,
        detail={"beyond-policy": takes},
    )


@transaction.atomic
def open_leave_evidence(
    *, by: Person, at: datetime, body_slug: str, public_id: str, evidence_id: str
) -> Evidence:
    """An officer opens what proves a request; the journal says so."""
    request = leave_for_staff(by, body_slug, public_id)
    refuse_apart(by, person=request.certification.person, subject=request.subject)
    evidence = request.evidence.filter(public_id=evidence_id).first()
    if evidence is None:
        raise NotFound
    journal(at, by, "evidence-opened", request, {"evidence": evidence.public_id})
    return evidence


# ---------------------------------------------------------------- for what follows


def move(
    request: LeaveRequest,
    now: LeaveState,
    since: Sequence[LeaveState] = (LeaveState.ASKED,),
    **columns: object,
) -> None:
    """Move a request on from where it must be; refused where it has moved on already."""
    moved = LeaveRequest.objects.filter(pk=request.pk, state__in=since).update(state=now, **columns)
    request.refresh_from_db()
    if not moved:
        raise Refused(
            _("This request has moved on: %(state)s. Nothing was changed.")
            % {"state": request.get_state_display().lower()}
        )


def journal(
    at: datetime,
    by: Person | None,
    code: str,
    request: LeaveRequest,
    detail: dict[str, Plain] | None = None,
) -> None:
    """A line about a request, in the history of its certification."""
    certification: Certification = request.certification
    write(
        at=at,
        by=id_of(by),
        code=f"leave.{code}",
        subject=f"certification:{certification.public_id}",
        body=certification.body.slug,
        person=certification.person.public_id,
        detail=detail,
    )
