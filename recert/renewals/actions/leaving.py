"""Leaving for a while: asked for by the holder with reason and proof, granted or denied."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.credentials.actions import record_ruling
from recert.credentials.models import Ruling
from recert.credentials.queries import certification_for
from recert.credentials.words import appeal_sentence
from recert.journal.actions import Plain, write
from recert.lib.days import local_day
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.people.actions import id_of
from recert.people.impartiality import refuse_apart
from recert.people.models import Person
from recert.people.queries import Duty, colleagues
from recert.people.telling import tell
from recert.renewals.leaves import leave_for, leave_for_staff
from recert.renewals.models import Ground, LeaveRequest, LeaveState
from recert.rules.facts import DecisionKind
from recert.standing.queries import held_of
from recert.transcript.models import Evidence
from recert.transcript.queries import evidence_of


class Grants(StrEnum):
    """By what a leave is granted."""

    PAUSE = "pause"  # inactive meanwhile, and the last day moves by as long
    EXTEND = "extend"  # the last day moves to one that is given
    WAIVE = "waive"  # one requirement is waived for this cycle
    INACTIVE = "inactive"  # inactive meanwhile; the dates stay
    CONDITION = "condition"  # a requirement may be made good by a day; suspended if it is not


@transaction.atomic
def ask_leave(
    *,
    by: Person,
    at: datetime,
    certification_id: str,
    ground: str,
    since: date,
    until: date,
    text: str,
    evidence_ids: Sequence[str] = (),
) -> LeaveRequest:
    """Ask a body to be excused for a while; one request at a time, twice is once."""
    certification = certification_for(by, certification_id)
    found = []
    if ground not in Ground.values:
        found.append(Refusal(_("Choose why you ask."), "ground"))
    if until < since:
        found.append(Refusal(_("It ends before it begins. Check both days."), "until"))
    if until < local_day(at, certification.body.zone):
        found.append(Refusal(_("These days are over. Give an end that lies ahead."), "until"))
    if not text.strip():
        found.append(Refusal(_("Say in a few words why you ask."), "text"))
    refuse_all(found)
    proof = list(evidence_of(by).filter(public_id__in=evidence_ids))
    if len(proof) != len(set(evidence_ids)):
        raise NotFound
    try:
        with transaction.atomic():
            request = LeaveRequest.objects.create(
                certification=certification,
                ground=ground,
                since=since,
                until=until,
                text=text.strip(),
                asked_at=at,
            )
    except IntegrityError:  # there is one: the second click, or another wish
        return LeaveRequest.objects.get(certification=certification, state=LeaveState.ASKED)
    request.evidence.set(proof)
    _journal(at, by, "asked", request, {"ground": ground})
    for officer in colleagues(certification.body, Duty.REGISTER).exclude(pk=by.pk):
        tell(
            at=at,
            person=officer,
            kind="work-waiting",
            letter=lambda: (
                _("A request for leave waits for a decision"),
                _("Somebody asked for leave. Sign in to decide it."),
            ),
            body_slug=certification.body.slug,
            key=f"{request.subject}:waiting:{officer.public_id}",
        )
    return request


@transaction.atomic
def withdraw_leave(*, by: Person, at: datetime, public_id: str) -> LeaveRequest:
    """Take a request back before it is decided; twice is once."""
    request = leave_for(by, public_id)
    if request.state == LeaveState.WITHDRAWN:
        return request
    _move(request, LeaveState.WITHDRAWN)
    _journal(at, by, "withdrawn", request)
    return request


@transaction.atomic
def grant_leave(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    grants: str,
    reason: str,
    until: date | None = None,
    clause: str = "",
) -> LeaveRequest:
    """Grant a leave by rulings with an end; the holder reads the reason. Twice is once."""
    request = _to_decide(by, body_slug, public_id)
    if request.state == LeaveState.GRANTED:
        return request
    today = local_day(at, request.certification.body.zone)
    until = until or request.until
    refuse_all(_problems(request, grants, reason, until, clause, today))
    said = reason.strip()
    _move(request, LeaveState.GRANTED, decided_by=by, decided_at=at, reason=said)
    request.rulings.set(_rulings(by, at, request, Grants(grants), until, clause))
    _journal(at, by, "granted", request, {"grants": grants})
    _tell(at, request, granted=True)
    return request


def _problems(
    request: LeaveRequest, grants: str, reason: str, until: date, clause: str, today: date
) -> list[Refusal]:
    found = []
    if grants not in {each.value for each in Grants}:
        found.append(Refusal(_("Choose by what it is granted."), "grants"))
    if not reason.strip():
        found.append(Refusal(_("Give the reason. The holder reads it."), "reason"))
    if until <= today:
        found.append(Refusal(_("Give a day that lies ahead."), "until"))
    if grants in (Grants.WAIVE, Grants.CONDITION) and not clause:
        found.append(Refusal(_("Choose the requirement it is about."), "clause"))
    if grants == Grants.PAUSE and until < request.since:
        found.append(Refusal(_("It ends before it begins. Check both days."), "until"))
    return found


def _rulings(
    by: Person, at: datetime, request: LeaveRequest, grants: Grants, until: date, clause: str
) -> Collection[Ruling]:
    made = []

    today = local_day(at, request.certification.body.zone)

    def decide(kind: DecisionKind, day: date | None, clause: str = "") -> None:
        made.append(
            record_ruling(
                by=by,
                at=at,
                certification=request.certification,
                kind=kind,
                reason=request.reason,
                clause=clause,
                until=day,
                on=max(request.since, today) if kind is DecisionKind.INACTIVE else today,
                tells=False,  # the letter about the leave says it
            )
        )

    match grants:
        case Grants.PAUSE:
            decide(DecisionKind.INACTIVE, until)
            decide(DecisionKind.EXTEND, _moved_by_the_pause(request, until, at))
        case Grants.EXTEND:
            decide(DecisionKind.EXTEND, until)
        case Grants.INACTIVE:
            decide(DecisionKind.INACTIVE, until)
        case Grants.WAIVE:
            decide(DecisionKind.WAIVE, None, clause)
        case Grants.CONDITION:
            decide(DecisionKind.WAIVE, None, clause)
            decide(DecisionKind.CONDITION, until)
    return made


def _moved_by_the_pause(request: LeaveRequest, until: date, at: datetime) -> date:
    """The last day, later by as many days as the leave lasts."""
    standing = held_of(request.certification, at).standing
    if standing.cycle is None:
        raise Refused(
            _("No published edition covers this day, so there is no last day to move."), "grants"
        )
    try:
        return standing.cycle.end + (until - request.since)
    except OverflowError:
        raise Refused(_("This lies too far ahead. Give an earlier day."), "until") from None


@transaction.atomic
def deny_leave(
    *, by: Person, at: datetime, body_slug: str, public_id: str, reason: str
) -> LeaveRequest:
    """Do not grant a leave; the holder reads the reason, and how to appeal. Twice is once."""
    request = _to_decide(by, body_slug, public_id)
    if request.state == LeaveState.DENIED:
        return request
    if not reason.strip():
        raise Refused(_("Give the reason. The holder reads it."), "reason")
    said = reason.strip()
    _move(request, LeaveState.DENIED, decided_by=by, decided_at=at, reason=said)
    _journal(at, by, "denied", request)
    _tell(at, request, granted=False)
    return request


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
    _journal(at, by, "evidence-opened", request, {"evidence": evidence.public_id})
    return evidence


def _to_decide(by: Person, body_slug: str, public_id: str) -> LeaveRequest:
    request = leave_for_staff(by, body_slug, public_id)
    if request.certification.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody decides a request of their own."))
    refuse_apart(by, person=request.certification.person, subject=request.subject)
    return request


def _move(request: LeaveRequest, now: LeaveState, **columns: object) -> None:
    asked = LeaveRequest.objects.filter(pk=request.pk, state=LeaveState.ASKED)
    moved = asked.update(state=now, **columns)
    request.refresh_from_db()
    if not moved:
        raise Refused(
            _("This request has moved on: %(state)s. Nothing was changed.")
            % {"state": request.get_state_display().lower()}
        )


def _journal(
    at: datetime,
    by: Person,
    code: str,
    request: LeaveRequest,
    detail: dict[str, Plain] | None = None,
) -> None:
    write(
        at=at,
        by=id_of(by),
        code=f"leave.{code}",
        subject=f"certification:{request.certification.public_id}",
        body=request.certification.body.slug,
        person=request.certification.person.public_id,
        detail=detail,
    )


def _tell(at: datetime, request: LeaveRequest, *, granted: bool) -> None:
    certification = request.certification

    def letter() -> tuple[str, str]:
        if granted:
            return _("Your request for leave was granted"), request.reason
        text = f"{request.reason}\n\n{appeal_sentence(certification)}"
        return _("Your request for leave was not granted"), text

    tell(
        at=at,
        person=certification.person,
        kind="leave-decided",
        letter=letter,
        body_slug=certification.body.slug,
        key=f"{request.subject}:decided",
    )
