"""Which people a command judges all at once: those in a file, or on a body's register."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from recert.cli import clock
from recert.people.models import Body
from recert.rules.population import Unreadable
from recert.rules.population.files import read_batches, rows_of
from recert.rules.reading.folders import read_folder
from recert.rules.reading.problems import suggest
from recert.rules.rulebook import Rulebook
from recert.standing.population import columns_of
from recert.standing.queries import on_register

SHIPPED = Path(__file__).resolve().parents[2] / "rulebooks"


class WrongCall(Exception):
    """What was asked for cannot be done; says why and what to write instead."""


@dataclass(frozen=True)
class Population:
    """People in columns, and in how many rows."""

    rows: int
    batches: Iterator[pa.RecordBatch]


def add_population(parser: argparse.ArgumentParser) -> None:
    """Which people, by which rulebooks, on which day."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--population", type=Path, metavar="FILE", help="people in Parquet")
    which.add_argument("--database", action="store_true", help="the register of --body")
    parser.add_argument("--rulebooks", type=Path, default=SHIPPED, help="a folder of bodies")
    parser.add_argument("--body", metavar="SLUG", help="only certifications of this body")
    parser.add_argument("--as-of", metavar="DAY", help="2026-11-21; today if not given")


def day_of(text: str | None) -> date:
    """The day to judge on."""
    if text is None:
        return clock.now().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongCall(f'--as-of "{text}" is not a day; write 2026-11-21') from None


def population(args: argparse.Namespace, body: str | None) -> Population:
    """The people asked for: those certified by one body, or all."""
    if args.database:
        found = register_body(args.body)
        register = (columns for _, columns in columns_of(found))
        return Population(on_register(found).count(), register)
    batches = read_batches(args.population)
    return Population(rows_of(args.population), _only(batches, body) if body else batches)


def register_body(slug: str | None) -> Body:
    """The body whose register it is."""
    slugs = list(Body.objects.values_list("slug", flat=True))
    if slug is None or slug not in slugs:
        hint = suggest(slug or "", slugs) if slugs else "no body is here yet"
        raise WrongCall(f"Name the body whose register it is, with --body; {hint}")
    return Body.objects.get(slug=slug)


def folder_of_rulebooks(root: Path, body: str | None) -> tuple[Rulebook, ...]:
    """The rulebooks in a folder: one body's, or all."""
    if not root.is_dir():
        raise WrongCall(f"{root} is no folder; name one that holds a folder per body.")
    bodies = {each.body: each for each in read_folder(root)}
    if body is not None and body not in bodies:
        raise WrongCall(f'No rulebook is here for "{body}"; {suggest(body, bodies)}')
    chosen = [bodies[body]] if body else list(bodies.values())
    problems = [str(problem) for each in chosen for problem in each.problems]
    if problems:
        raise WrongCall("\n".join(problems))
    return tuple(book for each in chosen for book in each.rulebooks)


def _only(batches: Iterator[pa.RecordBatch], body: str) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield batch.filter(pc.equal(batch.column("body").cast(pa.string()), body))


def place(args: argparse.Namespace, error: Exception) -> str:
    """What is wrong, with the file or register it stands in."""
    if isinstance(error, Unreadable) and error.row is not None:
        name = args.population or f"the register of {args.body}"
        return f"{name}, {error}. Nothing was written; mend the row or leave it out."
    return str(error)
