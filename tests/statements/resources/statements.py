"""The statements resource: keeping, voiding and finding."""

from __future__ import annotations

from typing import Any

from tests.statements.requirements.saying import COURSE, DID, KIM, REFERENCE, around, plain, within
from tests.statements.requirements.wholes import VOIDED
from tests.statements.resources.sheet import Sheet, new

NEVER = "http://example.org/verbs/never"
LONG_AGO = "2012-06-01T19:09:13.245Z"
BOTH_WORDS = {"en-GB": "did", "en-US": "done"}


def keeping(sheet: Sheet) -> None:
    """POST and PUT: what is taken, once, word for word."""
    ask, one = sheet.ask, plain(id=new())
    sheet.status(139, "POST is there", sheet.post(plain()), 200)
    answer = sheet.status(147, "POST keeps a statement", sheet.post(one), 200)
    sheet.that(146, "POST answers with the ids", answer.json() == [one["id"]])
    sheet.that(26, "one without an id gets one", len(sheet.post(plain()).json()[0]) == 36)
    put = plain(id=new())
    where = {"statementId": put["id"]}
    sheet.status(143, "PUT keeps one and answers 204", ask("PUT", "statements", where, put), 204)
    sheet.status(
        144, "PUT with statementId", ask("PUT", "statements", {"statementId": new()}, plain()), 204
    )
    sheet.status(
        145, "PUT without statementId", ask("PUT", "statements", None, plain(id=new())), 400
    )
    for wrong in ("true", {"key": "no"}):
        sheet.status(144, f"PUT with the statementId {wrong}",
                     ask("PUT", "statements", {"statementId": wrong}, plain()), 400)  # fmt: skip
    changed = {**one, "verb": {"id": NEVER}}
    sheet.status(142, "another under a known id, POST", sheet.post(changed), 409)
    sheet.status(142, "another under a known id, PUT",
                 ask("PUT", "statements", {"statementId": one["id"]}, changed), 409)  # fmt: skip
    sheet.that(142, "and the first stays", sheet.find(statementId=one["id"]).json()["verb"] == DID)
    sheet.status(142, "the same again, POST", sheet.post(one), 204, 409)
    sheet.status(142, "the same again, PUT", ask("PUT", "statements", where, put), 204, 409)
    good, bad = plain(id=new()), plain(id=new(), verb={"id": "no iri"})
    sheet.status(326, "one wrong of two", sheet.post([good, bad]), 400)
    sheet.status(326, "neither was kept", sheet.find(statementId=good["id"]), 404)
    score = {"min": 0.12123434, "raw": 12.125, "max": 45.45}
    scored = sheet.kept(result={"score": score})
    sheet.that(2, "numbers as they came", _got(sheet, scored)["result"]["score"] == score)
    for statement in (plain(stored="2011-07-15T00:00:00.000Z"),):
        kept = sheet.find(statementId=sheet.post(statement).json()[0]).json()
        sheet.that(97, "when it was stored we say, POST", kept["stored"][:4] != "2011")
        where = {"statementId": new()}
        ask("PUT", "statements", where, statement)
        kept = sheet.find(**where).json()
        sheet.that(97, "when it was stored we say, PUT", kept["stored"][:4] != "2011")
        sheet.that(23, "to the millisecond and finer", len(kept["stored"]) >= 24)
    moment = "2026-03-14T15:09:26.5351Z"
    timed = sheet.kept(timestamp=moment)
    sheet.that(122, "a moment as it came", _got(sheet, timed)["timestamp"] == moment)
    sheet.that(
        332,
        "its version as it came",
        _got(sheet, sheet.kept(version="1.0.3"))["version"] == "1.0.3",
    )
    kept = _got(sheet, one)
    sheet.that(99, "an authority where none came", kept["authority"]["account"]["name"])
    sheet.that(
        330,
        "nothing rewritten",
        all(kept[each] == one[each] for each in ("actor", "verb", "object")),
    )
    words = {"en-GB": "did", "ja-JP": "出席した", "ar-EG": "حضر", "sk-SK": "zúčastnil"}
    wide = sheet.kept(verb={"id": DID["id"], "display": words})
    sheet.that(15, "every letter of Unicode", _got(sheet, wide)["verb"]["display"] == words)
    activity = {"id": COURSE}
    for kind in ("parent", "grouping", "category", "other"):
        for inner in (False, True):
            more = around(contextActivities={kind: activity})
            said = sheet.kept(**({"object": within(**more)["object"]} if inner else more))
            kept = _got(sheet, said)
            context = (kept["object"] if inner else kept)["context"]["contextActivities"]
            sheet.that(
                96, f"{kind} as a list{', within' if inner else ''}", context[kind] == [activity]
            )


