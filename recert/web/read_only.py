"""Looking without touching: a desk on real data, seen as of another day.

That nothing is written does not rest on every view remembering it. The database connection
itself lets only reading through while such a page is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

READING = ("SELECT", "EXPLAIN", "WITH", "VALUES")
TRANSACTIONS = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class Written(Exception):
    """Something was about to be written while a page may only look."""


def only_looking(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """What the view answers, or a page that says why it cannot while the clock is moved."""
    if request.method not in SAFE_METHODS:
        return _refused(request)
    try:
        with connection.execute_wrapper(_read):
            return view()
    except Written:
        return _refused(request)


def _read(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    if not sql.lstrip("( \n").upper().startswith(READING + TRANSACTIONS):
        raise Written
    return execute(sql, *rest)


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/clock_refused.html", status=409)
