from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from recert.catalogue.actions.sources import close_source
from recert.statements.models import Statement
from tests.cast import NOW
from tests.teaching import Teaching
from tests.web.api.saying import VOIDED, Door, door_of, error_of, new_id, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(teaching: Teaching) -> Door:
    return door_of(teaching)


def reference(to: str, **more: Any) -> dict[str, Any]:
    return said(object={"objectType": "StatementRef", "id": to}, **more)


def test_what_is_posted_is_given_back_with_what_we_set(door: Door) -> None:
    one = new_id()
    sent = said(id=one, timestamp="2026-03-14T15:09:26.535Z", version="1.0.1")
    assert door.post(sent).json() == [one]
    answer = door.get(statementId=one)
    given = answer.json()
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Experience-API-Version"] == "1.0.3"
    assert answer.headers["Last-Modified"]
    assert answer.headers["X-Experience-API-Consistent-Through"] >= given["stored"]
    assert given["authority"]["account"]["name"] == door.source.key
    assert {name: given[name] for name in sent} == sent
    bare = door.get(statementId=door.post(said()).json()[0]).json()
    assert (bare["version"], bare["timestamp"]) == ("1.0.0", bare["stored"])


def test_sent_twice_is_once_and_another_with_its_id_is_refused(door: Door) -> None:
    one, other = new_id(), new_id()
    assert door.put(said(), f"statements?statementId={one}").status_code == 204
    assert door.put(said(), f"statements?statementId={one}").status_code == 204
    assert door.post(said(id=one)).status_code == 204
    assert door.post([said(id=one), said(id=other)]).json() == [one, other]
    assert door.post([said(id=one)]).json() == [one]
    changed = said(id=one, verb={"id": "http://example.org/other"})
    for answer in (
        door.put(changed, f"statements?statementId={one}"),
        door.post(changed),
        door.post([said(), changed]),
    ):
        assert answer.status_code == 409
    assert Statement.objects.count() == 2
    assert door.put(said(id=other), f"statements?statementId={new_id()}").status_code == 400
    assert door.put(said(), "statements").status_code == 400
    assert door.post([said(id=one), said(id=one)]).status_code == 400


def test_without_an_id_the_same_words_of_the_same_moment_are_one_statement(door: Door) -> None:
    sent = said(timestamp="2026-03-14T15:09:26Z")
    ids = {tuple(door.post([sent, sent]).json()) for _again in range(2)}
    assert len(ids) == 1
    assert Statement.objects.count() == 1
    assert door.post(said()).json() != door.post(said()).json()  # nothing tells when it was


def test_one_that_is_wrong_keeps_all_of_them_out(door: Door) -> None:
    answer = door.post([said(), said(verb={"id": "should fail"})])
    assert answer.status_code == 400
    assert error_of(answer) == "statement 2: verb.id: must be an IRI, with its scheme."
    assert not Statement.objects.exists()


def test_voided_statements_are_found_by_their_own_name_only(door: Door) -> None:
    one, voiding, about = new_id(), new_id(), new_id()
    verb = {"id": "http://example.org/verbs/once"}
    door.post(said(id=one, verb=verb))
    door.post(reference(one, id=voiding, verb=VOIDED))
    door.post(reference(one, id=about))
    assert door.get(statementId=one).status_code == 404
    assert door.get(voidedStatementId=one).json()["id"] == one
    assert door.get(voidedStatementId=about).status_code == 404
    # What refers to a statement that matches is found, though the statement itself is void.
    assert door.found(verb=verb["id"]) == [about, voiding]
    door.post(reference(voiding, verb=VOIDED))
    assert door.get(statementId=voiding).status_code == 200  # a voiding one stays
    late = new_id()
    door.post(reference(late, verb=VOIDED))
    door.post(said(id=late))
    assert door.get(statementId=late).status_code == 404
    assert door.post(said(verb=VOIDED)).status_code == 400


