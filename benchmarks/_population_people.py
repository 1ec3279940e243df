"""People by the million, seeded, in columns: a register as large as the largest there are.

Each has done two dozen things in the last three and a half years: courses and conferences for
the most part, credited by their body and by others, some twice, some failed, some unclear.
The same seed gives the same people, batch by batch, so that nothing need be kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from recert.rules.population import SCHEMA

BATCH = 1 << 15
ACTIVITIES = 24
"""So many each, on average."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Field:
    """What a body's people are like: credentials, units, amounts, subjects, papers."""

    body: str
    credentials: Sequence[str]
    unit: str
    amounts: tuple[int, int, int]  # from, to and step, in grains
    topics: Sequence[str]
    attests: str
    as_of: date


FIELDS = {
    each.body: each
    for each in (
        Field(
            "nsca", ("cscs", "nsca-cpt", "csps", "tsac-f"), "ceu", (900, 9_000, 900),
            ("exercise-science", "programme-design", "nutrition", "ethics", "assessment",
             "exercise-science programme-design", "manual-therapy", "other", "workout"),
            "", date(2026, 11, 21),
        ),
        Field(
            "acsm", ("cpt", "ep", "cep", "gei"), "cec", (9_000, 90_000, 9_000),
            ("exercise-science", "clinical-exercise", "nutrition", "ethics", "business",
             "health safety", "promotion", "exercise-science nutrition"),
            "truthful", date(2026, 11, 21),
        ),
        Field(
            "pmi", ("pmp", "pmp", "pmp", "capm", "acp"), "pdu", (9_000, 90_000, 4_500),
            ("ways-of-working", "power-skills", "business-acumen", "leadership", "business",
             "ways-of-working power-skills", "technology"),
            "", date(2026, 11, 21),
        ),
        Field(
            "npcp", ("comprehensive", "comprehensive", "mat"), "cec", (9_000, 45_000, 9_000),
            ("mind-body", "exercise-technique", "exercise-science", "health", "business",
             "professional-practice", "marketing", "mind-body exercise-science"),
            "code-of-ethics", date(2026, 11, 21),
        ),
    )
}  # fmt: skip

KINDS = (
    "course", "conference", "workshop", "webinar", "self-study", "quiz", "college-course",
    "presenting", "teaching", "authoring", "volunteering", "life-support-training",
    "committee-service", "research", "examination",
)  # fmt: skip
OFTEN = (24, 14, 12, 14, 10, 8, 2, 4, 3, 2, 3, 2, 1, 1, 1)  # of a hundred and one
TITLES = [f"Course {number}" for number in range(5_000)]
DELIVERIES = ("in-person", "live-online", "self-paced", "")


def batches(body: str, people: int, seed: int = 2026) -> Iterator[pa.RecordBatch]:
    """So many people certified by a body, batch by batch."""
    for number, start in enumerate(range(0, people, BATCH)):
        dice = np.random.default_rng((seed, number, sum(body.encode())))
        yield _batch(FIELDS[body], min(BATCH, people - start), start, dice)


def write(path: Path, body: str, people: int, seed: int = 2026) -> None:
    """Write so many people to a Parquet file, once."""
    if path.exists():
        return
    unfinished = path.with_suffix(".part")
    with pq.ParquetWriter(unfinished, SCHEMA, compression="lz4") as writer:
        for batch in batches(body, people, seed):
            writer.write_batch(batch, row_group_size=BATCH)
    unfinished.rename(path)


