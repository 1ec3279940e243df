"""Draws of one at a time: each application is drawn, or not, the moment it arrives.

A secret's commitment is published first. When the period is over the secret is revealed,
with every application under its identifier and its chance; from that alone anybody can see
that each was drawn as the secret says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from recert.rules.sampling.drawing import ALGORITHM, drawn_at_once
from recert.rules.sampling.hashing import Plain, canonical
from recert.rules.sampling.seeding import commitment_to, moment
from recert.rules.sampling.verifying import Fault

RECORD = "recert audit filings 1"

HEAD = ("record", "algorithm", "title", "body", "clause", "edition")
KEYS = {*HEAD, "commitment", "secret", "since", "until", "filings"}
LINE = {"id", "stratum", "taken", "spared", "probability", "drawn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One application: its salted id, its chance, and whether it was drawn.

    `taken`: the word why it is audited for certain; `spared`: why it cannot be drawn.
    """

    id: str
    stratum: str
    probability: Fraction
    drawn: bool
    taken: str = ""
    spared: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filings:
    """A period that is over: its secret, revealed, and every application that came in it."""

    title: str
    body: str
    commitment: str
    secret: str
    since: datetime
    until: datetime
    filings: tuple[Filing, ...]
    clause: str = ""
    edition: str = ""


def filings_text(period: Filings) -> str:
    """The record of a period as it is published: one application to a line."""
    head: dict[str, Plain] = {
        "record": RECORD,
        "algorithm": ALGORITHM,
        "title": period.title,
        "body": period.body,
        "clause": period.clause,
        "edition": period.edition,
        "commitment": period.commitment,
        "secret": period.secret,
        "since": moment(period.since),
        "until": moment(period.until),
    }
    lines = [f' "{key}": {json.dumps(value)}' for key, value in head.items()]
    rows = [_line(each) for each in sorted(period.filings, key=lambda each: each.id)]
    filings = "[\n  " + ",\n  ".join(rows) + "\n ]" if rows else "[]"
    return "{\n" + ",\n".join([*lines, f' "filings": {filings}']) + "\n}\n"


def _line(filing: Filing) -> str:
    return canonical(
        {
            "id": filing.id,
            "stratum": filing.stratum,
            "taken": filing.taken,
            "spared": filing.spared,
            "probability": str(filing.probability),
            "drawn": filing.drawn,
        }
    )


def is_filings(text: str) -> bool:
    """Whether a text claims to be the record of such a period."""
    return f'"{RECORD}"' in text[:200]


def verify_filings(text: str) -> tuple[Fault, ...]:
    """Every fault of such a record, recomputed from its text; empty when all of it is true."""
    try:
        data = json.loads(text)
    except ValueError as error:
        return (Fault("", f"This is not JSON ({error})."),)
    if not isinstance(data, dict) or data.get("record") != RECORD:
        return (Fault("record", "This is no record of applications drawn as they came."),)
    if set(data) != KEYS or not isinstance(data["filings"], list):
        return (Fault("", "A part of the record is missing, or one is there that it has not."),)
    return (*_of_secret(data), *_of_filings(data))


def _of_secret(data: dict[str, Plain]) -> Iterator[Fault]:
    if data["algorithm"] != ALGORITHM:
        yield Fault("algorithm", f"What is known here is “{ALGORITHM}”.")
    try:
        committed = commitment_to(str(data["secret"]))
    except ValueError as error:
        yield Fault("secret", str(error))
        return
    if committed != data["commitment"]:
        yield Fault("secret", "It is not the secret that was committed to.")


def _of_filings(data: dict[str, Plain]) -> Iterator[Fault]:
    filings = data["filings"]
    assert isinstance(filings, list)  # the caller looked
    seen: set[str] = set()
    for at, each in enumerate(filings):
        where = f"filings[{at}]"
        if not isinstance(each, dict) or set(each) != LINE:
            yield Fault(where, "This is no line of an application.")
            continue
        id = str(each["id"])
        if id in seen:
            yield Fault(where, f"{id} is there more than once.")
        seen.add(id)
        if fault := _of_filing(each, str(data["secret"])):
            yield Fault(where, f"{id} {fault}")


def _of_filing(each: dict[str, Plain], secret: str) -> str:
    """What is wrong with one line; empty where nothing is."""
    try:
        chance = Fraction(str(each["probability"]))
    except (ValueError, ZeroDivisionError):
        return "has a chance that is no fraction."
    if not 0 <= chance <= 1 or str(chance) != each["probability"]:
        return "has a chance that lies outside 0 to 1, or is not in lowest terms."
    if (each["taken"] and chance != 1) or (each["spared"] and chance != 0):
        return "is taken or spared, and has another chance than that gives."
    if each["drawn"] is not drawn_at_once(secret, str(each["id"]), chance):
        return "is drawn by the secret." if not each["drawn"] else "is not drawn by the secret."
    return ""
