"""Petitioning: asking a body whether an activity counts, where the policy wants it paid.

Paying decides nothing: it sends the question. What is rejected or taken back is paid back, or
not, as the body's terms say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.models import Certification
from recert.credentials.queries import certification_for
from recert.lib.refusals import Refused
from recert.payments.above import PaidFor
from recert.payments.actions import Line, issue_invoice, settle_moot
from recert.payments.models import Invoice, InvoiceState, Moot
from recert.people.models import Person
from recert.rulebooks.queries import rulebooks_of
from recert.rules.amounts import ZERO
from recert.rules.facts import Facts
from recert.rules.judging import petition_fees
from recert.rules.rulebook import Fee, Rulebook, edition_of
from recert.standing.gathering import facts_of
from recert.standing.queries import Held, body_day, standing_of, with_holding
from recert.transcript.actions import (
    decide_petition,
    send_petition,
    withdraw_petition,
    write_petition,
)
from recert.transcript.models import Petition, PetitionState


@dataclass(frozen=True, slots=True)
class PetitionFee:
    """What asking costs: the lines of a bill, whether it goes by the credit, what is not said."""

    lines: tuple[Line, ...] = ()
    by_credit: bool = False
    is_unsaid: bool = False  # there is a fee, and the policy does not say how much

    @property
    def cents(self) -> int:
        """All of it."""
        return sum(line.cents for line in self.lines)


def fee_for_asking(certification: Certification, at: datetime, credit: Fraction) -> PetitionFee:
    """What the policy asks for a petition about so much credit today."""
    books = rulebooks_of(certification.body.slug)
    day = body_day(certification.body, books, at)
    facts = with_holding(facts_of(certification.person), certification)
    book = edition_of(books, standing_of(certification, day, facts).edition)
    return _fee(book, facts, certification.public_id, day, credit)


def prices_of_asking(facts: Facts, held: Iterable[Held]) -> dict[str, PetitionFee]:
    """What a petition costs for each certification held, by its id; for one credit each."""
    return {
        each.certification.public_id: _fee(
            each.rulebook,
            with_holding(facts, each.certification),
            each.certification.public_id,
            each.standing.as_of,
            Fraction(1),
        )
        for each in held
    }


def _fee(
    book: Rulebook | None, facts: Facts, holding: str, day: date, credit: Fraction
) -> PetitionFee:
    found = petition_fees((book,), facts, holding, day, credit) if book else ()
    if not found or book is None:
        return PetitionFee()
    rules = [book.clause(line.clause) for line in found]
    return PetitionFee(
        lines=tuple(
            Line(clause.id, clause.says, line.money.cents)
            for line, clause in zip(found, rules, strict=True)
            if line.money is not None and line.money.cents
        ),
        by_credit=any(isinstance(each.rule, Fee) and each.rule.per_credit for each in rules),
        is_unsaid=any(line.money is None for line in found),
    )


@transaction.atomic
def ask_body(
    *,
    by: Person,
    at: datetime,
    activity_id: str,
    certification_id: str,
    question: str,
    credit: Fraction | None = None,
) -> Petition:
    """Ask a body whether an activity counts: at once where it is free, else once it is paid.

    `credit`: how much is asked for, where the fee goes by the credit.
    """
    certification = certification_for(by, certification_id)
    fee = fee_for_asking(certification, at, credit or ZERO)
    if fee.by_credit and not credit:
        raise Refused(
            _("The fee goes by the credit. Say for how much you ask, such as 3."), "credit"
        )
    petition = write_petition(
        by=by,
        at=at,
        activity_id=activity_id,
        certification_id=certification_id,
        question=question,
        asked=credit,
    )
    if not fee.cents:
        send_petition(by=by, at=at, petition=petition)
        return petition
    invoice = issue_invoice(
        by=by,
        at=at,
        person=by,
        body=certification.body,
        subject=subject_of(petition),
        lines=fee.lines,
    )
    Petition.objects.filter(pk=petition.pk).update(invoice=invoice.public_id)
    petition.refresh_from_db()
    return petition


def subject_of(petition: Petition) -> str:
    """What bills and the journal call a petition."""
    return f"petition:{petition.public_id}"


@transaction.atomic
def take_back_petition(*, by: Person, at: datetime, public_id: str) -> Petition:
    """Take a petition back before it is decided, with its bill."""
    petition = withdraw_petition(by=by, at=at, public_id=public_id)
    settle_moot(at=at, subject=subject_of(petition), why=Moot.WITHDRAWN)
    return petition


@transaction.atomic
def answer_for_body(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    accept: bool,
    reason: str,
    clause: str = "",
    amount: Fraction | None = None,
    categories: Collection[str] = (),
) -> Petition:
    """Accept what was asked about or do not; then its fee goes back or stays, by the terms."""
    petition = decide_petition(
        by=by,
        at=at,
        body_slug=body_slug,
        public_id=public_id,
        accept=accept,
        reason=reason,
        clause=clause,
        amount=amount,
        categories=categories,
    )
    if not accept:
        settle_moot(at=at, subject=subject_of(petition), why=Moot.REFUSED)
    return petition


@transaction.atomic
def settle_lost_petitions(*, at: datetime) -> int:
    """See to the bills of petitions that went with their entry; how many were seen to.

    An entry that is corrected or withdrawn takes its open petitions along. The worker asks.
    """
    gone = Petition.objects.filter(state=PetitionState.WITHDRAWN).exclude(invoice="")
    bills = Invoice.objects.filter(
        public_id__in=gone.values("invoice"),
        state__in=(InvoiceState.OPEN, InvoiceState.PAID),
        moot="",
    )
    subjects = set(bills.values_list("subject", flat=True))
    for subject in subjects:
        settle_moot(at=at, subject=subject, why=Moot.WITHDRAWN)
    return len(subjects)


def _paid(invoice: Invoice, at: datetime) -> None:
    """Send what waited for its bill."""
    found = (
        Petition.objects.filter(invoice=invoice.public_id)
        .select_related("activity__person", "certification__body")
        .first()
    )
    if found is not None:
        send_petition(by=None, at=at, petition=found)


PETITION_FEES = PaidFor(_paid)
