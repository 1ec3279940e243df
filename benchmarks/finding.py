"""Finding somebody among a million certificants of one body, with three small bodies beside it.

Fills an installation of its own (SQLite in a temporary folder, or whatever database `python -m
tests.postgres` sets up) by SQL in bulk, then asks for the first page of what people type, five
times each, and prints the middle time. The baseline is what one writes first: three `LIKE` with
a wildcard on both sides, over the rooms' own tables.

    python -m benchmarks.finding
    python -m tests.postgres python -m benchmarks.finding

PEOPLE=100000 makes it less.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

MANY = int(os.environ.get("PEOPLE", "1000000"))
AT = datetime(2026, 11, 21, tzinfo=UTC)
FIRST = (
    "Ada",
    "Ben",
    "Carol",
    "Dan",
    "Eve",
    "Fay",
    "Gus",
    "Hal",
    "Jürgen",
    "Zoë",
    "Łucja",
    "Ngozi",
)
BEGIN = ("Mar", "Lind", "Ok", "Nak", "Whit", "Öst", "Fer", "Ab", "Quis", "Schm", "Van", "Del")
END = ("chetti", "qvist", "afor", "amura", "field", "berg", "nandez", "dullah", "enberry", "idt")


def main() -> None:
    """Fill and measure in a process of its own, which knows where its database is."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "recert.web.settings"
        subprocess.run([sys.executable, "-m", "benchmarks._finding"], check=True)


def names(dice: random.Random, number: int) -> str:
    """A name: some are common, each hundredth person has one nearly nobody else has."""
    last = dice.choice(BEGIN) + dice.choice(END)
    if number % 100 == 0:
        last += f"-{chr(97 + number // 100 % 26)}{number // 2600:x}wick"
    return f"{dice.choice(FIRST)} {last}"


def middle(act: Callable[[], object]) -> float:
    """The middle of five runs, in milliseconds."""
    took = []
    for _run in range(5):
        begun = time.perf_counter()
        act()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def ends(number: int) -> date:
    """A last day: spread over three years."""
    return date(2026, 1, 1) + timedelta(days=number % 1095)


if __name__ == "__main__":
    main()
