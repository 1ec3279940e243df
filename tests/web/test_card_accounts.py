"""The environment's part about cards: whole or refused, and no secret is ever said."""

from __future__ import annotations

from pathlib import Path

import pytest

from recert.web.environment import BadEnvironment, read_environment

ROOT = Path("/checkout")
KEYS = {
    "STRIPE_SECRET_KEY_US_REPS": "rk_live_secret1",
    "STRIPE_WEBHOOK_SECRET_US_REPS": "whsec_old, whsec_new",
}


def test_an_account_is_read_by_its_bodys_name() -> None:
    account = read_environment(KEYS, ROOT).stripe["us_reps"]
    assert account.webhook_secrets == ("whsec_old", "whsec_new")
    assert account.is_live
    assert account.checkout_origin == "https://checkout.stripe.com"
    assert "secret1" not in repr(account)
    assert read_environment({}, ROOT).stripe == {}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"STRIPE_WEBHOOK_SECRET_US_REPS": ""}, "STRIPE_WEBHOOK_SECRET_US_REPS is missing"),
        ({"STRIPE_SECRET_KEY_US_REPS": ""}, "STRIPE_SECRET_KEY_US_REPS is missing"),
        ({"STRIPE_SECRET_KEY_US_REPS": "pk_live_secret1"}, "begins otherwise"),
        ({"STRIPE_WEBHOOK_SECRET_US_REPS": "secret1"}, "begins otherwise"),
        ({"STRIPE_API_BASE": "https://elsewhere.example"}, "must name this machine"),
    ],
)
def test_half_an_account_stops_the_start(changed: dict[str, str], says: str) -> None:
    with pytest.raises(BadEnvironment) as caught:
        read_environment(KEYS | changed, ROOT)
    assert says in str(caught.value)
    assert "secret1" not in str(caught.value)
