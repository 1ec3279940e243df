"""Paying: a paid bill gives the place; money that comes too late is said to be here, and waits.

Called by the room of money while it holds the bill: here only the place is held then.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from recert.enrolments.actions.telling import inform, journal, tell_enrolled, tell_lost
from recert.enrolments.models import UNDER_WAY, Enrolment, EnrolmentState
from recert.enrolments.queries import place_billed
from recert.payments.above import PaidFor
from recert.payments.actions.telling import tell_cashiers
from recert.payments.models import Invoice


def _paid(invoice: Invoice, at: datetime) -> None:
    """The place is theirs."""
    place = place_billed(invoice)
    if place is None:
        return
    if Enrolment.objects.filter(pk=place.pk, state=EnrolmentState.TO_PAY).update(
        state=EnrolmentState.ENROLLED, held_until=None, enrolled_at=at
    ):
        journal(at, None, "enrolled", place)
        tell_enrolled(at, place)


def _returned(invoice: Invoice, at: datetime) -> None:
    """Finance gave all of it back: whoever had the place has it no more."""
    place = place_billed(invoice)
    if place is None:
        return
    reason = _("The money was given back.")
    if Enrolment.objects.filter(pk=place.pk, state__in=UNDER_WAY, over_at=None).update(
        state=EnrolmentState.CANCELLED, held_until=None, cancelled_at=at, cancel_reason=reason
    ):
        journal(at, None, "refunded", place)
        tell_lost(at, place, "refunded", lambda: _("The money for it was given back to you."))


def _late(invoice: Invoice, at: datetime) -> None:
    """It came after the place went on: nothing of it is lost, and finance is told that it waits."""
    place = place_billed(invoice)
    if place is None or place.state != EnrolmentState.CANCELLED:
        return
    journal(at, None, "paid-late", place)
    tell_cashiers(at, invoice.seller, f"paid-late:{invoice.public_id}:{at.isoformat()}")
    inform(
        at=at,
        enrolment=place,
        key=f"paid-late:{at.isoformat()}",
        title=lambda: _("Your payment came too late: %(title)s"),
        text=lambda: (
            _(
                "The place was not kept any longer when your money came for bill %(bill)s. The "
                "money is here, and %(body)s has been told: it gives it back, or uses it for "
                "another bill of yours if you ask."
            )
            % {"bill": invoice, "body": invoice.seller.name}
        ),
    )


PLACES = PaidFor(_paid, _returned, _late)
