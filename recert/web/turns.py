"""Taking turns at a file: who asks first goes first, in this process and among several.

SQLite lets one connection write at a time and has all others try again, each after a pause of its
own: with many of them, somebody is unlucky until they run out of patience. Here they stand in a
line instead, one line for each process. Of each process only the first of its line comes to two
locks beside the file: `next`, which says who goes next, and `turn`, which whoever writes holds.
A process that has just given `turn` back finds another one holding `next`, so it cannot come
first twice while others wait. The system itself frees the locks of a process that dies.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections import deque
from functools import cache
from threading import Event, Lock

LOOK_AGAIN = 0.002
"""Seconds between two looks at a lock that another process has."""


class Turns:
    """The line of this process for one file."""

    def __init__(self, path: str) -> None:
        self._next, self._turn = (_opened(f"{path}-{word}") for word in ("next", "turn"))
        self._line: deque[Event] = deque()
        self._guard = Lock()

    def take(self, patience: float) -> None:
        """Wait for one's turn; raises `TimeoutError` after so many seconds in any one place."""
        mine = Event()
        with self._guard:
            self._line.append(mine)
            self._line[0].set()
        try:
            if not mine.wait(patience):
                raise TimeoutError
            self._come_first(patience)
        except BaseException:
            self._leave(mine)
            raise

    def give_back(self) -> None:
        """One's turn is over; whoever waits longest has the next."""
        fcntl.flock(self._turn, fcntl.LOCK_UN)
        self._leave(self._line[0])

    def _come_first(self, patience: float) -> None:
        _lock(self._next, patience)
        try:
            _lock(self._turn, patience)
        finally:
            fcntl.flock(self._next, fcntl.LOCK_UN)

    def _leave(self, mine: Event) -> None:
        with self._guard:
            self._line.remove(mine)
            if self._line:
                self._line[0].set()


@cache
def turns_at(path: str) -> Turns:
    """The line for a file; a process that was forked has lines of its own."""
    return Turns(path)


os.register_at_fork(after_in_child=turns_at.cache_clear)


def _opened(path: str) -> int:
    """To be locked, never written: whoever may read it may wait there."""
    return os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)


def _lock(file: int, patience: float) -> None:
    for _look in range(max(1, round(patience / LOOK_AGAIN))):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(LOOK_AGAIN)
        else:
            return
    raise TimeoutError
