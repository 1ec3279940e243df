"""The pages of reporting, walked as an instructor walks them: lists, files, tray, reports out."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recert.catalogue.models import CourseClass
from recert.completions.models import Completion, Report, Roster, SentReport
from recert.lib.workbooks import load_workbook
from tests.completions.rostering import ADA, FIXTURES, HEAD, enrol
from tests.completions.scene import set_birthdays
from tests.teaching import Teaching, held_on

DESK = "/provider/movement-lab"


@pytest.fixture
def held(teaching: Teaching) -> CourseClass:
    """A class held a week ago, in which Carol had a place."""
    set_birthdays(teaching)
    found = held_on(teaching.edition, datetime(2026, 11, 14, 15, 0, tzinfo=UTC))
    enrol(found, teaching.cast.carol)
    return found


@pytest.fixture
def pia(teaching: Teaching, client: Client) -> Client:
    client.force_login(teaching.pia)
    return client


def sheet(*rows: dict[str, str], **more: Any) -> dict[str, Any]:
    """A class list as the browser sends it."""
    found: dict[str, Any] = {
        "rows-TOTAL_FORMS": str(len(rows)), "rows-INITIAL_FORMS": "0", "body": "acsm",
        "key": "k1", "act": "post",
    }  # fmt: skip
    for n, row in enumerate(rows):
        found |= {f"rows-{n}-{name}": value for name, value in row.items()}
    return found | more


ADA_TYPED = {"number": "104233", "born": "03-14"}


def test_a_name_fills_in_where_two_facts_agree_and_rows_are_added_without_loss(
    pia: Client, held: CourseClass
) -> None:
    at = f"{DESK}/classes/{held.public_id}/report"
    slip = {"number": "104233", "born": "03-15"}
    stranger = {"number": "999999", "born": "03-15"}
    page = pia.post(at, sheet(ADA_TYPED, slip, stranger, act="fill"))
    names = [form["name"].value() or "" for form, _note in page.context["list"].typed]
    assert names == ["Ada Ruiz", "", ""]
    notes = [note for _form, note in page.context["list"].typed]
    assert notes[1] == notes[2]  # a slip and a stranger have the same answer
    page = pia.post(at, sheet(ADA_TYPED, {"name": "Zoe"}, act="add", present="x"))
    typed = [form["name"].value() for form, _note in page.context["list"].typed]
    assert len(typed) == 7
    assert typed[1] == "Zoe"
    assert "Carol" in page.content.decode()
    assert not Completion.objects.exists()


def test_what_is_right_is_posted_and_the_rest_stays_to_be_mended(
    pia: Client, held: CourseClass, teaching: Teaching
) -> None:
    at = f"{DESK}/classes/{held.public_id}/report"
    carol = teaching.cast.carol.public_id
    bad = {"number": "104299", "name": "Half Typed"}
    page = pia.post(at, sheet(ADA_TYPED, bad, present=carol))
    assert page.status_code == 422
    assert page.context["left"] == 1
    kept = page.context["list"].typed[0][0]
    assert kept["name"].value() == "Half Typed"
    assert "second fact" in str(kept.errors)
    assert {row.person for row in Completion.objects.filter(state="accepted")} == {
        teaching.cast.ada, teaching.cast.carol
    }  # fmt: skip
    again = pia.post(at, sheet(ADA_TYPED, bad, present=carol))  # the same click, twice
    assert again.status_code == 422
    assert Completion.objects.count() == 2
    key = page.context["list"].form["key"].value()
    done = pia.post(at, sheet({**bad, "born": "01-01"}, key=key))
    report = Report.objects.get(key__endswith=key)
    assert done["Location"] == f"{DESK}/reporting/sent/{report.public_id}"
    assert "waits in the tray" in pia.get(done["Location"]).content.decode()
    home = pia.get(f"{DESK}/reporting").content.decode()
    assert "3, of 1 enrolled" in home
    assert "Reported" in home


def test_a_deadline_counts_down_and_stands_on_todays_page(pia: Client, held: CourseClass) -> None:
    assert "23 days left" in pia.get(f"{DESK}/reporting").content.decode()
    assert "Report Ethics" not in pia.get(f"{DESK}/").content.decode()
    held.starts_at = held.starts_at and held.starts_at.replace(month=10, day=1)
    held.ends_at = held.ends_at and held.ends_at.replace(month=10, day=1)
    held.save()
    today = pia.get(f"{DESK}/").content.decode()
    assert "Report Ethics in practice" in today
    assert "21 days late" in today


def _upload(client: Client, content: bytes, name: str) -> Roster:
    answer = client.post(f"{DESK}/reporting/files", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.context["form"].errors
    return Roster.objects.latest("id")


def _named(client: Client, roster: Roster, **more: str) -> Any:
    """The form of its columns, sent as it is shown."""
    page = client.get(f"{DESK}/reporting/files/{roster.public_id}/columns")
    shown = {f"column-{place}": field for place, _h, field, _s in page.context["columns"]}
    return client.post(
        f"{DESK}/reporting/files/{roster.public_id}/columns", {"body": "acsm", **shown, **more}
    )


def test_a_file_goes_from_upload_to_every_rows_answer(pia: Client, held: CourseClass) -> None:
    content = (FIXTURES / "roster.xlsx").read_bytes()
    roster = _upload(pia, content, "roster.xlsx")
    at = f"{DESK}/reporting/files/{roster.public_id}"
    assert _named(pia, roster)["Location"] == at
    page = pia.get(at)
    assert page.context["wrong"] == 1
    assert "Row 5" in page.content.decode()
    assert "ML-999" in pia.get(f"{at}/problems").content.decode()
    pia.post(f"{at}/fix", {"field": "course", "value": "ML-999", "becomes": "ML-101"})
    assert pia.get(at).context["wrong"] == 0  # it says again what row 2 says
    pia.post(f"{at}/start", {"picks": "1", "row": ["2", "3", "5"]})
    assert list(Completion.objects.values_list("row", "state").order_by("row")) == [
        (2, "accepted"), (3, "accepted"), (5, "duplicate")
    ]  # fmt: skip
    assert "Part 1" in pia.get(at).content.decode()
    refused = pia.post(f"{DESK}/reporting/files", {"file": SimpleUploadedFile("x.csv", b"")})
    assert refused.status_code == 422
    again = _upload(pia, content, "roster.xlsx")
    _named(pia, again)
    assert "You sent this very file before" in pia.get(
        f"{DESK}/reporting/files/{again.public_id}"
    ).content.decode()  # fmt: skip


def test_the_tray_is_mended_in_bulk_and_one_by_one_without_typing_again(
    pia: Client, held: CourseClass, teaching: Teaching
) -> None:
    rows = [ADA.replace("ML-101", "ML-1O1").replace("/14/", f"/{day}/") for day in (13, 14, 15)]
    slip = "Ada Ruiz,104234,03-14,,ML-101,11/16/2026,Y"
    roster = _upload(pia, "\n".join((HEAD, *rows, slip)).encode(), "a.csv")
    _named(pia, roster)
    pia.post(f"{DESK}/reporting/files/{roster.public_id}/start", {})
    tray = pia.get(f"{DESK}/reporting/tray")
    assert (tray.context["wrong"], tray.context["not_found"]) == (3, 1)
    assert [(each.value, many) for each, _name, many in tray.context["groups"]] == [("ML-1O1", 3)]
    pia.post(
        f"{DESK}/reporting/tray/mend", {"field": "course", "value": "ML-1O1", "becomes": "ML-101"}
    )
    accepted = Completion.objects.filter(person=teaching.cast.ada, state="accepted")
    assert accepted.count() == 3
    waiting = Completion.objects.get(state="unmatched")
    at = f"{DESK}/reporting/completions/{waiting.public_id}/"
    shown = pia.get(at).context["form"]
    typed = {name: shown[name].value() or "" for name in shown.fields}
    assert typed["number"] == "104234"
    refused = pia.post(at, {**typed, "completed": "soon"})
    assert refused.status_code == 422
    done = pia.post(at, {**typed, "number": "104233"})
    assert Completion.objects.filter(person=teaching.cast.ada, state="accepted").count() == 4
    assert "Posted" in pia.get(done["Location"]).content.decode()


def test_a_posted_row_is_corrected_and_voided_with_a_reason_and_a_trail(
    pia: Client, held: CourseClass, teaching: Teaching
) -> None:
    pia.post(f"{DESK}/classes/{held.public_id}/report", sheet(ADA_TYPED))
    row = Completion.objects.get()
    at = f"{DESK}/reporting/completions/{row.public_id}/"
    shown = pia.get(at).context["form"]
    typed = {name: shown[name].value() or "" for name in shown.fields}
    assert pia.post(at, {**typed, "minutes": "60"}).status_code == 422  # why?
    done = pia.post(at, {**typed, "minutes": "60", "reason": "Left at the break."})
    page = pia.get(done["Location"]).content.decode()
    assert "Left at the break." in page
    assert "Open what stands now" in pia.get(at).content.decode()
    new = Completion.objects.get(state="accepted")
    assert new.minutes == 60
    gone = pia.post(f"{DESK}/reporting/completions/{new.public_id}/void", {"reason": ""})
    assert gone.status_code == 422
    pia.post(f"{DESK}/reporting/completions/{new.public_id}/void", {"reason": "Not there at all."})
    new.refresh_from_db()
    assert new.state == "voided"
    assert "Not there at all." in pia.get(done["Location"]).content.decode()


def test_numbers_are_checked_in_advance_and_no_says_nothing(pia: Client, held: CourseClass) -> None:
    at = f"{DESK}/reporting/check"
    text = "104233, 03-14\n104233\t03-15\n999999;01-01"
    page = pia.post(at, {"body": "acsm", "text": text})
    answers = [(each.agrees, each.name) for _named, each in page.context["lines"]]
    assert answers == [(True, "Ada Ruiz"), (False, ""), (False, "")]
    file = SimpleUploadedFile("n.csv", b"Cert No,Birthday\n104233,03-14\n")
    assert pia.post(at, {"body": "acsm", "file": file}).context["agreeing"] == 1
    assert pia.post(at, {"body": "acsm", "text": " "}).status_code == 422
    many = "\n".join(f"{n}, 01-01" for n in range(300000, 300301))
    pia.post(at, {"body": "acsm", "text": many})
    refused = pia.post(at, {"body": "acsm", "text": text})
    assert refused.status_code == 422
    assert "Tomorrow" in refused.content.decode()


def test_what_goes_out_goes_once_and_is_the_same_when_it_is_downloaded_again(
    pia: Client, held: CourseClass, teaching: Teaching
) -> None:
    teaching.lab_at_acsm.number = "50-1234"
    teaching.lab_at_acsm.save()
    teaching.by_acsm.number = "20-7788"
    teaching.by_acsm.save()
    carol = teaching.cast.carol.public_id
    pia.post(f"{DESK}/classes/{held.public_id}/report", sheet(ADA_TYPED, present=carol))
    at = f"{DESK}/reporting/out"
    asked = {"layout": "ce-broker", "body": "acsm", "state": "fl", "profession": "rn", "key": "o1"}
    assert pia.post(at, {**asked, "state": ""}).status_code == 422
    looked = pia.post(at, asked).context["looked"]
    assert (looked["many"], looked["missing"]) == (1, ["Carol Lindqvist"])
    first = pia.post(at, {**asked, "act": "pass"})["Location"]
    assert pia.post(at, {**asked, "act": "pass"})["Location"] == first  # twice is once
    assert pia.post(at, {**asked, "act": "pass", "key": "o2"}).status_code == 422  # nothing new
    book = load_workbook(io.BytesIO(pia.get(f"{first}/xlsx").content))
    row = [cell.value for cell in book.worksheets[0][2]]
    assert row == ["1234", "7788", None, None, "104233", "11/14/2026", "FL", "RN"]
    assert "104233" in pia.get(f"{first}/csv").content.decode()
    plain = {"layout": "roster", "key": "o3", "act": "pass", "columns": ["name", "credits"]}
    second = pia.post(at, plain)["Location"]
    told = json.loads(pia.get(f"{second}/json").content)
    assert told["format"] == "recert-completions-1"
    assert sorted(each["name"] for each in told["completions"]) == ["", "Carol Lindqvist"]
    assert {each["by"] for each in told["completions"][0]["credits"]} == {"acsm", "ace"}
    before = pia.get(f"{second}/csv").content
    row_of_ada = Completion.objects.get(person=teaching.cast.ada)
    pia.post(f"{DESK}/reporting/completions/{row_of_ada.public_id}/void", {"reason": "Not there."})
    assert pia.get(f"{second}/csv").content == before
    assert "Changed since" in pia.get(second).content.decode()
    assert SentReport.objects.count() == 2
    assert pia.get(f"{first}/json").status_code == 404


def test_others_find_none_of_it(held: CourseClass, teaching: Teaching, client: Client) -> None:
    client.force_login(teaching.pia)
    client.post(f"{DESK}/classes/{held.public_id}/report", sheet(ADA_TYPED))
    row = Completion.objects.get()
    client.force_login(teaching.cast.hal)
    own = f"/provider/{teaching.own.slug}"
    for at in (
        f"{DESK}/reporting", f"{own}/classes/{held.public_id}/report",
        f"{own}/reporting/completions/{row.public_id}/",
        f"{own}/reporting/sent/{row.report.public_id}",
    ):  # fmt: skip
        assert client.get(at).status_code == 404
