"""The card processor as we know it: open a page to pay at, close it, give money back.

The one module that speaks with Stripe, through its own library. Nothing about a person
goes there: the number of the bill, the sum, and where to come back to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import stripe
from django.conf import settings

from recert.payments.account import Account
from recert.payments.models import Seller
from recert.people.models import Body

T = TypeVar("T")

TIMEOUT = 20
"""Seconds the processor has for an answer; a page waits for it."""

OLDEST = timedelta(minutes=5)
"""A message signed longer ago may be one that somebody kept and sends again."""

NOT_IN_CENTS = frozenset(
    (
        *("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND"),
        *("VUV", "XAF", "XOF", "XPF", "BHD", "JOD", "KWD", "OMR", "TND"),
    )
)
"""Currencies without hundredths: the processor reckons them otherwise than we do."""


class GatewaySilent(Exception):
    """No answer, or one that says to ask again: the same key may be sent once more."""


class GatewayRefused(Exception):
    """The processor said no, for good; the text is its own."""


class NotFromThem(Exception):
    """A message that the processor did not sign, or signed too long ago."""


@dataclass(frozen=True, slots=True)
class Session:
    """A page of the processor's, where one bill can be paid until it closes."""

    id: str
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Returned:
    """Money on its way back: the processor's name for it, and how far it is."""

    id: str
    status: str


def account_of(seller: Seller) -> Account | None:
    """The seller's own account; None where it takes no cards."""
    is_body = isinstance(seller, Body)
    accounts: Mapping[str, Account] = (
        settings.STRIPE_ACCOUNTS if is_body else settings.STRIPE_PROVIDER_ACCOUNTS
    )
    return accounts.get(seller.slug.replace("-", "_"))


def gateway_of(seller: Seller) -> Gateway | None:
    """The way to the seller's account; None where it takes no cards."""
    account = account_of(seller)
    return Gateway(account) if account else None


class Gateway:
    """One seller's account at Stripe."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._client = stripe.StripeClient(
            account.secret_key,
            base_addresses={"api": account.api_base} if account.api_base else None,
            max_network_retries=1,
            http_client=stripe.RequestsClient(timeout=TIMEOUT),
        )

    def open_session(
        self,
        *,
        key: str,
        bill: str,
        number: str,
        cents: int,
        currency: str,
        success_url: str,
        cancel_url: str,
    ) -> Session:
        """A page to pay one bill at; the same key gives the same page.

        Raises `GatewaySilent` or `GatewayRefused`.
        """
        if currency in NOT_IN_CENTS:
            raise GatewayRefused(f"{currency} has no hundredths; cards are not taken in it")
        names = {"invoice": bill, "checkout": key}
        found = _answer(
            lambda: self._client.v1.checkout.sessions.create(
                {
                    "mode": "payment",
                    "line_items": [
                        {
                            "quantity": 1,
                            "price_data": {
                                "currency": currency.lower(),
                                "unit_amount": cents,
                                "product_data": {"name": number},
                            },
                        }
                    ],
                    "client_reference_id": bill,
                    "metadata": names,
                    "payment_intent_data": {"metadata": names, "description": number},
                    "success_url": success_url,
                    "cancel_url": cancel_url,
                },
                {"idempotency_key": f"checkout-{key}"},
            )
        )
        return Session(found.id, found.url or "", datetime.fromtimestamp(found.expires_at, UTC))

    def close_session(self, id: str) -> None:
        """Close a page nobody shall pay at any more; one that is paid or closed stays so."""
        with suppress(GatewayRefused):
            _answer(lambda: self._client.v1.checkout.sessions.expire(id))

    def give_back(self, *, key: str, charge: str, cents: int) -> Returned:
        """Send a part of a payment back to its card; the same key sends it once."""
        found = _answer(
            lambda: self._client.v1.refunds.create(
                {"payment_intent": charge, "amount": cents, "metadata": {"refund": key}},
                {"idempotency_key": f"refund-{key}"},
            )
        )
        return Returned(found.id, found.status or "")

    def fee_of(self, charge: str) -> int | None:
        """What the processor kept of a payment, in the bill's currency; None: not known yet."""
        found = _answer(
            lambda: self._client.v1.payment_intents.retrieve(
                charge, {"expand": ["latest_charge.balance_transaction"]}
            )
        )
        last = found.latest_charge
        balance = last.balance_transaction if isinstance(last, stripe.Charge) else None
        if not isinstance(balance, stripe.BalanceTransaction):
            return None
        return balance.fee if balance.currency == found.currency else None

    def verify(self, payload: bytes, signature: str, now: datetime) -> None:
        """See that a message was signed by the processor for us, and just now.

        `now` is the real moment. Raises `NotFromThem`.
        """
        try:
            text = payload.decode()
        except UnicodeDecodeError:
            raise NotFromThem("it is no text") from None
        for secret in self.account.webhook_secrets:
            with suppress(stripe.SignatureVerificationError):
                stripe.WebhookSignature.verify_header(text, signature, secret)
                break
        else:
            raise NotFromThem("the signature is not made with our secret")
        moments = [part[2:] for part in signature.split(",") if part.startswith("t=")]
        if abs(now - datetime.fromtimestamp(int(moments[0]), UTC)) > OLDEST:
            raise NotFromThem("it was signed too long ago, or the clocks differ")


def _answer(ask: Callable[[], T]) -> T:
    """What the processor answers, its errors sorted into the two we tell apart."""
    try:
        return ask()
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise GatewaySilent(type(error).__name__) from error
    except stripe.StripeError as error:
        if error.http_status is None or error.http_status in (409, 500, 502, 503, 504):
            raise GatewaySilent(type(error).__name__) from error
        raise GatewayRefused(
            str(error.user_message or error.code or type(error).__name__)
        ) from error
