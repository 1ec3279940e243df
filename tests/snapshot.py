"""What was once put into the database by actions, put back by rows, and kept beneath the tests.

A stage takes from a fifth of a second to several to set by the rooms' own actions, and every
other test wants one. It is set so once in each process; from then on its rows are copied back.
And as long as one test after another wants the same stage, it is not even struck between them:
it stands in a transaction around theirs, and each test is undone down to it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import ExitStack
from copy import deepcopy
from typing import Any, ClassVar, Generic, TypeVar

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


class Stage(Generic[T]):
    """Something that is set by actions the first time, and by its rows after that.

    `fixture` is the name of the fixture that gives it: tests that take it find it standing.
    Where another stage is part of it, `holds` names that one's fixture.
    """

    known: ClassVar[dict[str, Stage[Any]]] = {}
    standing: ClassVar[Stage[Any] | None] = None
    _beneath: ClassVar[ExitStack] = ExitStack()

    def __init__(self, fixture: str, setting: Callable[[], T], *, holds: str = "") -> None:
        self._setting = setting
        self.holds = holds
        self._made: T | None = None
        self._rows: dict[str, tuple[list[str], Rows]] | None = None
        Stage.known[fixture] = self

    def set(self) -> T:
        """Set it, unless it stands; what is returned is the test's own to change."""
        if Stage.standing is not self:
            if Person.objects.exists() or Body.objects.exists():
                return self._setting()  # not the empty stage its rows belong on
            self._set()
        return deepcopy(self._made)  # type: ignore[return-value]  # it is made by now

    def _set(self) -> None:
        if self._rows is None:
            self._made = self._setting()
            self._rows = _everything()
        else:
            _put_back(self._rows)

    def stand(self) -> None:
        """Set it beneath the tests to come, outside of any transaction, until it is struck."""
        with ExitStack() as beneath:
            beneath.enter_context(transaction.atomic())
            beneath.callback(transaction.set_rollback, rollback=True)
            self._set()
            connection.check_constraints()  # once, and not again with every test
            Stage._beneath = beneath.pop_all()
        Stage.standing = self

    def stands(self) -> bool:
        """Whether it stands, and the tests before left alone what it stands in."""
        lost = connection.closed_in_transaction or connection.needs_rollback
        return Stage.standing is self and not lost

    @staticmethod
    def strike() -> None:
        """Let nothing stand."""
        Stage.standing = None
        Stage._beneath.close()


def stage_of(fixtures: Collection[str]) -> Stage[Any] | None:
    """The stage that a test with these fixtures stands on; none, or more than one: none."""
    found = {name: stage for name, stage in Stage.known.items() if name in fixtures}
    for stage in list(found.values()):
        found.pop(stage.holds, None)
    return next(iter(found.values())) if len(found) == 1 else None
