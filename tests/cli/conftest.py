"""Installations of one test each: a database and a vault of their own, run as people run them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.prepared import copy_migrated_sqlite


@dataclass(frozen=True)
class Installation:
    """One place recert is installed in."""

    checkout: Path
    database: str
    vault: Path

    def recert(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run the command there, as a sandbox, with something typed into it."""
        return subprocess.run(
            self._command(arguments),
            cwd=self.checkout,
            env=self._environment(),
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )

    @contextmanager
    def running(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """Run a command that goes on until it is told to stop."""
        with subprocess.Popen(
            self._command(arguments),
            cwd=self.checkout,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "recert.cli", *arguments]

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return {**kept, "DATABASE_URL": self.database, "RECERT_VAULT": str(self.vault)}


class Install(Protocol):
    """Makes an installation, empty or with tables."""

    def __call__(self, *, tables: bool = False) -> Installation: ...


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[Install]:
    """Make an installation: SQLite, or PostgreSQL when the tests run beside one.

    Empty, or with its tables as `recert upgrade` makes them, which takes some seconds.
    """
    server = os.environ.get("DATABASE_URL", "")
    made: list[str] = []

    def make(*, tables: bool = False) -> Installation:
        folder = tmp_path_factory.mktemp("installation")
        database = f"sqlite:///{folder}/recert.sqlite3"
        if server.startswith("postgres"):
            own = f"cli_{os.getpid()}_{len(made)}"
            template = os.environ.get("TESTS_TEMPLATE", "template1") if tables else "template1"
            _execute(server, f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
            made.append(own)
            database = urlunsplit(urlsplit(server)._replace(path=f"/{own}"))
        elif tables:
            copy_migrated_sqlite(folder / "recert.sqlite3")
        return Installation(repository, database, folder / "vault")

    yield make
    for own in made:
        _execute(server, f'DROP DATABASE "{own}"')


def _execute(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture(scope="session")
def started(install: Install) -> Installation:
    """An installation with its owner and its body; no test may change it."""
    installation = install(tables=True)
    arguments = ("--email", "olga@example.org", "--name", "Olga", "--body", "acsm")
    done = installation.recert("init", *arguments, "--password-stdin", typed="a fine long word\n")
    assert done.returncode == 0, done.stderr
    return installation
