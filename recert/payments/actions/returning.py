"""Returning: money goes back, by the way it came."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from recert.lib.days import local_day
from recert.lib.refusals import Refused
from recert.payments.actions.billing import hold, shut_checkouts
from recert.payments.actions.taking_up import give_up
from recert.payments.actions.telling import journal, show_cents, tell_cashiers, tell_returned
from recert.payments.gateway import GatewayRefused, GatewaySilent, Returned, gateway_of
from recert.payments.models import (
    Invoice,
    InvoiceState,
    Method,
    Payment,
    Refund,
    RefundState,
)
from recert.payments.queries import (
    invoice_for_staff,
    received_cents,
    refund_for_staff,
    returnable_cents,
)
from recert.people.models import Person

AGAIN_AFTER = timedelta(minutes=10)
"""So long a refund the processor did not answer waits before it is sent again."""

GONE_WRONG = ("failed", "canceled")
"""The processor's words for money that came back to the body."""


@transaction.atomic
def refund(
    *,
    by: Person,
    at: datetime,
    public_id: str,
    reason: str,
    body_slug: str = "",
    provider_slug: str = "",
    cents: int | None = None,
    key: str = "",
) -> Invoice:
    """Give back what came for an invoice: all of it, or `cents` of it; twice is once.

    Money that came by card is asked back of the processor (`send_refund`); the rest is
    noted, and staff send it the way it came. A part needs a `key`, the form's own.
    """
    invoice = invoice_for_staff(by, body_slug, public_id, provider_slug=provider_slug)
    if by == invoice.person:
        raise Refused(_("Ask a colleague: nobody refunds a payment of their own."))
    if not reason.strip():
        raise Refused(_("Give the reason. The person reads it."), "reason")
    return give_back(invoice, by, at, reason.strip(), cents, key)


def give_back(
    invoice: Invoice, by: Person | None, at: datetime, reason: str, cents: int | None, key: str
) -> Invoice:
    """Give back all of it, or `cents`; whoever calls has seen to it that it may."""
    locked = hold(invoice)
    if not locked.payments.filter(cents__gt=0).exists():
        raise Refused(_("Nothing was paid for this invoice, so nothing can go back."))
    marker = f"refund:{locked.public_id}:{key}"
    if key and _is_done(marker):
        invoice.refresh_from_db()
        return invoice
    there = received_cents(locked)
    wanted = there if cents is None else cents
    if cents is not None and not 0 < cents <= there:
        raise Refused(
            _("Enter an amount between 0.01 and %(there)s, which is what came and is still here.")
            % {"there": show_cents(there)},
            "cents",
        )
    if wanted > 0:
        _split_over_payments(locked, by, at, reason, wanted, marker if key else "")
        _note_returned(locked, by, at, reason, wanted, is_all=wanted == there)
    invoice.refresh_from_db()
    return invoice


def _is_done(marker: str) -> bool:
    return (
        Payment.objects.filter(key__startswith=marker).exists()
        or Refund.objects.filter(key__startswith=marker).exists()
    )


def _split_over_payments(
    invoice: Invoice, by: Person | None, at: datetime, reason: str, wanted: int, marker: str
) -> None:
    """Take the sum from the payments, the newest first, each by the way it came."""
    came = invoice.payments.filter(cents__gt=0, returns=None)
    for payment in came.order_by("-recorded_at", "-id"):
        part = min(wanted, returnable_cents(payment))
        if part <= 0:
            continue
        wanted -= part
        known = f"{marker or 'refund'}:{payment.public_id}:{_times_returned(payment)}"
        if payment.method == Method.CARD:
            Refund.objects.create(
                payment=payment, cents=part, reason=reason, asked_by=by, asked_at=at, key=known
            )
            continue
        back = Payment.objects.create(
            invoice=invoice,
            cents=-part,
            method=payment.method,
            reference=payment.reference,
            received_on=local_day(at, invoice.seller.zone),
            recorded_by=by,
            recorded_at=at,
            returns=payment,
            key=known,
        )
        tell_returned(at, invoice, back, reason)


def _times_returned(payment: Payment) -> int:
    return payment.returned.count() + payment.refunds.count()


def _note_returned(
    invoice: Invoice, by: Person | None, at: datetime, reason: str, cents: int, is_all: bool
) -> None:
    """The invoice is refunded once nothing of it is left, and what it bought ends."""
    changed: dict[str, object] = {}
    if invoice.moot and invoice.moot_settled_at is None:
        changed["moot_settled_at"] = at
    if is_all and invoice.state in (InvoiceState.OPEN, InvoiceState.PAID):
        changed |= {"state": InvoiceState.REFUNDED, "closed_at": at, "reason": reason}
        shut_checkouts(invoice)
        give_up(at=at, invoice=invoice)
    if changed:
        Invoice.objects.filter(pk=invoice.pk).update(**changed)
    journal(at, by, "refunded", invoice, {"cents": cents})


# ---------------------------------------------------------------- cards


def send_refund(*, at: datetime, refund: Refund) -> Refund:
    """Ask the processor to send money back; what it does not answer is asked again later.

    Outside of any transaction: the processor takes its time. The refund's own id is the
    key, so that asking twice sends once.
    """
    gateway = gateway_of(refund.payment.invoice.seller)
    asked = Refund.objects.filter(pk=refund.pk, state=RefundState.ASKED)
    if gateway is None:
        _note_refused(refund, at, _("Cards are not set up here any more. Send it another way."))
        refund.refresh_from_db()
        return refund
    try:
        returned = gateway.give_back(
            key=refund.public_id, charge=refund.payment.charge, cents=refund.cents
        )
    except GatewaySilent as silent:
        asked.update(tried_at=at, problem=str(silent))
    except GatewayRefused as refused:
        _note_refused(refund, at, str(refused))
    else:
        note_sent(refund=refund, at=at, returned=returned)
    refund.refresh_from_db()
    return refund


