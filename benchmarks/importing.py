"""A list of 20,000 rows, 300 of them bad, from its upload to its last row.

In an installation of its own: SQLite in a temporary folder, or whatever database `python -m
tests.postgres` sets up. Prints the seconds of each step and the most memory the process took.

    python -m benchmarks.importing

ROWS=2000 makes it less.
"""

from __future__ import annotations

import csv
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

ROWS = int(os.environ.get("ROWS", "20000"))
AT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
HEAD = ("Name", "E-mail", "Customer ID", "Cert", "Cert No", "Issued", "Expiration Date")
T = TypeVar("T")


def main() -> None:
    """Fill and measure in a process of its own, which knows where its database is."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "recert.web.settings"
        subprocess.run([sys.executable, "-m", "benchmarks._importing"], check=True)


def a_list() -> bytes:
    """The rows: of 300 of them a credential nobody grants, a day that is none, no name."""
    written = io.StringIO()
    out = csv.writer(written)
    out.writerow(HEAD)
    bad = max(ROWS * 300 // 20_000, 3)
    for n in range(ROWS):
        wrong = n % 3 if n < bad else 3
        out.writerow(
            (
                "" if wrong == 0 else f"Person Number {n}",
                f"p{n}@example.com" if n % 4 else "",
                f"C-{n}",
                "PT" if wrong == 1 else ("EP", "CPT", "GEI")[n % 3],
                f"N{n:06}",
                "soon" if wrong == 2 else "02/15/2024",
                "12/31/2026",
            )
        )
    return written.getvalue().encode()


def timed(label: str, act: Callable[[], T]) -> T:
    """Do it, and say how long it took and what memory that has taken so far at most."""
    begun = time.perf_counter()
    found = act()
    took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{label:40} {took:7.2f} s   {peak:5} MB", flush=True)
    return found


if __name__ == "__main__":
    main()
