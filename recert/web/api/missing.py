"""What is answered where no view was reached: programs are told as programs read it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from recert.web.api.problems import NOT_FOUND, UNREADABLE, Halted, problem


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