def voiding(sheet: Sheet) -> None:
    """What was voided is found by its own name only; what refers to it is found."""
    verb = {"id": f"http://example.org/verbs/{new()}"}
    one = sheet.kept(verb=verb)
    voiding_one = sheet.kept(verb=VOIDED, object={**REFERENCE, "id": one["id"]})
    about = sheet.kept(verb=verb, object={**REFERENCE, "id": one["id"]})
    sheet.status(163, "a voided one by statementId", sheet.find(statementId=one["id"]), 404)
    answer = sheet.find(voidedStatementId=one["id"])
    sheet.status(155, "a voided one by voidedStatementId", answer, 200)
    sheet.that(157, "it is the one", answer.json()["id"] == one["id"])
    sheet.status(18, "it stays voided", sheet.find(statementId=one["id"]), 404)
    refers = [about["id"], voiding_one["id"]]
    for words, more in (
        ("", {}),
        ("since", {"since": LONG_AGO}),
        ("until", {"until": "2100-01-01T00:00:00Z"}),
    ):
        found = [each["id"] for each in sheet.find(verb=verb["id"], **more).json()["statements"]]
        sheet.that(162, f"what refers to it is found {words}".strip(), found == refers)
    found = sheet.find(verb=verb["id"], limit=1).json()["statements"]
    sheet.that(162, "the newest of them first", [each["id"] for each in found] == refers[:1])
    again = plain(verb=VOIDED, object={**REFERENCE, "id": voiding_one["id"]})
    sheet.status(16, "voiding what voids", sheet.post(again), 200, 204, 400)
    sheet.status(16, "which stays", sheet.find(statementId=voiding_one["id"]), 200)
    sheet.post(plain(verb=VOIDED, object={**REFERENCE, "id": one["id"]}))
    sheet.status(16, "voiding twice", sheet.find(voidedStatementId=one["id"]), 200)
    for name in ("statementId", "voidedStatementId"):
        of = voiding_one["id"] if name == "statementId" else one["id"]
        number = 151 if name == "statementId" else 150
        for other, given in _filters().items():
            sheet.status(
                number, f"{name} with {other}", sheet.find(**{name: of, other: given}), 400
            )
        for other, given in (("format", "ids"), ("attachments", "true")):
            sheet.status(
                number, f"{name} with {other}", sheet.find(**{name: of, other: given}), 200
            )
    sheet.status(152, "both at once", sheet.find(statementId=new(), voidedStatementId=new()), 400)


def _filters() -> dict[str, Any]:
    return {
        "agent": KIM, "verb": NEVER, "activity": COURSE, "registration": new(),
        "related_activities": "true", "related_agents": "true", "since": LONG_AGO,
        "until": LONG_AGO, "limit": "1", "ascending": "true",
    }  # fmt: skip


def finding(sheet: Sheet) -> None:
    """GET: each way to ask, what is found by it, and what every answer says."""
    mark = new()
    kim = {"mbox": f"mailto:{mark}@example.org"}
    teacher = {"mbox": f"mailto:t{mark}@example.org"}
    verb, course = {"id": f"{NEVER}/{mark}"}, {"id": f"{COURSE}/{mark}"}
    category, registration = {"id": f"{COURSE}/c/{mark}"}, new()
    more = around(
        registration=registration, instructor=teacher, contextActivities={"category": category}
    )
    one = sheet.kept(actor=kim, verb=verb, object=course, **more)
    two = sheet.kept(object=within(actor=kim, verb=verb, object=course, **more)["object"])
    every = {
        "agent": kim, "verb": verb["id"], "activity": course["id"], "registration": registration,
        "related_activities": "true", "since": LONG_AGO, "limit": 1, "format": "ids",
        "attachments": "false",
    }  # fmt: skip
    asked: list[tuple[int, dict[str, Any], list[str]]] = [
        (181, {"agent": kim}, [one["id"]]),
        (180, {"verb": verb["id"]}, [one["id"]]),
        (179, {"activity": course["id"]}, [one["id"]]),
        (178, {"registration": registration}, [one["id"]]),
        (177, {"activity": category["id"], "related_activities": "true"}, [two["id"], one["id"]]),
        (176, {"agent": teacher, "related_agents": "true"}, [two["id"], one["id"]]),
        (177, {"activity": course["id"], "related_activities": "true"}, [two["id"], one["id"]]),
        (164, every, [one["id"]]),
        (149, {"verb": NEVER}, []),
        (174, {"until": LONG_AGO}, []),
    ]  # fmt: skip
    for number, query, ids in asked:
        found = [each["id"] for each in sheet.find(**query).json()["statements"]]
        sheet.that(number, f"found by {' and '.join(query)}", found == ids)
    for name, given in {**_filters(), "format": "ids", "attachments": "true"}.items():
        answer = sheet.find(**{name: given})
        sheet.status(154, f"asked by {name}", answer, 200)
        sheet.that(153, f"consistent through, by {name}", _moment(answer.headers))
        sheet.that(165, f"a content type, by {name}", answer.headers.get("content-type"))
    for name in (*_filters(), "format", "attachments", "statementId", "voidedStatementId"):
        answer = sheet.find(**{name.title(): "1"})
        sheet.status(325, f"{name.title()} in other letters", answer, 400)
        sheet.that(153, f"consistent through, at {name.title()}", _moment(answer.headers))
    sheet.status(324, "a parameter nobody knows", sheet.find(foo="bar"), 400)
    wrongly = [(name, "x") for name in (*_filters(), "format", "attachments", "statementId")]
    for name, wrong in (*wrongly, ("limit", "-1"), ("agent", "{}")):
        sheet.status(12, f"{name} {wrong}", sheet.find(**{name: wrong}), 400)
    nameless = {"objectType": "Group", "member": [KIM]}
    sheet.status(12, "a group without a name", sheet.find(agent=nameless), 400)
    newest = sheet.find(limit=2).json()["statements"]
    oldest = sheet.find(ascending="true").json()["statements"]
    sheet.that(173, "as many as asked", len(newest) == 2)
    sheet.that(166, "the oldest first", oldest == sorted(oldest, key=lambda each: each["stored"]))
    stored = newest[1]["stored"]
    after = [each["id"] for each in sheet.find(since=stored).json()["statements"]]
    sheet.that(175, "after a moment, not at it", after == [newest[0]["id"]])
    page = sheet.find(limit=1).json()
    sheet.that(113, "statements and more", set(page) == {"statements", "more"} and page["more"])
    sheet.that(
        114, "a page for what is left", page["more"].startswith("/") and len(page["more"]) < 2000
    )
    following = sheet.ask("GET", page["more"]).json()
    sheet.that(108, "more is the next page", following["statements"][0]["id"] == newest[1]["id"])
    sheet.that(111, "which has a next page again", set(following) == {"statements", "more"})
    sheet.that(109, "no more at the end", sheet.find(verb=NEVER).json()["more"] == "")
    sheet.that(110, "statements are a list", isinstance(page["statements"], list))
    sheet.status(156, "one by its id", sheet.find(statementId=one["id"]), 200)
    sheet.status(158, "none by an id nobody has", sheet.find(statementId=new()), 404)


