"""`recert judge`: everybody in a file, or on a body's register, judged at once.

`recert judge --population FILE.parquet --out ANSWERS.parquet` judges the people in a file by
the rulebooks of a folder; `recert judge --database --body SLUG` judges a register.
docs/population.md says how people are laid out and what an answer holds.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from recert.cli import clock
from recert.cli.progress import Progress
from recert.people.models import Body
from recert.rulebooks.queries import rulebooks_of
from recert.rules.population import ANSWERS, Tiers, Unreadable
from recert.rules.population.files import Write, read_batches, rows_of, written
from recert.rules.population.locating import Pair, judge_located
from recert.rules.population.plain import PLAIN, plain
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
    """People in columns, how many, and the rulebooks they are judged by."""

    name: str
    rows: int
    batches: Iterator[pa.RecordBatch]
    rulebooks: Sequence[Rulebook]


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What may be given."""
    parser = commands.add_parser("judge", help="judge everybody in a file or on a register")
    add_population(parser)
    parser.add_argument("--out", type=Path, help="where answers go: .parquet, or .csv to look at")


def add_population(parser: argparse.ArgumentParser) -> None:
    """Which people, by which rulebooks, on which day."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--population", type=Path, metavar="FILE", help="people in Parquet")
    which.add_argument("--database", action="store_true", help="the register of --body")
    parser.add_argument("--rulebooks", type=Path, default=SHIPPED, help="a folder of bodies")
    parser.add_argument("--body", metavar="SLUG", help="only certifications of this body")
    parser.add_argument("--as-of", metavar="DAY", help="2026-11-21; today if not given")


def run(args: argparse.Namespace) -> int:
    """Judge, and say how it came out; 1 where a file is bad, 2 when the call is wrong."""
    try:
        as_of, people = day_of(args.as_of), population(args)
        with answering(args.out) as write:
            count = _judge(people, as_of, write)
    except WrongCall as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except (Unreadable, OSError) as error:
        sys.stderr.write(f"{place(args, error)}\n")
        return 1
    sys.stdout.write("\n".join(count.lines(people.rows)) + "\n")
    return 0


def place(args: argparse.Namespace, error: Exception) -> str:
    """What is wrong, with the file it stands in."""
    if isinstance(error, Unreadable) and error.row is not None:
        name = args.population or f"the register of {args.body}"
        return f"{name}, {error}. Nothing was written; mend the row or leave it out."
    return str(error)


def day_of(text: str | None) -> date:
    """The day to judge on."""
    if text is None:
        return clock.now().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongCall(f'--as-of "{text}" is not a day; write 2026-11-21') from None


# ---------------------------------------------------------------- which people


def population(args: argparse.Namespace) -> Population:
    """The people asked for, with the rulebooks they are judged by."""
    if args.database:
        return _register(args.body)
    books = _folder(args.rulebooks, args.body)
    batches = read_batches(args.population)
    rows = rows_of(args.population)
    if args.body:
        batches = _only(batches, args.body)
    return Population(str(args.population), rows, batches, books)


def _register(slug: str | None) -> Population:
    slugs = list(Body.objects.values_list("slug", flat=True))
    if slug is None or slug not in slugs:
        raise WrongCall(f"Name the body whose register it is, with --body; {_hint(slug, slugs)}")
    body = Body.objects.get(slug=slug)
    batches = (columns for _, columns in columns_of(body))
    return Population(slug, on_register(body).count(), batches, rulebooks_of(slug))


def _hint(slug: str | None, slugs: Sequence[str]) -> str:
    return suggest(slug or "", slugs) if slugs else "no body is here yet"


def _folder(root: Path, body: str | None) -> tuple[Rulebook, ...]:
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


# ---------------------------------------------------------------- what comes out


@contextmanager
def answering(out: Path | None) -> Iterator[Write]:
    """Where answers go: a file, there when all is well; or nowhere."""
    is_plain = out is not None and out.suffix.lower() == ".csv"
    target: AbstractContextManager[Write] = (
        nullcontext(lambda _batch: None)
        if out is None
        else written(out, PLAIN if is_plain else ANSWERS)
    )
    with target as write:
        yield (lambda batch: write(plain(batch))) if is_plain else write


@dataclass
class Count:
    """How everybody came out."""

    tiers: Tiers = field(default_factory=Tiers)
    verdicts: Counter[str] = field(default_factory=Counter)
    strangers: Counter[str] = field(default_factory=Counter)

    def take(self, pair: Pair, bodies: set[str]) -> None:
        """Take in some people and their answers."""
        people, answers = pair
        self.verdicts.update(_counted(answers.column("verdict")))
        for body, many in _counted(people.column("body")).items():
            if body not in bodies:
                self.strangers[body] += many

    def lines(self, rows: int) -> Iterator[str]:
        """What is said in the end."""
        yield f"{sum(self.verdicts.values())} of {rows} rows judged."
        for verdict, many in self.verdicts.most_common():
            yield f"  {verdict}: {many}"
        for body, many in self.strangers.most_common(10):
            yield f'No rulebook is here for "{body}", which certified {many} of them.'
        closed, whole = self.tiers.closed_form, self.tiers.whole_law
        yield f"{closed} were settled by closed forms, {whole} one by one."


def _counted(column: pa.Array) -> dict[str, int]:
    found = column.cast(pa.string()).value_counts()
    return dict(zip(found.field(0).to_pylist(), found.field(1).to_pylist(), strict=True))


def _judge(people: Population, as_of: date, write: Write) -> Count:
    count, progress = Count(), Progress(people.rows)
    bodies = {book.body for book in people.rulebooks}
    for pair in judge_located(people.rulebooks, people.batches, as_of, count.tiers):
        write(pair[1])
        count.take(pair, bodies)
        progress.advance(pair[0].num_rows)
    progress.close()
    return count
