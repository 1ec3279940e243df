"""The published record of a draw: one JSON file that holds all it takes to draw again.

It names nobody: candidates stand under salted identifiers. What can be computed (digest,
fingerprint, seed, chances, who is drawn) is written beside what it is computed from, and
`verifying` computes it all again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from recert.rules.sampling.drawing import ALGORITHM, Drawn, chances, draw
from recert.rules.sampling.frame import Frame, digest, plain
from recert.rules.sampling.hashing import Plain
from recert.rules.sampling.seeding import (
    Announcement,
    PublicRandomness,
    Revealed,
    announced,
    fingerprint,
    seed_of,
    written_down,
)

RECORD = "recert audit draw 1"

_IN_ONE_LINE = 8  # a list or object of so many plain values still reads well in one line


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw held: what was drawn from, what was announced beforehand, what came to light."""

    frame: Frame
    announcement: Announcement
    revealed: Revealed


def announce(
    frame: Frame,
    *,
    frozen_at: datetime,
    public: PublicRandomness | None = None,
    commitment: str = "",
) -> Announcement:
    """What is to be published of this frame before the outcome is known.

    Raises `ValueError` for a frame that cannot be drawn from.
    """
    return Announcement(
        digest=digest(frame),
        size=len(frame.candidates),
        frozen_at=frozen_at,
        public=public,
        commitment=commitment,
    )


def drawn_in(held: Draw) -> tuple[Drawn, ...]:
    """Who is drawn. Raises `ValueError` while the seed is not known or does not fit."""
    return draw(held.frame, seed_of(held.announcement, held.revealed))


def record_text(held: Draw) -> str:
    """The record as it is published. Raises `ValueError` for one that would not verify."""
    if held.announcement.digest != digest(held.frame):
        raise ValueError("The frame is not the one announced.")
    return laid_out(record_of(held)) + "\n"


def record_of(held: Draw) -> dict[str, Plain]:
    """The record as plain data."""
    seed = seed_of(held.announcement, held.revealed)
    drawn = draw(held.frame, seed)
    return {
        "record": RECORD,
        "algorithm": ALGORITHM,
        "frame": plain(held.frame),
        "announcement": announced(held.announcement),
        "fingerprint": fingerprint(held.announcement),
        "revealed": plain_revealed(held.revealed),
        "seed": seed,
        "counts": plain_counts(held.frame, drawn),
        "chances": plain_chances(chances(held.frame)),
        "drawn": plain_drawn(drawn),
    }


def plain_revealed(revealed: Revealed) -> Plain:
    """The outcome as it was stated and as it enters the seed, and the secret."""
    written = written_down(revealed.said)
    return {"said": revealed.said, "written": written, "secret": revealed.secret}


def plain_counts(frame: Frame, drawn: Sequence[Drawn]) -> Plain:
    """How many each stratum holds, how many of them were targeted, spared and drawn."""
    size = Counter(each.stratum for each in frame.candidates)
    targeted = Counter(each.stratum for each in frame.candidates if each.taken)
    spared = Counter(each.stratum for each in frame.candidates if each.spared)
    out = Counter(each.stratum for each in drawn)
    return [
        {
            "stratum": name,
            "size": size[name],
            "targeted": targeted[name],
            "spared": spared[name],
            "drawn": out[name],
        }
        for name in sorted(stratum.name for stratum in frame.strata)
    ]


def plain_chances(chance: Mapping[str, Fraction]) -> Plain:
    """Everybody's chance to be drawn, as a fraction in lowest terms: `1`, `0`, `3/40`."""
    return {id: str(chance[id]) for id in sorted(chance)}


def plain_drawn(drawn: Sequence[Drawn]) -> Plain:
    """The drawn, by stratum and id."""
    return [
        {
            "id": each.id,
            "stratum": each.stratum,
            "why": each.why,
            "probability": str(each.probability),
        }
        for each in drawn
    ]


def laid_out(data: Plain, indent: str = "") -> str:
    """JSON a person can read and compare line by line: a candidate to a line."""
    if not isinstance(data, (list, dict)) or not data:
        return json.dumps(data)
    values = data.values() if isinstance(data, dict) else data
    if len(data) <= _IN_ONE_LINE and not any(isinstance(each, (list, dict)) for each in values):
        return json.dumps(data)
    deeper = indent + " "
    if isinstance(data, dict):
        lines = [
            f"{deeper}{json.dumps(key)}: {laid_out(value, deeper)}" for key, value in data.items()
        ]
    else:
        lines = [deeper + laid_out(value, deeper) for value in data]
    opening, closing = "{}" if isinstance(data, dict) else "[]"
    return "\n".join([opening, ",\n".join(lines), indent + closing])
