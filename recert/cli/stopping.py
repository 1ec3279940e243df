"""Stopping: a process that is asked to end does not first finish all it has begun."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from django.db import connection


class Stopped(BaseException):
    """We are to end. Not an `Exception`: nobody who sees to failures may see to this."""


@contextmanager
def ending_on(stop: Event) -> Iterator[None]:
    """Leave the block at the next statement once `stop` is set.

    A transaction that is open then is undone, those before it stand: whatever is in the block
    must go on from where it stood, as it must after a power failure. So it is not for what
    happens outside the database, such as a letter that is sent and then noted.
    """

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if stop.is_set():
            raise Stopped
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(look):
            yield
    except Stopped:
        pass