def _batch(field: Field, people: int, start: int, dice: np.random.Generator) -> pa.RecordBatch:
    today = field.as_of.toordinal() - date(1970, 1, 1).toordinal()
    names = [f"p{start + number}" for number in range(people)]
    columns = {
        "person": pa.array(names),
        "holding": pa.array([f"h{start + number}" for number in range(people)]),
        "body": _same(field.body, people),
        "credential": _words(field.credentials, dice.integers(len(field.credentials), size=people)),
        "level": _same("", people),
        "certified": _days(today - dice.integers(30, 5_500, people)),
        "country": _words(("US", "CA", ""), dice.choice(3, people, p=(0.8, 0.1, 0.1))),
        "activities": _activities(field, people, today, dice),
        "documents": _documents(people, today, dice),
        "memberships": _memberships(field, people, today, dice),
        "attestations": _attestations(field, people, today, dice, start),
    }
    arrays = [
        columns.get(each.name, pa.nulls(people, each.type)).cast(each.type) for each in SCHEMA
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _activities(field: Field, people: int, today: int, dice: np.random.Generator) -> pa.Array:
    lengths = dice.poisson(ACTIVITIES, people)
    many = int(lengths.sum())
    completed = today - dice.integers(0, 1_280, many)
    kinds = dice.choice(len(KINDS), many, p=np.array(OFTEN) / sum(OFTEN))
    low, high, step = field.amounts
    amount = dice.integers(low // step, high // step + 1, many) * step
    whole = dice.integers(30, 1_440, many)
    passed = dice.choice(3, many, p=(0.57, 0.4, 0.03))
    values = {
        "id": pa.array(np.arange(many)).cast(pa.string()),
        "title": _words(TITLES, dice.integers(len(TITLES), size=many)),
        "kind": _words(KINDS, kinds),
        "completed": _days(completed),
        "started": _days(completed - dice.choice((0, 0, 1, 30, 400), many)),
        "delivery": _words(DELIVERIES, dice.choice(4, many, p=(0.35, 0.25, 0.35, 0.05))),
        "provider": _words(
            (field.body, "ace", "elsewhere", ""), dice.choice(4, many, p=(0.5, 0.2, 0.2, 0.1))
        ),
        "awards": _awards(field, amount, dice),
        "minutes": pa.array(whole, mask=dice.random(many) < 0.3),
        "topics": _words(field.topics, dice.integers(len(field.topics), size=many)),
        "assessed": pa.array(dice.random(many) < 0.5),
        "passed": pa.array(passed == 1, mask=passed == 0),
        "cards": _words(("", "cpr", "aed"), (kinds == 11) * dice.integers(0, 3, many)),
        "reported_by": _same("self", many),
        "evidence": pa.array(dice.random(many) < 0.8),
    }  # fmt: skip
    return _lists(SCHEMA.field("activities").type, lengths, values)


def _awards(field: Field, amount: Ints, dice: np.random.Generator) -> pa.Array:
    lengths = dice.choice(3, len(amount), p=(0.05, 0.93, 0.02))
    taken = np.repeat(amount, lengths)
    by = (field.body, "ace", "")
    values = {
        "amount": pa.array(taken),
        "unit": _words((field.unit, "contact-hour"), dice.choice(2, len(taken), p=(0.8, 0.2))),
        "by": _words(by, dice.choice(3, len(taken), p=(0.7, 0.15, 0.15))),
    }
    return _lists(SCHEMA.field("activities").type.value_type.field("awards").type, lengths, values)


def _documents(people: int, today: int, dice: np.random.Generator) -> pa.Array:
    lengths = dice.choice((0, 1, 2), people, p=(0.1, 0.1, 0.8))
    many = int(lengths.sum())
    issued = today - dice.integers(0, 900, many)
    values = {
        "id": pa.array(np.arange(many)).cast(pa.string()),
        "kind": _words(("cpr", "aed"), np.arange(many) % 2),
        "issued": _days(issued),
        "expires": _days(issued + 730),
        "skills": _words(
            ("hands-on", "skills-evaluated", "online-only"), dice.choice(3, many, p=(0.7, 0.2, 0.1))
        ),
    }
    return _lists(SCHEMA.field("documents").type, lengths, values)


def _memberships(field: Field, people: int, today: int, dice: np.random.Generator) -> pa.Array:
    lengths = dice.choice((0, 1), people, p=(0.4, 0.6))
    many = int(lengths.sum())
    since = today - dice.integers(0, 2_000, many)
    values = {"body": _same(field.body, many), "since": _days(since)}
    return _lists(SCHEMA.field("memberships").type, lengths, values)


def _attestations(
    field: Field, people: int, today: int, dice: np.random.Generator, start: int
) -> pa.Array:
    lengths = dice.choice((0, 1), people, p=(0.4, 0.6)) * bool(field.attests)
    many = int(lengths.sum())
    whose = np.repeat(np.arange(people) + start, lengths)
    values = {
        "holding": pa.array([f"h{number}" for number in whose.tolist()], pa.string()),
        "to": _same(field.attests, many),
        "on": _days(today - dice.integers(0, 300, many)),
    }
    return _lists(SCHEMA.field("attestations").type, lengths, values)


def _lists(type: pa.DataType, lengths: Ints, values: dict[str, pa.Array]) -> pa.Array:
    fields = [type.value_type.field(place) for place in range(type.value_type.num_fields)]
    many = int(lengths.sum())
    arrays = [values.get(each.name, pa.nulls(many, each.type)).cast(each.type) for each in fields]
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    return pa.ListArray.from_arrays(
        pa.array(offsets), pa.StructArray.from_arrays(arrays, fields=fields), type=type
    )


def _words(words: Sequence[str], places: Ints) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), pa.array(words))


def _same(word: str, many: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(many, np.int32)), pa.array([word]))


def _days(numbers: Ints) -> pa.Array:
    return pa.array(numbers.astype(np.int32)).view(pa.date32())
