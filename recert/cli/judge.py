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

from recert.cli.population import (
    Population,
    WrongCall,
    add_population,
    day_of,
    folder_of_rulebooks,
    place,
    population,
)
from recert.cli.progress import Progress
from recert.rulebooks.queries import rulebooks_of
from recert.rules.population import ANSWERS, Tiers, Unreadable
from recert.rules.population.files import Write, written
from recert.rules.population.locating import Pair, judge_located
from recert.rules.population.plain import PLAIN, plain
from recert.rules.population.spark import NoSpark, judge_in_spark
from recert.rules.rulebook import Rulebook


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What may be given."""
    parser = commands.add_parser("judge", help="judge everybody in a file or on a register")
    add_population(parser)
    parser.add_argument("--out", type=Path, help="where answers go: .parquet, or .csv to look at")
    parser.add_argument("--engine", choices=("local", "spark"), default="local")
    parser.add_argument("--master", help="Spark's master; local[*] if not given")


def run(args: argparse.Namespace) -> int:
    """Judge, and say how it came out; 1 where a file is bad, 2 when the call is wrong."""
    try:
        as_of = day_of(args.as_of)
        if args.engine == "spark":
            return _run_in_spark(args, as_of)
        people, books = population(args, args.body), _rulebooks(args)
        with answering(args.out) as write:
            count = _judge(people, books, as_of, write)
    except (WrongCall, NoSpark) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except (Unreadable, OSError) as error:
        sys.stderr.write(f"{place(args, error)}\n")
        return 1
    sys.stdout.write("\n".join(count.lines(people.rows)) + "\n")
    return 0


def _rulebooks(args: argparse.Namespace) -> tuple[Rulebook, ...]:
    if args.database:
        return rulebooks_of(args.body)
    return folder_of_rulebooks(args.rulebooks, args.body)


def _run_in_spark(args: argparse.Namespace, as_of: date) -> int:
    """Let a cluster judge; it reads and writes Parquet itself, and a register is no file."""
    if args.database or args.out is None or args.out.suffix.lower() == ".csv":
        raise WrongCall("--engine spark takes --population and an --out in Parquet, a folder.")
    books = folder_of_rulebooks(args.rulebooks, args.body)
    rows = judge_in_spark(books, args.population, args.out, as_of, master=args.master)
    sys.stdout.write(f"{rows} rows judged.\n")
    return 0


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


def _judge(people: Population, books: Sequence[Rulebook], as_of: date, write: Write) -> Count:
    count, progress = Count(), Progress(people.rows)
    bodies = {book.body for book in books}
    for pair in judge_located(books, people.batches, as_of, count.tiers):
        write(pair[1])
        count.take(pair, bodies)
        progress.advance(pair[0].num_rows)
    progress.close()
    return count
