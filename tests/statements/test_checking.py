from __future__ import annotations

import json
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recert.statements.checking import Fault, check_statement, read_json, read_timestamp
from tests.web.api.saying import STATEMENT, Said, said

REFERENCE = {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"}
MEMBER = {"mbox": "mailto:bo@example.org"}
INNER = {**STATEMENT, "objectType": "SubStatement"}
FILE = {
    "usageType": "http://example.org/use",
    "display": {"en": "A file"},
    "contentType": "text/plain; charset=ascii",
    "length": 27,
    "sha2": "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a",
    "fileUrl": "http://example.org/file",
}


def defined(**definition: Any) -> Said:
    return said(object={"id": "http://example.org/a", "definition": definition})


GOOD: list[Said] = [
    said(),
    said(actor={"mbox_sha1sum": "cd9b00a5611f94eaa7b1661edab976068e364975"}),
    said(actor={"objectType": "Group", "member": [MEMBER]}),
    said(actor={"objectType": "Group", "openid": "https://id.example"}),
    said(object=REFERENCE),
    said(object=INNER),
    said(object={"objectType": "Group", "member": [MEMBER]}),
    said(timestamp="2026-03-14T15:09:26+02:00", version="1.0", stored="20260314T150926Z"),
    said(authority={"objectType": "Group", "member": [MEMBER, MEMBER]}),
    said(result={"score": {"scaled": -1, "raw": 3, "min": 1, "max": 3.5}, "duration": "PT1H0.5S"}),
    said(result={"duration": "P4W", "success": False, "extensions": {"http://a.b/c": None}}),
    said(context={"language": "sr-Latn-RS", "team": {"objectType": "Group", "member": [MEMBER]}}),
    said(context={"contextActivities": {"parent": [{"id": "urn:x:y"}], "other": {"id": "a:b"}}}),
    said(context={}, attachments=[FILE]),
    defined(interactionType="choice", choices=[{"id": "a"}], correctResponsesPattern=["a"]),
    defined(extensions={}),
]

BAD: list[tuple[Said, str]] = [
    ({}, "actor"),
    (said(actor={}), "actor"),
    (said(actor={"mbox": "mailto:a@b", "openid": "https://a.b"}), "actor"),
    (said(actor={"mbox": "ada@example.org"}), "actor.mbox"),
    (said(actor={**MEMBER, "name": None}), "actor.name"),
    (said(actor={"objectType": "agent", **MEMBER}), "actor.objectType"),
    (said(actor={"account": {"name": "x"}}), "actor.account.homePage"),
    (said(actor={"objectType": "Group"}), "actor"),
    (
        said(actor={"objectType": "Group", "member": [{"objectType": "Group"}]}),
        "member[0].objectType",
    ),
    (said(verb={}), "verb.id"),
    (said(verb={"id": "x:y", "display": {}}), "verb.display"),
    (said(verb={"id": "x:y", "display": {"a12345": "x"}}), "verb.display.a12345"),
    (said(verb={"id": "x:y", "display": {"de-419-DE": "x"}}), "verb.display.de-419-DE"),
    (said(verb={"id": "x:y", "Display": {"en": "x"}}), "verb.Display"),
    (said(id=7), "id"),
    (said(id="AA97B177-9383-4934-8543-0F91A7A028368"), "id"),
    (said(id="MA97B177-9383-4934-8543-0F91A7A02836"), "id"),
    (said(version="1.1.0"), "version"),
    (said(version="0.9.9"), "version"),
    (said(unknown=1), "unknown"),
    (said(object={"id": "ab=c://should.fail.com"}), "object.id"),
    (said(object={"objectType": "substatement", **STATEMENT}), "object.objectType"),
    (said(object={**INNER, "id": REFERENCE["id"]}), "object.id"),
    (said(object={**INNER, "stored": "2026-01-01T00:00:00Z"}), "object.stored"),
    (said(object={**INNER, "object": INNER}), "object.object.objectType"),
    (said(object=MEMBER), "object.id"),
    (said(timestamp="01/011/2015"), "timestamp"),
    (said(timestamp="2008-09-15T15:53:00.601-00"), "timestamp"),
    (said(timestamp="2008-09-15T15:53:00.601-00:00"), "timestamp"),
    (said(timestamp="2026-02-30T00:00:00Z"), "timestamp"),
    (said(authority={"objectType": "Group", "member": [MEMBER]}), "authority"),
    (said(result={"score": {"raw": "7"}}), "result.score.raw"),
    (said(result={"score": {"raw": True}}), "result.score.raw"),
    (said(result={"score": {"scaled": 1.1}}), "result.score.scaled"),
    (said(result={"score": {"min": 2, "max": 2}}), "result.score.max"),
    (said(result={"score": {"raw": 9, "max": 2}}), "result.score.raw"),
    (said(result={"completion": "false"}), "result.completion"),
    (said(result={"duration": "PA1H0M0S"}), "result.duration"),
    (said(result={"duration": "P"}), "result.duration"),
    (said(result={"extensions": {"no-iri": 1}}), "result.extensions.no-iri"),
    (said(context={"registration": None}), "context.registration"),
    (said(context={"team": MEMBER}), "context.team.objectType"),
    (said(context={"contextActivities": {"peer": {"id": "a:b"}}}), "contextActivities.peer"),
    (said(context={"language": "a12345"}), "context.language"),
    (said(context={"platform": "x"}, object=REFERENCE), "context.platform"),
    (said(attachments=FILE), "attachments"),
    (said(attachments=[{**FILE, "contentType": "should fail"}]), "attachments[0].contentType"),
    (said(attachments=[{**FILE, "length": "27"}]), "attachments[0].length"),
    (said(attachments=[{**FILE, "sha2": 5}]), "attachments[0].sha2"),
    (defined(interactionType="Choice"), "definition.interactionType"),
    (defined(moreInfo="here"), "definition.moreInfo"),
    (defined(type="course"), "definition.type"),
    (defined(choices=[{"id": "a"}, {"id": "a"}]), "definition.choices"),
    (said(verb={"id": "http://adlnet.gov/expapi/verbs/voided"}), "object"),
]  # fmt: skip


@pytest.mark.parametrize("statement", GOOD)
def test_what_the_standard_allows_is_taken(statement: Said) -> None:
    assert check_statement(deepcopy(statement)) == statement


@pytest.mark.parametrize(("statement", "place"), BAD)
def test_what_it_does_not_is_refused_at_its_place(statement: Said, place: str) -> None:
    with pytest.raises(Fault) as fault:
        check_statement(statement)
    assert fault.value.place.endswith(place)


@pytest.mark.parametrize(
    "text",
    [
        b"{", b"\xff", b"[NaN]", b"[1e999]", b'{"a": 1, "a": 2}', b'"\\u0000"', b'"\\ud800"',
        b"[" * 42 + b"]" * 42, b"[" * 100_000, b"1" * 5000,
    ],
)  # fmt: skip
def test_json_that_cannot_be_kept_is_refused(text: bytes) -> None:
    with pytest.raises(Fault):
        read_json(text)


def test_moments() -> None:
    assert read_timestamp("2026-03-14T15:09:26.5Z") == read_timestamp("20260314T170926.500+0200")
    assert read_timestamp("2026-03-14T15:09:26") == read_timestamp("2026-03-14T15:09:26+00")
    assert read_timestamp("0001-01-01T00:00:00+14:00") is None


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    pairs = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, each in pairs:
        found += places(each, (*path, name))
    return found


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_whatever_stands_somewhere_it_is_a_statement_or_a_fault(data: st.DataObject) -> None:
    statement = deepcopy(data.draw(st.sampled_from(GOOD)))
    path = data.draw(st.sampled_from(places(statement)))
    inside: Any = statement
    for name in path[:-1]:
        inside = inside[name]
    inside[path[-1]] = data.draw(JSON)
    with suppress(Fault):  # and nothing else is ever raised
        read = read_json(json.dumps(statement))
        assert check_statement(read) == read
