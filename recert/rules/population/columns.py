"""Columns: how people are laid out, a row for each certification held.

What a person has many of stands in the row as a list, so that nothing need be joined or
grouped, a file can be cut anywhere, and a cluster may hand out its pieces. Words are
dictionary-encoded, days are days, credit awarded is whole grains (`recert.rules.amounts`).
Sets (topics, cards) are their words in order with a blank between. Whoever holds two
certifications has two rows, each with the other one under `others`.
"""

from __future__ import annotations

import pyarrow as pa

WORD = pa.dictionary(pa.int32(), pa.string())
DAY = pa.date32()
GRAINS = pa.int64()


def _many(**fields: pa.DataType) -> pa.DataType:
    return pa.list_(pa.struct(list(fields.items())))


HOLDING = {
    "body": WORD,
    "credential": WORD,
    "level": WORD,
    "certified": DAY,
    "expires": DAY,
    "number": pa.string(),
    "previous_closed": DAY,
}

ACTIVITIES = _many(
    id=pa.string(),
    title=WORD,
    kind=WORD,
    completed=DAY,
    started=DAY,
    delivery=WORD,
    provider=WORD,
    awards=_many(amount=GRAINS, unit=WORD, by=WORD, number=pa.string()),
    minutes=pa.int32(),
    preparation=pa.int32(),
    topics=WORD,
    parts=_many(share=pa.string(), topics=WORD),
    assessed=pa.bool_(),
    passed=pa.bool_(),
    grade=WORD,
    course=WORD,
    subject=WORD,
    accredited_by=WORD,
    at_test_centre=pa.bool_(),
    cards=WORD,
    card_months=pa.int32(),
    reported_by=WORD,
    evidence=pa.bool_(),
    ordered=pa.bool_(),
)

DECISIONS = _many(
    kind=WORD,
    body=WORD,
    on=DAY,
    reason=pa.string(),
    holding=pa.string(),
    activity=pa.string(),
    clause=WORD,
    amount=pa.string(),
    categories=WORD,
    until=DAY,
    ended=DAY,
    since=DAY,
    ground=WORD,
)

SCHEMA = pa.schema(
    [
        ("person", pa.string()),
        ("holding", pa.string()),
        *HOLDING.items(),
        ("country", WORD),
        ("attributes", pa.map_(pa.string(), pa.string())),
        ("others", _many(id=pa.string(), **HOLDING)),
        ("activities", ACTIVITIES),
        (
            "documents",
            _many(
                id=pa.string(), kind=WORD, issued=DAY, expires=DAY, skills=WORD, issuer=pa.string()
            ),
        ),
        ("memberships", _many(body=WORD, since=DAY, until=DAY)),
        ("attestations", _many(holding=pa.string(), to=WORD, on=DAY)),
        ("decisions", DECISIONS),
        (
            "carried",
            _many(
                holding=pa.string(),
                amount=pa.string(),
                into=DAY,
                earned=DAY,
                categories=WORD,
                owed=pa.bool_(),
            ),
        ),
    ]
)

REQUIREMENTS = _many(
    clause=WORD,
    since=DAY,
    until=DAY,
    state=WORD,
    need=GRAINS,
    counted=GRAINS,
    short=GRAINS,
)

ANSWERS = pa.schema(
    [
        ("person", pa.string()),
        ("holding", pa.string()),
        ("edition", WORD),
        ("verdict", WORD),
        ("status", WORD),
        ("start", DAY),
        ("end", DAY),
        ("stage", WORD),
        ("claimed", GRAINS),
        ("counted", GRAINS),
        ("over_limit", GRAINS),
        ("carried", GRAINS),
        ("not_eligible", GRAINS),
        ("fee", pa.int64()),
        ("questions", pa.int32()),
        ("requirements", REQUIREMENTS),
        ("exact", _many(field=pa.string(), amount=pa.string())),
    ]
)
"""One row for each certification judged.

Amounts are whole grains. Where one is not whole it is null there and stands under `exact`,
as `n/d`, with its field: `counted`, or `need`, `counted` or `short` and the place of the
requirement (`short of 3`). `fee` is in cents, null where the policy does not say or nothing
can be filed. `questions` is how many activities a person must look at.
"""
