"""A million people with twenty-four million activities, judged at once, beside other ways.

    .venv/bin/python -m benchmarks.population          # everything, as ratios
    PEOPLE=100000 .venv/bin/python -m benchmarks.population

The others are DuckDB with the rules of two bodies written out by hand in SQL, a general rule
engine, and our own `judge`, the latter two for some people one by one and extrapolated. They
need `requirements-bench.txt`. What SQL and the rule engine answer is a part of what the
engine answers, and is checked against it person by person.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks import _population_sql as sql
from benchmarks._population_people import FIELDS, write
from benchmarks._population_zen import decision, input_of
from recert.rules.judging import judge
from recert.rules.population import Tiers, judge_batches, to_facts
from recert.rules.population.files import read_batches
from recert.rules.reading.folders import read_body
from recert.rules.rulebook import Rulebook

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "bench"
THREADS = 2
SOME = 2_000
GROWTH = (10_000, 100_000, 1_000_000, 10_000_000)
NAMES = {"nsca": "NSCA 2024-2026", "acsm": "ACSM 2025", "pmi": "PMP", "npcp": "NPCP, two axes"}

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Took:
    """How long something took: on the clock, and in seconds of all cores together."""

    name: str
    clock: float
    cores: float
    note: str = ""

    def times(self, factor: float, note: str) -> Took:
        """The same so many times over."""
        return Took(self.name, self.clock * factor, self.cores * factor, note)


def timed(name: str, do: Callable[[], object], note: str = "") -> Took:
    """Do something once."""
    clock, cores = time.perf_counter(), time.process_time()
    do()
    return Took(name, time.perf_counter() - clock, time.process_time() - cores, note)


def people_of(body: str, people: int) -> Path:
    """The file of so many people; written once."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{body}-{people}.parquet"
    write(path, body, people)
    return path


def rulebooks_of(body: str) -> tuple[Rulebook, ...]:
    """Every edition of a body."""
    return read_body(ROOT / "rulebooks" / body).rulebooks


# ---------------------------------------------------------------- the ways


def reading(path: Path) -> Took:
    """Merely read the columns."""
    return timed("read the columns once", lambda: sum(each.num_rows for each in read_batches(path)))


def ours(body: str, path: Path) -> tuple[Took, pa.Table]:
    """This engine, reading included."""
    books, tiers, found = rulebooks_of(body), Tiers(), []

    def run() -> None:
        batches = read_batches(path)
        as_of = FIELDS[body].as_of
        for answers in judge_batches(books, batches, as_of, tiers=tiers, threads=THREADS):
            found.append(answers.select(["counted", "requirements"]))

    took = timed(f"this engine, {NAMES[body]}", run)
    share = tiers.whole_law * 100 / max(tiers.people, 1)
    said = Took(took.name, took.clock, took.cores, f"{share:.2f} % judged one by one")
    return said, pa.Table.from_batches(found)


def in_sql(body: str, path: Path, query: str) -> tuple[Took, pa.Table]:
    """The same rules written by hand in SQL."""
    found = []

    def run() -> None:
        connection = duckdb.connect()
        connection.execute(f"SET threads = {THREADS}")
        asked = query.format(path=path, as_of=FIELDS[body].as_of)
        found.append(connection.sql(asked).to_arrow_table())

    return timed(f"DuckDB, {NAMES[body]} by hand", run), found[0]


def by_rule_engine(path: Path, people: int) -> tuple[Took, Ints]:
    """A general rule engine, one person after another, and what it counted for each."""
    rows = next(read_batches(path)).slice(0, SOME).to_pylist()
    days = date(2024, 1, 1).toordinal(), FIELDS["nsca"].as_of.toordinal()
    asked = [input_of(row, _bounds(row["certified"]), days) for row in rows]
    rules, found = decision(), []

    def run() -> None:
        for each in asked:
            found.append(rules.evaluate(each)["result"]["counted"])

    took = timed("zen-engine, NSCA 2024-2026", run)
    return took.times(people / len(rows), f"from {len(rows):,} people"), np.array(found)


def _bounds(certified: date) -> Sequence[int]:
    """What is asked, the most of two categories and of the two others, by certification."""
    tenths = (0, 0, 0)
    for until, each in (
        (date(2026, 6, 30), (10, 10, 10)),
        (date(2025, 12, 31), (20, 15, 10)),
        (date(2024, 12, 31), (40, 35, 30)),
        (date(2023, 12, 31), (60, 55, 40)),
    ):
        tenths = each if certified <= until else tenths
    return [each * 1800 for each in tenths]


