"""Public ids: what stands in an address. Nobody can guess one or count by them."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Digits and lower-case letters without i, l, o and u, which are misread aloud."""


def new_public_id() -> str:
    """Twenty characters: a hundred bits, so that guessing is hopeless."""
    return "".join(secrets.choice(ALPHABET) for _ in range(20))


def new_check_code() -> str:
    """Ten characters in two groups (`7k2mq-x9f4t`), short enough to read to somebody."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"
