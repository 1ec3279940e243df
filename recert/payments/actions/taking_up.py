"""Taking up: what was bought takes effect once its bill is paid, and ends when it is refunded."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from recert.credentials.actions import end_bought, grant_bought
from recert.payments.above import paid_for
from recert.payments.models import Invoice, Purchase
from recert.rules.facts import DecisionKind


def take_up(*, at: datetime, invoice: Invoice) -> None:
    """Let a purchase take effect, once; rooms above see to what other bills are for."""
    above = paid_for(invoice)
    if above is not None:
        above.paid(invoice, at)
    bought = Purchase.objects.filter(invoice=invoice).select_related("certification__body").first()
    if bought is None:
        return
    if not Purchase.objects.filter(pk=bought.pk, taken_up_at=None).update(taken_up_at=at):
        return
    reason = _("Bought with invoice %(bill)s: %(says)s") % {"bill": invoice, "says": bought.says}
    for clause in bought.waives:
        ruling = grant_bought(
            at=at,
            certification=bought.certification,
            kind=DecisionKind.WAIVE,
            reason=reason,
            clause=clause,
        )
        bought.rulings.add(ruling)
    if bought.extends_to is not None:
        ruling = grant_bought(
            at=at,
            certification=bought.certification,
            kind=DecisionKind.EXTEND,
            reason=reason,
            until=bought.extends_to,
        )
        bought.rulings.add(ruling)


def come_late(*, at: datetime, invoice: Invoice) -> None:
    """Let the room above say that money came for what it asks for no longer."""
    above = paid_for(invoice)
    if above is not None and above.late is not None:
        above.late(invoice, at)


def give_up(*, at: datetime, invoice: Invoice) -> None:
    """End what was bought with a bill that is refunded."""
    above = paid_for(invoice)
    if above is not None and above.returned is not None:
        above.returned(invoice, at)
    for bought in Purchase.objects.filter(invoice=invoice).prefetch_related("rulings"):
        for ruling in bought.rulings.all():
            end_bought(at=at, ruling=ruling)
