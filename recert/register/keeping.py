# ruff: noqa: S608 -- every name in these statements is our own
"""Keeping: the database itself keeps what can be found in step with what it is found by.

Triggers, because the rooms that write certifications and persons lie below this one and know
nothing of it, and because what was registered a moment ago must be found now. They are laid
after every migration, not by one: SQLite drops a table's triggers when a migration remakes it,
and refuses to rename a table that a trigger speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.transaction import atomic
from django.db.utils import DatabaseError

from recert.lib.folding import fold

TABLE = "register_findable"
WORDS = "register_words"
"""SQLite's index of three letters each; PostgreSQL's is `WORDS` on the table itself."""

FOLDED = "recert_folded"
"""What folds a number on SQLite: our connections know it, and nobody else writes."""
QUOTES = "chr(39) || chr(96)"
_LETTERS = "".join(map(chr, (*range(0xC0, 0x250), *range(0x300, 0x370), *range(0x386, 0x530))))
"""What PostgreSQL folds one by one: Latin, Greek and Cyrillic letters, and marks."""


def teach(connection: BaseDatabaseWrapper, **_more: Any) -> None:
    """Let a new connection to SQLite fold numbers as `fold` does."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FOLDED, 1, fold, deterministic=True)


def _folded_by_postgresql(column: str) -> str:
    """The same in its own words. Nearly all numbers are plain, and pass by the long way."""
    several = [each for each in _LETTERS if len(fold(each)) > 1]
    single = [each for each in _LETTERS if fold(each) != each and len(fold(each)) == 1]
    gone = "".join(each for each in _LETTERS if not fold(each)) + "’‘´"
    letters = column
    for each in several:
        letters = f"replace({letters}, '{each}', '{fold(each)}')"
    become = "".join(map(fold, single))
    letters = f"translate({letters}, '{''.join(single)}{gone}', '{become}')"
    folded = f"lower(CASE WHEN {column} ~ '[^ -~]' THEN {letters} ELSE {column} END)"
    return f"translate({folded}, {QUOTES}, '')"


_COLUMNS = (
    "kind, body_id, person_id, certification_id, member_id, "
    "words, name, number, credential, level, register, ends"
)
_CERTIFICATIONS = (
    f"INSERT INTO {TABLE} ({_COLUMNS}) "
    "SELECT 'certification', c.body_id, c.person_id, c.id, NULL, "
    f"p.folded || '  ' || replace({FOLDED}(c.number), ' ', '  '), "
    f"substr(p.folded, 1, 80), {FOLDED}(c.number), "
    "c.credential, c.level, c.register, coalesce(c.expires, '9999-12-31') "
    "FROM credentials_certification c JOIN people_person p ON p.id = c.person_id "
    "WHERE (c.removed_at IS NULL OR c.register = 'confirmed')"
)
_MEMBERS = (
    f"INSERT INTO {TABLE} ({_COLUMNS}) "
    "SELECT 'membership', m.body_id, m.person_id, NULL, m.id, "
    f"p.folded || '  ' || replace({FOLDED}(m.number), ' ', '  '), "
    f"substr(p.folded, 1, 80), {FOLDED}(m.number), "
    "'', '', '', coalesce(m.until, '9999-12-31') "
    "FROM people_bodymember m JOIN people_person p ON p.id = m.person_id WHERE true"
)
_PERSON = (
    f"UPDATE {TABLE} SET words = NEW.folded || '  ' || replace(number, ' ', '  '), "
    "name = substr(NEW.folded, 1, 80) WHERE person_id = NEW.id"
)


def _acts() -> Iterator[tuple[str, str, str]]:
    """Each trigger: its name, when it fires, and what it does."""
    for table, column, insert, alias, watched in (
        (
            "credentials_certification", "certification_id", _CERTIFICATIONS, "c",
            "person_id, body_id, credential, level, number, expires, register, removed_at",
        ),
        (
            "people_bodymember", "member_id", _MEMBERS, "m",
            "person_id, body_id, number, until",
        ),
    ):  # fmt: skip
        entered = f"{insert} AND {alias}.id = NEW.id"
        forgotten = f"DELETE FROM {TABLE} WHERE {column} = OLD.id"
        name = f"found_{alias}"
        yield f"{name}_new", f"AFTER INSERT ON {table}", entered
        yield f"{name}_changed", f"AFTER UPDATE OF {watched} ON {table}", f"{forgotten}; {entered}"
        yield f"{name}_gone", f"AFTER DELETE ON {table}", forgotten
    yield "found_p_changed", "AFTER UPDATE OF folded ON people_person", _PERSON


