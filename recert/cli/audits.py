"""`recert audits verify RECORD`: draws again from a published record, and says what it found.

It reads the one file and nothing else: no database, no settings, no network.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TextIO

from recert.cli.filings import about_filing, true_filings
from recert.rules.sampling.drawing import draw
from recert.rules.sampling.filings import faults_in_filings, is_filings, read_filings
from recert.rules.sampling.reading import Record, read_record
from recert.rules.sampling.recording import plain_counts
from recert.rules.sampling.values import NoRecord
from recert.rules.sampling.verifying import Fault, chance_of, faults_in

MOST_BYTES = 512 * 1024 * 1024
"""A million candidates are about 110 MB; more than this is something else."""

MOST_FAULTS = 20


class NotReadable(Exception):
    """A file that cannot be read as text, with a sentence that says why and what to do."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What may be given."""
    parser = commands.add_parser("audits", help="check a published draw")
    acts = parser.add_subparsers(required=True, metavar="ACT")
    verify = acts.add_parser(
        "verify",
        help="draw again from a published record",
        description="Draws again from the record of a draw alone. 0: all of it is true.",
    )
    verify.add_argument("record", type=Path, help="the record, a JSON file as it was published")
    verify.add_argument("--id", help="also say whether this identifier could be, and was, drawn")
    verify.set_defaults(act=_verify)


def run(args: argparse.Namespace) -> int:
    """0 when everything in the record is true, 1 when something is not, 2 for no record."""
    return int(args.act(args))


def _verify(args: argparse.Namespace) -> int:
    try:
        checked = _checked(_text_of(args.record))
    except NotReadable as error:
        _say(sys.stderr, [str(error)])
        return 2
    except NoRecord as error:
        said = _placed(error.where, error.says)
        _say(sys.stderr, [f"{args.record} cannot be checked. {said}"])
        return 2
    lines = _faulty(checked.faults) if checked.faults else checked.says()
    if args.id:
        lines += ["", *checked.about(args.id)]
    _say(sys.stdout, lines)
    return 1 if checked.faults else 0


def _say(out: TextIO, lines: Iterable[str]) -> None:
    """Each as one line: nothing in a record moves the cursor or begins a line of its own."""
    for line in lines:
        shown = (each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in line)
        out.write("".join(shown) + "\n")


@dataclass(frozen=True)
class _Checked:
    """A record that was read: its faults, what to say of it, what to say of one identifier."""

    faults: tuple[Fault, ...]
    says: Callable[[], list[str]]
    about: Callable[[str], list[str]]


def _checked(text: str) -> _Checked:
    if is_filings(text):
        period = read_filings(text)
        faults = faults_in_filings(period)
        return _Checked(faults, partial(true_filings, period), partial(about_filing, period))
    record = read_record(text)
    faults = faults_in(record)
    return _Checked(faults, partial(_true, record), partial(_about, record, bool(faults)))


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NotReadable(f"{path} is larger than any record of a draw; is it the right file?")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise NotReadable(f"{path} is not text; a record is a JSON file.") from None
    except OSError as error:
        raise NotReadable(f"{path} cannot be read: {error.strerror}.") from None


def _placed(where: str, says: str) -> str:
    return f"At {where}: {says}" if where else says


def _faulty(faults: tuple[Fault, ...]) -> list[str]:
    """What is not so."""
    lines = ["This record does not hold."]
    lines += [f"  {_placed(fault.where, fault.says)}" for fault in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        lines.append(f"  and {len(faults) - MOST_FAULTS} more")
    return lines


def _true(record: Record) -> list[str]:
    """What was checked, and what no file can prove."""
    frame, announcement = record.frame, record.announcement
    lines = [
        f"{frame.title} ({frame.body}), as of {frame.as_of}",
        "Everything in this record holds.",
        f"  The list: {len(frame.candidates):,} identifiers; its digest is the one announced.",
        f"  The announcement: its fingerprint is {record.data['fingerprint']}.",
    ]
    if announcement.commitment:
        lines.append("  The secret: it is the one committed to in the announcement.")
    if announcement.public:
        lines.append(f"  The outcome: “{record.revealed.said}” for {announcement.public.what}.")
    lines.append("  The seed: it follows from fingerprint, outcome and secret.")
    lines += [f"  {line}" for line in _counts(record)]
    lines += ["What no file can prove, so please look yourself:"]
    if announcement.public:
        lines.append(f"  that this was the outcome ({announcement.public.how});")
    lines.append(
        f"  that the fingerprint was public on {announcement.frozen_at:%Y-%m-%d %H:%M} UTC."
    )
    return lines


def _counts(record: Record) -> list[str]:
    counts = plain_counts(record.frame, draw(record.frame, str(record.data["seed"])))
    assert isinstance(counts, list)
    return [
        f"{each['stratum']}: {each['drawn']:,} drawn of {each['size']:,} "
        f"({each['targeted']:,} targeted, {each['spared']:,} spared)."
        for each in counts
        if isinstance(each, dict)
    ]


def _about(record: Record, faulty: bool, id: str) -> list[str]:
    """One identifier: was it in the list, with what chance, and is it among the drawn."""
    chance = chance_of(record, id)
    if chance is None:
        return [f"{id} is not in the list: it could not be drawn."]
    candidate = next(each for each in record.frame.candidates if each.id == id)
    lines = [f"{id} is in the list, in the stratum “{candidate.stratum}”."]
    if candidate.taken:
        lines.append(f"It was taken with certainty: {candidate.taken}.")
    elif candidate.spared:
        lines.append(f"It was spared: {candidate.spared}.")
    else:
        lines.append(f"Its chance was {chance}, about one in {-(-1 // chance) if chance else '∞'}.")
    if faulty:
        return [*lines, "Whether it was rightly drawn cannot be said of a record with faults."]
    drawn = {each.id for each in draw(record.frame, str(record.data["seed"]))}
    return [*lines, "It was drawn." if id in drawn else "It was not drawn."]
