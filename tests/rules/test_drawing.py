"""The draw is fair in the exact chances it states, and the same for everybody."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recert.rules.amounts import Rounding
from recert.rules.sampling.drawing import CERTAIN, RANDOM, chances, draw, drawn_at_once, how_many
from recert.rules.sampling.frame import Candidate, Frame, Of, Stratum
from tests.rules.drawn import frame, many, two_strata

weights = st.builds(Fraction, st.integers(1, 12), st.integers(1, 4))


@st.composite
def frames(make: st.DrawFn) -> Frame:
    """Up to three strata of up to twelve, weighted, targeted and spared at will."""
    strata, candidates = [], []
    for name in make(st.sets(st.sampled_from(("a", "b", "c")), min_size=1)):
        percent = make(st.none() | st.builds(Fraction, st.integers(0, 100)))
        number = make(st.integers(0, 14)) if percent is None else None
        rounding, of = make(st.sampled_from(Rounding)), make(st.sampled_from(Of))
        strata.append(Stratum(name=name, percent=percent, number=number, rounding=rounding, of=of))
        for at in range(make(st.integers(0, 12))):
            taken, spared = make(st.sampled_from((("", ""),) * 6 + (("late", ""), ("", "new"))))
            candidates.append(
                Candidate(
                    id=f"{name}{at}",
                    stratum=name,
                    weight=make(weights),
                    taken=taken,
                    spared=spared,
                )
            )
    return frame(*candidates, strata=tuple(strata))


def members(of: Frame, stratum: Stratum) -> list[Candidate]:
    return [each for each in of.candidates if each.stratum == stratum.name]


@settings(max_examples=60)
@given(frames(), st.text(max_size=8), st.randoms(use_true_random=False))
def test_as_many_are_drawn_as_the_chances_add_up_to(
    drawn_from: Frame, seed: str, dice: random.Random
) -> None:
    drawn, chance = draw(drawn_from, seed), chances(drawn_from)
    for stratum in drawn_from.strata:
        of = members(drawn_from, stratum)
        number = how_many(stratum, of) + sum(bool(each.taken) for each in of)
        assert sum(chance[each.id] for each in of) == number
        assert sum(each.stratum == stratum.name for each in drawn) == number
    assert len({each.id for each in drawn}) == len(drawn)
    assert all(each.probability == chance[each.id] > 0 for each in drawn)
    assert {id for id, of in chance.items() if of == 1} <= {each.id for each in drawn}
    assert not {each.id for each in drawn} & {c.id for c in drawn_from.candidates if c.spared}
    # Another order of the same list is the same list.
    candidates = list(drawn_from.candidates)
    dice.shuffle(candidates)
    again = frame(*candidates, strata=tuple(reversed(drawn_from.strata)))
    assert draw(again, seed) == drawn


@cache
def _ways(times: int, chance: Fraction) -> list[int]:
    """In how many of `denominator^times` equally likely ways there are so many hits."""
    n, d = chance.numerator, chance.denominator
    return [comb(times, k) * n**k * (d - n) ** (times - k) for k in range(times + 1)]


def binomial_tail(times: int, hits: int, chance: Fraction) -> Fraction:
    """How likely it is that a fair draw is at least so far from what it should come to."""
    far = abs(hits - times * chance)
    ways = sum(way for k, way in enumerate(_ways(times, chance)) if abs(k - times * chance) >= far)
    return Fraction(ways, chance.denominator**times)


def hits_of(drawn_from: Frame, seeds: Sequence[str]) -> Counter[str]:
    return Counter(each.id for seed in seeds for each in draw(drawn_from, seed))


def test_over_many_seeds_everybody_is_drawn_as_often_as_stated() -> None:
    drawn_from, times = two_strata(), 300
    hits = hits_of(drawn_from, [f"seed {at}" for at in range(times)])
    for id, chance in chances(drawn_from).items():
        if chance in (0, 1):
            assert hits[id] == times * chance
        else:
            # Of forty-seven people one in ten thousand would be a surprise.
            assert binomial_tail(times, hits[id], chance) > Fraction(1, 10_000), id


def test_with_equal_weights_every_pair_is_as_likely_as_every_other() -> None:
    """What makes it a simple random sample, and not only equal chances."""
    drawn_from = frame(*many(6), strata=(Stratum(name="cpt", number=2),))
    times = 600
    pairs = Counter(tuple(each.id for each in draw(drawn_from, f"{at}")) for at in range(times))
    assert len(pairs) == 15
    for pair, hits in pairs.items():
        assert binomial_tail(times, hits, Fraction(1, 15)) > Fraction(1, 10_000), pair


@pytest.mark.parametrize(
    ("stratum", "open_", "spared", "drawn"),
    [
        (Stratum(name="cpt", percent=Fraction(10)), 3, 0, 1),
        (Stratum(name="cpt", percent=Fraction(10), rounding=Rounding.DOWN), 3, 0, 0),
        (Stratum(name="cpt", percent=Fraction(10), rounding=Rounding.HALF_UP), 14, 0, 1),
        (Stratum(name="cpt", percent=Fraction(10), rounding=Rounding.HALF_UP), 15, 0, 2),
        (Stratum(name="cpt", percent=Fraction(10)), 20, 20, 2),
        (Stratum(name="cpt", percent=Fraction(10), of=Of.ALL), 20, 20, 4),
        (Stratum(name="cpt", percent=Fraction(100), of=Of.ALL), 2, 20, 2),
        (Stratum(name="cpt", number=9), 4, 0, 4),
        (Stratum(name="cpt", number=0), 4, 0, 0),
        (Stratum(name="cpt", percent=Fraction(100)), 0, 0, 0),
    ],
)
def test_how_many_are_drawn(stratum: Stratum, open_: int, spared: int, drawn: int) -> None:
    spare = [Candidate(id=f"s{at}", stratum="cpt", spared="new") for at in range(spared)]
    assert len(draw(frame(*many(open_), *spare, strata=(stratum,)), "seed")) == drawn


def test_whoever_weighs_too_much_for_chance_is_drawn_with_certainty() -> None:
    heavy = Candidate(id="heavy", stratum="cpt", weight=Fraction(100))
    next_ = Candidate(id="next", stratum="cpt", weight=Fraction(5))
    drawn_from = frame(heavy, next_, *many(6), strata=(Stratum(name="cpt", number=3),))
    # Of the two left to draw, `next` would have 2 x 5/11; of three, 3 x 5/111 is no certainty.
    assert chances(drawn_from) == {
        "heavy": 1,
        "next": Fraction(10, 11),
        **{each.id: Fraction(2, 11) for each in many(6)},
    }
    assert {each.id: each.why for each in draw(drawn_from, "s")}["heavy"] == CERTAIN


def test_the_seed_decides_and_strata_do_not_touch_one_another() -> None:
    one, both = (
        frame(*many(200)),
        frame(
            *many(200),
            *many(50, stratum="cep"),
            strata=(
                Stratum(name="cpt", percent=Fraction(10)),
                Stratum(name="cep", percent=Fraction(50)),
            ),
        ),
    )
    assert draw(one, "a") != draw(one, "b")
    assert [each for each in draw(both, "a") if each.stratum == "cpt"] == list(draw(one, "a"))
    assert {each.why for each in draw(one, "a")} == {RANDOM}


@settings(max_examples=40)
@given(st.text(max_size=6), st.text(max_size=6))
def test_at_once_certain_and_impossible_are_what_they_say(secret: str, id: str) -> None:
    assert drawn_at_once(secret, id, Fraction(1))
    assert not drawn_at_once(secret, id, Fraction(0))
    # Whoever is drawn at one rate is drawn at every higher one.
    if drawn_at_once(secret, id, Fraction(1, 3)):
        assert drawn_at_once(secret, id, Fraction(1, 2))


def test_at_once_as_many_are_drawn_as_the_rate_says() -> None:
    times, chance = 2000, Fraction(1, 10)
    hits = sum(drawn_at_once("5e" * 32, f"filing-{at}", chance) for at in range(times))
    assert binomial_tail(times, hits, chance) > Fraction(1, 100)
