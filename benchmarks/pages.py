"""Home and transcript with 10,000 people and 500,000 activities in the database.

Two installations are filled, one of a hundred people and one of ten thousand, each person
with two certifications and fifty activities. The same person's pages are asked of both
through Django's own handler: a page that is right does the same number of queries in
about the same time. The baseline is the least that shows the same rows: one query for the
person's activities with their awards, written out as JSON, nothing judged.

It takes a few minutes, nearly all of it filling. PEOPLE=2000 makes it less.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile


def main() -> None:
    """Fill and measure each size in a process of its own, then print them side by side."""
    many = int(os.environ.get("PEOPLE", "10000"))
    small, large = (_elsewhere(people) for people in (100, many))
    print(f"{'':14} {'100 people':>22} {f'{many:,} people':>22} {'larger/smaller':>15}")
    for name in small:
        (queries, took), (more, longer) = small[name], large[name]
        cells = f"{queries:3} queries {took:7.1f} ms {more:5} queries {longer:7.1f} ms"
        print(f"{name:14} {cells} {longer / took:14.2f}")
    base = large["rows as JSON"][1]
    for name in ("home", "transcript"):
        print(f"{name} takes {large[name][1] / base:.1f} times the rows as JSON")


def _elsewhere(people: int) -> dict[str, tuple[int, float]]:
    """A database of its own in a temporary folder, and figures from it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "RECERT_VAULT": f"{folder}/vault",
            "RECERT_NOW": "2026-11-21T12:00:00+00:00",
            "DJANGO_SETTINGS_MODULE": "recert.web.settings",
        }
        command = [sys.executable, "-m", "benchmarks._pages", str(people)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    found: dict[str, tuple[int, float]] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
