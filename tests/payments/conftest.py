"""Bills, and a Stripe on this machine for the body that sends them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from recert.payments.account import Account
from recert.payments.actions import Line, issue_invoice, pay_by_card
from recert.payments.models import Checkout, Event, Invoice, Payment
from tests.cast import NOW, Cast
from tests.fakes.stripe_server import (
    SECRET_KEY,
    WEBHOOK_SECRET,
    StripeServer,
    signed,
    stripe_server,
)


@pytest.fixture
def stripe(settings: Settings) -> Iterator[StripeServer]:
    """ACSM takes cards, at the stand-in."""
    with stripe_server() as server:
        settings.STRIPE_ACCOUNTS = {"acsm": Account(SECRET_KEY, (WEBHOOK_SECRET,), server.url)}
        yield server


@dataclass(frozen=True, slots=True)
class Till:
    """Carol's bill at ACSM, and the stand-in where she pays it."""

    cast: Cast
    stripe: StripeServer

    def bill(self, cents: int = 6000, subject: str = "renewal:1") -> Invoice:
        """One more bill for Carol."""
        return issue_invoice(
            by=None,
            at=NOW,
            person=self.cast.carol,
            body=self.cast.acsm,
            subject=subject,
            lines=[Line("renewal-fee", "Renewing", cents)],
        )

    def open(self, invoice: Invoice) -> Checkout:
        """Carol clicks on paying by card."""
        return pay_by_card(
            by=self.cast.carol,
            at=NOW,
            public_id=invoice.public_id,
            success_url="http://localhost/back",
            cancel_url="http://localhost/back",
        )

    def tell(self, *events: dict[str, Any]) -> list[int]:
        """The stand-in tells us; what we answer."""
        return [send(event).status_code for event in events]

    def paid(self, invoice: Invoice) -> Payment:
        """Carol pays a bill by card, and we are told of it."""
        checkout = self.open(invoice)
        self.stripe.pay(checkout.session)
        self.tell(*self.stripe.events[-2:])
        return Payment.objects.get(invoice=invoice, cents__gt=0)

    def kept(self, event: dict[str, Any]) -> Event:
        """The event as we stored it."""
        return Event.objects.get(event_id=event["id"])


def send(event: dict[str, Any], body: str = "acsm", **how: Any) -> HttpResponse:
    """A message as it comes: signed, from nobody who is signed in."""
    payload, signature = signed(event, **how)
    return Client(enforce_csrf_checks=True).post(  # type: ignore[return-value]
        f"/stripe/{body}",
        payload,
        content_type="application/json",
        headers={"Stripe-Signature": signature},
    )


@pytest.fixture
def till(cast: Cast, stripe: StripeServer) -> Till:
    """Carol's till."""
    return Till(cast, stripe)
