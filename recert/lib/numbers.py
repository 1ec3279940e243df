"""Numbers as machines send them: plain digits, and not more of them than can be meant."""

from __future__ import annotations

MOST_DIGITS = 12  # Python itself refuses to read thousands of them


def whole(text: str) -> int | None:
    """The whole number that plain digits say; None for anything else."""
    if len(text) <= MOST_DIGITS and text.isascii() and text.isdigit():
        return int(text)
    return None
