"""Matching: which bill, refund or dispute a message of the processor's is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from recert.lib.days import local_day
from recert.payments.actions.receiving import Came, receive
from recert.payments.actions.returning import note_returned, note_sent
from recert.payments.actions.telling import journal, tell_cashiers
from recert.payments.gateway import Returned
from recert.payments.models import (
    Checkout,
    CheckoutState,
    Dispute,
    Event,
    Method,
    Outcome,
    Payment,
    Refund,
    RefundState,
    of_till,
)


class NotYet(Exception):
    """What this message follows has not come; it says so again, or is tried again."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a message; `cents` are those of money that fits no bill."""

    outcome: Outcome
    problem: str = ""
    cents: int | None = None
    currency: str = ""


DONE = Finding(Outcome.DONE)
IGNORED = Finding(Outcome.IGNORED)


def _session_completed(event: Event, at: datetime) -> Finding:
    if event.content.get("payment_status") != "paid":
        return IGNORED  # the money comes later, or not; another message says so
    return _paid(event, at, event.content.get("amount_total"))


def _intent_succeeded(event: Event, at: datetime) -> Finding:
    return _paid(event, at, event.content.get("amount_received"))


def _paid(event: Event, at: datetime, cents: object) -> Finding:
    """Money came: for the bill that the page was opened for, in its sum and currency."""
    names = event.content.get("metadata") or {}
    if "checkout" not in names:
        return IGNORED  # the body's account serves other things too
    currency = str(event.content.get("currency", "")).upper()
    if not isinstance(cents, int) or cents <= 0 or not event.charge:
        return Finding(Outcome.UNMATCHED, _("The message names no sum or no payment."))
    checkout = (
        Checkout.objects.filter(
            of_till(event.seller, "invoice__"),
            public_id=names["checkout"],
            invoice__public_id=names.get("invoice", ""),
        )
        .select_related("invoice__body", "invoice__provider", "invoice__person")
        .first()
    )
    if checkout is None:
        return _stray(event, _("No bill here has this number."), cents, currency)
    if (cents, currency) != (checkout.cents, checkout.invoice.currency):
        problem = _("The sum or the currency is not what bill %(bill)s asked for.")
        return _stray(event, problem % {"bill": checkout.invoice}, cents, currency)
    receive(
        checkout.invoice,
        by=None,
        at=at,
        came=Came(
            cents=cents,
            method=Method.CARD,
            received_on=local_day(event.made_at, event.seller.zone),
            key=f"stripe:{event.charge}",
            reference=event.charge,
            charge=event.charge,
        ),
    )
    Checkout.objects.filter(pk=checkout.pk).update(state=CheckoutState.PAID)
    return DONE


def _stray(event: Event, problem: str, cents: int, currency: str) -> Finding:
    """Money that fits no bill, shown once: two messages tell of each payment."""
    told = Event.objects.filter(
        of_till(event.seller), charge=event.charge, outcome=Outcome.UNMATCHED, cents=cents
    )
    if told.exclude(pk=event.pk).exists():
        return Finding(Outcome.IGNORED, _("Another message tells of the same money."))
    return Finding(Outcome.UNMATCHED, problem, cents, currency)


def _session_over(event: Event, at: datetime) -> Finding:  # noqa: ARG001  (fits the others)
    """Nobody paid there in time, or the bank said no; the bill stays open for another try."""
    closed = Checkout.objects.filter(
        of_till(event.seller, "invoice__"), session=event.content.get("id", "")
    ).exclude(state=CheckoutState.PAID)
    return (
        DONE if event.content.get("id") and closed.update(state=CheckoutState.CLOSED) else IGNORED
    )


def _refunded(event: Event, at: datetime) -> Finding:
    """Money goes back, ordered here or at the processor's own desk, or did not get there."""
    told = event.content
    payment = _payment_of(event)
    if str(told.get("currency", "")).upper() != payment.invoice.currency:
        return Finding(Outcome.UNMATCHED, _("A refund in another currency than its bill."))
    returned = Returned(str(told["id"]), str(told.get("status") or ""))
    cents = int(told["amount"])
    ours = Refund.objects.filter(
        public_id=(told.get("metadata") or {}).get("refund", ""), payment=payment
    ).first()
    if ours is not None:
        note_sent(refund=ours, at=at, returned=returned)
        if returned.status == "succeeded":
            Refund.objects.filter(pk=ours.pk, state=RefundState.SENT).update(state=RefundState.DONE)
    reason = ours.reason if ours else _("Refunded by the body.")
    note_returned(payment=payment, at=at, cents=cents, returned=returned, reason=reason)
    return DONE


def _payment_of(event: Event) -> Payment:
    """The payment a message is about; one that is not here may be on its way."""
    found = (
        Payment.objects.filter(of_till(event.seller, "invoice__"), key=f"stripe:{event.charge}")
        .select_related("invoice__body", "invoice__provider", "invoice__person")
        .first()
        if event.charge
        else None
    )
    if found is None:
        raise NotYet(_("Its payment is not here."))
    return found


def _disputed(event: Event, at: datetime) -> Finding:
    """Note what the newest message says of a dispute, whichever of them comes last."""
    told, payment = event.content, _payment_of(event)
    status = str(told.get("status") or "")
    is_over = status in ("won", "lost", "warning_closed", "prevented")
    due = (told.get("evidence_details") or {}).get("due_by")
    zone = event.seller.zone
    dispute, is_new = Dispute.objects.get_or_create(
        dispute=str(told["id"]),
        defaults={
            "payment": payment,
            "cents": int(told["amount"]),
            "status": status,
            "reason": str(told.get("reason") or ""),
            "opened_on": local_day(
                datetime.fromtimestamp(int(told.get("created") or event.made_at.timestamp()), UTC),
                zone,
            ),
            "answer_by": local_day(datetime.fromtimestamp(due, UTC), zone) if due else None,
            "closed_on": local_day(event.made_at, zone) if is_over else None,
            "said_at": event.made_at,
        },
    )
    if not is_new and event.made_at >= dispute.said_at and (is_over or dispute.closed_on is None):
        Dispute.objects.filter(pk=dispute.pk).update(
            status=status,
            said_at=event.made_at,
            closed_on=local_day(event.made_at, zone) if is_over else None,
        )
    if is_new:
        journal(at, None, "disputed", payment.invoice, {"cents": dispute.cents})
        tell_cashiers(at, event.seller, f"dispute:{dispute.dispute}")
    return DONE


HANDLERS: dict[str, Callable[[Event, datetime], Finding]] = {
    "checkout.session.completed": _session_completed,
    "checkout.session.async_payment_succeeded": _session_completed,
    "checkout.session.async_payment_failed": _session_over,
    "checkout.session.expired": _session_over,
    "payment_intent.succeeded": _intent_succeeded,
    "refund.created": _refunded,
    "refund.updated": _refunded,
    "refund.failed": _refunded,
    "charge.refund.updated": _refunded,
    "charge.dispute.created": _disputed,
    "charge.dispute.updated": _disputed,
    "charge.dispute.closed": _disputed,
}
"""What we do about which message; any other is kept and ignored."""
