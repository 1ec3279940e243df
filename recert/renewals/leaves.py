"""What may be asked about leave: the requests, and what a policy lets somebody ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from recert.credentials.models import Certification
from recert.lib.refusals import NotFound
from recert.payments.actions import Line
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.renewals.above import ROOMS
from recert.renewals.models import LeavePractice, LeaveRequest, LeaveState
from recert.rulebooks.queries import rulebooks_of
from recert.rules.findings import AskFinding, FeeLine, May
from recert.rules.pricing import with_their_taxes
from recert.rules.rulebook import Clause, Leave, Rulebook, edition_of
from recert.standing.queries import Held

_WITH = ("certification__body", "certification__person", "decided_by")


def leaves_of(person: Person) -> QuerySet[LeaveRequest]:
    """What a person asked for, newest first."""
    return LeaveRequest.objects.filter(certification__person=person).select_related(*_WITH)


def leave_for(person: Person, public_id: str) -> LeaveRequest:
    """The person's own request."""
    found = leaves_of(person).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def leaves_to(body: Body) -> QuerySet[LeaveRequest]:
    """What a body was asked for, newest first; the caller has checked who asks.

    What was taken back before it was decided is the body's business no more.
    """
    own = Certification.objects.filter(pk=OuterRef("certification"), body=body)
    asked = LeaveRequest.objects.filter(Exists(own)).select_related(*_WITH)
    return asked.exclude(state=LeaveState.WITHDRAWN)


def leaves_waiting(body: Body) -> QuerySet[LeaveRequest]:
    """Those that wait for a decision, the oldest first."""
    return leaves_to(body).filter(state=LeaveState.ASKED).order_by("asked_at", "id")


def leave_for_staff(staff: Person, body_slug: str, public_id: str) -> LeaveRequest:
    """A request to the staff member's body; for those who keep its register."""
    body = body_for_staff(staff, body_slug, Duty.REGISTER)
    found = leaves_to(body).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


# ---------------------------------------------------------------- what the policy says


@dataclass(frozen=True, slots=True)
class LeaveOffer:
    """A leave the policy lets somebody ask for, on which days, and what it costs once granted."""

    clause: Clause
    rule: Leave
    finding: AskFinding
    fee: tuple[Line, ...] = ()
    fee_is_unsaid: bool = False
    is_audited: bool = False  # and the policy bars whoever is

    @property
    def is_open(self) -> bool:
        """Whether it can be asked for today."""
        return self.finding.may is May.OPEN and not self.is_audited

    @property
    def cents(self) -> int:
        """All of the fee."""
        return sum(line.cents for line in self.fee if not line.included)


def leave_offers(held: Held) -> tuple[LeaveOffer, ...]:
    """Every leave the policy has for the holder of a certification, in its order."""
    book = held.rulebook
    if book is None:
        return ()
    prices = {
        line.clause: (line, *taxes)
        for line, taxes in with_their_taxes(book, held.standing.other_fees)
    }
    found = []
    for asked in held.standing.may_ask:
        clause = book.clause(asked.clause)
        rule = clause.rule
        assert isinstance(rule, Leave)  # what may be asked is a leave
        lines = prices.get(rule.fee, ()) if rule.fee else ()
        audited = rule.unless_audited and asked.may is May.OPEN and _is_audited(held)
        unsaid = any(line.money is None for line in lines)
        fee = () if unsaid else _bill(book, lines)
        found.append(LeaveOffer(clause, rule, asked, fee, unsaid, audited))
    return tuple(found)


def _bill(book: Rulebook, lines: tuple[FeeLine, ...]) -> tuple[Line, ...]:
    return tuple(
        Line(each.clause, book.clause(each.clause).says, each.money.cents, included=each.included)
        for each in lines
        if each.money is not None
    )


def _is_audited(held: Held) -> bool:
    cycle = held.standing.cycle
    return cycle is not None and is_audited(held.certification, cycle.law_end)


def is_audited(certification: Certification, cycle_end: date) -> bool:
    """Whether an audit of the cycle that ends then has begun, as rooms above know."""
    return any(room.is_audited(certification, cycle_end) for room in ROOMS if room.is_audited)


def clause_asked(request: LeaveRequest) -> tuple[Clause, Leave] | None:
    """The clause by which it was asked, in the edition of that day; None outside the policy."""
    book = edition_of(rulebooks_of(request.certification.body.slug), request.edition)
    if book is None or not request.clause:
        return None
    clause = next((each for each in book.clauses if each.id == request.clause), None)
    return (clause, clause.rule) if clause and isinstance(clause.rule, Leave) else None


def takes_beyond_policy(body: Body) -> bool:
    """Whether a body lets people ask for leave its policy says nothing of."""
    return not LeavePractice.objects.filter(body=body, beyond_policy=False).exists()