@transaction.atomic
def _note_refused(refund: Refund, at: datetime, problem: str) -> None:
    if Refund.objects.filter(pk=refund.pk, state=RefundState.ASKED).update(
        state=RefundState.FAILED, tried_at=at, problem=problem
    ):
        _reopen(refund.payment.invoice, at)


def send_refunds(*, at: datetime) -> int:
    """Send what waits to go back; the worker asks again and again. How many were tried."""
    waiting = Refund.objects.filter(
        Q(tried_at=None) | Q(tried_at__lt=at - AGAIN_AFTER), state=RefundState.ASKED
    ).select_related(
        "payment__invoice__body", "payment__invoice__provider", "payment__invoice__person"
    )
    found = list(waiting[:50])
    for each in found:
        send_refund(at=at, refund=each)
    return len(found)


@transaction.atomic
def note_sent(*, refund: Refund, at: datetime, returned: Returned) -> None:
    """The processor has the order: the money is on its way, and counts as gone."""
    done = returned.status == "succeeded"
    if Refund.objects.filter(pk=refund.pk, state=RefundState.ASKED).update(
        state=RefundState.DONE if done else RefundState.SENT,
        refund=returned.id,
        tried_at=at,
        problem="",
    ):
        note_returned(
            payment=refund.payment,
            at=at,
            cents=refund.cents,
            returned=returned,
            reason=refund.reason,
            by=refund.asked_by,
        )


@transaction.atomic
def note_returned(
    *,
    payment: Payment,
    at: datetime,
    cents: int,
    returned: Returned,
    reason: str,
    by: Person | None = None,
) -> None:
    """Record that card money went back, whoever ordered it; once a refund of the processor's.

    One that failed stands here too, with the money that came back beside it.
    """
    invoice = hold(payment.invoice)
    back, is_new = Payment.objects.get_or_create(
        key=f"stripe:{returned.id}",
        defaults={
            "invoice": invoice,
            "cents": -cents,
            "method": Method.CARD,
            "reference": returned.id,
            "received_on": local_day(at, invoice.seller.zone),
            "recorded_by": by,
            "recorded_at": at,
            "returns": payment,
            "charge": payment.charge,
        },
    )
    if is_new and returned.status not in GONE_WRONG:
        tell_returned(at, invoice, back, reason)
        if received_cents(invoice) <= 0 and invoice.state == InvoiceState.PAID:
            _note_returned(invoice, by, at, reason, cents, is_all=True)
    if returned.status in GONE_WRONG:
        _note_failed(invoice, payment, back, at, returned)


def _note_failed(
    invoice: Invoice, payment: Payment, back: Payment, at: datetime, returned: Returned
) -> None:
    """The card did not take it: the money is the body's to send some other way."""
    _again, is_new = Payment.objects.get_or_create(
        key=f"stripe:{returned.id}:failed",
        defaults={
            "invoice": invoice,
            "cents": -back.cents,
            "method": Method.CARD,
            "reference": returned.id,
            "received_on": local_day(at, invoice.seller.zone),
            "recorded_at": at,
            "returns": payment,
            "charge": payment.charge,
        },
    )
    if not is_new:
        return
    problem = _("The card did not take it: %(status)s.") % {"status": returned.status}
    Refund.objects.filter(refund=returned.id).update(state=RefundState.FAILED, problem=problem)
    _reopen(invoice, at)


def _reopen(invoice: Invoice, at: datetime) -> None:
    """The money is still here, so the invoice is not refunded."""
    Invoice.objects.filter(
        pk=invoice.pk, state=InvoiceState.REFUNDED, total_cents__lte=received_cents(invoice)
    ).update(state=InvoiceState.PAID)
    journal(at, None, "refund-failed", invoice)
    tell_cashiers(at, invoice.seller, f"refund-failed:{invoice.public_id}:{at.isoformat()}")


@transaction.atomic
def return_otherwise(
    *,
    by: Person,
    at: datetime,
    public_id: str,
    reference: str,
    body_slug: str = "",
    provider_slug: str = "",
) -> Refund:
    """Note that money a card did not take went back some other way; twice is once."""
    refund = refund_for_staff(by, body_slug, public_id, provider_slug=provider_slug)
    payment, invoice = refund.payment, hold(refund.payment.invoice)
    if by == invoice.person:
        raise Refused(_("Ask a colleague: nobody refunds a payment of their own."))
    if not reference.strip():
        raise Refused(_("Give the reference, as it stands on the transfer."), "reference")
    if refund.state == RefundState.FAILED and refund.cents > returnable_cents(payment):
        raise Refused(_("So much is not here any more: it was refunded since."))
    if Refund.objects.filter(pk=refund.pk, state=RefundState.FAILED).update(
        state=RefundState.OTHERWISE
    ):
        back = Payment.objects.create(
            invoice=invoice,
            cents=-refund.cents,
            method=Method.TRANSFER,
            reference=reference.strip(),
            received_on=local_day(at, invoice.seller.zone),
            recorded_by=by,
            recorded_at=at,
            returns=payment,
            key=f"otherwise:{refund.public_id}",
        )
        tell_returned(at, invoice, back, refund.reason)
        is_all = received_cents(invoice) <= 0
        _note_returned(invoice, by, at, refund.reason, refund.cents, is_all=is_all)
    refund.refresh_from_db()
    return refund
