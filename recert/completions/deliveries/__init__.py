"""Deliveries: what other systems tell us in signed messages, kept first, worked off once."""

from recert.completions.deliveries.signing import NotSigned, check_signature, signature
from recert.completions.deliveries.working import (
    forget_deliveries,
    keep_delivery,
    work_off,
    work_off_deliveries,
)

__all__ = [
    "NotSigned",
    "check_signature",
    "forget_deliveries",
    "keep_delivery",
    "signature",
    "work_off",
    "work_off_deliveries",
]
