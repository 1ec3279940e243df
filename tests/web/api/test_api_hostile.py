"""Whoever speaks to the API without a key, with another's, or in bad faith."""

from __future__ import annotations

import json
from typing import Any

import pytest

from recert.catalogue.actions import close_source, open_source
from recert.catalogue.models import SourceKind
from recert.completions.models import Completion, Report
from recert.web.api import keys
from tests.cast import NOW
from tests.completions.scene import sent
from tests.counting import counted
from tests.teaching import Teaching
from tests.web.api.calling import ADA, Caller, key_for, said


@pytest.fixture
def lms(teaching: Teaching) -> Caller:
    _source, token = key_for(teaching)
    return Caller(token)


def test_only_an_open_key_of_its_kind_opens(teaching: Teaching, lms: Caller) -> None:
    source, token = key_for(teaching, name="Soon closed")
    close_source(by=teaching.nia, at=NOW, provider_slug="movement-lab", source_id=source.public_id)
    hook, secret = open_source(
        by=teaching.nia, at=NOW, provider_slug="movement-lab", kind=SourceKind.WEBHOOK, name="H"
    )
    wrong = lms.token[:-1] + ("0" if lms.token[-1] != "0" else "1")
    for bad in ("", "x", ".", wrong, token, f"{hook.key}.{secret}", "é.é", "a" * 9000):
        answer = Caller(bad).call("GET", "/completions")
        assert answer.status_code == 401, bad
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.headers["Content-Type"] == "application/problem+json"
    good = lms.call("GET", "/completions")
    assert good.headers["Cache-Control"] == "no-store"
    assert good.headers["RateLimit-Limit"] == "1200"
    lms.client.force_login(teaching.nia)  # nobody speaks to it by being signed in
    assert Caller("", lms.client).call("GET", "/completions").status_code == 401


def test_anothers_things_look_as_if_they_were_not_there(teaching: Teaching, lms: Caller) -> None:
    own, secret = open_source(
        by=teaching.cast.hal, at=NOW, provider_slug=teaching.own.slug, kind=SourceKind.API,
        name="ACSM's",
    )  # fmt: skip
    acsm = Caller(f"{own.key}.{secret}")
    theirs = sent(teaching)
    for method, path, content in (
        ("GET", f"/completions/{theirs.public_id}", None),
        ("POST", f"/completions/{theirs.public_id}/void", {"reason": "x"}),
        ("POST", f"/completions/{theirs.public_id}/correct",
         {"completion": said(), "reason": "x"}),
        ("GET", "/courses/ML-101", None),
        ("GET", f"/completions/{'z' * 20}", None),
    ):  # fmt: skip
        assert acsm.call(method, path, content).status_code == 404
    assert acsm.ask("GET", "/completions")["completions"] == []
    assert acsm.ask("GET", f"/completions?cursor={theirs.public_id}", status=422)
    answer = acsm.report(said())["results"][0]
    assert answer["problems"][0]["rule"] == "There is no course of yours with this number."


BAD: tuple[tuple[bytes, int], ...] = (
    (b"", 422),
    (b"{", 400),
    (b"[]", 422),
    (b"null", 422),
    (b"\xff\xfe", 400),
    (b'{"completions": [], "completions": []}', 400),
    (b'{"completions": NaN}', 400),
    (b'{"completions": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
    (b'{"completions": ' + b"[" * 30 + b"]" * 30 + b"}", 400),
    (b'{"completions": ' + b"9" * 5000 + b"}", 400),
    (b'{"completions": [{"person": {"name": "a\\u0000b"}}]}', 400),
    (b'{"completions": [{"person": {"name": "\\ud800"}}]}', 400),
)


@pytest.mark.parametrize(("content", "status"), BAD, ids=range(len(BAD)))
def test_what_is_no_json_of_ours_is_refused(lms: Caller, content: bytes, status: int) -> None:
    lms.ask("POST", "/completions", content, status, idempotency_key="k")
    assert not Report.objects.exists()


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"minutes": 1.5}, "minutes"),
    ({"minutes": "60"}, "minutes"),
    ({"minutes": 10**30}, "minutes"),
    ({"minutes": -1}, "minutes"),
    ({"minutes": True}, "minutes"),
    ({"completed": 0}, "completed"),
    ({"completed": "2026-02-30"}, "completed"),
    ({"completed": "2026-W10-1"}, "completed"),
    ({"awards": [{"amount": 1.5, "unit": "cec"}]}, "awards.0.amount"),
    ({"awards": [{"amount": "1e9", "unit": "cec"}]}, "awards.0.amount"),
    ({"passed": "yes"}, "passed"),
    ({"person": None}, "person"),
    ({"person": {**ADA, "ssn": "1"}}, "person.ssn"),
    ({"person": {**ADA, "born": "1990-03-14"}}, "person.born"),
    ({"edition": 10**9}, "edition"),
    ({"role": "owner"}, "role"),
    ({"credits": "5"}, "credits"),
)


def test_a_wrong_type_is_named_with_its_row_and_how_to_mend_it(lms: Caller) -> None:
    for number, (more, field) in enumerate(WRONG):
        content = {"completions": [said(), said(**more)]}
        answer = lms.ask("POST", "/completions", content, 422, idempotency_key=f"k{number}")
        error = answer["errors"][0]
        assert (error["row"], error["field"]) == (2, field), answer
        assert error["rule"]
        assert error["fix"]
        assert "1990" not in json.dumps(answer)  # a whole birthday is not said again
    assert not Completion.objects.exists()


def test_what_reaches_no_view_is_answered_for_programs_too(lms: Caller) -> None:
    assert lms.ask("GET", "/nothing", status=404)["type"].endswith("#not-found")
    assert lms.ask("GET", "/completions?course=%00", status=400)["type"].endswith("#unreadable")
    assert "<html" in lms.client.get("/nothing").content.decode()
    no = lms.call("DELETE", "/completions")
    assert (no.status_code, no.json()["type"].partition("#")[2]) == (405, "no-method")
    assert set(no.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_there_are_limits(lms: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    many = {"completions": [said()] * 501}
    answer = lms.ask("POST", "/completions", many, 422, idempotency_key="k")
    assert answer["errors"][0]["field"] == "completions"
    lms.ask("POST", "/completions", b" " * (2 * 1024 * 1024 + 1), 413, idempotency_key="k")
    form = lms.client.post(
        "/api/v1/completions", {"a": "b"}, headers={"Authorization": f"Bearer {lms.token}"}
    )
    assert form.status_code in (415, 422)
    for key in ("", "a" * 81, "é"):
        lms.ask("POST", "/completions", {"completions": [said()]}, 422, idempotency_key=key)
    lms.ask("POST", "/completions", {"completions": [said()]}, 422)
    monkeypatch.setattr(keys, "MOST_A_MINUTE", 1)
    answer = lms.call("GET", "/completions")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_a_long_list_asks_no_more_of_the_database(teaching: Teaching, lms: Caller) -> None:
    lms.report(*(said(completed=f"2026-10-{day:02}") for day in range(1, 4)))
    with counted() as few:
        lms.ask("GET", "/completions?limit=200")
    with counted() as small:
        lms.report(said(completed="2026-09-01"), key="k2")
    lms.report(*(said(completed=f"2026-08-{day:02}") for day in range(1, 31)), key="k3")
    with counted() as many:
        lms.ask("GET", "/completions?limit=200")
    rows = (said(completed=f"2026-07-{day:02}") for day in range(1, 31))
    with counted() as large:
        lms.report(*rows, key="k4")
    assert len(many) == len(few)
    assert len(large) <= len(small)
