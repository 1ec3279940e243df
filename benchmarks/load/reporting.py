"""What a run found, in Markdown, and where it is kept: between two marks in docs/performance.md."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.load.figures import Figures, rows

FIGURES = Path(__file__).resolve().parents[2] / "docs" / "performance.md"


@dataclass(frozen=True, slots=True)
class Cores:
    """How many cores each took, on average."""

    server: float
    worker: float
    ourselves: float


@dataclass(frozen=True, slots=True)
class Run:
    """One run, and all that is to be told of it."""

    database: str
    people: int
    staff: int
    register: str  # what the installation was filled with, in words
    think: float  # seconds
    seconds: float
    load: float  # of the machine, over the last five minutes
    acts: dict[str, int]
    cores: Cores
    server_mb: float
    letters: int
    figures: Figures
    problems: tuple[str, ...]

    @property
    def went_well(self) -> bool:
        """No error, no lost act."""
        return not self.figures.errors and not self.problems


def report(run: Run) -> str:
    """The run as a section of a page."""
    return "\n".join([*_facts(run), "", *_table(run.figures), "", *_outcome(run), ""])


def _facts(run: Run) -> Iterator[str]:
    acts, figures = sum(run.acts.values()), run.figures
    kinds = ", ".join(f"{many} {kind}" for kind, many in sorted(run.acts.items()))
    yield f"### On {NAMES[run.database]}"
    yield ""
    yield "| | |"
    yield "|---|---|"
    yield f"| when, where | {date.today().isoformat()}, {_machine()} |"  # noqa: DTZ011
    yield f"| at once | {run.people - run.staff} members, {run.staff} staff |"
    yield f"| in | {run.register} |"
    yield f"| for | {run.seconds / 60:.1f} minutes, {run.think:g} seconds between two pages |"
    yield f"| requests | {figures.requests:,}, {figures.requests / run.seconds:.1f} a second |"
    yield f"| acts told as done | {acts:,}: {kinds} |"
    yield f"| refused in words | {sum(figures.refused.values())} |"
    yield f"| letters | {run.letters:,} |"
    yield (
        f"| cores taken | server {run.cores.server:.2f}, worker {run.cores.worker:.2f}, "
        f"this tool {run.cores.ourselves:.2f}; load of the machine {run.load:.1f} |"
    )
    yield f"| memory of the server | {run.server_mb:.0f} MB at most |"
    yield f"| **errors** | **{len(figures.errors)}** |"
    yield f"| **acts lost, or done untold or twice** | **{len(run.problems)}** |"


NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "")
    return f"{os.cpu_count()} cores ({model.strip()})"


def _table(figures: Figures) -> Iterator[str]:
    yield "| milliseconds | many | p50 | p95 | p99 | longest |"
    yield "|---|---:|---:|---:|---:|---:|"
    for kind, many, shares in rows(figures):
        yield f"| {kind} | {many:,} | {' | '.join(f'{each:,}' for each in shares)} |"


def _outcome(run: Run) -> Iterable[str]:
    if run.went_well:
        return ["No error; every act that was told as done is there once, and no other."]
    kinds = (f"{many} {kind}" for kind, many in run.figures.kinds_of_error().items())
    return [
        "Errors: " + (", ".join(kinds) or "none") + ".",
        *(f"* {each}" for each in run.problems),
    ]


def keep(run: Run, path: Path = FIGURES) -> None:
    """Put the report in the place of the last one on this database. Raises `ValueError`."""
    text = path.read_text(encoding="utf-8")
    marks = [f"<!-- {word}: load {run.database} -->" for word in ("begin", "end")]
    before, first, rest = text.partition(marks[0])
    _old, last, after = rest.partition(marks[1])
    if not first or not last:
        raise ValueError(f"{path} has no place between {marks[0]} and {marks[1]}")
    path.write_text(f"{before}{first}\n{report(run)}{last}{after}", encoding="utf-8")
