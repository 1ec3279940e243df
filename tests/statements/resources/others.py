"""Documents, activities, somebody, about; and what every resource has."""

from __future__ import annotations

import hashlib
from typing import Any

from tests.statements.requirements.saying import COURSE, KIM, plain
from tests.statements.resources.sheet import Sheet, new

STREAM, JSON = "application/octet-stream", "application/json"
FORM = "application/x-www-form-urlencoded"
TAG = '"' + "1" * 40 + '"'

STATE, OF_ACTIVITY, OF_AGENT = "activities/state", "activities/profile", "agents/profile"
NEEDED = {
    STATE: ("activityId", "agent", "stateId"),
    OF_ACTIVITY: ("activityId", "profileId"),
    OF_AGENT: ("agent", "profileId"),
}
METHODS = ("PUT", "POST", "GET", "DELETE")
NUMBERS: dict[str, dict[str, int]] = {
    STATE: {"PUT": 190, "POST": 189, "GET": 188, "DELETE": 187, "new": 233, "merged": 234,
            "kinds": 232, "whole": 229, "broken": 235, "list": 193, "since": 195, "no moment": 204},
    OF_ACTIVITY: {"PUT": 287, "POST": 286, "GET": 288, "DELETE": 285, "new": 310, "merged": 308,
                  "kinds": 309, "whole": 313, "broken": 314, "list": 289, "since": 294,
                  "no moment": 295},
    OF_AGENT: {"PUT": 273, "POST": 272, "GET": 269, "DELETE": 271, "new": 280, "merged": 279,
               "kinds": 278, "whole": 281, "broken": 284, "list": 270, "since": 275,
               "no moment": 260},
}  # fmt: skip
WITHOUT: dict[tuple[str, str], tuple[int, int, int, int]] = {
    (STATE, "activityId"): (210, 209, 208, 207),
    (STATE, "agent"): (215, 214, 213, 212),
    (STATE, "stateId"): (206, 211, 0, 0),
    (OF_ACTIVITY, "activityId"): (299, 298, 296, 297),
    (OF_ACTIVITY, "profileId"): (302, 301, 0, 300),
    (OF_AGENT, "agent"): (264, 263, 261, 262),
    (OF_AGENT, "profileId"): (267, 266, 0, 265),
}
WRONG: dict[tuple[str, str], tuple[int, int, int, int]] = {
    (STATE, "agent"): (199, 198, 197, 196),
    (OF_AGENT, "agent"): (257, 256, 258, 255),
    (STATE, "activityId"): (12, 12, 12, 12),
    (OF_ACTIVITY, "activityId"): (12, 12, 12, 12),
}
NO_VALUES: dict[str, tuple[Any, ...]] = {
    "activityId": ("1", "true", {"key": "no"}, "undefined"),
    "agent": ("1", "true", "not JSON", {"key": "no"}, '{"mbox"%22:"mailto:a@b.c"}'),
}


def place(where: str, **more: Any) -> dict[str, Any]:
    """Where a new document would lie."""
    given: dict[str, Any] = {
        "activityId": COURSE,
        "agent": KIM,
        "stateId": new(),
        "profileId": new(),
    }
    return {**{name: given[name] for name in NEEDED[where]}, **more}


def documents(sheet: Sheet) -> None:
    """States and profiles: kept, merged, listed, removed, and never written over unseen."""
    for where in NEEDED:
        _one_document(sheet, where)
        _merging(sheet, where)
        _missing(sheet, where)
        _listing(sheet, where)
    for where in (OF_ACTIVITY, OF_AGENT):
        _tags(sheet, where)
    registration = new()
    at = place(STATE, registration=registration)
    for method, body, status, number, its_wrong in (
        ("PUT", {"a": 1}, 204, 218, 203), ("POST", {"b": 2}, 204, 227, 202),
        ("GET", None, 200, 220, 201), ("DELETE", None, 204, 219, 200),
    ):  # fmt: skip
        reply = sheet.ask(method, STATE, at, body)
        sheet.status(number, f"{method} a state of a registration", reply, status)
        reply = sheet.ask(method, STATE, place(STATE, registration="true"), body)
        sheet.status(its_wrong, f"{method} a state of no registration", reply, 400)
    many = {"activityId": f"{COURSE}/{new()}", "agent": KIM}
    for _each in range(2):
        sheet.ask("PUT", STATE, {**many, "stateId": new()}, {"a": 1})
    sheet.status(194, "all states at once are removed", sheet.ask("DELETE", STATE, many), 204)
    sheet.that(194, "and gone", sheet.ask("GET", STATE, many).json() == [])


