"""What is written down and said about money."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from recert.journal.actions import Plain, write
from recert.payments.models import Invoice, Payment, Seller
from recert.payments.queries import cashiers_of
from recert.people.actions import id_of
from recert.people.models import Body, Person
from recert.people.telling import tell


def show_cents(cents: int) -> str:
    """Cents as people write money: 12900 is 129.00."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole}.{rest:02d}"


def journal(
    at: datetime,
    by: Person | None,
    code: str,
    invoice: Invoice,
    detail: dict[str, Plain] | None = None,
) -> None:
    """Write down what happened to a bill."""
    write(
        at=at,
        by=id_of(by),
        code=f"payments.{code}",
        subject=f"invoice:{invoice.public_id}",
        body=in_the_name_of(invoice.seller),
        person=invoice.person.public_id,
        detail={"about": invoice.subject, **_provider_of(invoice), **(detail or {})},
    )


def _provider_of(invoice: Invoice) -> dict[str, Plain]:
    return {"provider": invoice.provider.slug} if invoice.provider is not None else {}


def in_the_name_of(seller: Seller) -> str:
    """The body whose letters and journal something belongs to; a provider has none of its own."""
    return seller.slug if isinstance(seller, Body) else ""


def _words(invoice: Invoice, cents: int) -> dict[str, str]:
    return {
        "body": invoice.seller.name,
        "amount": show_cents(cents),
        "currency": invoice.currency,
        "invoice": str(invoice),
    }


def tell_received(at: datetime, invoice: Invoice, payment: Payment) -> None:
    """Tell whose bill it is that money came."""
    words = _words(invoice, payment.cents)
    tell(
        at=at,
        person=invoice.person,
        kind="payment-received",
        letter=lambda: (
            _("Your payment was received"),
            _("%(body)s received %(amount)s %(currency)s for invoice %(invoice)s.") % words,
        ),
        body_slug=in_the_name_of(invoice.seller),
        key=f"payment:{payment.public_id}",
        values={"amount": f"{words['amount']} {words['currency']}", "invoice": words["invoice"]},
    )


def tell_returned(at: datetime, invoice: Invoice, payment: Payment, reason: str) -> None:
    """Tell whose bill it is that money goes back, and why."""
    words = _words(invoice, -payment.cents)
    tell(
        at=at,
        person=invoice.person,
        kind="payment-returned",
        letter=lambda: (
            _("Money goes back to you"),
            (
                _("%(body)s refunds %(amount)s %(currency)s of invoice %(invoice)s.") % words
                + f"\n\n{reason}"
            ).strip(),
        ),
        body_slug=in_the_name_of(invoice.seller),
        key=f"payment:{payment.public_id}",
    )


def tell_cashiers(at: datetime, seller: Seller, key: str) -> None:
    """Tell who keeps a till that something there waits for them."""
    for cashier in cashiers_of(seller):
        tell(
            at=at,
            person=cashier,
            kind="money-waiting",
            letter=lambda: (
                _("Something about money waits for you"),
                (
                    _("A payment needs somebody to look at it. Sign in and open Payments.")
                    if isinstance(seller, Body)
                    else _("A payment to %(name)s needs somebody to look at it. Open its Payments.")
                    % {"name": seller.name}
                ),
            ),
            body_slug=in_the_name_of(seller),
            key=f"{key}:{cashier.public_id}",
        )
