"""What was once put into the database by actions, put back by rows.

A stage takes a fifth of a second to set by the rooms' own actions, and every other test wants
one. It is set once; from then on its rows are copied back.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.db import connection, transaction

from recert.catalogue.models import Findable as FindableCourse
from recert.catalogue.models import FindableClass
from recert.people.models import Body, Person
from recert.register.models import Findable

T = TypeVar("T")

SETTLED = {"contenttypes", "auth"}
"""Apps whose rows come with the tables."""

KEPT_BY_TRIGGERS = {Findable, FindableCourse, FindableClass}
"""What the database makes itself of the other rows."""

Rows = list[tuple[Any, ...]]


def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return [
        m._meta.db_table
        for m in models
        if m._meta.app_label not in SETTLED and m._meta.managed and m not in KEPT_BY_TRIGGERS
    ]


def _everything() -> dict[str, tuple[list[str], Rows]]:
    """All rows of all tables, with the names of their columns."""
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- ours
            rows = cursor.fetchall()
            if rows:
                found[table] = ([column[0] for column in cursor.description], rows)
    return found


def _put_back(kept: dict[str, tuple[list[str], Rows]]) -> None:
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in kept.items():
            names = ", ".join(quote(column) for column in columns)
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", rows)  # noqa: S608 -- ours


@dataclass(slots=True)
class Stage(Generic[T]):
    """Something that is set by actions the first time, and by its rows after that."""

    setting: Callable[[], T]
    _made: T | None = None
    _rows: dict[str, tuple[list[str], Rows]] | None = None

    def set(self) -> T:
        """Set it; what is returned is the test's own to change."""
        if Person.objects.exists() or Body.objects.exists():
            return self.setting()  # not the empty stage its rows belong on
        if self._made is None or self._rows is None:
            self._made = self.setting()
            self._rows = _everything()
        else:
            _put_back(self._rows)
        return deepcopy(self._made)
