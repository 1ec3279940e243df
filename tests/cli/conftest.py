"""Installations of one test each: a database and a vault of their own, run as people run them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest


@dataclass(frozen=True)
class Installation:
    """One place recert is installed in."""

    checkout: Path
    database: str
    vault: Path

    def recert(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run the command there, as a sandbox, with something typed into it."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "recert.cli", *arguments],
            cwd=self.checkout,
            env={**kept, "DATABASE_URL": self.database, "RECERT_VAULT": str(self.vault)},
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def install(repository: Path, tmp_path: Path) -> Iterator[Callable[[str], Installation]]:
    """Make an empty installation: SQLite, or PostgreSQL when the tests run beside one."""
    server = os.environ.get("DATABASE_URL", "")
    made: list[str] = []

    def make(name: str) -> Installation:
        database = f"sqlite:///{tmp_path}/{name}.sqlite3"
        if server.startswith("postgres"):
            own = f"cli_{name}_{os.getpid()}"
            _execute(server, f'CREATE DATABASE "{own}"')
            made.append(own)
            database = urlunsplit(urlsplit(server)._replace(path=f"/{own}"))
        return Installation(repository, database, tmp_path / f"{name}-vault")

    yield make
    for own in made:
        _execute(server, f'DROP DATABASE "{own}"')


def _execute(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture
def started(install: Callable[[str], Installation]) -> Installation:
    """An installation with its owner and its body."""
    installation = install("started")
    arguments = ("--email", "olga@example.org", "--name", "Olga", "--body", "acsm")
    done = installation.recert("init", *arguments, "--password-stdin", typed="a fine long word\n")
    assert done.returncode == 0, done.stderr
    return installation