def _one_document(sheet: Sheet, where: str) -> None:
    ask, numbers, at = sheet.ask, NUMBERS[where], place(where)
    document = {"name": new(), "inside": {"name": new()}}
    sheet.status(numbers["POST"], f"{where}: POST", ask("POST", where, at, document), 204)
    answer = sheet.status(numbers["GET"], f"{where}: GET", ask("GET", where, at), 200)
    sheet.that(numbers["new"], f"{where}: what was sent comes back", answer.json() == document)
    sheet.status(125, f"{where}: HEAD", ask("HEAD", where, at), 200)
    for words in ("DELETE", "DELETE of nothing"):
        sheet.status(numbers["DELETE"], f"{where}: {words}", ask("DELETE", where, at), 204)
    sheet.status(numbers["DELETE"], f"{where}: gone", ask("GET", where, at), 404)
    for body, kind in ((b"1", FORM), (b"true", "text/plain"), (b"{}", JSON)):
        reply = ask("POST", where, place(where), body, **{"Content-Type": kind})
        sheet.status(numbers["POST"], f"{where}: POST {body!r} as {kind}", reply, 204)
    reply = ask("PUT", where, place(where), document, **{"If-None-Match": "*"})
    sheet.status(numbers["PUT"], f"{where}: PUT", reply, 204)
    if where == STATE:
        reply = ask("PUT", where, place(where), document)
        sheet.status(190, f"{where}: PUT without saying what was seen", reply, 204)


def _merging(sheet: Sheet, where: str) -> None:
    ask, numbers, at = sheet.ask, NUMBERS[where], place(where)
    ask("POST", where, at, {"car": {"make": "Ford", "model": "Escape"}, "driver": "Dale"})
    more = {"car": {"make": "Dodge"}, "type": "Civic"}
    sheet.status(numbers["merged"], f"{where}: more by POST", ask("POST", where, at, more), 204)
    both = {"car": {"make": "Dodge"}, "driver": "Dale", "type": "Civic"}
    found = ask("GET", where, at).json()
    sheet.that(numbers["merged"], f"{where}: both are there, one level deep", found == both)
    for words, body, kind in (
        ("bytes", b"abcdefg", STREAM), ("of no type known", b"abcdefg", "not/json"),
        ("as a form", b"abc", FORM), ("broken JSON", b"{}{", JSON), ("a list", b"[]", JSON),
    ):  # fmt: skip
        reply = ask("POST", where, at, body, **{"Content-Type": kind})
        sheet.status(numbers["whole"], f"{where}: JSON and {words}", reply, 400)
    found = ask("GET", where, at).json()
    sheet.that(numbers["whole"], f"{where}: and stays as it was", found == both)
    reply = ask("POST", where, place(where), b"{}[", **{"Content-Type": JSON})
    sheet.status(numbers["broken"], f"{where}: new and broken", reply, 400)
    other, content = place(where), b"/ asdf / undefined"
    ask("PUT", where, other, content, **{"Content-Type": STREAM, "If-None-Match": "*"})
    reply = ask("POST", where, other, {"a": 1})
    sheet.status(numbers["kinds"], f"{where}: bytes and JSON", reply, 400)
    kept = ask("GET", where, other).body
    sheet.that(numbers["kinds"], f"{where}: the bytes stay", kept == content)


def _missing(sheet: Sheet, where: str) -> None:
    for column, method in enumerate(METHODS):
        body = {"a": 1} if method in ("PUT", "POST") else None
        seen = {"If-None-Match": "*"} if method == "PUT" else {}
        for name in NEEDED[where]:
            if number := WITHOUT[where, name][column]:
                at = {key: each for key, each in place(where).items() if key != name}
                reply = sheet.ask(method, where, at, body, **seen)
                sheet.status(number, f"{where}: {method} without {name}", reply, 400)
            for given in NO_VALUES.get(name, ()):
                reply = sheet.ask(method, where, place(where, **{name: given}), body, **seen)
                number = WRONG[where, name][column]
                sheet.status(number, f"{where}: {method}, {name} {given}", reply, 400)


