"""Reading: JSON as strict as what is done with it. What could mean two things is not taken."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError
from ninja.parser import Parser

from recert.web.api.problems import NOT_JSON, TOO_LARGE, UNREADABLE, Halted

DEEPEST = 20
"""Nothing we take is a quarter as deep."""


def read_json(content: bytes) -> Any:
    """What the bytes say; fractions are `Decimal`, so that no amount passes through a float."""
    if b"\x00" in content or b"\\u0000" in content:
        raise Halted(UNREADABLE, "There is a NUL in it, which is no letter.")
    try:
        found = json.loads(
            content.decode(),
            object_pairs_hook=_object,
            parse_float=Decimal,
            parse_constant=_no_constant,
        )
        json.dumps(found, ensure_ascii=False, default=str).encode()  # half a letter is none
    except (ValueError, RecursionError) as error:
        raise Halted(UNREADABLE, f"This is no JSON we take: {str(error)[:200]}.") from None
    if _is_deep(found, DEEPEST):
        raise Halted(UNREADABLE, "It is too deeply nested.")
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _is_deep(value: Any, left: int) -> bool:
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return False
    return left == 0 or any(_is_deep(each, left - 1) for each in value)


def body_of(request: HttpRequest) -> bytes:
    """The bytes of a request, unless there are too many or they were none of JSON's."""
    try:
        return request.body
    except RequestDataTooBig:
        raise Halted(TOO_LARGE, "A request holds at most 2 MB. Send it in parts.") from None
    except (RawPostDataException, UnreadablePostError):
        raise Halted(NOT_JSON) from None


class StrictParser(Parser):
    """Reads bodies by `read_json`; what is wrong is kept on the request, to be said as it is."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body, as JSON."""
        try:
            if request.content_type != "application/json":
                raise Halted(NOT_JSON)
            return read_json(request.body)
        except Halted as halted:
            request._halted = halted  # type: ignore[attr-defined]  # ninja wraps what is raised
            raise