def _sqlite() -> dict[str, str]:
    """What to create on SQLite, by name."""
    new = f"INSERT INTO {WORDS} (rowid, words) VALUES (NEW.id, NEW.words)"
    old = f"INSERT INTO {WORDS} ({WORDS}, rowid, words) VALUES ('delete', OLD.id, OLD.words)"
    triggers = {
        **{name: (when, act) for name, when, act in _acts()},
        "found_words_new": (f"AFTER INSERT ON {TABLE}", new),
        "found_words_gone": (f"AFTER DELETE ON {TABLE}", old),
        "found_words_changed": (f"AFTER UPDATE OF words ON {TABLE}", f"{old}; {new}"),
    }
    return {
        name: f"CREATE TRIGGER {name} {when} FOR EACH ROW BEGIN {act}; END"
        for name, (when, act) in triggers.items()
    }


def _postgresql() -> dict[str, tuple[str, str]]:
    """What to create on PostgreSQL, by name: the function, and the trigger that runs it."""
    found = {}
    for name, when, act in _acts():
        returned = "OLD" if name.endswith("_gone") else "NEW"
        function = (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$BEGIN {_in_postgresql(act)}; RETURN {returned}; END$$"
        )
        table = when.rpartition(" ")[2]
        trigger = (
            f"DROP TRIGGER IF EXISTS {name} ON {table}; "
            f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
        found[name] = (function, trigger)
    return found


def _in_postgresql(sql: str) -> str:
    """The same with days, and what folds numbers, as PostgreSQL wants them said."""
    for column in ("c.number", "m.number"):
        sql = sql.replace(f"{FOLDED}({column})", _folded_by_postgresql(column))
    return sql.replace("'9999-12-31'", "DATE '9999-12-31'")


def lift(using: str, plan: list[Any], **_more: Any) -> None:
    """Before a migration: take the triggers away, which SQLite could not rename tables with."""
    connection = connections[using]
    if not plan:
        return
    with connection.cursor() as cursor:
        for name in _sqlite() if connection.vendor == "sqlite" else ():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        for name in _postgresql() if connection.vendor == "postgresql" else ():
            cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")


def lay(using: str, **_more: Any) -> None:
    """After a migration: lay what is not there as it should be, and fill the table anew."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    if is_kept(using):
        _index_postgresql(using)
        return
    with atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _lay_sqlite(cursor)
        else:
            _lay_postgresql(cursor)
    _index_postgresql(using)


def _index_postgresql(using: str) -> None:
    """Its index of three letters each, where we may have it; later, once we may.

    And names in the order of their letters, whatever language the database sorts by.
    """
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS register_in_order ON {TABLE} "
                '(body_id, kind, name COLLATE "C", id)'
            )
    if is_quick(using):
        return
    try:
        with atomic(using=using), connections[using].cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(f"CREATE INDEX {WORDS} ON {TABLE} USING gin (words gin_trgm_ops)")
    except DatabaseError:
        return  # not ours to create: people are found all the same, and `recert doctor` says so


def _lay_sqlite(cursor: CursorWrapper) -> None:
    """Fill before the triggers are there: an index made in one go is made much sooner."""
    for name in _sqlite():
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
    cursor.execute(f"DROP TABLE IF EXISTS {WORDS}")
    cursor.execute(f"DELETE FROM {TABLE}")
    # No positions are kept (`detail=none`): what the index finds is looked at once more.
    cursor.execute(
        f"CREATE VIRTUAL TABLE {WORDS} USING fts5(words, content='{TABLE}', "
        "content_rowid='id', tokenize='trigram', detail='none')"
    )
    cursor.execute(_CERTIFICATIONS)
    cursor.execute(_MEMBERS)
    cursor.execute(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('rebuild')")
    for create in _sqlite().values():
        cursor.execute(create)


def _lay_postgresql(cursor: CursorWrapper) -> None:
    cursor.execute(f"DROP INDEX IF EXISTS {WORDS}")
    cursor.execute(f"DELETE FROM {TABLE}")
    cursor.execute(_in_postgresql(_CERTIFICATIONS))
    cursor.execute(_in_postgresql(_MEMBERS))
    for function, trigger in _postgresql().values():
        cursor.execute(function)
        cursor.execute(trigger)


def is_kept(using: str = "default") -> bool:
    """Whether every trigger is there, and is the one this version lays."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            return _sqlite().items() <= dict(cursor.fetchall()).items()
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'found%%'")
        laid = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'found%%'")
        bodies = dict(cursor.fetchall())
    wanted = _postgresql()
    return wanted.keys() <= laid and all(
        bodies.get(name, "?") in function for name, (function, _trigger) in wanted.items()
    )


def is_quick(using: str = "default") -> bool:
    """Whether there is an index to find parts of words by; without it every row is read."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = %s", [WORDS])
        return cursor.fetchone() is not None
