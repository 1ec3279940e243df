"""What may happen to money: it is asked for, received, given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from recert.journal.actions import Plain, write
from recert.lib.days import latest_day, local_day
from recert.lib.refusals import Refused
from recert.payments.models import Invoice, InvoiceState, Method, Payment
from recert.payments.queries import invoice_for, invoice_for_staff, open_cents
from recert.people.actions import id_of
from recert.people.models import Body, Person
from recert.people.telling import tell


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an invoice: by which clause, in words, how much, how many times."""

    clause: str
    says: str
    cents: int
    times: int = 1


@transaction.atomic
def issue_invoice(
    *,
    by: Person | None,
    at: datetime,
    person: Person,
    body: Body,
    subject: str,
    lines: Sequence[Line],
) -> Invoice:
    """Ask a person for money; an invoice over nothing is paid from the start.

    The caller has made sure that the lines are what the policy says and that nothing is
    asked for twice.
    """
    total = sum(line.cents * line.times for line in lines)
    if total < 0:
        raise Refused(_("An invoice cannot ask for less than nothing."))
    Body.objects.select_for_update().get(pk=body.pk)  # numbers run without gaps
    highest = Invoice.objects.filter(body=body).aggregate(highest=Max("number"))["highest"] or 0
    invoice = Invoice.objects.create(
        person=person,
        body=body,
        number=highest + 1,
        subject=subject,
        lines=[asdict(line) for line in lines],
        total_cents=total,
        currency=body.currency,
        state=InvoiceState.OPEN if total else InvoiceState.PAID,
        issued_at=at,
        closed_at=None if total else at,
    )
    _journal(at, by, "payments.invoice-issued", invoice, {"cents": total})
    return invoice


@transaction.atomic
def announce_payment(*, by: Person, at: datetime, public_id: str) -> Invoice:
    """The person says that the money is on its way, by transfer or cheque."""
    invoice = invoice_for(by, public_id)
    if Invoice.objects.filter(pk=invoice.pk, state=InvoiceState.OPEN, announced_at=None).update(
        announced_at=at
    ):
        _journal(at, by, "payments.announced", invoice)
    invoice.refresh_from_db()
    return invoice


@transaction.atomic
def record_payment(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    cents: int,
    received_on: date,
    reference: str,
    key: str,
) -> Payment:
    """Staff record money that came outside; the same `key` for a bill is the same payment."""
    invoice = invoice_for_staff(by, body_slug, public_id)
    if by == invoice.person:
        raise Refused(_("Ask a colleague: nobody records a payment of their own."))
    if received_on > latest_day(at):
        raise Refused(_("This day lies in the future. Enter the day it arrived."), "received_on")
    return _receive(
        invoice, by, at, cents, Method.OFFLINE, reference, received_on, f"{public_id}:{key}"
    )


@transaction.atomic
def pay_in_sandbox(*, by: Person, at: datetime, public_id: str) -> Payment:
    """Pay an invoice with play money, where this installation is a sandbox."""
    if not settings.SANDBOX:
        raise Refused(_("Play money is not taken here. Pay as the body’s instructions say."))
    invoice = invoice_for(by, public_id)
    earlier = Payment.objects.filter(key=f"sandbox:{invoice.public_id}").first()
    if earlier is not None:
        return earlier
    return _receive(
        invoice,
        by,
        at,
        open_cents(invoice),
        Method.SANDBOX_CARD,
        "",
        local_day(at, invoice.body.zone),
        f"sandbox:{invoice.public_id}",
    )


