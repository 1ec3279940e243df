"""Completions by API: reported once however often they are sent, corrected, voided, looked up."""

from __future__ import annotations

import pytest

from recert.catalogue.models import Source
from recert.completions.models import Completion, Report
from recert.journal.queries import lines_about
from recert.transcript.models import Activity
from recert.transcript.queries import transcript_of
from tests.completions.scene import set_birthdays
from tests.teaching import Teaching, taught
from tests.web.api.calling import ADA, Caller, key_for, said


@pytest.fixture
def lms(teaching: Teaching) -> Caller:
    set_birthdays(teaching)
    _source, token = key_for(teaching)
    return Caller(token)


def test_what_is_reported_stands_in_the_transcript_once(teaching: Teaching, lms: Caller) -> None:
    unknown = said(person={"email": "nobody@example.org"}, external_id="e-2")
    rows = (said(external_id="e-1"), unknown, said(course="ML-404"))
    first = lms.report(*rows)
    assert first["counts"] == {"accepted": 1, "unmatched": 1, "problem": 1}
    assert [each["state"] for each in first["results"]] == ["accepted", "unmatched", "problem"]
    problem = first["results"][2]["problems"][0]
    assert (problem["field"], problem["value"]) == ("course", "ML-404")
    assert problem["fix"].startswith("Write the number")
    entry = transcript_of(teaching.cast.ada).get(title="Ethics in practice")
    assert Completion.objects.get(external_id="e-1").activity == entry

    assert lms.report(*rows) == first  # the same again
    assert Report.objects.count() == 1
    assert Activity.objects.filter(title="Ethics in practice").count() == 1
    other = {"completions": [said(minutes=5)]}
    taken = lms.ask("POST", "/completions", other, 409, idempotency_key="k1")
    assert taken["type"].endswith("#key-taken")
    again = lms.report(said(external_id="e-1"), key="k2")
    assert again["results"][0]["state"] == "duplicate"


def test_all_or_nothing_and_a_dry_run_keep_nothing(teaching: Teaching, lms: Caller) -> None:
    rows = [said(), said(completed="2031-01-01")]
    tried = lms.report(*rows, dry_run=True)
    assert tried["report"] == ""
    assert [each["state"] for each in tried["results"]] == ["accepted", "problem"]
    content = {"completions": rows, "all_or_nothing": True}
    refused = lms.ask("POST", "/completions", content, 422, idempotency_key="k1")
    error = refused["errors"][0]
    assert (error["row"], error["field"], error["value"]) == (2, "completed", "2031-01-01")
    assert error["rule"] == "This day lies in the future."
    assert "report it once it is completed" in error["fix"]
    assert not Completion.objects.exists()
    assert lms.report(said(), all_or_nothing=True)["counts"] == {"accepted": 1}


def test_one_is_corrected_and_voided_by_whoever_saw_it(teaching: Teaching, lms: Caller) -> None:
    id = lms.report(said(minutes=120))["results"][0]["id"]
    looked = lms.call("GET", f"/completions/{id}")
    tag = looked.headers["ETag"]
    assert looked.json()["person"] == ADA
    right = {"completion": said(completed="2026-11-13", minutes=120), "reason": "Friday"}
    new = lms.ask("POST", f"/completions/{id}/correct", right, if_match=tag)
    assert (new["state"], new["completed"]) == ("accepted", "2026-11-13")
    assert lms.ask("GET", f"/completions/{id}")["superseded_by"] == new["id"]
    assert lms.ask("POST", f"/completions/{id}/correct", right)["id"] == new["id"]  # sent twice
    stale = lms.ask("POST", f"/completions/{id}/void", {"reason": "x"}, 412, if_match=tag)
    assert stale["type"].endswith("#stale")
    voided = lms.ask("POST", f"/completions/{new['id']}/void", {"reason": "Not there"})
    assert voided["state"] == "voided"
    told = lines_about(f"completion:{new['id']}").get(code="completions.voided")
    assert told.detail["source"] == Source.objects.get().public_id  # which key it was
    assert lms.ask("POST", f"/completions/{new['id']}/void", {"reason": "Again"}) == voided
    assert not transcript_of(teaching.cast.ada).filter(title="Ethics in practice").exists()
    bad = {"completion": said(course="ML-404"), "reason": "x"}
    other = lms.report(said(completed="2026-10-10"), key="k3")["results"][0]["id"]
    refused = lms.ask("POST", f"/completions/{other}/correct", bad, 422)
    assert refused["errors"][0]["field"] == "course"


def test_a_list_is_gone_through_by_a_cursor(teaching: Teaching, lms: Caller) -> None:
    lms.report(*(said(completed=f"2026-10-0{day}", external_id=f"e{day}") for day in range(1, 6)))
    seen, query = [], "?limit=2&course=ML-101"
    while query:
        answer = lms.call("GET", f"/completions{query}")
        page = answer.json()
        seen += [each["external_id"] for each in page["completions"]]
        query = page["next"] and f"?limit=2&cursor={page['next']}"
        assert ("Link" in answer.headers) is bool(query)
    assert seen == ["e5", "e4", "e3", "e2", "e1"]
    assert len(lms.ask("GET", "/completions?external_id=e3&state=accepted")["completions"]) == 1
    assert lms.ask("GET", f"/completions?cursor={'z' * 20}", status=422)["errors"]
    lms.ask("GET", "/completions?limit=100000000000000000000000", status=422)


def test_a_narrow_key_sees_and_reports_its_courses_only(teaching: Teaching, lms: Caller) -> None:
    other, _edition = taught(teaching.lab, "ML-300", "Balance", 60)
    ethics = lms.report(said())["results"][0]["id"]
    _source, token = key_for(teaching, name="Balance only", courses=[other.public_id])
    narrow = Caller(token)
    assert narrow.ask("GET", "/completions")["completions"] == []
    narrow.ask("GET", f"/completions/{ethics}", status=404)
    narrow.ask("POST", f"/completions/{ethics}/void", {"reason": "Mine now"}, 404)
    row = narrow.report(said())["results"][0]
    assert row["problems"][0]["rule"] == "This key does not report for this course."
    assert narrow.report(said(course="ML-300"), key="k2")["counts"] == {"accepted": 1}
    mine = narrow.ask("GET", "/completions?course=ML-300")["completions"]
    assert [each["course"] for each in mine] == ["ML-300"]
    assert lms.ask("GET", f"/completions/{mine[0]['id']}")["person"] is None  # another said it


def test_numbers_are_checked_and_nobody_is_found_by_guessing(lms: Caller) -> None:
    people = [ADA, ADA | {"born": "01-01"}, {"body": "acsm", "number": "999", "born": "03-14"},
              {"email": "ada@example.org"}]  # fmt: skip
    answer = lms.ask("POST", "/checks", {"people": people})
    assert [each["agrees"] for each in answer["results"]] == [True, False, False, False]
    assert "Ada" not in str(answer)
    strangers = [{"body": "acsm", "number": str(each), "born": "03-14"} for each in range(100)]
    for _time in range(3):
        lms.ask("POST", "/checks", {"people": strangers})
    refused = lms.ask("POST", "/checks", {"people": strangers}, 422)
    assert "Tomorrow" in refused["detail"]
