"""What the money desk has to look at in a world: card money at ACSM that fits no bill."""

from __future__ import annotations

from dataclasses import dataclass

from recert.payments.actions import Line, issue_invoice
from recert.payments.actions.receiving import Came, receive
from recert.payments.models import Event, Method, Outcome, Refund, RefundState
from tests.cast import NOW, TODAY, Cast


@dataclass(frozen=True, slots=True)
class Till:
    """What waits there."""

    stray: Event
    failed: Refund  # of what Ben paid


def till_of(cast: Cast) -> Till:
    """Somebody paid by card what nobody asked for."""
    stray = Event.objects.create(
        body=cast.acsm,
        event_id="evt_stray",
        kind="payment_intent.succeeded",
        charge="pi_stray",
        content={},
        sha256="0" * 64,
        made_at=NOW,
        received_at=NOW,
        outcome=Outcome.UNMATCHED,
        problem="No bill here has this number.",
        cents=4200,
        currency="USD",
    )
    paid = issue_invoice(
        by=None, at=NOW, person=cast.ben, body=cast.acsm, subject="certification:none",
        lines=[Line("more-time", "More time", 5000)],
    )  # fmt: skip
    came = Came(cents=5000, method=Method.CARD, received_on=TODAY, key="stripe:pi_ben",
                charge="pi_ben")  # fmt: skip
    failed = Refund.objects.create(
        payment=receive(paid, by=None, at=NOW, came=came), cents=5000, reason="Not used",
        asked_at=NOW, key="refund:ben", state=RefundState.FAILED, problem="Card closed.",
    )  # fmt: skip
    return Till(stray, failed)