def _receive(
    invoice: Invoice,
    by: Person,
    at: datetime,
    cents: int,
    method: Method,
    reference: str,
    received_on: date,
    key: str,
) -> Payment:
    locked = _hold(invoice)
    earlier = Payment.objects.filter(key=key).first()
    if earlier is not None:
        return earlier
    due = open_cents(locked)
    if locked.state != InvoiceState.OPEN:
        raise Refused(
            _("This invoice is no longer open: %(state)s. Nothing was recorded.")
            % {"state": locked.get_state_display().lower()}
        )
    if not 0 < cents <= due:
        raise Refused(
            _("Enter an amount between 0.01 and %(due)s, which is what is still open.")
            % {"due": show_cents(due)},
            "cents",
        )
    payment = Payment.objects.create(
        invoice=invoice,
        cents=cents,
        method=method,
        reference=reference.strip(),
        received_on=received_on,
        recorded_by=by,
        recorded_at=at,
        key=key,
    )
    if cents == due:
        Invoice.objects.filter(pk=invoice.pk).update(state=InvoiceState.PAID, closed_at=at)
    _journal(at, by, "payments.received", invoice, {"cents": cents, "method": method.value})
    _tell_received(at, invoice, payment)
    invoice.refresh_from_db()
    return payment


def _hold(invoice: Invoice) -> Invoice:
    """The invoice as it is now; until this act ends no other one takes or returns its money."""
    return Invoice.objects.select_for_update().get(pk=invoice.pk)


def show_cents(cents: int) -> str:
    """Cents as people write money: 12900 is 129.00."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole}.{rest:02d}"


@transaction.atomic
def cancel_invoice(*, by: Person | None, at: datetime, invoice: Invoice, reason: str) -> Invoice:
    """Stop asking for money that has not come."""
    if by is not None and by.pk != invoice.person_id:
        invoice = invoice_for_staff(by, invoice.body.slug, invoice.public_id)
    _hold(invoice)
    if invoice.payments.exists():
        raise Refused(_("Something was paid already. Refund it instead."))
    if Invoice.objects.filter(pk=invoice.pk, state=InvoiceState.OPEN).update(
        state=InvoiceState.CANCELLED, closed_at=at, reason=reason
    ):
        _journal(at, by, "payments.invoice-cancelled", invoice)
    invoice.refresh_from_db()
    return invoice


@transaction.atomic
def refund(*, by: Person, at: datetime, body_slug: str, public_id: str, reason: str) -> Invoice:
    """Give back all that came for an invoice, the whole or a part; twice is once."""
    invoice = invoice_for_staff(by, body_slug, public_id)
    if by == invoice.person:
        raise Refused(_("Ask a colleague: nobody refunds a payment of their own."))
    if not reason.strip():
        raise Refused(_("Give the reason. The person reads it."), "reason")
    _hold(invoice)
    received = list(invoice.payments.filter(cents__gt=0))
    if not received:
        raise Refused(_("Nothing was paid for this invoice, so nothing can go back."))
    moved = Invoice.objects.filter(
        pk=invoice.pk, state__in=(InvoiceState.OPEN, InvoiceState.PAID)
    ).update(state=InvoiceState.REFUNDED, closed_at=at, reason=reason.strip())
    if moved:
        for payment in received:
            Payment.objects.create(
                invoice=invoice,
                cents=-payment.cents,
                method=payment.method,
                reference=payment.reference,
                received_on=local_day(at, invoice.body.zone),
                recorded_by=by,
                recorded_at=at,
                key=f"refund:{payment.public_id}",
            )
        _journal(at, by, "payments.refunded", invoice)
    invoice.refresh_from_db()
    return invoice


def _tell_received(at: datetime, invoice: Invoice, payment: Payment) -> None:
    words = {
        "body": invoice.body.name,
        "amount": show_cents(payment.cents),
        "currency": invoice.currency,
        "invoice": str(invoice),
    }
    tell(
        at=at,
        person=invoice.person,
        kind="payment-received",
        letter=lambda: (
            _("Your payment was received"),
            _("%(body)s received %(amount)s %(currency)s for invoice %(invoice)s.") % words,
        ),
        body_slug=invoice.body.slug,
        key=f"payment:{payment.public_id}",
    )


def _journal(
    at: datetime,
    by: Person | None,
    code: str,
    invoice: Invoice,
    detail: dict[str, Plain] | None = None,
) -> None:
    write(
        at=at,
        by=id_of(by),
        code=code,
        subject=f"invoice:{invoice.public_id}",
        body=invoice.body.slug,
        person=invoice.person.public_id,
        detail={"about": invoice.subject, **(detail or {})},
    )
