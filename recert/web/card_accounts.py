"""The environment's part about cards: each body's account at Stripe, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from recert.payments.account import Account

KEY = "STRIPE_SECRET_KEY_"
WEBHOOK = "STRIPE_WEBHOOK_SECRET_"
"""The body's short name follows, in capitals, with `_` for `-`."""

BASE = "STRIPE_API_BASE"
"""Where something else speaks for Stripe, in tests."""


def read_accounts(
    variables: Mapping[str, str], refuse: Callable[[str], None]
) -> dict[str, Account]:
    """The accounts by the body's short name (with `_` for `-`); no secret is ever printed.

    What cannot be used is refused in a sentence: half an account would let people pay and
    never hear of it.
    """
    said = {name: value.strip() for name, value in variables.items() if value.strip()}
    base = _base(said.get(BASE, ""), refuse)
    names = {
        name.removeprefix(prefix)
        for name in said
        for prefix in (KEY, WEBHOOK)
        if name.startswith(prefix)
    }
    found = {}
    for name in sorted(names):
        key = said.get(KEY + name, "")
        secrets = tuple(each.strip() for each in said.get(WEBHOOK + name, "").split(","))
        problems = _problems(name, key, secrets)
        for problem in problems:
            refuse(problem)
        if not problems:
            found[name.lower()] = Account(key, secrets, base)
    return found


def _problems(name: str, key: str, secrets: tuple[str, ...]) -> list[str]:
    found = []
    if not key.startswith(("sk_", "rk_")):
        said = "begins otherwise" if key else "is missing"
        found.append(f"{KEY}{name} {said}: copy it from Stripe’s dashboard; it begins with sk_")
    if not all(each.startswith("whsec_") for each in secrets):
        said = "begins otherwise" if any(secrets) else "is missing"
        found.append(
            f"{WEBHOOK}{name} {said}: make an endpoint in Stripe’s dashboard and copy its "
            "signing secret; it begins with whsec_"
        )
    return found


def _base(text: str, refuse: Callable[[str], None]) -> str:
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.hostname not in ("localhost", "127.0.0.1") or parts.path.strip("/"):
        refuse(f"{BASE} must name this machine, such as http://127.0.0.1:9000: it is for tests")
        return ""
    return f"{parts.scheme}://{parts.netloc}"
