"""What is recorded about money: bills and payments, cards, and what was promised."""

from recert.payments.models.billing import Invoice, InvoiceState, Method, Moot, Payment, Receipt
from recert.payments.models.cards import (
    Checkout,
    CheckoutState,
    Dispute,
    Event,
    Outcome,
    Refund,
    RefundState,
)
from recert.payments.models.promises import (
    Agreement,
    Instalment,
    Purchase,
    RefundPolicy,
    Terms,
)
from recert.payments.models.selling import Seller, at_till, of_till, sold_by

__all__ = [
    "Agreement",
    "Checkout",
    "CheckoutState",
    "Dispute",
    "Event",
    "Instalment",
    "Invoice",
    "InvoiceState",
    "Method",
    "Moot",
    "Outcome",
    "Payment",
    "Purchase",
    "Receipt",
    "Refund",
    "RefundPolicy",
    "RefundState",
    "Seller",
    "Terms",
    "at_till",
    "of_till",
    "sold_by",
]
