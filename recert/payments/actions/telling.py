"""What is written down and said about money."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from recert.journal.actions import Plain, write
from recert.payments.models import Invoice, Payment
from recert.people.actions import id_of
from recert.people.models import Body, Person
from recert.people.queries import Duty, colleagues
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
        body=invoice.body.slug,
        person=invoice.person.public_id,
        detail={"about": invoice.subject, **(detail or {})},
    )


def _words(invoice: Invoice, cents: int) -> dict[str, str]:
    return {
        "body": invoice.body.name,
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
        body_slug=invoice.body.slug,
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
        body_slug=invoice.body.slug,
        key=f"payment:{payment.public_id}",
    )


def tell_cashiers(at: datetime, body: Body, key: str) -> None:
    """Tell who takes the body's money that something about it waits for them."""
    for cashier in colleagues(body, Duty.MONEY):
        tell(
            at=at,
            person=cashier,
            kind="money-waiting",
            letter=lambda: (
                _("Something about money waits for you"),
                _("A payment needs somebody to look at it. Sign in and open Payments."),
            ),
            body_slug=body.slug,
            key=f"{key}:{cashier.public_id}",
        )
