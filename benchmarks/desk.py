"""A body's desk with fifty thousand on its register: dashboard, reports, reminders, forecast.

One installation is filled: a certification each, confirmed, their last days spread over three
years, a cycle behind most of them, applications, bills and a few activities. Each page is asked
through Django's own handler as the owner of the desk. PEOPLE=5000 makes it quicker; KEEP=folder
keeps the database, to look at it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Fill and measure in a process of its own, and print a line each."""
    many = int(os.environ.get("PEOPLE", "50000"))
    keep = os.environ.get("KEEP")
    if keep:
        Path(keep).mkdir(parents=True, exist_ok=True)
        found = _measured(many, keep)
    else:
        with tempfile.TemporaryDirectory() as folder:
            found = _measured(many, folder)
    print(f"{many:,} on the register")
    print("milliseconds of processor, the least and the middle of all looks")
    for name, (queries, least, middle) in found.items():
        print(f"{name:24} {queries:4} queries {least:10.1f} {middle:10.1f}")


def _measured(people: int, folder: str) -> dict[str, tuple[int, float, float]]:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{Path(folder).resolve()}/desk.sqlite3",
        "RECERT_VAULT": f"{Path(folder).resolve()}/vault",
        "RECERT_NOW": "2026-11-21T12:00:00+00:00",
        "DJANGO_SETTINGS_MODULE": "recert.web.settings",
    }
    command = [sys.executable, "-m", "benchmarks._desk", str(people)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    found: dict[str, tuple[int, float, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
