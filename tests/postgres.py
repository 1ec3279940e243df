"""Run a command beside a PostgreSQL of its own: `python -m tests.postgres COMMAND ...`.

The cluster lives in a temporary folder and listens on a socket there only; DATABASE_URL
tells the command where. A migrated database is there to be copied; TESTS_TEMPLATE names it.
PostgreSQL refuses to run as root, so root borrows another user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg


class NoPostgres(RuntimeError):
    """PostgreSQL's programs are not on this machine."""


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    program = str(found[0]) if found else shutil.which(name)
    if not program:
        raise NoPostgres(f"No {name} here. Install it: apt-get install postgresql")
    return program


def _ordinary_user() -> str | None:
    """Whom root becomes: the package's own user, else nobody. None if not root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def temporary_postgres(*, keeps: bool = False) -> Iterator[str]:
    """Start a cluster, yield its database's URL, and leave nothing behind.

    `keeps`: it writes to disk as in earnest, for whoever measures how long that takes.
    """
    user = _ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a socket's path may have 107 bytes
    data = folder / "data"
    try:
        if user:
            shutil.chown(folder, user)
        options = f"-k {folder} -c listen_addresses="
        if not keeps:  # nothing of this is kept, so nothing needs to reach the disk
            options += " -c fsync=off -c full_page_writes=off"
        initialise = [_program("initdb"), "-D", str(data), "-U", "recert", "-A", "trust", "-N"]
        start = [_program("pg_ctl"), "-D", str(data), "-w", "-o", options]
        start += ["-l", str(folder / "log"), "start"]
        for command in (initialise, start):
            subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
        yield f"postgres://recert@/postgres?host={quote(str(folder), safe='')}"
    finally:
        if (data / "postmaster.pid").exists():
            stop = [_program("pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
            subprocess.run(stop, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
        shutil.rmtree(folder)


def _make_template(url: str, name: str) -> None:
    """Run all migrations once; each process of the tests begins with a copy."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    own = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    environment = {**os.environ, "DATABASE_URL": own}
    for command in (["manage.py", "migrate"], ["-m", "recert.cli", "upgrade"]):
        subprocess.run(
            [sys.executable, *command], check=True, env=environment, stdout=subprocess.DEVNULL
        )


def main(command: list[str]) -> int:
    """Run the command with DATABASE_URL set; its exit code is ours."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # and the cluster goes with us
    with temporary_postgres() as url:
        _make_template(url, "migrated")
        environment = {**os.environ, "DATABASE_URL": url, "TESTS_TEMPLATE": "migrated"}
        return subprocess.call(command, env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
