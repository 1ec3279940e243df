"""Billing: money is asked for, or asked for no longer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from recert.catalogue.models import Provider
from recert.lib.refusals import Refused
from recert.payments.actions.telling import journal
from recert.payments.models import (
    Checkout,
    CheckoutState,
    Invoice,
    InvoiceState,
    at_till,
    of_till,
)
from recert.payments.queries import invoice_for_staff, sold_as
from recert.people.models import Body, Person


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an invoice: by which clause, in words, how much, how many times.

    A line that is `included` says what the others contain, such as a tax, and adds nothing.
    """

    clause: str
    says: str
    cents: int
    times: int = 1
    included: bool = False
    tax: bool = False  # on a place in a class, by the seller's own terms


@transaction.atomic
def issue_invoice(
    *,
    by: Person | None,
    at: datetime,
    person: Person,
    subject: str,
    lines: Sequence[Line],
    body: Body | None = None,
    provider: Provider | None = None,
    currency: str = "",
    due_on: date | None = None,
) -> Invoice:
    """Ask a person for money; an invoice over nothing is paid from the start.

    The seller is a body or a provider; the currency is the seller's where none is named. The
    caller has made sure that the lines are what the policy says and that nothing is asked for
    twice.
    """
    total = sum(line.cents * line.times for line in lines if not line.included)
    if total < 0:
        raise Refused(_("An invoice cannot ask for less than nothing."))
    seller = body or provider
    assert seller is not None  # somebody sells
    rows = type(seller)._default_manager.select_for_update(no_key=True)
    rows.get(pk=seller.pk)  # numbers run without gaps
    issued = Invoice.objects.filter(of_till(seller)).aggregate(highest=Max("number"))
    invoice = Invoice.objects.create(
        person=person,
        body=body,
        provider=provider,
        number=(issued["highest"] or 0) + 1,
        subject=subject,
        sold_as=sold_as(seller),
        lines=[asdict(line) for line in lines],
        total_cents=total,
        currency=currency or seller.currency,
        state=InvoiceState.OPEN if total else InvoiceState.PAID,
        issued_at=at,
        due_on=due_on,
        closed_at=None if total else at,
    )
    journal(at, by, "invoice-issued", invoice, {"cents": total})
    return invoice


def hold(invoice: Invoice) -> Invoice:
    """The invoice as it is now; until this act ends no other one takes or returns its money."""
    return (
        Invoice.objects.select_for_update(of=("self",))
        .select_related("body", "provider", "person")
        .get(pk=invoice.pk)
    )


@transaction.atomic
def cancel_invoice(*, by: Person | None, at: datetime, invoice: Invoice, reason: str) -> Invoice:
    """Stop asking for money that has not come."""
    if by is not None and by.pk != invoice.person_id:
        staffed = at_till(invoice.seller)
        invoice = invoice_for_staff(by, public_id=invoice.public_id, **staffed)
    hold(invoice)
    if invoice.payments.exists():
        raise Refused(_("Something was paid already. Refund it instead."))
    if Invoice.objects.filter(pk=invoice.pk, state=InvoiceState.OPEN).update(
        state=InvoiceState.CANCELLED, closed_at=at, reason=reason
    ):
        shut_checkouts(invoice)
        journal(at, by, "invoice-cancelled", invoice)
    invoice.refresh_from_db()
    return invoice


def shut_checkouts(invoice: Invoice) -> None:
    """Have the pages closed where the bill could be paid by card: its sum is no longer due.

    Money that comes through one all the same is recorded, and shown as too much.
    """
    Checkout.objects.filter(invoice=invoice, state=CheckoutState.OPEN).update(
        state=CheckoutState.CLOSING
    )
