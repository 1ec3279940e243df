"""Whose money it is: a seller's own account with the card processor."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Account:
    """One seller's account at Stripe: its keys, and where it is reached.

    `webhook_secrets` are two while one is being replaced by the next. `api_base` is set only
    where a stand-in speaks for Stripe. Secrets stay out of whatever prints this.
    """

    secret_key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)
    api_base: str = ""

    @property
    def is_live(self) -> bool:
        """Whether real money moves."""
        return "_live_" in self.secret_key

    @property
    def checkout_origin(self) -> str:
        """Where the page for the card's number stands."""
        return self.api_base or "https://checkout.stripe.com"
