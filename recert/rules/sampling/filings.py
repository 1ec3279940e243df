"""Draws of one at a time: each application is drawn, or not, the moment it arrives.

A secret's commitment is published first, with the shares. When the period is over the secret
is revealed, with every application under its identifier and its chance; from that alone anybody
can see that each had the chance it should, and was drawn as the secret says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from recert.rules.sampling.drawing import ALGORITHM, ONE, drawn_at_once
from recert.rules.sampling.frame import Stratum, plain_stratum
from recert.rules.sampling.hashing import Plain, canonical
from recert.rules.sampling.reading import stratum_from
from recert.rules.sampling.recording import laid_out
from recert.rules.sampling.seeding import commitment_to, moment
from recert.rules.sampling.values import (
    NoRecord,
    Object,
    fraction_in,
    moment_in,
    objects_in,
    parsed,
    text_in,
    word_in,
)
from recert.rules.sampling.verifying import Fault

RECORD = "recert audit filings 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One application: its salted id, its chance, and whether it was drawn.

    `taken`: the word why it is audited for certain; `spared`: why it cannot be drawn.
    """

    id: str
    stratum: str
    probability: Fraction
    drawn: bool
    weight: Fraction = ONE
    taken: str = ""
    spared: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filings:
    """A period that is over: its secret, revealed, and every application that came in it.

    `strata` say with what percentage each part was drawn; a number cannot be drawn one by one.
    """

    title: str
    body: str
    commitment: str
    secret: str
    since: datetime
    until: datetime
    strata: tuple[Stratum, ...]
    filings: tuple[Filing, ...]
    clause: str = ""
    edition: str = ""


def chance_at_once(stratum: Stratum, weight: Fraction, taken: str, spared: str) -> Fraction:
    """With what probability an application is drawn: the share times its weight, 1 at most.

    Raises `ValueError` for a stratum without a percentage.
    """
    if stratum.percent is None:
        raise ValueError(f"“{stratum.name}” has no percentage; one by one none can do without.")
    if taken or spared:
        return ONE if taken else Fraction(0)
    return min(ONE, stratum.percent / 100 * weight)


def filings_text(period: Filings) -> str:
    """The record of a period as it is published: one application to a line."""
    return laid_out(_plain(period)) + "\n"


def _plain(period: Filings) -> Plain:
    return {
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
        "strata": [plain_stratum(each) for each in sorted(period.strata, key=lambda s: s.name)],
        "filings": [_plain_filing(each) for each in sorted(period.filings, key=lambda f: f.id)],
    }


def _plain_filing(filing: Filing) -> Plain:
    return {
        "id": filing.id,
        "stratum": filing.stratum,
        "weight": str(filing.weight),
        "taken": filing.taken,
        "spared": filing.spared,
        "probability": str(filing.probability),
        "drawn": "yes" if filing.drawn else "no",
    }


def is_filings(text: str) -> bool:
    """Whether a text claims to be the record of such a period."""
    return f'"{RECORD}"' in text[:200]


def read_filings(text: str) -> Filings:
    """Read such a record. Raises `NoRecord` for anything that is not one."""
    data = parsed(text)
    if not isinstance(data, dict) or data.get("record") != RECORD:
        raise NoRecord("record", "This is no record of applications drawn as they came.")
    if data.get("algorithm") != ALGORITHM:
        raise NoRecord("algorithm", f"What is known here is “{ALGORITHM}”.")
    period = Filings(
        title=text_in(data, "title"),
        body=text_in(data, "body"),
        clause=text_in(data, "clause"),
        edition=text_in(data, "edition"),
        commitment=text_in(data, "commitment"),
        secret=text_in(data, "secret"),
        since=moment_in(data, "since"),
        until=moment_in(data, "until"),
        strata=tuple(stratum_from(each) for each in objects_in(data, "strata")),
        filings=tuple(_filing(each) for each in objects_in(data, "filings")),
    )
    if canonical(data) != canonical(_plain(period)):
        raise NoRecord("", "It is not written in the one way such a record is written.")
    return period


def _filing(data: Object) -> Filing:
    return Filing(
        id=text_in(data, "id"),
        stratum=text_in(data, "stratum"),
        weight=fraction_in(data, "weight"),
        taken=text_in(data, "taken"),
        spared=text_in(data, "spared"),
        probability=fraction_in(data, "probability"),
        drawn=word_in(data, "drawn", ("yes", "no")) == "yes",
    )


def verify_filings(text: str) -> tuple[Fault, ...]:
    """Every fault of such a record, recomputed from its text; empty when all of it is true."""
    try:
        period = read_filings(text)
    except NoRecord as error:
        return (Fault(error.where, error.says),)
    return faults_in_filings(period)


def faults_in_filings(period: Filings) -> tuple[Fault, ...]:
    """Every fault of a record of filings that has been read."""
    return (*_of_secret(period), *_of_names(period), *_of_filings(period))


def _of_secret(period: Filings) -> Iterator[Fault]:
    try:
        committed = commitment_to(period.secret)
    except ValueError as error:
        yield Fault("secret", str(error))
        return
    if committed != period.commitment:
        yield Fault("secret", "It is not the secret that was committed to.")


def _of_names(period: Filings) -> Iterator[Fault]:
    for id, times in Counter(each.id for each in period.filings).items():
        if times > 1:
            yield Fault(f"filings.{id}", f"It is there {times} times.")


def _of_filings(period: Filings) -> Iterator[Fault]:
    strata = {each.name: each for each in period.strata}
    for each in period.filings:
        where = f"filings.{each.id}"
        if each.stratum not in strata:
            yield Fault(where, f"There is no stratum “{each.stratum}”.")
            continue
        try:
            chance = chance_at_once(strata[each.stratum], each.weight, each.taken, each.spared)
        except ValueError as error:
            yield Fault("strata", str(error))
            return
        if chance != each.probability:
            yield Fault(where, f"Its chance is {chance}, not {each.probability}.")
        if each.drawn is not drawn_at_once(period.secret, each.id, each.probability):
            says = "It is not drawn by the secret." if each.drawn else "It is drawn by the secret."
            yield Fault(where, says)
