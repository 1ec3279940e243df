"""The frame of a draw: everybody who could be drawn, in which stratum, with what weight.

A frame is frozen and its digest published before the seed is known; afterwards nobody can
add, drop or move a person without the digest saying so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from recert.rules.amounts import Rounding
from recert.rules.sampling.hashing import Plain, sha256

_ID = re.compile(r"[!-~]{1,128}")  # what is printed in ASCII, no spaces
_MOST_DIGITS = 12
_MOST_WEIGHTS = 1_000  # so that a hostile record cannot make the arithmetic endless

FRAME = "recert frame 1"


class Of(StrEnum):
    """Of whom a percentage is taken."""

    OPEN = "open"  # those left to chance: neither taken with certainty nor spared
    ALL = "all"  # the whole stratum, the taken and the spared too


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """A part of the frame drawn from by itself, for example one credential's renewals.

    One of `percent` (of `of`, in hundredths of it: 10 is a tenth) and `number` is set. A
    percentage that gives no whole person is rounded as `rounding` says: up unless the
    policy words it otherwise, so that ten percent of three people are one, not none.
    """

    name: str
    says: str = ""
    percent: Fraction | None = None
    number: int | None = None
    rounding: Rounding = Rounding.UP
    of: Of = Of.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who could be drawn. `id` is salted by the caller: no name, no number.

    `weight`: twice the weight, twice the chance. `taken`: the reason why they are audited
    with certainty, in a word; `spared`: the reason why they cannot be drawn.
    """

    id: str
    stratum: str
    weight: Fraction = Fraction(1)
    taken: str = ""
    spared: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A list to draw from: whose, by which clause of which edition, as of which day."""

    title: str
    body: str
    as_of: date
    clause: str = ""
    edition: str = ""
    strata: tuple[Stratum, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def salted(salt: str, identifier: str) -> str:
    """The name under which somebody stands in a published frame: 32 hexadecimal digits.

    Whoever knows the salt can look anybody up, so it stays with the body, and each person is
    told their own. A new salt for every draw keeps two records from being laid side by side.
    """
    return sha256(["recert id 1", salt, identifier])[:32]


def digest(frame: Frame) -> str:
    """SHA-256 of the frame's canonical text, whatever order its parts were given in.

    Raises `ValueError` with every fault of the frame: one that cannot be drawn from must not
    be published.
    """
    if faults := tuple(faults_of(frame)):
        raise ValueError(" ".join(faults))
    return sha256(plain(frame))


def plain(frame: Frame) -> Plain:
    """The frame as plain data: what the digest is taken of."""
    return {
        "frame": FRAME,
        "title": frame.title,
        "body": frame.body,
        "as_of": frame.as_of.isoformat(),
        "clause": frame.clause,
        "edition": frame.edition,
        "strata": [
            plain_stratum(each) for each in sorted(frame.strata, key=lambda each: each.name)
        ],
        "candidates": [_candidate(each) for each in sorted(frame.candidates, key=lambda c: c.id)],
    }


def plain_stratum(stratum: Stratum) -> Plain:
    """A stratum as plain data."""
    return {
        "name": stratum.name,
        "says": stratum.says,
        "percent": None if stratum.percent is None else str(stratum.percent),
        "number": stratum.number,
        "rounding": stratum.rounding.value,
        "of": stratum.of.value,
    }


def _candidate(candidate: Candidate) -> Plain:
    return {
        "id": candidate.id,
        "stratum": candidate.stratum,
        "weight": str(candidate.weight),
        "taken": candidate.taken,
        "spared": candidate.spared,
    }


def faults_of(frame: Frame) -> Iterator[str]:
    """What keeps the frame from being drawn from, each as a sentence."""
    names = Counter(stratum.name for stratum in frame.strata)
    for name, times in names.items():
        if times > 1:
            yield f"The stratum “{name}” is there {times} times; each may be there once."
    for stratum in frame.strata:
        yield from _faults_of_stratum(stratum)
    ids = Counter(candidate.id for candidate in frame.candidates)
    for id, times in ids.items():
        if times > 1:
            yield f"The identifier “{id}” is there {times} times; each may be there once."
    for candidate in frame.candidates:
        yield from _faults_of_candidate(candidate, names)
    if len({candidate.weight for candidate in frame.candidates}) > _MOST_WEIGHTS:
        yield f"There are more than {_MOST_WEIGHTS:,} different weights."


def _faults_of_stratum(stratum: Stratum) -> Iterator[str]:
    called = f"The stratum “{stratum.name}”"
    if not stratum.name:
        yield "A stratum has no name."
    if (stratum.percent is None) == (stratum.number is None):
        yield f"{called} must say either a percentage or a number."
    if stratum.percent is not None and not 0 <= stratum.percent <= 100:
        yield f"{called} draws {stratum.percent} percent; it must be from 0 to 100."
    if stratum.percent is not None and stratum.percent.denominator >= 10**_MOST_DIGITS:
        yield f"{called} has a percentage of more than {_MOST_DIGITS} digits."
    if stratum.number is not None and stratum.number < 0:
        yield f"{called} draws {stratum.number}; it must be none or more."


def _faults_of_candidate(candidate: Candidate, strata: Counter[str]) -> Iterator[str]:
    called = f"The identifier “{candidate.id}”"
    if not _ID.fullmatch(candidate.id):
        yield f"{called} must be 1 to 128 printed ASCII characters without spaces."
    if candidate.stratum not in strata:
        yield f"{called} is in the stratum “{candidate.stratum}”, which the frame does not have."
    if candidate.weight <= 0:
        yield f"{called} weighs {candidate.weight}; a weight is more than nothing."
    if max(candidate.weight.numerator, candidate.weight.denominator) >= 10**_MOST_DIGITS:
        yield f"{called} has a weight of more than {_MOST_DIGITS} digits."
    if candidate.taken and candidate.spared:
        yield f"{called} is both taken ({candidate.taken}) and spared ({candidate.spared})."
