"""Counting agrees with an exhaustive oracle, conserves, and keeps every cap."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recert.rules.counting import Cap, Carrying, Count, Demand, Item, count
from tests.rules import oracle

KEYS = ("a", "b", "c")
amounts = st.integers(0, 12).map(lambda tenths: Fraction(tenths, 4))


@st.composite
def items(draw: st.DrawFn, most: int = 3) -> list[Item]:
    """A few items, each its own cell, touching any of three sets."""
    signatures = draw(
        st.lists(
            st.frozensets(st.sampled_from(KEYS), min_size=1), min_size=1, max_size=most, unique=True
        )
    )
    return [
        Item(f"i{number}", draw(amounts), (f"{number}",), sets)
        for number, sets in enumerate(signatures)
    ]


@st.composite
def demands(draw: st.DrawFn) -> list[Demand]:
    """Demands on distinct sets; those of one group compete."""
    keys = draw(st.lists(st.sampled_from(KEYS), max_size=3, unique=True))
    return [Demand(key, draw(amounts), draw(st.sampled_from(("", "group")))) for key in keys]


@st.composite
def caps(draw: st.DrawFn) -> list[Cap]:
    """Caps by amount or by share of all that counts."""
    keys = draw(st.lists(st.sampled_from(KEYS), max_size=2, unique=True))
    return [
        Cap(key, draw(amounts))
        if draw(st.booleans())
        else Cap(key, share=Fraction(draw(st.integers(1, 3)), 4))
        for key in keys
    ]


def shortfall(counted: Count, wanted: list[Demand]) -> Fraction:
    return sum((demand.amount - counted.served[demand.key] for demand in wanted), Fraction(0))


@given(items(), demands(), caps())
@settings(max_examples=150, deadline=None)
def test_agrees_with_the_exhaustive_oracle(
    pool: list[Item], wanted: list[Demand], limits: list[Cap]
) -> None:
    counted = count(pool, wanted, limits)
    short, most = oracle.best(pool, wanted, limits)
    assert shortfall(counted, wanted) == short
    assert sum((each.counted for each in counted.items), Fraction(0)) == most


@st.composite
def whole(draw: st.DrawFn) -> tuple[list[Item], list[Demand], list[Cap], Carrying]:
    """Two items, bounds and carry rules in whole numbers, so that halves are fine enough."""
    numbers = st.integers(0, 3).map(Fraction)
    pool = [
        Item(each.activity, draw(numbers), each.order, each.sets) for each in draw(items(most=2))
    ]
    wanted = [
        Demand(key, draw(numbers)) for key in draw(st.sets(st.sampled_from(KEYS), max_size=2))
    ]
    bounds = [Cap(key, draw(numbers)) for key in draw(st.sets(st.sampled_from(KEYS), max_size=1))]
    most = draw(st.dictionaries(st.sampled_from(KEYS), numbers, min_size=1, max_size=2))
    return pool, wanted, bounds, Carrying(draw(numbers), most)


@given(whole())
@settings(max_examples=150, deadline=None)
def test_carrying_agrees_with_the_exhaustive_oracle(
    given: tuple[list[Item], list[Demand], list[Cap], Carrying],
) -> None:
    pool, wanted, limits, carry = given
    counted = count(pool, wanted, limits, carry)
    found = (
        counted.short, counted.in_all, sum((each.carried for each in counted.items), Fraction(0))
    )  # fmt: skip
    assert found == oracle.most_carried(pool, wanted, limits, carry)


@given(items(most=6), demands(), caps(), amounts, amounts, st.booleans())
@settings(max_examples=150, deadline=None)
def test_conserves_and_keeps_every_cap(
    pool: list[Item],
    wanted: list[Demand],
    limits: list[Cap],
    required: Fraction,
    most: Fraction,
    carries: bool,
) -> None:
    carry = Carrying(required, {"a": most}) if carries else None
    counted = count(pool, wanted, limits, carry)
    total = sum((each.counted for each in counted.items), Fraction(0))
    for each in counted.items:
        assert each.counted >= 0
        assert each.carried >= 0
        assert each.over >= 0
        assert each.counted + each.carried + each.over == each.item.value
    for cap in limits:
        inside = sum((e.counted for e in counted.items if cap.key in e.item.sets), Fraction(0))
        if cap.amount is not None:
            assert inside <= cap.amount
        if cap.share is not None:
            assert inside <= cap.share * total
    if carry is not None:
        assert counted.short == count(pool, wanted, limits).short  # carrying costs no need
        if all(cap.share is None for cap in limits):
            assert total <= max(required, sum((each.amount for each in wanted), Fraction(0)))
        assert sum((each.carried for each in counted.items), Fraction(0)) <= most


@given(items(most=6), demands(), caps(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_order_of_entry_changes_nothing(
    pool: list[Item], wanted: list[Demand], limits: list[Cap], shuffler: random.Random
) -> None:
    shuffled = list(pool)
    shuffler.shuffle(shuffled)
    carry = Carrying(Fraction(3), {"b": Fraction(2)})
    assert count(pool, wanted, limits, carry) == count(shuffled, wanted, limits, carry)


@given(items(most=5), demands(), caps(), amounts)
@settings(max_examples=100, deadline=None)
def test_one_more_item_never_lowers_what_counts_nor_raises_the_shortfall(
    pool: list[Item], wanted: list[Demand], limits: list[Cap], more: Fraction
) -> None:
    extra = Item("extra", more, ("9",), frozenset({"a", "c"}))
    before, after = count(pool, wanted, limits), count([*pool, extra], wanted, limits)
    assert shortfall(after, wanted) <= shortfall(before, wanted)
    if shortfall(after, wanted) == shortfall(before, wanted):
        assert sum(e.counted for e in after.items) >= sum(e.counted for e in before.items)


def _hours(number: int, value: int, *sets: str) -> Item:
    return Item(f"h{number}", Fraction(value), (str(number),), frozenset(sets))


EXAMPLES = {
    "AICP: law+ethics hour and a law hour meet both": (
        [_hours(1, 1, "law", "ethics"), _hours(2, 1, "law")],
        [Demand("law", Fraction(1), "topic"), Demand("ethics", Fraction(1), "topic")],
        [],
        0,
    ),
    "NPCP: two cap axes, 13 h distance, CPR 4, AED 1 capped at 12, 3, 1": (
        [_hours(1, 13, "all", "distance"), _hours(2, 4, "all", "cpr"), _hours(3, 1, "all", "aed")],
        [Demand("all", Fraction(16))],
        [Cap("distance", Fraction(12)), Cap("cpr", Fraction(3)), Cap("aed", Fraction(1))],
        0,
    ),
    "NBCRNA: 59 A and 60 B are one A short": (
        [_hours(1, 59, "a", "b"), _hours(2, 60, "b")],
        [Demand("a", Fraction(60), "class"), Demand("b", Fraction(40), "class")],
        [],
        1,
    ),
    "NBCRNA: 100 A and no B": (
        [_hours(1, 100, "a", "b")],
        [Demand("a", Fraction(60), "class"), Demand("b", Fraction(40), "class")],
        [],
        0,
    ),
    "New York: cyber-ethics serves ethics up to 3 of 4": (
        [_hours(1, 4, "ethics", "cyber")],
        [Demand("ethics", Fraction(4), accepts={"cyber": Fraction(3)})],
        [],
        1,
    ),
    "Florida RN: domestic violence comes on top of the 24": (
        [_hours(1, 24, "total"), _hours(2, 2, "total", "dv")],
        [Demand("total", Fraction(24), "all"), Demand("dv", Fraction(2), "all")],
        [],
        0,
    ),
    "a topic hour inside a full category is kept before others": (
        [_hours(1, 5, "all", "live"), _hours(2, 1, "all", "live", "ethics")],
        [Demand("all", Fraction(5)), Demand("ethics", Fraction(1))],
        [Cap("live", Fraction(5))],
        0,
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_published_examples(name: str) -> None:
    pool, wanted, limits, short = EXAMPLES[name]
    assert shortfall(count(pool, wanted, limits), wanted) == short


def test_early_credit_serves_its_need_and_weighs_nothing_else() -> None:
    early = Item("old", Fraction(5), ("0",), frozenset({"ethics"}), early=True)
    pool = [early, _hours(1, 4, "all", "alone")]
    counted = count(
        pool,
        [Demand("ethics", Fraction(5)), Demand("all", Fraction(4))],
        [Cap("alone", share=Fraction(1, 2))],
        Carrying(Fraction(2), {"all": Fraction(9)}),
    )
    assert counted.reached["ethics"] == 5
    assert counted.in_all == 0  # half of nothing else
    assert counted.short == 4


def test_carries_what_may_be_carried_rather_than_spend_it() -> None:
    """ISC2: only group A of the last six months carries, so older and B hours are spent."""
    pool = [_hours(1, 6, "late-a"), _hours(2, 120)]
    counted = count(pool, [], [], Carrying(Fraction(120), {"late-a": Fraction(40)}))
    assert {each.item.activity: each.carried for each in counted.items} == {"h1": 6, "h2": 0}
