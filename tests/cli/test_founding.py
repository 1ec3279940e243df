"""An empty database gets all tables at once: the same that all migrations end at."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN_OF_SQLITE = "sqlite_"

Shape = dict[str, tuple[set[str], set[str], set[str]]]


def run(database: Path, *command: str) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    subprocess.run(
        [sys.executable, *command],
        cwd=ROOT, env={**kept, "DATABASE_URL": f"sqlite:///{database}"},
        check=True, capture_output=True,
    )  # fmt: skip


def clauses(sql: str) -> set[str]:
    """What stands between the brackets of CREATE TABLE, each clause by itself."""
    inner, depth, found, word = sql[sql.index("(") + 1 : sql.rindex(")")], 0, set(), ""
    for letter in inner:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            found.add(" ".join(word.split()))
            word = ""
        else:
            word += letter
    return found | {" ".join(word.split())}


def shape_of(database: Path) -> Shape:
    """Every table with its clauses, its indexes and its triggers; their order means nothing."""
    with closing(sqlite3.connect(database)) as connection:
        made = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    tables = {name: clauses(sql) for kind, name, _, sql in made if kind == "table"}
    return {
        table: (
            found,
            {sql for kind, _, of, sql in made if kind == "index" and of == table and sql},
            {sql for kind, _, of, sql in made if kind == "trigger" and of == table},
        )
        for table, found in tables.items()
        if not table.startswith(OWN_OF_SQLITE)
    }


@pytest.mark.long
def test_it_has_the_tables_that_all_migrations_end_at(tmp_path: Path) -> None:
    founded, migrated = tmp_path / "founded.sqlite3", tmp_path / "migrated.sqlite3"
    run(founded, "-m", "recert.cli", "upgrade")
    run(migrated, "manage.py", "migrate")
    run(migrated, "-m", "recert.cli", "upgrade")
    ours, theirs = shape_of(founded), shape_of(migrated)
    assert set(ours) == set(theirs)
    for table, shape in theirs.items():
        assert ours[table] == shape, table
    with closing(sqlite3.connect(founded)) as one, closing(sqlite3.connect(migrated)) as other:
        asked = "SELECT app, name FROM django_migrations ORDER BY app, name"
        assert one.execute(asked).fetchall() == other.execute(asked).fetchall()


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    database = tmp_path / "twice.sqlite3"
    run(database, "-m", "recert.cli", "upgrade")
    before = shape_of(database)
    run(database, "-m", "recert.cli", "upgrade")
    assert shape_of(database) == before


def test_what_is_there_is_migrated_and_not_founded_anew(tmp_path: Path) -> None:
    database = tmp_path / "older.sqlite3"
    run(database, "manage.py", "migrate", "contenttypes")
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO django_content_type (app_label, model) VALUES ('a', 'b')")
    run(database, "-m", "recert.cli", "upgrade")
    with closing(sqlite3.connect(database)) as connection:
        kept = connection.execute("SELECT model FROM django_content_type WHERE app_label = 'a'")
        assert kept.fetchall() == [("b",)]