def _listing(sheet: Sheet, where: str) -> None:
    ask, numbers = sheet.ask, NUMBERS[where]
    name = NEEDED[where][-1]
    one, two = place(where), place(where)
    for each in (one, two):
        ask("POST", where, each, {"a": 1})
    at = {key: each for key, each in one.items() if key != name}
    names = {one[name], two[name]}
    sheet.that(numbers["list"], f"{where}: a list", names <= set(ask("GET", where, at).json()))
    for since, expected in (("2012-06-01T19:09:13.245Z", names), ("2100-01-01T00:00:00Z", set())):
        found = set(ask("GET", where, {**at, "since": since}).json()) & names
        sheet.that(numbers["since"], f"{where}: those since {since}", found == expected)
    for wrong in ("true", "not a timestamp"):
        reply = ask("GET", where, {**at, "since": wrong})
        sheet.status(numbers["no moment"], f"{where}: since {wrong}", reply, 400)


def _tags(sheet: Sheet, where: str) -> None:
    ask, at, other = sheet.ask, place(where), place(where)
    one, two = {"a": 1}, {"a": 2}
    sheet.status(322, f"{where}: PUT a new one unseen", ask("PUT", where, other, one), 400)
    sheet.status(
        322,
        f"{where}: PUT where there is none",
        ask("PUT", where, at, one, **{"If-None-Match": "*"}),
        204,
    )
    answer = ask("GET", where, at)
    tag = answer.headers["etag"]
    sha1 = hashlib.sha1(answer.body, usedforsecurity=False).hexdigest()
    sheet.that(322, f"{where}: its tag is its SHA-1 in quotes", tag == f'"{sha1}"')
    sheet.status(
        322,
        f"{where}: PUT where there is one",
        ask("PUT", where, at, two, **{"If-None-Match": "*"}),
        412,
    )
    sheet.status(
        322, f"{where}: PUT over another", ask("PUT", where, at, two, **{"If-Match": TAG}), 412
    )
    refused = sheet.status(322, f"{where}: PUT over one unseen", ask("PUT", where, at, two), 409)
    sheet.that(322, f"{where}: which is explained", refused.body)
    sheet.that(322, f"{where}: and changed nothing", ask("GET", where, at).json() == one)
    sheet.status(
        322, f"{where}: PUT over the one seen", ask("PUT", where, at, two, **{"If-Match": tag}), 204
    )


def activities(sheet: Sheet) -> None:
    """An activity with all that was said of it."""
    at = {"activityId": f"{COURSE}/{new()}"}
    english = {"objectType": "Activity", "id": at["activityId"],
               "definition": {"name": {"en-US": "meeting"}, "type": COURSE}}  # fmt: skip
    sheet.status(252, "an activity nobody spoke of", sheet.ask("GET", "activities", at), 200)
    sheet.post(plain(object=english))
    answer = sheet.status(253, "an activity", sheet.ask("GET", "activities", at), 200)
    sheet.that(251, "as it was described", answer.json() == english)
    french = {"id": english["id"], "definition": {"name": {"fr-FR": "réunion"}}}
    sheet.post([plain(object=english), plain(object=french)])
    found = sheet.ask("GET", "activities", at).json()["definition"]
    both = {"en-US": "meeting", "fr-FR": "réunion"}
    sheet.that(254, "all that was said of it", found == {"name": both, "type": COURSE})
    sheet.status(250, "no activity named", sheet.ask("GET", "activities"), 400)
    for wrong in ("1", "true", {"key": "no"}):
        sheet.status(
            250, f"the activity {wrong}", sheet.ask("GET", "activities", {"activityId": wrong}), 400
        )