def formats(sheet: Sheet) -> None:
    """Exact, by ids, and in one language."""
    group = {
        "objectType": "Group",
        "name": "We",
        "mbox": f"mailto:{new()}@example.org",
        "member": [KIM],
    }
    agent = {"objectType": "Agent", "name": "Kim", "mbox": f"mailto:{new()}@example.org"}
    verb = {"id": DID["id"], "display": BOTH_WORDS}
    definition = {"name": BOTH_WORDS, "description": BOTH_WORDS, "type": COURSE}
    course = {"objectType": "Activity", "id": f"{COURSE}/{new()}", "definition": definition}
    more = around(contextActivities={"category": [course]})
    inner = within(actor=group, verb=verb, object=course, **more)["object"]
    said = sheet.kept(actor=agent, verb=verb, object=inner)
    kept = _got(sheet, said)
    for number, words, query in ((168, "no format", {}), (170, "exact", {"format": "exact"})):
        found = sheet.find(statementId=said["id"], **query).json()
        is_so = all(found[each] == said[each] for each in ("actor", "verb", "object"))
        sheet.that(number, f"as it came: {words}", is_so)
    ids = sheet.find(statementId=said["id"], format="ids").json()
    inner = ids["object"]
    sheet.that(
        171, "an agent by ids", ids["actor"] == {k: agent[k] for k in ("objectType", "mbox")}
    )
    sheet.that(
        171, "a group by ids", inner["actor"] == {k: group[k] for k in ("objectType", "mbox")}
    )
    sheet.that(171, "an activity by ids", inner["object"] == {"id": course["id"]})
    sheet.that(171, "a verb by ids", ids["verb"] == inner["verb"] == {"id": verb["id"]})
    where, query = "statements", {"statementId": said["id"], "format": "canonical"}
    one = sheet.ask("GET", where, query, None, **{"Accept-Language": "en-GB"}).json()
    british = {"en-GB": "did"}
    sheet.that(172, "a verb in one language", one["verb"]["display"] == british)
    around_it = one["object"]["context"]["contextActivities"]["category"][0]
    sheet.that(172, "what is around in one language", around_it["definition"]["name"] == british)
    said_of = one["object"]["object"]["definition"]
    sheet.that(169, "an activity in one language",
               said_of == {**definition, "name": british, "description": british})  # fmt: skip
    sheet.that(
        169, "somebody as they were", one["actor"] == agent and one["object"]["actor"] == group
    )
    exact = sheet.ask(
        "GET", where, {"statementId": said["id"]}, None, **{"Accept-Language": "en-GB"}
    )
    sheet.that(
        172, "all languages where no format was asked", exact.json()["verb"] == kept["verb"] == verb
    )


def _got(sheet: Sheet, statement: Any) -> Any:
    return sheet.find(statementId=statement["id"]).json()


def _moment(headers: Any) -> bool:
    value = str(headers.get("x-experience-api-consistent-through", ""))
    return len(value) >= 20 and value[10] == "T"
