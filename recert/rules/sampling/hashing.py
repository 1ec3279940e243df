"""One way to write data as bytes and one way to turn bytes into a number.

Everything a draw depends on goes through `canonical`: JSON with sorted keys, no spaces,
and every character beyond ASCII escaped. There is exactly one such text for given data, so
a stranger who has the data has the hash.
"""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]
"""What JSON can say, floats aside."""

BITS = 256


def canonical(data: Plain) -> str:
    """The one text of this data, in ASCII."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def sha256(data: Plain) -> str:
    """SHA-256 of the canonical text, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(canonical(data).encode("ascii")).hexdigest()


def number_of(*parts: str) -> int:
    """A whole number from 0 to 2^256 - 1 that these texts, in this order, come to."""
    return int(sha256(list(parts)), 16)


def share_of(*parts: str) -> Fraction:
    """The same as an exact rational in [0, 1): the number divided by 2^256."""
    return Fraction(number_of(*parts), 1 << BITS)
