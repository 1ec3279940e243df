"""Reading a record back: strictly, and with a sentence for whatever is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass

from recert.rules.amounts import Rounding
from recert.rules.sampling.drawing import ALGORITHM
from recert.rules.sampling.frame import Candidate, Frame, Of, Stratum
from recert.rules.sampling.recording import RECORD
from recert.rules.sampling.seeding import Announcement, PublicRandomness, Revealed
from recert.rules.sampling.values import (
    NoRecord,
    Object,
    day_in,
    fraction_in,
    moment_in,
    object_in,
    objects_in,
    parsed,
    text_in,
    whole_in,
    word_in,
)


@dataclass(frozen=True, slots=True)
class Record:
    """A record read: everything in it as plain data, and what the draw was made from."""

    data: Object
    frame: Frame
    announcement: Announcement
    revealed: Revealed


def read_record(text: str) -> Record:
    """Read a record. Raises `NoRecord` for anything that is not one.

    It is not checked here whether what the record says is true: see `verifying`.
    """
    data = parsed(text)
    if not isinstance(data, dict) or "record" not in data:
        raise NoRecord("", "This is JSON, but no record of an audit draw.")
    for key, known in (("record", RECORD), ("algorithm", ALGORITHM)):
        if data.get(key) != known:
            raise NoRecord(key, f"It says {data.get(key)!r}; what is known here is “{known}”.")
    return Record(
        data,
        _frame(object_in(data, "frame")),
        _announcement(object_in(data, "announcement")),
        _revealed(object_in(data, "revealed")),
    )


def _frame(data: Object) -> Frame:
    return Frame(
        title=text_in(data, "title"),
        body=text_in(data, "body"),
        as_of=day_in(data, "as_of"),
        clause=text_in(data, "clause"),
        edition=text_in(data, "edition"),
        strata=tuple(stratum_from(each) for each in objects_in(data, "strata")),
        candidates=tuple(_candidate(each) for each in objects_in(data, "candidates")),
    )


def stratum_from(data: Object) -> Stratum:
    """A stratum as a record writes it."""
    return Stratum(
        name=text_in(data, "name"),
        says=text_in(data, "says"),
        percent=None if data.get("percent") is None else fraction_in(data, "percent"),
        number=None if data.get("number") is None else whole_in(data, "number"),
        rounding=Rounding(word_in(data, "rounding", tuple(Rounding))),
        of=Of(word_in(data, "of", tuple(Of))),
    )


def _candidate(data: Object) -> Candidate:
    return Candidate(
        id=text_in(data, "id"),
        stratum=text_in(data, "stratum"),
        weight=fraction_in(data, "weight"),
        taken=text_in(data, "taken"),
        spared=text_in(data, "spared"),
    )


def _announcement(data: Object) -> Announcement:
    return Announcement(
        digest=text_in(data, "digest"),
        size=whole_in(data, "size"),
        frozen_at=moment_in(data, "frozen_at"),
        commitment=text_in(data, "commitment"),
        public=None if data.get("public") is None else _public(object_in(data, "public")),
    )


def _public(data: Object) -> PublicRandomness:
    return PublicRandomness(
        what=text_in(data, "what"), when=moment_in(data, "when"), how=text_in(data, "how")
    )


def _revealed(data: Object) -> Revealed:
    return Revealed(said=text_in(data, "said"), secret=text_in(data, "secret"))
