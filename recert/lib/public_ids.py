"""Public ids: what stands in an address. Nobody can guess one or count by them."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Digits and lower-case letters without i, l, o and u, which are misread aloud."""


def new_public_id() -> str:
    """Twenty characters: a hundred bits, so that guessing is hopeless."""
    return _letters(20)


def _letters(many: int) -> str:
    """Five bits of chance each: the alphabet has 32 letters, so none is likelier."""
    return "".join(ALPHABET[byte & 31] for byte in secrets.token_bytes(many))


def new_check_code() -> str:
    """Ten characters in two groups (`7k2mq-x9f4t`), short enough to read to somebody."""
    letters = _letters(10)
    return f"{letters[:5]}-{letters[5:]}"