def test_statements_are_found_by_what_they_name(door: Door) -> None:
    bo = {"account": {"homePage": "https://lms.example", "name": "7"}}
    group = {"objectType": "Group", "mbox": "mailto:team@example.org", "member": [bo]}
    registration = new_id()
    one, two, three = new_id(), new_id(), new_id()
    door.post(said(id=one, actor=group))
    door.post(
        said(
            id=two,
            context={
                "instructor": bo,
                "registration": registration,
                "contextActivities": {"parent": {"id": "https://lms.example/programme"}},
            },
        )
    )
    inner = {**said(actor=bo), "objectType": "SubStatement"}
    door.post(said(id=three, object=inner, actor={"openid": "https://id.example/x"}))
    assert door.found(agent=bo) == [one]
    assert door.found(agent=bo, related_agents="true") == [three, two, one]
    assert door.found(activity="https://lms.example/course/7") == [two, one]
    assert door.found(
        activity="https://lms.example/course/7", related_activities="true", ascending="true"
    ) == [one, two, three]
    assert door.found(activity="https://lms.example/programme", related_activities="true") == [two]
    assert door.found(registration=registration) == [two]
    assert door.found(agent={"mbox": "mailto:ADA@example.org"}) == [two]
    stored = door.get(statementId=two).json()["stored"]
    assert door.found(since=stored) == [three]
    assert door.found(until=stored) == [two, one]
    assert door.get(statementId=two).json()["context"]["contextActivities"]["parent"] == [
        {"id": "https://lms.example/programme"}
    ]


def test_pages_follow_one_another(door: Door) -> None:
    sent = door.post([said() for _each in range(5)]).json()
    seen: list[str] = []
    answer = door.get(limit="2", ascending="true")
    while True:
        seen += [each["id"] for each in answer.json()["statements"]]
        link = answer.json()["more"]
        if not link:
            break
        answer = door.client.get(link, headers=door.headers())
    assert seen == sent
    assert (
        door.client.get("/xapi/statements/more/made-up", headers=door.headers()).status_code == 404
    )


def test_formats(door: Door) -> None:
    course = {
        "id": "https://lms.example/c",
        "definition": {"name": {"de": "Kurs", "en-GB": "Course"}, "type": "http://example.org/t"},
    }
    group = {
        "objectType": "Group",
        "name": "We",
        "member": [{"name": "A", "openid": "https://a.b"}],
    }
    one = door.post(said(actor=group, object=course)).json()[0]
    ids = door.get(statementId=one, format="ids").json()
    assert ids["actor"] == {"objectType": "Group", "member": [{"openid": "https://a.b"}]}
    assert ids["object"] == {"id": "https://lms.example/c"}
    assert ids["verb"] == {"id": "http://adlnet.gov/expapi/verbs/attended"}
    wanted = {"Accept-Language": "fr, en-US;q=0.4, en-GB;q=0.8"}
    canonical = door.get(statementId=one, format="canonical", head=wanted).json()
    assert canonical["verb"]["display"] == {"en-GB": "attended"}
    assert canonical["object"]["definition"]["name"] == {"en-GB": "Course"}
    assert (
        door.get("activities", activityId=course["id"]).json()["definition"] == course["definition"]
    )
    person = door.get("agents", agent={"mbox": "mailto:ada@example.org"}).json()
    door.post(said())
    assert person == {"objectType": "Person", "mbox": ["mailto:ada@example.org"]}
    person = door.get("agents", agent={"mbox": "mailto:ada@example.org"}).json()
    assert person["name"] == ["Ada"]


@pytest.mark.parametrize(
    "asked",
    [
        {"foo": "bar"},
        {"StatementId": new_id()},
        {"statementId": "true"},
        {"statementId": new_id(), "verb": "http://example.org/v"},
        {"statementId": new_id(), "voidedStatementId": new_id()},
        {"limit": "-1"},
        {"limit": "ten"},
        {"since": "yesterday"},
        {"until": "2026-01-01T00:00:00-00:00"},
        {"agent": "ada"},
        {"agent": "{}"},
        {"verb": "attended"},
        {"registration": "7"},
        {"format": "IDS"},
        {"related_agents": "True"},
        {"attachments": "1"},
    ],
)
def test_what_is_asked_wrongly_is_refused_in_a_sentence(door: Door, asked: dict[str, Any]) -> None:
    answer = door.get(**asked)
    assert answer.status_code == 400
    assert error_of(answer)
    assert answer.headers["X-Experience-API-Version"] == "1.0.3"


