"""What every request passes through besides what Django and its neighbours bring."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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


class RequestLimit:
    """Refuses a request larger than we would ever store, before reading it.

    Django limits fields but not files; without this one person could fill the disk. A
    body without a stated length is read as empty, so the length can be trusted here.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on unless the stated length is over `REQUEST_LIMIT`."""
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if not stated.isdigit() or int(stated) > settings.REQUEST_LIMIT:
            megabytes = settings.UPLOAD_LIMIT // (1024 * 1024)
            return render(request, "413.html", {"megabytes": megabytes}, status=413)
        return self.get_response(request)
