"""The statements resource: storing what is said, and giving it back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date

from recert.catalogue.models import Source
from recert.statements.attaching import attachments_of
from recert.statements.checking import (
    Fault,
    check_agent_or_group,
    check_iri,
    check_uuid,
    name_of,
    read_json,
    read_timestamp,
)
from recert.statements.formats import CANONICAL, EXACT, IDS, formatted
from recert.statements.models import MOST_NAME, MOST_VERB, Statement
from recert.statements.naming import Said
from recert.statements.queries import Wanted, attachments_with, page_of, statement_of
from recert.statements.storing import store
from recert.web.api.xapi.asking import Asked, a_choice, a_truth, boundary_of, languages_of
from recert.web.api.xapi.door import resource
from recert.web.api.xapi.parts import read_parts, written_parts
from recert.web.clock import outside_now

ONE = ("statementId", "voidedStatementId")
HOW = ("format", "attachments")
WHICH = (
    "agent", "verb", "activity", "registration", "related_activities", "related_agents",
    "since", "until", "limit", "ascending",
)  # fmt: skip

MORE = "xapi.more"


@resource("GET", "POST", "PUT")
def statements(asked: Asked) -> HttpResponse:
    """Store statements, or find some."""
    if asked.method == "POST":
        return _posted(asked)
    if asked.method == "PUT":
        return _put(asked)
    asked.only(*ONE, *HOW, *WHICH)
    form = a_choice(asked.given, "format", (EXACT, IDS, CANONICAL), EXACT)
    has_files = a_truth(asked.given, "attachments")
    one = [name for name in ONE if name in asked.given]
    if one:
        return _one(asked, one, form, has_files)
    return _page(asked, _wanted(asked), form, has_files)


@resource("GET")
def more(asked: Asked, token: str) -> HttpResponse:
    """The next page of an answer, by the link the page before gave."""
    asked.only()
    try:
        said = signing.loads(token, salt=MORE)
    except signing.BadSignature:
        raise Http404 from None
    if said["source"] != asked.sender.pk:
        raise Http404
    wanted = dict(said["wanted"])
    for name in ("since", "until"):
        wanted[name] = read_timestamp(wanted[name]) if wanted[name] else None
    return _page(asked, Wanted(**wanted), said["format"], said["attachments"])


# ---------------------------------------------------------------- storing


def _posted(asked: Asked) -> HttpResponse:
    asked.only()
    sent, attached = _sent(asked)
    is_one = not isinstance(sent, list)
    ids, new = _store(asked, [sent] if is_one else sent, attached)
    if is_one and not new and "id" in sent:
        return HttpResponse(status=204)  # it was here before, and says the same
    return JsonResponse(ids, safe=False)


def _put(asked: Asked) -> HttpResponse:
    asked.only("statementId")
    if "statementId" not in asked.given:
        raise Fault("statementId", "is missing")
    check_uuid(asked.given["statementId"], "statementId")
    sent, attached = _sent(asked)
    if not isinstance(sent, dict):
        raise Fault("body", "must be one statement")
    said = sent.setdefault("id", asked.given["statementId"])
    if not isinstance(said, str) or said.lower() != asked.given["statementId"].lower():
        raise Fault("id", "must be the statementId of the address")
    _store(asked, [sent], attached)
    return HttpResponse(status=204)


def _sent(asked: Asked) -> tuple[Any, dict[str, bytes]]:
    """The JSON and the attachments that came."""
    if asked.media_type == "multipart/mixed":
        body, attached = read_parts(asked.body, boundary_of(asked.header("Content-Type")))
        return read_json(body), attached
    if asked.media_type != "application/json":
        raise Fault("Content-Type", "must be application/json or multipart/mixed")
    return read_json(asked.body), {}


def _store(asked: Asked, sent: list[Any], attached: dict[str, bytes]) -> tuple[list[str], int]:
    return store(
        source=asked.sender,
        at=outside_now(),
        authority=authority_of(asked.sender),
        sent=sent,
        attached=attached,
    )


def authority_of(source: Source) -> Said:
    """Who vouches for a source's statements: the key it came with, here."""
    return {
        "objectType": "Agent",
        "account": {"homePage": settings.SITE_URL, "name": source.key},
    }


