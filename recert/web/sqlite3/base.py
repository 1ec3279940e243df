"""Django's SQLite, with turns: nobody who wants to write is passed over (`recert.web.turns`).

The turn is a courtesy among our own processes. What keeps the record whole is SQLite's own lock,
which is taken as ever; another program that writes to the file is waited for as ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from recert.web.turns import Turns, turns_at

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes its turn before it writes, for one statement or a transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turns: Turns | None = None  # while it is our turn
        self.execute_wrappers.append(self._statement)

    def _take_turn(self) -> None:
        if self.is_in_memory_db():
            return  # nobody else is there
        turns = turns_at(str(self.settings_dict["NAME"]))
        try:
            turns.take(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        except TimeoutError:
            raise OperationalError("database is locked: others wrote all the while") from None
        self._turns = turns

    def _end_turn(self) -> None:
        turns, self._turns = self._turns, None
        if turns is not None:
            turns.give_back()

    def _statement(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """A statement on its own is a transaction of its own."""
        if self._turns is not None or self.in_atomic_block or not _WRITES.match(sql):
            return execute(sql, params, many, context)
        self._take_turn()
        try:
            return execute(sql, params, many, context)
        finally:
            self._end_turn()

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # the stubs leave it out
        self._end_turn()  # where it fails, a rollback follows

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._end_turn()
