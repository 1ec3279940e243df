"""Fifty thousand courses searched by somebody who holds two certifications, their worth told.

Fills an installation of its own (SQLite in a temporary folder, or whatever database `python -m
tests.postgres` sets up), then asks for pages of the catalogue through Django's own handler, and
prints the middle and the slowest twentieth of the server's times. Beside them stands the plain
query: the first twenty titles with the same words, no worth, no template.

    python -m benchmarks.catalogue
    python -m tests.postgres python -m benchmarks.catalogue

COURSES=10000 makes it less.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

MANY = int(os.environ.get("COURSES", "50000"))


def main() -> None:
    """Fill and measure in a process of its own, which knows where its database is."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "recert.web.settings"
        os.environ["RECERT_NOW"] = "2026-11-21T15:00:00+00:00"
        subprocess.run([sys.executable, "-m", "benchmarks._catalogue"], check=True)


if __name__ == "__main__":
    main()
