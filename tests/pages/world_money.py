"""What the money desk has to look at in a world: card money at ACSM that fits no bill."""

from __future__ import annotations

from dataclasses import dataclass

from recert.payments.models import Event, Outcome
from tests.cast import NOW, Cast


@dataclass(frozen=True, slots=True)
class Till:
    """What waits there."""

    stray: Event


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
    return Till(stray)
