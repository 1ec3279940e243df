"""Amounts are exact: what is read is what is written, kept and rounded."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recert.rules.amounts import (
    Grid,
    Money,
    NotAnAmount,
    NotWholeGrains,
    Rounding,
    from_grains,
    parse,
    show,
    to_grains,
)


@given(st.decimals(min_value=0, max_value=99_999, places=4).map(str))
def test_what_is_read_is_written_back(text: str) -> None:
    assert parse(show(parse(text))) == parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-1",
        "+1",
        "1,5",
        "1.",
        ".5",
        "1e3",
        " 1",
        "1 ",
        "٣",
        "１",
        "1/2",
        "NaN",
        "0x10",
        "1_000",
    ],
)
def test_anything_but_a_plain_decimal_is_refused(text: str) -> None:
    with pytest.raises(NotAnAmount):
        parse(text)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Fraction(3, 10), "0.3"),
        (Fraction(12), "12"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-5, 4), "-1.25"),
        (Fraction(0), "0"),
    ],
)
def test_shown_exactly(value: Fraction, words: str) -> None:
    assert show(value) == words


@pytest.mark.parametrize("minutes", range(1, 121))
def test_every_minute_is_whole_grains_in_hours_of_45_50_and_60_and_in_ceus(minutes: int) -> None:
    for per_credit in (45, 50, 60, 600):
        credit = Fraction(minutes, per_credit)
        assert from_grains(to_grains(credit)) == credit


def test_a_seventh_is_not_whole_grains() -> None:
    with pytest.raises(NotWholeGrains):
        to_grains(Fraction(1, 7))


ROUNDING = [
    # value, step, down, up, half-up
    ("0.05", "0.1", "0", "0.1", "0.1"),  # IACET: thirty minutes are a tenth
    ("0.04", "0.1", "0", "0.1", "0"),
    ("1.7", "0.1", "1.7", "1.7", "1.7"),
    ("2.8", "0.5", "2.5", "3", "3"),  # NASBA: 140 minutes in halves go down
    ("1.125", "0.25", "1", "1.25", "1.25"),
    ("1.12", "0.25", "1", "1.25", "1"),
    ("7", "2", "6", "8", "8"),
]


@pytest.mark.parametrize(("value", "step", "down", "up", "half_up"), ROUNDING)
def test_rounding(value: str, step: str, down: str, up: str, half_up: str) -> None:
    ways = {Rounding.DOWN: down, Rounding.UP: up, Rounding.HALF_UP: half_up}
    for way, expected in ways.items():
        assert Grid(Fraction(step), way).round(Fraction(value)) == Fraction(expected)


def test_money_of_two_currencies_is_not_added() -> None:
    assert Money(100, "USD") + Money(50, "USD") == Money(150, "USD")
    assert Money(500, "USD") * 2 == Money(1000, "USD")
    with pytest.raises(ValueError, match="cannot add CAD to USD"):
        Money(1, "USD") + Money(1, "CAD")