def test_the_door_asks_for_version_and_key(door: Door, teaching: Teaching) -> None:
    headers = door.headers()
    where = "/xapi/statements"

    def asked(**changed: str | None) -> int:
        kept = {k: v for k, v in {**headers, **changed}.items() if v is not None}
        return door.client.get(where, headers=kept).status_code

    assert asked() == 200
    assert asked(**{"X-Experience-API-Version": "1.0"}) == 200
    for version in (None, "0.9", "1.1.0", "2.0.0"):
        assert asked(**{"X-Experience-API-Version": version}) == 400
    key = door.source.key
    for authorization in (
        None, "Basic", "Basic:abc", "Basic %%%", f"Bearer {key}", f"Bearer {key}.wrong", "Digest x",
    ):  # fmt: skip
        assert asked(Authorization=authorization) == 401
    assert asked(Authorization=f"Bearer {key}.{door.secret}") == 200
    assert door.client.get("/xapi/about").json()["version"][0] == "1.0.3"
    assert Client().delete(where).status_code == 405
    assert Client().head("/xapi/about").status_code == 200
    assert Client().get("/xapi//about").status_code == 200  # of a base address with its slash
    lost = Client().get("/xapi/nowhere")
    assert (lost.status_code, lost.headers["X-Experience-API-Version"]) == (404, "1.0.3")
    assert error_of(lost)
    other = door_of(teaching, "Open edX")
    one = door.post(said()).json()[0]
    assert other.get(statementId=one).status_code == 404
    assert other.found() == []
    assert other.post(said(id=one)).status_code == 200  # ids are each source's own
    door.post([said(), said()])
    more = door.get(limit="1").json()["more"]
    assert other.client.get(more, headers=other.headers()).status_code == 404
    close_source(
        by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug, source_id=door.source.public_id
    )
    assert asked() == 401


def test_a_form_may_stand_for_any_request(door: Door) -> None:
    one, form = new_id(), "application/x-www-form-urlencoded"
    key = door.headers()["Authorization"]
    fields = {
        "statementId": one,
        "content": json.dumps(said()),
        "X-Experience-API-Version": "1.0.3",
        "Authorization": key,
    }

    def sent(where: str, fields: dict[str, str], **headers: str) -> int:
        body = "&".join(f"{name}={quote(value)}" for name, value in fields.items())
        return Client().post(where, body, content_type=form, headers=headers).status_code

    where = "/xapi/statements?method="
    assert sent(f"{where}PUT", fields) == 204
    assert sent(f"{where}PUT&statementId={one}", fields) == 400
    assert sent(f"{where}PUT", {**fields, "X-Experience-API-Version": "0.8"}) == 400
    assert sent(f"{where}PUT", {**fields, "content": ""}) == 400
    assert sent(f"{where}GET", {"limit": "1"}, **door.headers()) == 200
    assert sent(f"{where}DELETE", {"limit": "1"}, **door.headers()) == 405
    assert door.get(method="POST").status_code == 400


def test_more_than_is_taken_at_once_is_too_much(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recert.statements.storing.MOST_STATEMENTS", 2)
    assert door.post([said()] * 3).status_code == 413
    monkeypatch.setattr("recert.statements.documents.MOST_DOCUMENT", 10)
    profile = "activities/profile?activityId=a:b&profileId=p"
    for body, status in (({"a": 1}, 204), ({"b": 2}, 413), ({"a": "1234567890"}, 413)):
        assert (
            door.post(body, profile).status_code == status
        )  # the second is too much with the first
    monkeypatch.setattr("recert.web.api.xapi.asking.MOST_BYTES", 10)
    assert door.post(said()).status_code == 413
    monkeypatch.setattr("recert.web.api.xapi.door.MOST_MISSES", 1)
    for status in (401, 401, 429):
        answer = Client().get("/xapi/agents", headers={"X-Experience-API-Version": "1.0.3"})
        assert answer.status_code == status