def one_by_one(body: str, path: Path, people: int) -> Took:
    """Our own single evaluation, one person after another."""
    rows = next(read_batches(path)).slice(0, SOME).to_pylist()
    books, known = rulebooks_of(body), [to_facts(row) for row in rows]

    def run() -> None:
        for facts, holding in known:
            judge(books, facts, holding, FIELDS[body].as_of)

    took = timed(f"judge(), one by one, {NAMES[body]}", run)
    return took.times(people / len(rows), f"from {len(rows):,} people")


# ---------------------------------------------------------------- do they agree


def agree(answers: pa.Table, other: pa.Table) -> None:
    """Stop unless both say the same of everybody: what counts, and what is short."""
    mine = answers.column("counted").to_numpy()
    _same("counted", mine, other.column("counted").to_numpy())
    lists = answers.column("requirements").combine_chunks()
    flat, owners = lists.flatten(), pc.list_parent_indices(lists).to_numpy()
    clauses = flat.field("clause").cast(pa.string())
    for clause in other.column_names[2:]:
        here = pc.equal(clauses, clause).to_numpy(zero_copy_only=False)
        short = np.zeros(len(mine), np.int64)
        short[owners[here]] = flat.field("short").to_numpy(zero_copy_only=False)[here]
        _same(clause, short, other.column(clause).to_numpy())


def _same(what: str, mine: Ints, other: Ints) -> None:
    wrong = np.flatnonzero(mine != other)
    if len(wrong):
        row = wrong[0]
        raise SystemExit(
            f"{what}: {len(wrong)} people are told otherwise; row {row}: {mine[row]}, {other[row]}"
        )


# ---------------------------------------------------------------- growth


def grow(people: int) -> None:
    """Judge so many, streamed, and print seconds and the most memory. In a process of its own."""
    most = min(people, 1_000_000)
    path = people_of("nsca", most)

    def batches() -> Iterator[pa.RecordBatch]:
        for _ in range(people // most):
            yield from read_batches(path)

    books = rulebooks_of("nsca")

    def run() -> None:
        for _ in judge_batches(books, batches(), FIELDS["nsca"].as_of, threads=THREADS):
            pass

    took = timed("", run)
    pace = people / took.cores
    print(f"| {people:,} | {took.clock:.1f} | {took.cores:.1f} | {pace:,.0f} | {most_memory():,} |")


def most_memory() -> int:
    """The most memory this process has had, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def growth() -> None:
    """The same for ten times as many, and ten times, and ten times."""
    print("\n| people | seconds | of all cores | people a core and second | MB at most |")
    print("|---:|---:|---:|---:|---:|", flush=True)
    for people in GROWTH:
        if people <= 10 * _people():
            subprocess.run(
                [sys.executable, "-m", "benchmarks.population", str(people)], check=True, cwd=ROOT
            )


# ---------------------------------------------------------------- all together


def _people() -> int:
    return int(os.environ.get("PEOPLE", "1000000"))


def main() -> None:
    """Every way, side by side; then how it grows."""
    people = _people()
    paths = {body: people_of(body, people) for body in NAMES}
    rows = [reading(paths["nsca"])]
    counted: Ints = np.zeros(0, np.int64)
    for body, query in (("nsca", sql.NSCA), ("acsm", ""), ("pmi", sql.PMP), ("npcp", "")):
        took, answers = ours(body, paths[body])
        rows.append(took)
        if query:
            hand, other = in_sql(body, paths[body], query)
            agree(answers, other)
            rows.append(hand)
        if body == "nsca":
            counted = answers.column("counted").slice(0, SOME).to_numpy()
    engine, found = by_rule_engine(paths["nsca"], people)
    _same("rule engine", counted, found)
    rows += [engine, one_by_one("nsca", paths["nsca"], people)]
    base = rows[1]
    print(f"{people:,} people, {THREADS} threads; read from Parquet each time.\n")
    print("| | times this engine on NSCA | seconds | of all cores | |")
    print("|---|---:|---:|---:|---|")
    for each in rows:
        ratio = each.cores / base.cores
        print(f"| {each.name} | {ratio:.2f} | {each.clock:.1f} | {each.cores:.1f} | {each.note} |")
    growth()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        grow(int(sys.argv[1]))
    else:
        main()
