"""Past time: more time that nobody paid for before the day it would have reached."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.lib.days import local_day
from recert.payments.actions.billing import shut_checkouts
from recert.payments.actions.telling import journal
from recert.payments.models import Invoice, InvoiceState, Purchase


def reached(invoice: Invoice) -> date | None:
    """The day until which more time would run that a bill is for; None: it is for no time."""
    bought = Purchase.objects.filter(invoice=invoice, extends_to__isnull=False).first()
    return bought.extends_to if bought is not None else None


def is_past(invoice: Invoice, day: date) -> bool:
    """Whether money that comes on a day can buy nothing any more."""
    last = reached(invoice)
    return last is not None and last < day


def ask_no_longer(*, at: datetime, invoice: Invoice) -> None:
    """Ask no longer for time that is over; what came for it all the same is shown as too much."""
    reason = _("The day it would have reached is over.")
    if Invoice.objects.filter(pk=invoice.pk, state=InvoiceState.OPEN).update(
        state=InvoiceState.CANCELLED, closed_at=at, reason=reason
    ):
        shut_checkouts(invoice)
        journal(at, None, "invoice-cancelled", invoice)


@transaction.atomic
def end_past_offers(*, at: datetime) -> int:
    """Ask no longer for more time whose day is over. How many bills went.

    One of which something came, or is said to be on its way, stays: finance sees to it.
    """
    offered = Purchase.objects.filter(
        extends_to__lt=at.date(),
        invoice__state=InvoiceState.OPEN,
        invoice__announced_at=None,
        invoice__payments=None,
    ).select_related("invoice__body", "invoice__person")
    gone = 0
    for bought in offered:
        if is_past(bought.invoice, local_day(at, bought.invoice.seller.zone)):
            ask_no_longer(at=at, invoice=bought.invoice)
            gone += 1
    return gone
