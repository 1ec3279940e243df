"""Promising: a fee in parts, kept as it was agreed; something offered apart from renewing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from recert.credentials.models import Certification
from recert.lib.days import local_day
from recert.payments.actions.billing import Line, cancel_invoice, issue_invoice
from recert.payments.actions.telling import journal, show_cents, tell_cashiers
from recert.payments.models import Agreement, Instalment, Invoice, InvoiceState, Purchase
from recert.people.models import Body, Person
from recert.people.telling import tell

ALL_DUE = "all-due"
"""The policy's word where a missed part makes all that is left due at once."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a fee: how much, and by when."""

    due_on: date
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What the policy said on the day: the clause, its words, the edition and its very text."""

    clause: str
    says: str
    edition: str
    edition_sha256: str


@transaction.atomic
def agree_on_parts(
    *,
    by: Person,
    at: datetime,
    body: Body,
    subject: str,
    promise: Promise,
    missed: str,
    parts: Sequence[Part],
) -> Agreement:
    """Let somebody pay in parts, each with its bill; the same matter is agreed on once.

    The caller has seen that the policy allows it, and that no other bill asks for the same.
    """
    there = Agreement.objects.filter(subject=subject, ended_at=None).first()
    if there is not None:
        return there
    agreement = Agreement.objects.create(
        person=by,
        body=body,
        subject=subject,
        total_cents=sum(part.cents for part in parts),
        currency=body.currency,
        clause=promise.clause,
        says=promise.says,
        edition=promise.edition,
        edition_sha256=promise.edition_sha256,
        missed=missed,
        made_at=at,
    )
    for number, part in enumerate(parts, start=1):
        says = _("Part %(number)d of %(many)d: %(says)s") % {
            "number": number,
            "many": len(parts),
            "says": promise.says,
        }
        invoice = issue_invoice(
            by=by,
            at=at,
            person=by,
            body=body,
            subject=subject,
            lines=[Line(promise.clause, says, part.cents)],
            due_on=part.due_on,
        )
        Instalment.objects.create(
            agreement=agreement,
            number=number,
            due_on=part.due_on,
            cents=part.cents,
            invoice=invoice,
        )
    return agreement


@transaction.atomic
def end_agreement(*, by: Person, at: datetime, agreement: Agreement) -> None:
    """Pay at once after all: parts nobody has begun to pay are asked for no longer."""
    for part in agreement.parts.select_related("invoice__body", "invoice__person"):
        if part.invoice.state == InvoiceState.OPEN and not part.invoice.payments.exists():
            cancel_invoice(by=by, at=at, invoice=part.invoice, reason=_("Paid at once instead."))
    Agreement.objects.filter(pk=agreement.pk, ended_at=None).update(ended_at=at)


def watch_parts(*, at: datetime, most: int = 200) -> int:
    """Note the parts that were not paid in time, and do what was agreed. How many there were."""
    told = Q(agreement__broken_on__gt=F("due_on")) | Q(
        agreement__broken_on__isnull=False, agreement__missed=ALL_DUE
    )  # what was missed then, or has been due since
    late = Instalment.objects.filter(
        invoice__state=InvoiceState.OPEN, agreement__ended_at=None, due_on__lt=at.date()
    )
    late = late.exclude(told).select_related(
        "agreement__body", "agreement__person", "invoice__body", "invoice__person"
    )
    missed = 0
    for part in late[:most]:
        today = local_day(at, part.agreement.body.zone)
        if part.due_on < today:
            missed += _note_missed(at, today, part)
    return missed


@transaction.atomic
def _note_missed(at: datetime, today: date, part: Instalment) -> bool:
    agreement = part.agreement
    not_told = Agreement.objects.filter(pk=agreement.pk, broken_on=agreement.broken_on)
    if not not_told.update(broken_on=today):
        return False
    if agreement.missed == ALL_DUE:
        Invoice.objects.filter(
            instalment__agreement=agreement, state=InvoiceState.OPEN, due_on__gt=today
        ).update(due_on=today)
    journal(
        at, None, "part-missed", part.invoice, {"part": part.number, "missed": agreement.missed}
    )
    tell(
        at=at,
        person=agreement.person,
        kind="part-missed",
        letter=lambda: (
            _("A part of your fee is overdue"),
            _("Bill %(bill)s over %(sum)s %(currency)s was due on %(day)s. You agreed: %(says)s")
            % {
                "bill": part.invoice,
                "sum": show_cents(part.cents),
                "currency": agreement.currency,
                "day": part.due_on.isoformat(),
                "says": agreement.says,
            },
        ),
        body_slug=agreement.body.slug,
        key=f"part-missed:{part.invoice.public_id}",
    )
    tell_cashiers(at, agreement.body, f"part-missed:{part.invoice.public_id}")
    return True


@transaction.atomic
def offer(
    *,
    by: Person,
    at: datetime,
    certification: Certification,
    promise: Promise,
    lines: Sequence[Line],
    waives: Sequence[str] = (),
    extends_to: date | None = None,
) -> Purchase:
    """Make the bill for something sold apart from renewing; it takes effect once it is paid.

    The same offer, while its bill is open, is the one there is. The caller has read from the
    policy what it costs and what it does.
    """
    Certification.objects.select_for_update().get(pk=certification.pk)
    there = Purchase.objects.filter(
        certification=certification,
        clause=promise.clause,
        extends_to=extends_to,
        invoice__state=InvoiceState.OPEN,
    ).first()
    if there is not None:
        return there
    invoice = issue_invoice(
        by=by,
        at=at,
        person=certification.person,
        body=certification.body,
        subject=f"certification:{certification.public_id}",
        lines=lines,
    )
    return Purchase.objects.create(
        certification=certification,
        invoice=invoice,
        clause=promise.clause,
        says=promise.says,
        edition=promise.edition,
        edition_sha256=promise.edition_sha256,
        waives=list(waives),
        extends_to=extends_to,
        made_at=at,
    )


@transaction.atomic
def end_offers_of_time(*, at: datetime, certification: Certification) -> None:
    """Ask no longer for more time that nobody paid for: the cycle it was for is renewed."""
    offered = Purchase.objects.filter(
        certification=certification,
        extends_to__isnull=False,
        invoice__state=InvoiceState.OPEN,
        invoice__payments=None,
    )
    for bought in offered.select_related("invoice__body", "invoice__person"):
        reason = _("The certification is renewed without it.")
        cancel_invoice(by=None, at=at, invoice=bought.invoice, reason=reason)
