"""Fifty thousand courses searched by somebody who holds four certifications, their worth told.

Fills an installation of its own (SQLite in a temporary folder, or whatever database `python -m
tests.postgres` sets up) with three editions and three classes of each course, then asks for
pages of the catalogue through Django's own handler. Told is what each took of the processors,
PostgreSQL's own process with it: the middle and the slowest twentieth.

    bin/bench catalogue
    bin/bench --postgres catalogue

COURSES=10000 makes it less.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

MANY = int(os.environ.get("COURSES", "50000"))


def main() -> None:
    """Fill and measure in processes of their own, which know where their database is."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "recert.web.settings"
        os.environ["RECERT_NOW"] = "2026-11-21T15:00:00+00:00"
        os.environ["PGOPTIONS"] = "-c max_parallel_workers_per_gather=0"  # one process to measure
        for part in ("_filling_courses", "_catalogue"):
            subprocess.run([sys.executable, "-m", f"benchmarks.{part}"], check=True)


if __name__ == "__main__":
    main()
