"""Sealing: secrets that must be read again are kept so that the database alone gives none away."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class CannotUnseal(Exception):
    """The text was sealed with a key that nobody has any more."""


def seal(text: str, keys: Sequence[str], purpose: str) -> str:
    """The text, unreadable without the first of these keys; `purpose` keeps uses apart."""
    return _box(keys, purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, keys: Sequence[str], purpose: str) -> str:
    """The text again, with whichever of these keys it was sealed by."""
    try:
        return _box(keys, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise CannotUnseal from None


def _box(keys: Sequence[str], purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key, purpose)) for key in keys])


def _derived(key: str, purpose: str) -> bytes:
    """A key for one purpose only; the installation's own has chance enough to derive it at once."""
    digest = hmac.new(key.encode(), f"sealing:{purpose}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest)
