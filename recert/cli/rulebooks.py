"""`recert rulebooks check|pages [PATH]`: runs every case; writes the pages made of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from recert.cli.rulebook_pages import pages
from recert.rules.checking import Report, check_folder

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "rulebooks"
DOCS = ROOT / "docs"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What may be given."""
    parser = commands.add_parser("rulebooks", help="check rulebooks and their cases")
    acts = parser.add_subparsers(required=True, metavar="ACT")
    check = acts.add_parser("check", help="read, validate, and run every case")
    check.add_argument("path", type=Path, nargs="?", default=SHIPPED, help="a folder of bodies")
    check.set_defaults(act=_check)
    made = acts.add_parser("pages", help="write the pages on coverage and shapes")
    made.add_argument("path", type=Path, nargs="?", default=SHIPPED, help="a folder of bodies")
    made.add_argument("--into", type=Path, default=DOCS, help="the folder they are written to")
    made.set_defaults(act=_pages)


def run(args: argparse.Namespace) -> int:
    """Do what is asked of a folder of bodies."""
    if not args.path.is_dir():
        sys.stderr.write(f"{args.path} is no folder; name one that holds a folder per body.\n")
        return 2
    act: Callable[[argparse.Namespace], int] = args.act
    return act(args)


def _pages(args: argparse.Namespace) -> int:
    """Write each page, whole, beside the other documentation."""
    for name, text in pages(args.path).items():
        (args.into / name).write_text(text, encoding="utf-8")
    return 0


def _check(args: argparse.Namespace) -> int:
    """Print what was found; 1 unless every file reads and every case holds."""
    report = check_folder(args.path)
    sys.stdout.write("\n".join(_lines(report)) + "\n")
    return 1 if report.problems or report.mismatches else 0


def _lines(report: Report) -> list[str]:
    lines = [str(problem) for problem in report.problems]
    lines += [f"{file}: {mismatch}" for file, mismatch in report.mismatches]
    for each in report.coverage:
        named = each.clauses - len(each.unnamed)
        lines.append(f"{each.body} {each.edition}: cases name {named} of {each.clauses} clauses")
        lines += [f"  not named: {', '.join(each.unnamed)}"] if each.unnamed else []
        lines += [f"  one way only: {', '.join(each.one_sided)}"] if each.one_sided else []
    summary = f"{report.cases} cases, {len(report.mismatches)} mismatches"
    if report.problems:
        summary += "; cases are run when all files of their body read well"
    lines.append(summary)
    return lines
