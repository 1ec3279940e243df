"""A migrated SQLite file, made once for as long as the migrations stay as they are.

Running all migrations takes some seconds, and every process of the tests wants a database.
The file is made by `recert upgrade` as people run it; the others copy it. Whoever copies it
migrates it all the same: nothing is left to do then, so nothing is taken on trust.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "tests"


def copy_migrated_sqlite(to: Path) -> None:
    """Put a migrated database there; the first of several processes makes it."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        file = KEPT / f"migrated-{_sum_of_migrations()}.sqlite3"
        if not file.exists():
            for old in KEPT.glob("migrated-*"):
                old.unlink()
            _make(file)
    shutil.copyfile(file, to)


def _sum_of_migrations() -> str:
    found = hashlib.sha256()
    for room in apps.get_app_configs():
        for file in sorted(Path(room.path).glob("migrations/*.py")):
            found.update(f"{room.label}/{file.name}".encode())
            found.update(file.read_bytes())
    return found.hexdigest()[:16]


def _make(to: Path) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with TemporaryDirectory(dir=KEPT) as folder:
        file = Path(folder) / "recert.sqlite3"
        subprocess.run(
            [sys.executable, "-m", "recert.cli", "upgrade"],
            cwd=ROOT, env={**kept, "DATABASE_URL": f"sqlite:///{file}"},
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        with closing(sqlite3.connect(file)) as database:  # all of it in the one file
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.rename(to)
