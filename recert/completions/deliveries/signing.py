"""Signing: whether a message is from whom it says, and from now."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from recert.lib.numbers import whole

TOLERANCE = timedelta(minutes=5)
"""A message signed longer ago, or further ahead, is not taken: it may be one that was caught."""

_VERSION = "v1="


class NotSigned(Exception):
    """The message is not from that system, or not from now."""


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """What a sender writes beside a message: `v1=` and the HMAC-SHA256 of `timestamp.body`."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return _VERSION + digest.hexdigest()


def check_signature(
    *, secret: str, timestamp: str, signatures: str, body: bytes, at: datetime
) -> None:
    """Refuse (`NotSigned`) what none of the signatures, parted by blanks or commas, speaks for.

    A sender gives two while it changes its secret. `at` is the true time.
    """
    moment = whole(timestamp)
    if moment is None or len(timestamp) > len("10000000000"):
        raise NotSigned("the timestamp is no number of seconds")
    expected = signature(secret, moment, body).encode()
    given = signatures.replace(",", " ").split()[:5]
    matches = [hmac.compare_digest(expected, each.encode()) for each in given]
    if not secret or not any(matches):
        raise NotSigned("no signature fits")
    if abs(at.timestamp() - moment) > TOLERANCE.total_seconds():
        raise NotSigned("it was signed too long ago, or its clock is wrong")
