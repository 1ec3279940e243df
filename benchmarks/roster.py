"""A roster of 100,000 rows, from its upload to its last row: rows a second, and memory.

In an installation of its own: SQLite in a temporary folder, or whatever database DATABASE_URL
names. Of ten rows eight are found by number and birthday, one by nobody, one names no course.

    python -m benchmarks.roster

ROWS=5000 makes it less.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

ROWS = int(os.environ.get("ROWS", "100000"))
PEOPLE = 5_000
"""Whom the rows are about, again and again on other days."""


def main() -> None:
    """Fill and measure in a process of its own, which knows where its database is."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "recert.web.settings"
        subprocess.run([sys.executable, "-m", "benchmarks._roster"], check=True)


if __name__ == "__main__":
    main()
