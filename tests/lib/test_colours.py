"""Contrast by WCAG 2.2, and the nearest shade that can be read."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recert.lib.colours import NotAColour, contrast, passes, readable_shade
from recert.people.colours import ON_ACCENT, ON_DARK, ON_LIGHT, PAPER, SUNKEN, SURFACE

TOKENS = Path("recert/web/static/recert/tokens.css").read_text()


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", "21.00"),
        ("#777777", "#ffffff", "4.48"),
        ("#ff0000", "#ffffff", "4.00"),
        ("#767676", "#ffffff", "4.54"),
    ],
)
def test_known_ratios(one: str, other: str, ratio: str) -> None:
    assert contrast(one, other).quantize(Decimal("0.01")) == Decimal(ratio)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("text", ["green", "#fff", "#12345g", "", "#FFFFFF", "#1234567"])
def test_what_is_no_colour(text: str) -> None:
    with pytest.raises(NotAColour):
        contrast(text, "#000000")


@given(st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}"))
def test_every_colour_has_a_shade_for_light_and_one_for_dark(colour: str) -> None:
    for grounds in (ON_LIGHT, ON_DARK):
        shade = readable_shade(colour, grounds)
        assert passes(shade, grounds)
        if passes(colour, grounds):
            assert shade == colour


def test_the_grounds_are_those_of_the_pages() -> None:
    for name, pair in (("paper", PAPER), ("surface", SURFACE), ("sunken", SUNKEN),
                       ("on-accent", ON_ACCENT)):  # fmt: skip
        found = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", TOKENS)
        assert found
        assert found.groups() == pair
