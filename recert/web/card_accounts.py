"""The environment's part about cards: each seller's account at Stripe, whole or not at all.

Bodies and providers are named apart, since a provider may bear a body's short name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from recert.payments.account import Account

OF_BODIES = "STRIPE_"
OF_PROVIDERS = "STRIPE_PROVIDER_"
KEY = "SECRET_KEY_"
WEBHOOK = "WEBHOOK_SECRET_"
"""The short name follows, in capitals, with `_` for `-`."""

BASE = "STRIPE_API_BASE"
"""Where something else speaks for Stripe, in tests."""


def read_accounts(
    variables: Mapping[str, str], refuse: Callable[[str], None], base: str, of: str = OF_BODIES
) -> dict[str, Account]:
    """The accounts by the seller's short name (with `_` for `-`); no secret is ever printed.

    What cannot be used is refused in a sentence: half an account would let people pay and
    never hear of it.
    """
    said = {name: value.strip() for name, value in variables.items() if value.strip()}
    names = {
        name.removeprefix(prefix)
        for name in said
        for prefix in (of + KEY, of + WEBHOOK)
        if name.startswith(prefix)
    }
    found = {}
    for name in sorted(names):
        key = said.get(of + KEY + name, "")
        secrets = tuple(each.strip() for each in said.get(of + WEBHOOK + name, "").split(","))
        problems = _problems(of, name, key, secrets)
        for problem in problems:
            refuse(problem)
        if not problems:
            found[name.lower()] = Account(key, secrets, base)
    return found


def _problems(of: str, name: str, key: str, secrets: tuple[str, ...]) -> list[str]:
    found = []
    if not key.startswith(("sk_", "rk_")):
        said = "begins otherwise" if key else "is missing"
        found.append(f"{of}{KEY}{name} {said}: copy it from Stripe’s dashboard; it begins with sk_")
    if not all(each.startswith("whsec_") for each in secrets):
        said = "begins otherwise" if any(secrets) else "is missing"
        found.append(
            f"{of}{WEBHOOK}{name} {said}: make an endpoint in Stripe’s dashboard and copy its "
            "signing secret; it begins with whsec_"
        )
    return found


def read_base(variables: Mapping[str, str], refuse: Callable[[str], None]) -> str:
    """Where something else speaks for Stripe; empty: Stripe does."""
    text = variables.get(BASE, "").strip()
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.hostname not in ("localhost", "127.0.0.1") or parts.path.strip("/"):
        refuse(f"{BASE} must name this machine, such as http://127.0.0.1:9000: it is for tests")
        return ""
    return f"{parts.scheme}://{parts.netloc}"
