"""What is answered where no view was reached: programs are told as programs read it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import defaults

from recert.lib.intake import MOST_BYTES
from recert.web.api.problems import (
    NO_METHOD,
    NOT_FOUND,
    TOO_LARGE,
    UNREADABLE,
    Halted,
    problem,
)

A_MEGABYTE = 1024 * 1024

View = Callable[..., HttpResponseBase]


def telling_methods(view: View) -> View:
    """The same view; a method it does not take is said as every other no."""

    @wraps(view)
    def viewed(*args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(*args, **kwargs)
        if answer.status_code != NO_METHOD.status:
            return answer
        said = problem(Halted(NO_METHOD))
        said.headers["Allow"] = answer.headers["Allow"]
        return said

    return viewed


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such address."""
    if request.path.startswith("/api/"):
        return problem(Halted(NOT_FOUND, "There is no such address. They are at /developers."))
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request itself is not well formed."""
    if request.path.startswith("/api/"):
        return problem(Halted(UNREADABLE, "The address or a header of it cannot be read."))
    return defaults.bad_request(request, exception)


def too_large(request: HttpRequest) -> HttpResponse:
    """The request is larger than anything we would keep; it was not read."""
    if request.path.startswith("/api/"):
        return problem(Halted(TOO_LARGE, "A request holds at most 2 MB. Send it in parts."))
    return render(request, "413.html", {"megabytes": MOST_BYTES // A_MEGABYTE}, status=413)
