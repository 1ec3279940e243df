"""`recert catalogue import FILE`: a course list, brought in by whoever runs the house."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from recert.catalogue.actions import Bringing, Outcome, bring_courses
from recert.cli import clock
from recert.lib.refusals import NotFound, Refused
from recert.lib.tables import read_table
from recert.people.queries import person_by_email

SHOWN = 50


def add_parser(subparsers: Any) -> None:
    """Add the command, the file, whose it is and who brings it."""
    parser = subparsers.add_parser("catalogue", description="Bring in a provider's course list.")
    acts = parser.add_subparsers(dest="act", required=True)
    bring = acts.add_parser("import", help="look at a list, or enter it")
    bring.add_argument("file", type=Path, help="CSV, or Excel as .xlsx")
    bring.add_argument("--provider", required=True, metavar="SLUG", help="whose courses they are")
    bring.add_argument("--by", required=True, metavar="EMAIL", help="who sees to its courses")
    bring.add_argument("--enter", action="store_true", help="enter it; without this only look")
    bring.add_argument("--good", action="store_true", help="enter what is right, leave the rest")


def run(args: argparse.Namespace) -> int:
    """Read the file, say what came of every row that needs attention, and of all in numbers."""
    by = person_by_email(args.by)
    if by is None:
        print(f"Nobody signs in as {args.by}.", file=sys.stderr)
        return 1
    try:
        table = read_table(args.file.read_bytes(), args.file.name)
        brought = bring_courses(
            by=by,
            at=clock.now(),
            provider_slug=args.provider,
            headers=table.headers,
            rows=table.rows,
            look=not (args.enter or args.good),
            good_only=args.good,
        )
    except OSError as error:
        print(f"{args.file} cannot be read: {error.strerror}.", file=sys.stderr)
        return 1
    except Refused as refused:
        print("\n".join(refused.sentences), file=sys.stderr)
        return 1
    except NotFound:
        print(f"{args.by} sees to no courses of a provider {args.provider}.", file=sys.stderr)
        return 1
    return _say(brought)


def _say(brought: Bringing) -> int:
    wrong = [each for each in brought.rows if each.outcome is Outcome.WRONG]
    for each in wrong[:SHOWN]:
        for problem in each.problems:
            print(f"Row {each.row}, {problem.field} “{problem.value}”: {problem.fix}")
    if len(wrong) > SHOWN:
        print(f"And {len(wrong) - SHOWN} rows more.")
    if brought.unknown:
        print(f"Left out, because we do not know these headings: {', '.join(brought.unknown)}.")
    counts = ", ".join(f"{brought.count(each)} {each.value}" for each in Outcome)
    print(f"{len(brought.rows)} rows: {counts}.")
    print("Entered." if brought.is_entered else "Nothing was entered.")
    return 0 if brought.is_entered or not wrong else 1
