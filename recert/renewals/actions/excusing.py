"""Excusing: a request for leave is granted, as its clause says or as the officer sees fit, or not.

What is granted for a fee takes effect once that is paid. Where the policy says what silence
means, that happens by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.actions import (
    close_ruling,
    record_leave,
    record_ruling,
    tie_to_leave,
)
from recert.credentials.words import appeal_sentence
from recert.lib.days import local_day
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.payments.above import PaidFor
from recert.payments.actions import Line, issue_invoice
from recert.payments.models import Invoice
from recert.people.impartiality import refuse_apart
from recert.people.models import Person
from recert.people.telling import tell
from recert.renewals.actions.leaving import journal, move
from recert.renewals.leaves import clause_asked, leave_for_staff, leave_offers
from recert.renewals.models import LeaveRequest, LeaveState
from recert.rules.amounts import from_grains, to_grains
from recert.rules.facts import DecisionKind
from recert.rules.granting import is_complete
from recert.rules.rulebook import Leave, Unanswered
from recert.standing.queries import held_of


class Grants(StrEnum):
    """By what a leave is granted."""

    PAUSE = "pause"  # inactive meanwhile, and the last day moves by as many days
    EXTEND = "extend"  # the last day moves to one that is given
    LESSEN = "lessen"  # one requirement asks for another amount
    WAIVE = "waive"  # one requirement is waived for this cycle
    INACTIVE = "inactive"  # inactive meanwhile; the dates stay
    CONDITION = "condition"  # a requirement may be made good by a day; suspended if it is not


def may_grant(rule: Leave | None) -> tuple[Grants, ...]:
    """By what a request can be granted: as its clause says, else as whoever decides sees fit."""
    if rule is None or rule.gives is None:
        return tuple(Grants)
    return (Grants(rule.gives.value),)


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
    amount: Fraction | None = None,
) -> LeaveRequest:
    """Grant a leave; the holder reads the reason. Twice is once.

    What its clause says is not asked: `until`, the requirement (`clause`) and the `amount` it
    asks for instead are for what the policy leaves open. With a fee it waits for the money.
    """
    request = _to_decide(by, body_slug, public_id)
    if request.state in (LeaveState.GRANTED, LeaveState.TO_PAY):
        return request
    said = clause_asked(request)
    rule = said[1] if said else None
    today = local_day(at, request.certification.body.zone)
    until = until or request.until
    wrong = _wrong(request, rule, grants, until, today)
    if not (rule and is_complete(rule)):
        wrong += _unsaid(request, grants, until, clause, amount, today)
    if not reason.strip():
        wrong.append(Refusal(_("Give the reason. The holder reads it."), "reason"))
    refuse_all(wrong)
    return _grant(by, at, request, rule, grants, reason, until, clause, amount)


def _wrong(
    request: LeaveRequest, rule: Leave | None, grants: str, until: date, today: date
) -> list[Refusal]:
    """What cannot be, whatever the policy says."""
    if grants not in may_grant(rule):
        return [Refusal(_("Choose by what it is granted."), "grants")]
    if grants == Grants.PAUSE and until < request.since:
        return [Refusal(_("It ends before it begins. Check both days."), "until")]
    if until <= today and (rule is None or grants == Grants.EXTEND):
        return [Refusal(_("Give a day that lies ahead."), "until")]
    return []


def _unsaid(
    request: LeaveRequest,
    grants: str,
    until: date,
    clause: str,
    amount: Fraction | None,
    today: date,
) -> list[Refusal]:
    """What whoever decides has to say, where no clause does."""
    found = []
    if grants in (Grants.WAIVE, Grants.CONDITION, Grants.LESSEN) and not clause:
        found.append(Refusal(_("Choose the requirement it is about."), "clause"))
    if grants == Grants.LESSEN and (amount is None or amount < 0):
        found.append(Refusal(_("Give the amount asked for instead, nothing or more."), "amount"))
    if grants in (Grants.EXTEND, Grants.CONDITION) and until <= today:
        found.append(Refusal(_("Give a day that lies ahead."), "until"))
    expires = request.certification.expires
    if grants == Grants.EXTEND and expires is not None and until <= expires:
        sentence = _("It ends later than this already. Give a day after its last one.")
        found.append(Refusal(sentence, "until"))
    return found


def _grant(
    by: Person | None,
    at: datetime,
    request: LeaveRequest,
    rule: Leave | None,
    grants: str,
    reason: str,
    until: date,
    clause: str = "",
    amount: Fraction | None = None,
) -> LeaveRequest:
    fee, due_on = _fee(request, rule, at)
    move(
        request,
        LeaveState.TO_PAY if fee else LeaveState.GRANTED,
        decided_by=by,
        decided_at=at,
        reason=reason.strip(),
        grants=grants,
        granted_until=until,
        requirement=clause,
        amount_grains=None if amount is None else to_grains(amount),
    )
    journal(at, by, "granted", request, {"grants": grants, "clause": request.clause})
    if fee:
        certification = request.certification
        issue_invoice(
            by=by,
            at=at,
            person=certification.person,
            body=certification.body,
            subject=request.subject,
            lines=fee,
            due_on=due_on,
        )
    else:
        _carry_out(at, request, rule)
    _tell(at, request)
    return request


def _fee(
    request: LeaveRequest, rule: Leave | None, at: datetime
) -> tuple[tuple[Line, ...], date | None]:
    """What its clause costs today, and until when; nothing where nobody says how much."""
    if rule is None or not rule.fee:
        return (), None
    held = held_of(request.certification, at)
    found = next((each for each in leave_offers(held) if each.clause.id == request.clause), None)
    if found is None or not found.cents:
        return (), None
    last = found.finding.until
    return found.fee, last if last and last >= held.standing.as_of else None


# ---------------------------------------------------------------- what it does


def _carry_out(at: datetime, request: LeaveRequest, rule: Leave | None) -> None:
    """Write down what was granted, as rulings; those a leave is behind end with it."""
    assert request.decided_at is not None  # it is granted
    day = local_day(request.decided_at, request.certification.body.zone)
    until = request.granted_until or request.until
    by = request.decided_by or request.certification.person
    leave = rule and record_leave(
        by=by,
        at=at,
        certification=request.certification,
        clause=request.clause,
        ground=request.ground,
        since=request.since,
        until=until,
        on=day,
        reason=request.reason,
    )
    made = [
        record_ruling(
            by=by,
            at=at,
            certification=request.certification,
            kind=each.kind,
            reason=request.reason,
            clause=each.clause,
            until=each.until,
            amount=each.amount,
            on=each.on or day,
            tells=False,  # the letter about the leave says it
        )
        for each in _effects(at, request, rule, until)
        if each.until is None or each.until >= (each.on or day)
    ]
    if leave:
        tie_to_leave(leave, made)
    request.rulings.set([leave, *made] if leave else made)


@dataclass(frozen=True, slots=True)
class _Effect:
    """One thing that is ruled beside a leave; from the day it was granted, or `on` another."""

    kind: DecisionKind
    until: date | None = None
    on: date | None = None
    clause: str = ""
    amount: Fraction | None = None


def _effects(
    at: datetime, request: LeaveRequest, rule: Leave | None, until: date
) -> tuple[_Effect, ...]:
    """Dates and status, for whoever reads no clauses; and what no clause says."""
    by_clause = rule is not None and is_complete(rule)
    assert request.decided_at is not None
    day = local_day(request.decided_at, request.certification.body.zone)
    inactive = _Effect(DecisionKind.INACTIVE, until, max(request.since, day))
    waived = _Effect(DecisionKind.WAIVE, clause=request.requirement)
    match Grants(request.grants):
        case Grants.PAUSE:
            last = _last_day(request, at)
            if rule is None:  # else the law has moved it by the clause
                last = _later(last, until - request.since)
            return inactive, _Effect(DecisionKind.EXTEND, last)
        case Grants.EXTEND:
            last = _last_day(request, at) if by_clause else until
            return (_Effect(DecisionKind.EXTEND, last),)
        case Grants.INACTIVE:
            return (inactive,)
        case Grants.CONDITION:
            return waived, _Effect(DecisionKind.CONDITION, until)
        case Grants.WAIVE if not by_clause:
            return (waived,)
        case Grants.LESSEN if not by_clause:
            amount = from_grains(request.amount_grains or 0)
            return (_Effect(DecisionKind.AMOUNT, clause=request.requirement, amount=amount),)
    return ()


def _last_day(request: LeaveRequest, at: datetime) -> date:
    """The last day as the law puts it now, with the leave that is written down."""
    cycle = held_of(request.certification, at).standing.cycle
    if cycle is None:
        raise Refused(
            _("No published edition covers this day, so there is no last day to move."), "grants"
        )
    return cycle.end


def _later(day: date, days: timedelta) -> date:
    """A day moved by a leave; its first day and its last are of it."""
    try:
        return day + days + timedelta(days=1)
    except OverflowError:
        raise Refused(_("This lies too far ahead. Give an earlier day."), "until") from None


# ---------------------------------------------------------------- not granted, not answered


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
    return _deny(by, at, request, reason.strip())


def _deny(by: Person | None, at: datetime, request: LeaveRequest, reason: str) -> LeaveRequest:
    move(request, LeaveState.DENIED, decided_by=by, decided_at=at, reason=reason)
    journal(at, by, "denied", request)
    _tell(at, request)
    return request


@transaction.atomic
def settle_unanswered(*, at: datetime) -> int:
    """Do what the policy says where the body has not decided in its time; how many. The worker."""
    earliest = at.date() - timedelta(days=1)  # wherever the body is, the day is over
    waiting = LeaveRequest.objects.filter(state=LeaveState.ASKED, answer_by__lt=earliest)
    done = 0
    for request in waiting.select_related("certification__body", "certification__person"):
        said = clause_asked(request)
        if said is None or said[1].unanswered is None:
            continue
        rule = said[1]
        if rule.unanswered is Unanswered.DENIED:
            reason = _("There was no answer in time; the policy takes that for no.")
            _deny(None, at, request, reason)
        else:
            assert rule.gives is not None  # what silence grants, the clause says
            reason = _("There was no answer in time; the policy takes that for yes.")
            _grant(None, at, request, rule, rule.gives.value, reason, request.until)
        done += 1
    return done


def _to_decide(by: Person, body_slug: str, public_id: str) -> LeaveRequest:
    request = leave_for_staff(by, body_slug, public_id)
    if request.certification.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody decides a request of their own."))
    refuse_apart(by, person=request.certification.person, subject=request.subject)
    return request


def _tell(at: datetime, request: LeaveRequest) -> None:
    certification = request.certification

    def letter() -> tuple[str, str]:
        if request.state == LeaveState.GRANTED:
            return _("Your request for leave was granted"), request.reason
        if request.state == LeaveState.TO_PAY:
            pays = _("It takes effect once its bill is paid. Sign in to pay.")
            return _("Your request for leave was granted"), f"{request.reason}\n\n{pays}"
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


# ---------------------------------------------------------------- the money


def _about(invoice: Invoice) -> LeaveRequest | None:
    found = LeaveRequest.objects.filter(public_id=invoice.subject.partition(":")[2])
    return found.select_related("certification__body", "certification__person").first()


def _paid(invoice: Invoice, at: datetime) -> None:
    """Let what was granted take effect, once."""
    request = _about(invoice)
    if request is None or request.state != LeaveState.TO_PAY:
        return
    said = clause_asked(request)
    move(request, LeaveState.GRANTED, since=(LeaveState.TO_PAY,))
    _carry_out(at, request, said[1] if said else None)
    journal(at, None, "paid", request)


def _returned(invoice: Invoice, at: datetime) -> None:
    """What was paid went back, and so does what it bought."""
    request = _about(invoice)
    for ruling in request.rulings.filter(ended_on=None) if request else ():
        close_ruling(by=ruling.decided_by, at=at, ruling=ruling)


LEAVE_FEES = PaidFor(_paid, _returned)
