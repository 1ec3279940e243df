"""Paging: lists are gone through by a cursor, so that nothing is missed or seen twice."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query

from recert.web.api.problems import INVALID, STALE, Halted, Wrong

MOST_ON_A_PAGE = 200

Limit = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE, description="How many at most.")]
Cursor = Annotated[
    str,
    Query(max_length=20, pattern="^([0-9a-z]{20})?$", description="`next` of the page before."),
]

Row = TypeVar("Row", bound=Model)


def page_of(rows: QuerySet[Row], cursor: str, limit: int) -> tuple[list[Row], str]:
    """The rows after the one a cursor names, the newest first, and the cursor that goes on."""
    rows = rows.order_by("-pk")
    if cursor:
        last = rows.model._default_manager.filter(public_id=cursor).values_list("pk", flat=True)
        pk = last.filter(pk__in=rows.order_by().values("pk")).first()
        if pk is None:
            raise Halted(INVALID, errors=[Wrong("cursor", "No page ended with this.", "Begin.")])
        rows = rows.filter(pk__lt=pk)
    found = list(rows[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return found, found[-1].public_id if more else ""  # type: ignore[attr-defined]  # all have one


def say_next(request: HttpRequest, answer: HttpResponse, cursor: str) -> None:
    """Tell where the next page is, as RFC 8288 has it."""
    if cursor:
        asked = {name: value for name, value in request.GET.items() if name != "cursor"}
        query = urlencode(asked | {"cursor": cursor})
        address = request.build_absolute_uri(f"{request.path}?{query}")
        answer.headers["Link"] = f'<{address}>; rel="next"'


def etag_of(content: dict[str, Any]) -> str:
    """What a resource is known by as it is now."""
    written = json.dumps(content, sort_keys=True, default=str).encode()
    return f'"{hashlib.sha256(written).hexdigest()[:32]}"'


def refuse_stale(request: HttpRequest, content: dict[str, Any] | None) -> None:
    """Refuse to change what is no longer what the caller saw (`If-Match`, `If-None-Match: *`)."""
    wanted = request.headers.get("If-Match", "")
    if wanted:
        is_there = content is not None
        if not is_there or (wanted.strip() != "*" and etag_of(content or {}) not in _tags(wanted)):
            raise Halted(STALE, "Get it again, look at what changed, then send your change.")
    if request.headers.get("If-None-Match", "").strip() == "*" and content is not None:
        raise Halted(STALE, "There is one by this number already.")


def _tags(header: str) -> set[str]:
    return {each.strip() for each in header.split(",")}
