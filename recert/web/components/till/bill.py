"""A bill made ready for a page: its sum, what came for it, what is open."""

from __future__ import annotations

from dataclasses import dataclass

from recert.payments.models import Invoice, InvoiceState, Payment
from recert.payments.queries import open_cents, payments_of
from recert.rules.amounts import Money

STATE_TONES = {
    InvoiceState.OPEN: "warn",
    InvoiceState.PAID: "good",
    InvoiceState.CANCELLED: "quiet",
    InvoiceState.REFUNDED: "quiet",
}


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice with its payments and what is still open."""

    invoice: Invoice
    payments: tuple[Payment, ...]
    total: Money
    left: Money
    tone: str

    @property
    def number(self) -> str:
        """What the body calls it."""
        return str(self.invoice)

    @property
    def is_open(self) -> bool:
        """Whether money may still come for it."""
        return self.left.cents > 0

    @property
    def may_go_back(self) -> bool:
        """Whether something came for it that was not given back."""
        return sum(each.cents for each in self.payments) > 0


def bill_of(invoice: Invoice) -> Bill:
    """An invoice made ready for the page."""
    return Bill(
        invoice=invoice,
        payments=tuple(payments_of(invoice)),
        total=Money(invoice.total_cents, invoice.currency),
        left=Money(open_cents(invoice), invoice.currency),
        tone=STATE_TONES[InvoiceState(invoice.state)],
    )
