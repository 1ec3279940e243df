"""Recomputing a draw from its published record alone.

Each step starts from what the record says of the step before, so that a fault is told where
it is: a name added to the list shows in the digest, an outcome entered wrongly in the seed,
somebody put in or left out in the drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from recert.rules.sampling.drawing import Drawn, chances, draw
from recert.rules.sampling.frame import faults_of, plain
from recert.rules.sampling.hashing import Plain, canonical, sha256
from recert.rules.sampling.reading import Record, read_record
from recert.rules.sampling.recording import (
    plain_chances,
    plain_counts,
    plain_drawn,
    plain_revealed,
)
from recert.rules.sampling.seeding import announced, hindrances, seed_from
from recert.rules.sampling.values import NoRecord

KEYS = (
    "record",
    "algorithm",
    "frame",
    "announcement",
    "fingerprint",
    "revealed",
    "seed",
    "counts",
    "chances",
    "drawn",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a record that is not so: where in it, and what, as a sentence."""

    where: str
    says: str


def verify(text: str) -> tuple[Fault, ...]:
    """Every fault of a record, recomputed from its text; empty when all of it is true."""
    try:
        record = read_record(text)
    except NoRecord as error:
        return (Fault(error.where, error.says),)
    return faults_in(record)


def faults_in(record: Record) -> tuple[Fault, ...]:
    """Every fault of a record that has been read."""
    broken = tuple(Fault("frame", says) for says in faults_of(record.frame))
    if broken:
        return broken  # nothing can be drawn from it
    return (
        *_of_keys(record),
        *_of_frame(record),
        *_of_announcement(record),
        *_of_seed(record),
        *_of_draw(record),
    )


def chance_of(record: Record, id: str) -> Fraction | None:
    """With what chance this identifier could be drawn; None when it is not in the frame."""
    return chances(record.frame).get(id)


def _of_keys(record: Record) -> Iterator[Fault]:
    for key in sorted(set(record.data) - set(KEYS)):
        yield Fault(key, "A record has no such part.")
    for key in sorted(set(KEYS) - set(record.data)):
        yield Fault(key, "This part is missing.")


def _of_frame(record: Record) -> Iterator[Fault]:
    if not _same(record.data["frame"], plain(record.frame)):
        says = "It is not written in the one way a frame is written (order, lowest terms)."
        yield Fault("frame", says)
    if sha256(record.data["frame"]) != record.announcement.digest:
        yield Fault("frame", "The list is not the one whose digest was announced.")
    if len(record.frame.candidates) != record.announcement.size:
        size = len(record.frame.candidates)
        says = f"{record.announcement.size} candidates were announced; the list has {size}."
        yield Fault("announcement.size", says)


def _of_announcement(record: Record) -> Iterator[Fault]:
    written = announced(record.announcement)
    if not _same(record.data["announcement"], written):
        yield Fault("announcement", "It is not written in the one way it is written.")
    if record.data.get("fingerprint") != sha256(written):
        yield Fault("fingerprint", "It is not the fingerprint of this announcement.")


def _of_seed(record: Record) -> Iterator[Fault]:
    for says in hindrances(record.announcement, record.revealed):
        yield Fault("revealed", says)
    if not _same(record.data["revealed"], plain_revealed(record.revealed)):
        yield Fault("revealed", "The outcome is not written down as the document says.")
    if record.data.get("seed") != seed_from(str(record.data.get("fingerprint")), record.revealed):
        yield Fault("seed", "It does not follow from the fingerprint and what was revealed.")


def _of_draw(record: Record) -> Iterator[Fault]:
    drawn = draw(record.frame, str(record.data.get("seed")))
    if not _same(record.data.get("counts"), plain_counts(record.frame, drawn)):
        yield Fault("counts", "The strata do not hold or draw so many.")
    yield from _of_chances(record)
    if not _same(record.data.get("drawn"), plain_drawn(drawn)):
        yield from _of_drawn(record.data.get("drawn"), drawn)


def _of_chances(record: Record) -> Iterator[Fault]:
    said, true = record.data.get("chances"), plain_chances(chances(record.frame))
    assert isinstance(true, dict)
    if _same(said, true):
        return
    if not isinstance(said, dict):
        yield Fault("chances", "This must give every identifier its chance.")
        return
    for id in sorted({*said, *true}):
        if said.get(id) != true.get(id):
            there, is_ = said.get(id, "nothing"), true.get(id, "no chance: it is not in the list")
            yield Fault(f"chances.{id}", f"The record says {there}; it is {is_}.")


def _of_drawn(said: Plain, drawn: tuple[Drawn, ...]) -> Iterator[Fault]:
    if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
        yield Fault("drawn", "This must list the drawn.")
        return
    named = [str(each.get("id")) for each in said if isinstance(each, dict)]
    true = {each.id for each in drawn}
    for id in sorted(set(named) - true):
        yield Fault("drawn", f"{id} is among the drawn, but the seed does not draw it.")
    for id in sorted(true - set(named)):
        yield Fault("drawn", f"{id} is drawn by the seed, but not among the drawn.")
    if sorted(named) == sorted(true):
        says = "The right ones are drawn, but order, stratum, reason or chance is not as it should."
        yield Fault("drawn", says)
    elif set(named) == true:
        yield Fault("drawn", "Somebody is there more than once.")


def _same(one: Plain, other: Plain) -> bool:
    """Equal in every letter: true is not 1."""
    return canonical(one) == canonical(other)
