"""What every request passes through besides what Django and its neighbours bring."""

from collections.abc import Callable, Iterator
from http.client import responses

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse

from recert.lib.numbers import whole
from recert.web.api.missing import too_large

VERSION_HEADER, XAPI_VERSION = "X-Experience-API-Version", "1.0.3"

Handler = Callable[[HttpRequest], HttpResponse]


class CarefulHeaders:
    """What a page says of itself unless its view knows better.

    No page of ours needs camera, microphone or place, and none is for a cache that
    several people share.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, and add the headers to the answer."""
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"
        )
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class SpokenVersion:
    """Says on every answer to a learning system which xAPI it speaks, on pages of error too.

    Of what stands before the views only this knows of xAPI, whose answers are never a page.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, and where no view of ours answered, answer in a sentence."""
        if not request.path.startswith("/xapi/"):
            return self.get_response(request)
        # Some join our address, which ends with a slash, and what begins with another.
        request.path_info = request.path_info.replace("/xapi//", "/xapi/", 1)
        response = self.get_response(request)
        if VERSION_HEADER in response.headers:
            return response
        if response.status_code >= 400:
            sentence = responses.get(response.status_code, "")
            response = JsonResponse({"error": f"{sentence}."}, status=response.status_code)
        response.headers[VERSION_HEADER] = XAPI_VERSION
        return response


class RequestLimit:
    """Refuses a request larger than we would ever store, before reading it.

    Django limits fields but not files; without this one person could fill the disk. What
    comes in chunks was measured before (`chunks`), and any other body without a stated length
    is read as empty, so the length can be trusted here.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on unless the stated length is over `REQUEST_LIMIT`."""
        size = whole(request.META.get("CONTENT_LENGTH") or "0")
        if size is None or size > settings.REQUEST_LIMIT:
            return too_large(request)
        return self.get_response(request)


class PlainLetters:
    """Refuses a request with the letter NUL in it, which nobody can type.

    PostgreSQL keeps no such letter; every view that looks for a text would have to mind it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on unless the address, a field or a cookie holds a NUL."""
        if any("\x00" in text for text in _texts(request)):
            raise BadRequest("NUL in the request")
        return self.get_response(request)


def _texts(request: HttpRequest) -> Iterator[str]:
    """Every text a view may take from a request and look for."""
    yield request.path
    yield from request.COOKIES.values()
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            yield name
            yield from values
