"""What may happen to money: it is asked for, received, given back, promised."""

from recert.payments.actions.billing import Line, cancel_invoice, issue_invoice
from recert.payments.actions.cards import close_checkouts, learn_fees, pay_by_card
from recert.payments.actions.events import keep_event, settle_event, work_off, work_off_waiting
from recert.payments.actions.mooting import forgo_unpaid, keep_fee, settle_moot, undo_moot
from recert.payments.actions.past_time import end_past_offers
from recert.payments.actions.promising import (
    Part,
    Promise,
    agree_on_parts,
    end_agreement,
    end_offers_of_time,
    offer,
    watch_parts,
)
from recert.payments.actions.receiving import (
    Share,
    announce_payment,
    move_surplus,
    pay_in_sandbox,
    record_payment,
    record_receipt,
)
from recert.payments.actions.returning import refund, return_otherwise, send_refund, send_refunds
from recert.payments.actions.telling import show_cents
from recert.payments.actions.terms import NO_TAX, TaxSaid, set_terms
from recert.payments.actions.tills import end_till, open_till

__all__ = [
    "NO_TAX",
    "Line",
    "Part",
    "Promise",
    "Share",
    "TaxSaid",
    "agree_on_parts",
    "announce_payment",
    "cancel_invoice",
    "close_checkouts",
    "end_agreement",
    "end_offers_of_time",
    "end_past_offers",
    "end_till",
    "forgo_unpaid",
    "issue_invoice",
    "keep_event",
    "keep_fee",
    "learn_fees",
    "move_surplus",
    "offer",
    "open_till",
    "pay_by_card",
    "pay_in_sandbox",
    "record_payment",
    "record_receipt",
    "refund",
    "return_otherwise",
    "send_refund",
    "send_refunds",
    "set_terms",
    "settle_event",
    "settle_moot",
    "show_cents",
    "undo_moot",
    "watch_parts",
    "work_off",
    "work_off_waiting",
]
