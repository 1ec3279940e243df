"""`recert publish FOLDER`: a body's rulebook becomes its policy on this installation."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from recert.cli import clock
from recert.lib.refusals import Refused
from recert.people.actions import appoint
from recert.people.models import Person, Role
from recert.people.queries import body_named, person_by_email
from recert.rulebooks.actions import load_files
from recert.rulebooks.models import Edition
from recert.rules.checking import check_case
from recert.rules.reading.folders import BodyFolder, read_body


def add_parser(subparsers: Any) -> None:
    """Add the command, its folder and who is to own a new body."""
    parser = subparsers.add_parser(
        "publish",
        description="Read every edition in a body's folder, run all its cases, and publish what "
        "is new or changed. A body that is not here yet is opened.",
    )
    parser.add_argument("folder", type=Path, help="of one body: rulebooks/acsm")
    parser.add_argument("--owner", metavar="EMAIL", help="make this person an owner of the body")


def run(args: argparse.Namespace) -> int:
    """Publish everything, or say what is wrong and publish nothing."""
    folder = args.folder.resolve()
    try:
        owner = _owner(args.owner)
        _refuse_unless_sound(folder)
        published = _publish(folder, owner, at=clock.now())
    except Refused as refused:
        print("\n".join(refused.sentences), file=sys.stderr)
        print("Nothing was published.", file=sys.stderr)
        return 1
    for edition in published:
        print(f"Published: {folder.name} {edition.edition}, revision {edition.revision}.")
    if not published:
        print(f"Everything in {folder} was published before.")
    return 0


def _owner(email: str | None) -> Person | None:
    person = person_by_email(email) if email else None
    if email and person is None:
        raise Refused(f"Nobody here has the address {email}. Let them sign up first.")
    return person


def _refuse_unless_sound(folder: Path) -> None:
    if not folder.is_dir():
        raise Refused(f"{folder} is no folder. Name the folder of one body: rulebooks/acsm")
    read = read_body(folder)
    wrong = [str(problem) for problem in read.problems] or list(_mismatches(read))
    if wrong:
        raise Refused("\n".join(wrong))
    if not read.rulebooks:
        raise Refused(f"No edition lies in {folder}. Name the folder of one body: rulebooks/acsm")


def _mismatches(read: BodyFolder) -> Iterator[str]:
    for edition, cases in read.cases.items():
        for case in cases:
            for mismatch in check_case(read.rulebooks, case):
                yield f"{read.body}/{edition}.cases.yaml: {mismatch}"


@transaction.atomic
def _publish(folder: Path, owner: Person | None, *, at: datetime) -> tuple[Edition, ...]:
    published = load_files(folder.glob("*.yaml"), at=at)
    if owner:
        appoint(person=owner, body=body_named(folder.name), role=Role.OWNER, by=None, at=at)
    return published
