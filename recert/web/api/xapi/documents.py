"""The document resources: states and profiles that learning systems keep here for themselves."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, JsonResponse
from django.utils.http import http_date

from recert.statements.checking import Fault, check_agent, check_iri, check_uuid, name_of, read_json
from recert.statements.documents import (
    JSON,
    Place,
    document_at,
    names_at,
    put,
    remove,
)
from recert.statements.models import MOST_NAME, Shelf
from recert.web.api.xapi.asking import Asked
from recert.web.api.xapi.door import resource
from recert.web.api.xapi.statements import moment_in
from recert.web.clock import outside_now

METHODS = ("GET", "PUT", "POST", "DELETE")


@resource(*METHODS)
def state(asked: Asked) -> HttpResponse:
    """What a system keeps about somebody at an activity."""
    asked.only("activityId", "agent", "registration", "stateId", "since")
    _need(asked.given, "activityId", "agent")
    if "registration" in asked.given:
        check_uuid(asked.given["registration"], "registration")
    place = Place(
        shelf=Shelf.STATE,
        activity=_activity(asked.given),
        agent=_agent(asked.given),
        registration=asked.given.get("registration", "").lower(),
    )
    return _answered(asked, place, "stateId")


@resource(*METHODS)
def activity_profile(asked: Asked) -> HttpResponse:
    """What a system keeps about an activity."""
    asked.only("activityId", "profileId", "since")
    _need(asked.given, "activityId")
    return _answered(asked, Place(shelf=Shelf.ACTIVITY, activity=_activity(asked.given)))


@resource(*METHODS)
def agent_profile(asked: Asked) -> HttpResponse:
    """What a system keeps about somebody."""
    asked.only("agent", "profileId", "since")
    _need(asked.given, "agent")
    return _answered(asked, Place(shelf=Shelf.AGENT, agent=_agent(asked.given)))


def _answered(asked: Asked, place: Place, names: str = "profileId") -> HttpResponse:
    name = asked.given.get(names, "")
    if len(name) > MOST_NAME:
        raise Fault(names, f"may have {MOST_NAME} letters here")
    if asked.method == "GET":
        return _got(asked, place, name) if names in asked.given else _listed(asked, place)
    if not name and not (asked.method == "DELETE" and place.shelf == Shelf.STATE):
        raise Fault(names, "is missing")
    if "since" in asked.given:
        raise Fault("since", "is only for a list")
    if asked.method == "DELETE":
        remove(
            source=asked.sender,
            place=place,
            name=name,
            if_match=asked.header("If-Match"),
            if_none_match=asked.header("If-None-Match"),
        )
    else:
        _write(asked, place, name)
    return HttpResponse(status=204)


def _write(asked: Asked, place: Place, name: str) -> None:
    is_posted = asked.method == "POST"
    if is_posted and asked.media_type == JSON and not isinstance(read_json(asked.body), dict):
        raise Fault("document", "must be a JSON object where it is posted as application/json")
    put(
        source=asked.sender,
        at=outside_now(),
        place=place,
        name=name,
        media_type=_media_type(asked),
        content=asked.body,
        if_match=asked.header("If-Match"),
        if_none_match=asked.header("If-None-Match"),
        merges=is_posted,
        blindly=place.shelf == Shelf.STATE,
    )


def _media_type(asked: Asked) -> str:
    given = asked.header("Content-Type") or "application/octet-stream"
    if len(given) > 200:
        raise Fault("Content-Type", "may have 200 letters here")
    return given


def _got(asked: Asked, place: Place, name: str) -> HttpResponse:
    if "since" in asked.given:
        raise Fault("since", "is only for a list")
    found = document_at(asked.sender, place, name)
    answer = HttpResponse(bytes(found.content), content_type=found.media_type)
    answer.headers["ETag"] = f'"{found.etag}"'
    answer.headers["Last-Modified"] = http_date(found.stored_at.timestamp())
    # A document is never a page of ours, whatever it says it is.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Content-Disposition"] = "attachment"
    return answer


def _listed(asked: Asked, place: Place) -> HttpResponse:
    since = moment_in(asked.given.get("since"), "since")
    return JsonResponse(list(names_at(asked.sender, place, since)), safe=False)


def _need(given: Mapping[str, str], *names: str) -> None:
    for name in names:
        if name not in given:
            raise Fault(name, "is missing")


def _activity(given: Mapping[str, str]) -> str:
    check_iri(MOST_NAME)(given["activityId"], "activityId")
    return given["activityId"]


def _agent(given: Mapping[str, str]) -> str:
    who = read_json(given["agent"])
    check_agent(who, "agent")
    return name_of(who)  # type: ignore[arg-type]  # it was checked
