"""Colours people can read: contrast as WCAG 2.2 defines it, in exact decimals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

HEX = re.compile(r"#[0-9a-f]{6}")
READABLE = Decimal("4.5")
"""What text of any size needs (WCAG 2.2, 1.4.3, level AA)."""

STEPS = 64
"""So fine are the shades that are tried between a colour and black or white."""

Channels = tuple[int, int, int]


class NotAColour(ValueError):
    """It is not written as # and six digits."""


def contrast(one: str, other: str) -> Decimal:
    """How well two colours tell apart, from 1 to 21. Raises `NotAColour`."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + Decimal("0.05")) / (darker + Decimal("0.05"))


def passes(colour: str, grounds: Iterable[str]) -> bool:
    """Whether text in this colour can be read on each of these grounds, and they on it."""
    return all(contrast(colour, ground) >= READABLE for ground in grounds)


def readable_shade(colour: str, grounds: tuple[str, ...]) -> str:
    """The nearest shade of a colour that can be read on all grounds: itself if it can.

    It goes towards black on light grounds, towards white on dark ones.
    """
    end = "#000000" if _luminance(grounds[0]) > Decimal("0.18") else "#ffffff"
    shades = (mixed(colour, end, step) for step in range(STEPS + 1))
    return next((shade for shade in shades if passes(shade, grounds)), end)


def mixed(colour: str, other: str, step: int) -> str:
    """A colour with `step` parts in `STEPS` of another."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    parts = ((a * (STEPS - step) + b * step + STEPS // 2) // STEPS for a, b in pairs)
    return "#" + "".join(f"{part:02x}" for part in parts)


def _channels(colour: str) -> Channels:
    if not HEX.fullmatch(colour):
        raise NotAColour(colour)
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> Decimal:
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return Decimal("0.2126") * red + Decimal("0.7152") * green + Decimal("0.0722") * blue


@cache
def _linear(channel: int) -> Decimal:
    part = Decimal(channel) / 255
    if part <= Decimal("0.04045"):
        return part / Decimal("12.92")
    return ((part + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")