# ---------------------------------------------------------------- giving back


def _wanted(asked: Asked) -> Wanted:
    given = asked.given
    agent = ""
    if "agent" in given:
        who = read_json(given["agent"])
        check_agent_or_group(who, "agent")
        agent = name_of(who)  # type: ignore[arg-type]  # it was checked
        if not agent:  # which would ask for everybody
            raise Fault("agent", "must be an agent, or a group with a name of its own")
    for name, check in (
        ("verb", check_iri(MOST_VERB)),
        ("activity", check_iri(MOST_NAME)),
        ("registration", check_uuid),
    ):
        if name in given:
            check(given[name], name)
    return Wanted(
        agent=agent,
        verb=given.get("verb", ""),
        activity=given.get("activity", ""),
        registration=given.get("registration", ""),
        related_agents=a_truth(given, "related_agents"),
        related_activities=a_truth(given, "related_activities"),
        since=moment_in(given.get("since"), "since"),
        until=moment_in(given.get("until"), "until"),
        ascending=a_truth(given, "ascending"),
        limit=_limit(given.get("limit", "0")),
    )


def moment_in(text: str | None, name: str) -> datetime | None:
    """The moment a parameter names, where it is given."""
    if text is None:
        return None
    found = read_timestamp(text.replace(" ", "+"))  # an unescaped plus arrives as a space
    if found is None:
        raise Fault(name, "must be a moment of ISO 8601")
    return found


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise Fault("limit", "must be a whole number, 0 for as many as a page holds")
    return int(text[:9])


def _one(asked: Asked, one: Sequence[str], form: str, has_files: bool) -> HttpResponse:
    asked.only(one[0], *HOW)
    check_uuid(asked.given[one[0]], one[0])
    found = statement_of(asked.sender, asked.given[one[0]], is_voided=one[0] == "voidedStatementId")
    answer = _written(asked, formatted(found.content, form, _languages(asked)), [found], has_files)
    answer.headers["Last-Modified"] = http_date(found.stored_at.timestamp())
    return answer


def _page(asked: Asked, wanted: Wanted, form: str, has_files: bool) -> HttpResponse:
    found, is_more = page_of(asked.sender, wanted)
    languages = _languages(asked)
    said = {
        "statements": [formatted(row.content, form, languages) for row in found],
        "more": _next(asked, wanted, found[-1].pk, form, has_files) if is_more else "",
    }
    return _written(asked, said, found, has_files)


def _next(asked: Asked, wanted: Wanted, after: int, form: str, has_files: bool) -> str:
    which = {**asdict(wanted), "after": after}
    for name in ("since", "until"):
        which[name] = which[name].isoformat() if which[name] else ""
    said = {
        "source": asked.sender.pk,
        "wanted": which,
        "format": form,
        "attachments": has_files,
    }
    return reverse("xapi:more", args=[signing.dumps(said, salt=MORE, compress=True)])


def _languages(asked: Asked) -> list[str]:
    return languages_of(asked.header("Accept-Language"))


def _written(asked: Asked, said: Said, rows: Sequence[Statement], has_files: bool) -> HttpResponse:
    if not has_files:
        return JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    named = {
        str(each["sha2"]).lower(): str(each["contentType"])
        for row in rows
        for each in attachments_of(row.content)
    }
    kept = attachments_with(asked.sender, list(named))
    media_type, body = written_parts(
        json.dumps(said, ensure_ascii=False).encode(),
        [(sha2, named[sha2], content) for sha2, content in kept.items()],
    )
    return HttpResponse(body, content_type=media_type)
