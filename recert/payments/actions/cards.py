"""Cards: a page of the processor's to pay at is opened, and closed.

What is asked of the processor happens outside transactions: it takes its time, and the rows
before and after make asking twice the same as asking once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from recert.lib.days import local_day
from recert.lib.refusals import Refused
from recert.payments.actions.billing import hold
from recert.payments.actions.past_time import is_past
from recert.payments.actions.telling import journal
from recert.payments.gateway import Gateway, GatewayRefused, GatewaySilent, gateway_of
from recert.payments.models import Checkout, CheckoutState, InvoiceState, Method, Payment
from recert.payments.queries import invoice_for, open_cents
from recert.people.models import Person

ASK_FEES_FOR = timedelta(days=30)
"""So long after a payment the processor may still tell what it kept."""

ASK_AGAIN_AFTER = timedelta(hours=1)


def pay_by_card(
    *, by: Person, at: datetime, public_id: str, success_url: str, cancel_url: str
) -> Checkout:
    """The processor's page where the bill can be paid: the same one however often one clicks.

    Refuses where nothing is open, the body takes no cards, or the processor does not answer.
    """
    checkout = _checkout_for(by, at, public_id)
    if checkout.url:
        return checkout
    gateway = gateway_of(checkout.invoice.seller)
    if gateway is None:
        raise Refused(_("No cards are taken here. Pay as the instructions say."))
    try:
        session = gateway.open_session(
            key=checkout.public_id,
            bill=checkout.invoice.public_id,
            number=str(checkout.invoice),
            cents=checkout.cents,
            currency=checkout.invoice.currency,
            success_url=success_url,
            cancel_url=cancel_url,
        )
    except GatewaySilent:
        raise Refused(
            _("The card processor does not answer. Nothing was charged; try again in a minute.")
        ) from None
    except GatewayRefused:
        Checkout.objects.filter(pk=checkout.pk).update(state=CheckoutState.CLOSED)
        raise Refused(
            _("The card processor does not take this payment. Pay as the instructions say.")
        ) from None
    Checkout.objects.filter(pk=checkout.pk).update(
        session=session.id, url=session.url, expires_at=session.expires_at
    )
    checkout.refresh_from_db()
    return checkout


@transaction.atomic
def _checkout_for(by: Person, at: datetime, public_id: str) -> Checkout:
    """The open page for the bill's open sum, or a new one not asked for yet."""
    invoice = hold(invoice_for(by, public_id))
    cents = open_cents(invoice)
    if invoice.state != InvoiceState.OPEN or cents <= 0:
        raise Refused(_("Nothing is left to pay for this invoice."))
    if is_past(invoice, local_day(at, invoice.seller.zone)):
        raise Refused(_("The time this bill is for is over. There is nothing to pay any more."))
    if gateway_of(invoice.seller) is None:
        raise Refused(_("No cards are taken here. Pay as the instructions say."))
    for there in Checkout.objects.filter(invoice=invoice, state=CheckoutState.OPEN):
        if there.cents == cents and (there.expires_at is None or at < there.expires_at):
            there.invoice = invoice
            return there
        Checkout.objects.filter(pk=there.pk).update(state=CheckoutState.CLOSING)
    try:
        with transaction.atomic():
            made = Checkout.objects.create(invoice=invoice, cents=cents, opened_at=at)
    except IntegrityError:  # the other click was quicker
        return Checkout.objects.select_related("invoice__body", "invoice__provider").get(
            invoice=invoice, state=CheckoutState.OPEN
        )
    journal(at, by, "checkout-opened", invoice, {"cents": cents})
    return made


def close_checkouts(*, most: int = 50) -> int:
    """Have the processor close what nobody shall pay at any more. How many were closed."""
    waiting = Checkout.objects.filter(state=CheckoutState.CLOSING).select_related(
        "invoice__body", "invoice__provider"
    )
    closed = 0
    for each in waiting[:most]:
        gateway = gateway_of(each.invoice.seller)
        try:
            if gateway is not None and each.session:
                gateway.close_session(each.session)
        except GatewaySilent:
            continue  # the next round asks again
        closed += Checkout.objects.filter(pk=each.pk, state=CheckoutState.CLOSING).update(
            state=CheckoutState.CLOSED
        )
    return closed


def learn_fees(*, at: datetime, most: int = 20) -> int:
    """Ask the processor what it kept of payments that came by card. How many it told."""
    waiting = Payment.objects.filter(
        Q(fee_asked_at=None) | Q(fee_asked_at__lt=at - ASK_AGAIN_AFTER),
        method=Method.CARD,
        cents__gt=0,
        returns=None,
        fee_cents=None,
        recorded_at__gt=at - ASK_FEES_FOR,
    ).select_related("invoice__body", "invoice__provider")
    learnt = 0
    for payment in waiting[:most]:
        gateway = gateway_of(payment.invoice.seller)
        fee = _fee(gateway, payment.charge) if gateway else None
        Payment.objects.filter(pk=payment.pk).update(fee_cents=fee, fee_asked_at=at)
        learnt += fee is not None
    return learnt


def _fee(gateway: Gateway, charge: str) -> int | None:
    try:
        return gateway.fee_of(charge)
    except (GatewaySilent, GatewayRefused):
        return None
