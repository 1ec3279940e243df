"""The door: which version, who it is, and how xAPI says no."""

from __future__ import annotations

import base64
import binascii
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from recert.catalogue.actions.sources import note_use, source_by_key
from recert.catalogue.models import Source, SourceKind
from recert.statements.checking import Fault
from recert.statements.documents import MOST_DOCUMENT, Changed, TooBig, Unseen
from recert.statements.storing import MOST_STATEMENTS, Conflict, TooMany, written
from recert.web.api.xapi.asking import MOST_BYTES, Asked, TooLarge, asked_by
from recert.web.clock import outside_now
from recert.web.middleware import VERSION_HEADER, XAPI_VERSION

VERSIONS = (XAPI_VERSION, "1.0.2", "1.0.1", "1.0.0")

WINDOW = 10 * 60  # seconds
MOST_CALLS = 60_000
"""So many calls of one source are answered in the window: a hundred a second."""
MOST_MISSES = 300
"""So many wrong keys from one address are looked at in the window."""

log = logging.getLogger(__name__)

Resource = Callable[..., HttpResponse]


def resource(*methods: str, is_open: bool = False) -> Callable[[Resource], Resource]:
    """A resource of xAPI, which knows these methods; `is_open`: anybody of any version may ask."""

    def guard(view: Resource) -> Resource:
        @csrf_exempt  # no cookie opens this door
        @wraps(view)
        def guarded(request: HttpRequest, **more: str) -> HttpResponse:
            answer = _answered(request, view, methods, is_open, more)
            answer.headers[VERSION_HEADER] = XAPI_VERSION
            answer.headers.setdefault("X-Experience-API-Consistent-Through", written(outside_now()))
            answer.headers["Cache-Control"] = "no-store"
            return answer

        return guarded

    return guard


def _answered(
    request: HttpRequest,
    view: Resource,
    methods: tuple[str, ...],
    is_open: bool,
    more: dict[str, str],
) -> HttpResponse:
    try:
        asked = asked_by(request)
        if asked.method not in methods:
            answer = refused(405, f"This resource knows {', '.join(methods)} only.")
            answer.headers["Allow"] = ", ".join(methods)
            return answer
        if is_open:
            return view(asked, **more)
        if not re.fullmatch(r"1\.0(\.\d+)?", asked.header(VERSION_HEADER)):
            return refused(400, "X-Experience-API-Version must be 1.0 or 1.0.x.")
        return _let_in(request, asked, view, more)
    except Fault as fault:
        return refused(400, f"{fault}.")
    except Http404:
        return refused(404, "There is none such.")
    except Conflict as conflict:
        return refused(409, f"Statement {conflict} was stored before and says something else.")
    except Unseen:
        return refused(409, "There is such a document. Say with If-Match which one you saw.")
    except Changed:
        return refused(412, "The document is not the one your If-Match or If-None-Match means.")
    except TooMany:
        return refused(413, f"At most {MOST_STATEMENTS} statements are taken at once.")
    except TooBig:
        return refused(413, f"A document has at most {MOST_DOCUMENT} bytes.")
    except (TooLarge, RequestDataTooBig):
        return refused(413, f"At most {MOST_BYTES} bytes are taken at once.")


def _let_in(
    request: HttpRequest, asked: Asked, view: Resource, more: dict[str, str]
) -> HttpResponse:
    where = get_adapter().get_client_ip(request)
    if _counted(f"xapi:missed:{where}", 0) > MOST_MISSES:
        return _later()
    source = _source_of(asked.header("Authorization"))
    if source is None:
        _counted(f"xapi:missed:{where}", 1)
        answer = refused(401, "Sign in with the key and the secret of a source for xAPI.")
        answer.headers["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
        return answer
    if _counted(f"xapi:calls:{source.pk}", 1) > MOST_CALLS:
        return _later()
    note_use(source, at=outside_now())
    return view(replace(asked, source=source), **more)


def _source_of(header: str) -> Source | None:
    """Whose key it is: Basic with key and secret, or Bearer with the two and a point between."""
    scheme, _space, said = header.partition(" ")
    if scheme.lower() == "basic":
        try:
            said = base64.b64decode(said.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return None
        key, _colon, secret = said.partition(":")
    elif scheme.lower() == "bearer":
        key, _point, secret = said.strip().partition(".")
    else:
        return None
    return source_by_key(SourceKind.STATEMENTS, key, secret)


def _counted(key: str, more: int) -> int:
    """A count that is kept for the window, after adding to it."""
    if not more:
        return int(cache.get(key, 0))
    if cache.add(key, more, WINDOW):
        return more
    try:
        return int(cache.incr(key, more))
    except ValueError:  # it ran out between the two
        return more


def _later() -> HttpResponse:
    answer = refused(429, "This is more than is answered in ten minutes. Try again later.")
    answer.headers["Retry-After"] = str(WINDOW)
    return answer


def refused(status: int, sentence: str) -> HttpResponse:
    """How we say no: one sentence."""
    return JsonResponse({"error": sentence}, status=status)
