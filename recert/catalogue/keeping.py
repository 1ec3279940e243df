# ruff: noqa: S608 -- every name in these statements is our own
"""Keeping: the database itself marks which courses have to be laid out anew.

Triggers, for the same reasons as in the register (decision 16): what is written by whatever
way is marked, and what is taken off the list is not shown a moment longer. They are laid
after every migration, not by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.transaction import atomic
from django.db.utils import DatabaseError

TABLE = "catalogue_findable"
TITLES = "catalogue_by_letters"
CLASSES = "catalogue_findableclass"
WORDS = "catalogue_words"
"""SQLite's index of three letters each; PostgreSQL's is an index of that name."""

_COURSES = (
    f"INSERT INTO {TABLE} (course_id, provider_id, title, words, topics, bodies, kind, delivery, "
    "language, shown) SELECT c.id, c.provider_id, '', '', '', '', '', '', '', FALSE "
    "FROM catalogue_course c"
)
_LISTED = "NEW.is_listed AND NEW.retired_at IS NULL"
_MARK = f"UPDATE {TABLE} SET laid_on = NULL"
_OFFERED = "NEW.is_listed AND NEW.cancelled_at IS NULL"
_TIMES = (
    f"INSERT INTO {CLASSES} (course_class_id, course_id, starts_at, cents, currency, country, "
    "whereabouts) SELECT c.id, e.course_id, c.starts_at, c.cents, c.currency, c.country, '' "
    "FROM catalogue_courseclass c JOIN catalogue_courseedition e ON e.id = c.edition_id "
    "WHERE c.is_listed AND c.cancelled_at IS NULL AND NOT EXISTS "
    f"(SELECT 1 FROM {CLASSES} f WHERE f.course_class_id = c.id)"
)
_TIME_CHANGED = (
    f"DELETE FROM {CLASSES} WHERE course_class_id = NEW.id AND NOT ({_OFFERED}); "
    f"UPDATE {CLASSES} SET starts_at = NEW.starts_at, cents = NEW.cents, "
    "currency = NEW.currency, country = NEW.country WHERE course_class_id = NEW.id; "
    f"{_TIMES} AND c.id = NEW.id"
)
_EDITION = "course_id = (SELECT e.course_id FROM catalogue_courseedition e WHERE e.id = {}.{})"
_APPROVAL = (
    "provider_id = (SELECT a.provider_id FROM catalogue_providerapproval a "
    "WHERE a.id = {}.approval_id)"
)


def _acts() -> Iterator[tuple[str, str, str]]:
    """Each trigger: its name, when it fires, and what it does."""
    yield (
        "catalogue_course_new",
        "AFTER INSERT ON catalogue_course",
        f"{_COURSES} WHERE c.id = NEW.id",
    )
    yield (
        "catalogue_course_changed",
        "AFTER UPDATE ON catalogue_course",
        f"{_MARK}, shown = (shown AND {_LISTED}) WHERE course_id = NEW.id",
    )
    yield (
        "catalogue_provider_changed",
        "AFTER UPDATE OF name, slug, closed_at ON catalogue_provider",
        f"{_MARK}, shown = (shown AND NEW.closed_at IS NULL) WHERE provider_id = NEW.id",
    )
    where = _EDITION.format("NEW", "edition_id")
    yield (
        "catalogue_class_new",
        "AFTER INSERT ON catalogue_courseclass",
        f"{_TIMES} AND c.id = NEW.id; {_MARK} WHERE {where}",
    )
    yield (
        "catalogue_class_changed",
        "AFTER UPDATE ON catalogue_courseclass",
        f"{_TIME_CHANGED}; {_MARK} WHERE {where}",
    )
    yield (
        "catalogue_class_gone",
        "AFTER DELETE ON catalogue_courseclass",
        f"DELETE FROM {CLASSES} WHERE course_class_id = OLD.id",
    )
    for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        for table, whose in (
            ("courseedition", f"course_id = {row}.course_id"),
            ("courseapproval", _EDITION.format(row, "edition_id")),
            ("providerapproval", f"provider_id = {row}.provider_id"),
            ("suspension", _APPROVAL.format(row)),
        ):
            yield (
                f"catalogue_{table}_{event.lower()}",
                f"AFTER {event} ON catalogue_{table}",
                f"{_MARK} WHERE {whose}",
            )


def _sqlite() -> dict[str, str]:
    """What to create on SQLite, by name."""
    new = f"INSERT INTO {WORDS} (rowid, words) VALUES (NEW.id, NEW.words)"
    old = f"INSERT INTO {WORDS} ({WORDS}, rowid, words) VALUES ('delete', OLD.id, OLD.words)"
    triggers = {
        **{name: (when, act) for name, when, act in _acts()},
        "catalogue_words_new": (f"AFTER INSERT ON {TABLE}", new),
        "catalogue_words_gone": (f"AFTER DELETE ON {TABLE}", old),
        "catalogue_words_changed": (f"AFTER UPDATE OF words ON {TABLE}", f"{old}; {new}"),
    }
    return {
        name: f"CREATE TRIGGER {name} {when} FOR EACH ROW BEGIN {act}; END"
        for name, (when, act) in triggers.items()
    }


def lift(using: str, plan: list[Any], **_more: Any) -> None:
    """Before a migration: take the triggers away, which SQLite could not rename tables with."""
    connection = connections[using]
    if not plan:
        return
    with connection.cursor() as cursor:
        for name in _sqlite() if connection.vendor == "sqlite" else ():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        for name, _when, _act in _acts() if connection.vendor == "postgresql" else ():
            cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")


def lay(using: str, **_more: Any) -> None:
    """After a migration: lay the triggers, and let every course be laid out again.

    What rulebooks take for the same is forgotten, for another version may read them otherwise.
    """
    connection = connections[using]
    if CLASSES not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalogue_alike")
    if is_kept(using):
        return
    with atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _lay_sqlite(cursor)
        else:
            _lay_postgresql(cursor)
        cursor.execute(
            f"{_COURSES} WHERE NOT EXISTS (SELECT 1 FROM {TABLE} f WHERE f.course_id = c.id)"
        )
        cursor.execute(_TIMES)
        cursor.execute(_MARK)
    if connection.vendor == "postgresql":
        _index_postgresql(using)


def _lay_sqlite(cursor: CursorWrapper) -> None:
    for name in _sqlite():
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
    cursor.execute(f"DROP TABLE IF EXISTS {WORDS}")
    cursor.execute(
        f"CREATE VIRTUAL TABLE {WORDS} USING fts5(words, content='{TABLE}', "
        "content_rowid='id', tokenize='trigram', detail='none')"
    )
    cursor.execute(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('rebuild')")
    for create in _sqlite().values():
        cursor.execute(create)


def _lay_postgresql(cursor: CursorWrapper) -> None:
    for name, when, act in _acts():
        table = when.rpartition(" ")[2]
        cursor.execute(_function(name, act))
        cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        cursor.execute(f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _function(name: str, act: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN {act}; RETURN NULL; END$$"
    )


def _index_postgresql(using: str) -> None:
    """Its index by letters, not by a language; and of three letters each, where we may have it."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            f'CREATE INDEX IF NOT EXISTS {TITLES} ON {TABLE} (title COLLATE "C", id) WHERE shown'
        )
    try:
        with atomic(using=using), connections[using].cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {WORDS} ON {TABLE} USING gin (words gin_trgm_ops)"
            )
    except DatabaseError:
        return  # not ours to create: courses are found all the same, only later


def is_kept(using: str = "default") -> bool:
    """Whether every trigger is there, and is the one this version lays."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            return _sqlite().items() <= dict(cursor.fetchall()).items()
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'catalogue%%'")
        laid = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'catalogue%%'")
        bodies = dict(cursor.fetchall())
    acts = {name: act for name, _when, act in _acts()}
    return acts.keys() <= laid and all(
        bodies.get(name, "?") in _function(name, act) for name, act in acts.items()
    )