def somebody(sheet: Sheet) -> None:
    """A person, by each of the ways to name them."""
    names: dict[str, tuple[int, Any]] = {
        "mbox": (239, f"mailto:{new()}@example.org"),
        "mbox_sha1sum": (240, "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"),
        "openid": (241, "http://id.example.org/kim"),
        "account": (242, {"homePage": "http://lms.example.org", "name": "kim"}),
    }
    for kind, (number, given) in names.items():
        who = {"objectType": "Agent", "name": "Kim", kind: given}
        sheet.post(plain(actor=who))
        answer = sheet.status(
            245, f"somebody by {kind}", sheet.ask("GET", "agents", {"agent": who}), 200
        )
        sheet.that(number, f"{kind} in a list", answer.json()[kind] == [given])
        sheet.that(237, f"a Person, by {kind}", answer.json()["objectType"] == "Person")
        sheet.that(238, f"with the names they have, by {kind}", "Kim" in answer.json()["name"])
    unknown = {"mbox": f"mailto:{new()}@example.org"}
    answer = sheet.ask("GET", "agents", {"agent": unknown})
    sheet.that(
        247, "what was asked, of somebody unknown", answer.json()["mbox"] == [unknown["mbox"]]
    )
    sheet.status(243, "nobody named", sheet.ask("GET", "agents"), 400)
    for wrong in ("x", {"name": "Kim", "objectType": "Agent"}):
        sheet.status(249, f"the agent {wrong}", sheet.ask("GET", "agents", {"agent": wrong}), 400)


def everywhere(sheet: Sheet) -> None:
    """Versions, keys, methods and about."""
    ask = sheet.ask
    about = sheet.status(
        315,
        "about, without a version",
        ask("GET", "about", None, None, **{"X-Experience-API-Version": None}),
        200,
    )
    versions = about.json()["version"]
    sheet.that(317, "it names 1.0.3", "1.0.3" in versions)
    sheet.that(316, "and nothing that it does not speak",
               set(versions) <= {"1.0.0", "1.0.1", "1.0.2", "1.0.3"})  # fmt: skip
    where: dict[str, dict[str, Any]] = {
        "statements": {},
        "activities": {"activityId": COURSE},
        "agents": {"agent": KIM},
        STATE: {"activityId": COURSE, "agent": KIM},
        OF_ACTIVITY: {"activityId": COURSE},
        OF_AGENT: {"agent": KIM},
    }
    for name, query in where.items():
        sheet.status(125, f"HEAD {name}", ask("HEAD", name, query), 200)
        sheet.that(125, f"HEAD {name} has no body", not ask("HEAD", name, query).body)
        for version in (None, "0.95", "1.1.0", "2.0.0", "BAD"):
            reply = ask("GET", name, query, None, **{"X-Experience-API-Version": version})
            sheet.status(331, f"{name} with the version {version}", reply, 400)
            sheet.that(
                333,
                f"{name} says its own version",
                reply.headers["x-experience-api-version"] == "1.0.3",
            )
        for version in ("1.0", "1.0.0", "1.0.2", "1.0.9"):
            reply = ask("GET", name, query, None, **{"X-Experience-API-Version": version})
            sheet.status(331, f"{name} with the version {version}", reply, 200)
        for key in ("Basic Zm9vOmJhcg==", "Basic:Zm9vOmJhcg==", None):
            reply = ask("GET", name, query, None, Authorization=key)
            sheet.status(334, f"{name} with the key {key}", reply, 401)
        sheet.status(335, f"{name} with Basic", ask("GET", name, query), 200)
        sheet.status(
            324,
            f"{name} with a parameter nobody knows",
            ask("GET", name, {**query, "foo": "x"}),
            400,
        )
    for method, query in (("PUT", {"statementId": new()}), ("POST", {})):
        reply = ask(method, "statements", query, plain(), **{"X-Experience-API-Version": None})
        sheet.status(331, f"{method} statements without a version", reply, 400)
    for name, methods in (
        ("statements", ("DELETE",)),
        ("activities", ("DELETE", "POST", "PUT")),
        ("agents", ("DELETE", "POST", "PUT")),
    ):
        for method in methods:
            reply = ask(method, name, where[name], None, Authorization=None)
            sheet.status(323, f"{method} {name}", reply, 405)
