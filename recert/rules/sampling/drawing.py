"""The draw: whoever has the frame and the seed draws the same people, with exact chances.

Per stratum, those left to chance are put in an order nobody could foresee (by a hash of
seed, stratum and id) and laid end to end, each as long as their weight. One random start
and then equal steps along that line meet as many as are to be drawn, and everybody with a
chance of exactly n·w/W: n drawn, w their weight, W the weight of all. With equal weights it is
a simple random sample.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from recert.rules.amounts import Grid, Rounding
from recert.rules.sampling.frame import Candidate, Frame, Of, Stratum
from recert.rules.sampling.hashing import BITS, number_of, share_of

ALGORITHM = "recert draw 1"

RANDOM = "random"  # drawn by lot
CERTAIN = "certain"  # so many are drawn that their weight leaves nothing to chance

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Somebody drawn: `why` is `random`, `certain` or the word they were targeted by."""

    id: str
    stratum: str
    why: str
    probability: Fraction


def draw(frame: Frame, seed: str) -> tuple[Drawn, ...]:
    """Who is drawn, by stratum and id. The same for every order of strata and candidates."""
    chance = chances(frame)
    drawn = [
        Drawn(candidate.id, candidate.stratum, candidate.taken, ONE)
        for candidate in frame.candidates
        if candidate.taken
    ]
    for stratum, members in _by_stratum(frame):
        open_ = [each for each in members if _is_open(each)]
        certain = [each for each in open_ if chance[each.id] == 1]
        drawn += [Drawn(each.id, stratum.name, CERTAIN, ONE) for each in certain]
        rest = [each for each in open_ if chance[each.id] != 1]
        number = how_many(stratum, members) - len(certain)
        for each in _by_lot(rest, number, stratum.name, seed):
            drawn.append(Drawn(each.id, stratum.name, RANDOM, chance[each.id]))
    return tuple(sorted(drawn, key=lambda each: (each.stratum, each.id)))


def chances(frame: Frame) -> Mapping[str, Fraction]:
    """With what probability each id is drawn; no seed is needed to say it.

    1 for the taken, 0 for the spared, n·w/W for the others. Whoever would come to 1 or more
    is drawn with certainty, and the rest are reckoned again without them.
    """
    chance = {each.id: ONE if each.taken else Fraction(0) for each in frame.candidates}
    for stratum, members in _by_stratum(frame):
        open_ = [each for each in members if _is_open(each)]
        by_weight = _by_weight(open_, how_many(stratum, members))
        chance.update((each.id, by_weight[each.weight]) for each in open_)
    return chance


def _by_weight(open_: Sequence[Candidate], number: int) -> dict[Fraction, Fraction]:
    """The chance of everybody of a weight. There are few weights, however many people."""
    left = Counter(each.weight for each in open_)
    found: dict[Fraction, Fraction] = {}
    while True:
        whole = sum((weight * people for weight, people in left.items()), Fraction(0))
        certain = [weight for weight in left if number * weight >= whole]
        if not certain:
            return found | {weight: number * weight / whole for weight in left}
        found |= dict.fromkeys(certain, ONE)
        number -= sum(left.pop(weight) for weight in certain)


def how_many(stratum: Stratum, members: Sequence[Candidate]) -> int:
    """How many of the stratum's members are drawn beside those taken; at most all of them."""
    open_ = sum(_is_open(each) for each in members)
    if stratum.number is not None:
        return min(stratum.number, open_)
    assert stratum.percent is not None
    of = open_ if stratum.of is Of.OPEN else len(members)
    return min(_whole(of * stratum.percent / 100, stratum.rounding), open_)


def drawn_at_once(secret: str, id: str, probability: Fraction) -> bool:
    """Is this filing drawn, at the moment it arrives? Nobody can say without the secret.

    The secret's commitment is published before the first filing; once it is revealed,
    everybody can check every filing. `id` must not be for the filer to choose.
    """
    number = number_of(ALGORITHM, "at once", secret, id)
    return number * probability.denominator < probability.numerator << BITS


def _by_stratum(frame: Frame) -> Iterator[tuple[Stratum, list[Candidate]]]:
    members: dict[str, list[Candidate]] = {stratum.name: [] for stratum in frame.strata}
    for candidate in frame.candidates:
        members[candidate.stratum].append(candidate)
    for stratum in frame.strata:
        yield stratum, members[stratum.name]


def _is_open(candidate: Candidate) -> bool:
    return not candidate.taken and not candidate.spared


def _whole(amount: Fraction, rounding: Rounding) -> int:
    return int(Grid(ONE, rounding).round(amount))


def _by_lot(
    open_: Sequence[Candidate], number: int, stratum: str, seed: str
) -> Iterator[Candidate]:
    """One pass along all of them: whoever holds one of the equally spaced points is drawn.

    The points are (j + start)·W/n. In whole numbers: with weights brought to one
    denominator and everything times n, somebody holds a point when one more multiple of W,
    counted from start·W, fits below the end of their piece than below its beginning.
    """
    if not number:
        return
    line = sorted(
        open_, key=lambda each: (number_of(ALGORITHM, "order", seed, stratum, each.id), each.id)
    )
    one = lcm(*(each.weight.denominator for each in line))
    lengths = [each.weight.numerator * (one // each.weight.denominator) for each in line]
    whole = sum(lengths)
    start = share_of(ALGORITHM, "start", seed, stratum)
    first, unit = start.numerator * whole, start.denominator
    end = 0  # where the piece ends, in n-ths
    points = 0
    for candidate, length in zip(line, lengths, strict=True):
        end += number * length
        below = max(0, -((first - end * unit) // (whole * unit)))
        if below > points:
            yield candidate
        points = below
