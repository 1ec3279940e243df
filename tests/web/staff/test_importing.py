"""Importing at the desk: upload, columns, one click for alike rows, run, take along, duplicates."""

from __future__ import annotations

import io
import zipfile

from django.test import Client
from openpyxl import load_workbook

from recert.credentials.models import Certification
from recert.people.models import Person
from recert.register.importing.running import advance_imports
from recert.register.models import Import, Merge
from recert.transcript.models import Activity
from tests.cast import NOW, Cast
from tests.register.lists import as_csv, line
from tests.web.staff.conftest import As

AT = "/staff/acsm"


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def sent_list(hal: Client, content: bytes, name: str = "people.csv", **more: str) -> str:
    file = io.BytesIO(content)
    file.name = name
    answer = hal.post(f"{AT}/import", {"file": file, "brings": "register", **more})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].removesuffix("/columns")


def named(hal: Client, address: str) -> None:
    said = Import.objects.get(public_id=address.rpartition("/")[2]).mapped.values()
    columns = {f"column-{place}": column for place, column in enumerate(said)}
    assert hal.post(f"{address}/columns", columns).status_code == 302


def test_a_list_from_its_upload_to_its_invitations(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    rows = [line(n, cert="PT") for n in range(40)] + [line(41), line(42, issued="<b>soon")]
    address = sent_list(hal, as_csv(rows))
    assert "Cert No." in shown(hal, f"{address}/columns")
    nothing = hal.post(f"{address}/columns", {})
    assert nothing.status_code == 422
    assert "Say which column holds the name." in nothing.content.decode()
    named(hal, address)
    page = shown(hal, address)
    assert "41 rows are not good yet." in page
    assert "<q>PT</q> You grant no certification of this name here." in page
    assert "&lt;b&gt;soon" in page
    told = b"".join(hal.get(f"{address}/problems").streaming_content).decode()  # type: ignore[attr-defined]
    assert "43,Issued,<b>soon,This is not a day.,Write it as 2026-12-31." in told
    fix = {"column": "credential", "value": "PT", "becomes": "cpt"}
    assert hal.post(f"{address}/fix", fix).status_code == 302
    assert "1 row is not good yet." in shown(hal, address)
    hal.post(f"{address}/start")
    page = shown(hal, address)
    assert 'role="progressbar"' in page
    while advance_imports(at=NOW):
        pass
    page = shown(hal, address)
    assert "Invite those who are new" in page
    assert Certification.objects.filter(number__startswith="9000").count() == 41
    hal.post(f"{address}/invite")
    assert "Those who are new were invited" in shown(hal, address)
    assert "people.csv" in shown(hal, f"{AT}/import")


def test_one_word_nobody_knows_is_chosen_and_several_are_typed(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    head = ("Cert No.", "Title", "Completed", "Topics")
    rows = [
        ("118860", f"Course {topics}", "2025-03-04", topics) for topics in ("Gossip", "ethics; x")
    ]
    address = sent_list(hal, as_csv(rows, head), brings="history")
    named(hal, address)
    page = shown(hal, address)
    assert "There is a word in it we do not know: x." in page
    assert page.count('<option value="ethics"') == 1
    assert 'name="becomes" value="ethics; x"' in page


def test_a_file_that_cannot_be_read_says_why_on_its_field(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    for content, says in ((b"", "is empty"), (b"PK\3\4junk", "not an Excel workbook")):
        file = io.BytesIO(content)
        file.name = "x.xlsx"
        answer = hal.post(f"{AT}/import", {"file": file, "brings": "register"})
        assert answer.status_code == 422
        assert says in answer.content.decode()


def test_the_list_on_the_page_can_be_taken_along(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    answer = hal.get(f"{AT}/register.csv?q=okafor")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert [row.split(",")[0] for row in text.split("\r\n")] == ["Name", "Ben Okafor", ""]
    whole = hal.get(f"{AT}/whole-register.xlsx")
    packed = zipfile.ZipFile(io.BytesIO(b"".join(whole.streaming_content)))  # type: ignore[attr-defined]
    assert packed.namelist() == ["register.xlsx", "activities.xlsx"]
    sheet = load_workbook(io.BytesIO(packed.read("register.xlsx"))).active
    assert sheet is not None
    assert sheet.max_row == 5
    assert "acsm-whole-register-2026-11-21.zip" in whole["Content-Disposition"]
    assert hal.get(f"{AT}/whole-register.csv").status_code == 200
    assert hal.get(f"{AT}/whole-register.pdf").status_code == 404
    assert hal.get(f"{AT}/register.pdf").status_code == 404
    assert as_(cast.dan).get(f"{AT}/register.csv").status_code == 404


def test_two_records_are_compared_merged_and_taken_apart(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    twin = line(1, name="Ben Okafor", email="", number="118861")
    address = sent_list(hal, as_csv([twin]))
    named(hal, address)
    hal.post(f"{address}/start")
    while advance_imports(at=NOW):
        pass
    other = Person.objects.get(name="Ben Okafor", email__endswith=".invalid")
    page = shown(hal, f"{AT}/duplicates")
    assert "the same name" in page
    pair = f"{AT}/duplicates/{cast.ben.public_id}/{other.public_id}"
    page = shown(hal, pair)
    assert "Which one stands?" in page
    assert ".invalid" not in page
    assert 'data-label="Becomes part of it"' in page
    assert "ACSM-CPT 118860, until 31 December 2026" in page
    assert hal.post(pair, {"stands-1": cast.ben_acsm.public_id}).status_code == 302
    held = Certification.objects.get(person=cast.ben, removed_at=None)
    assert held == cast.ben_acsm
    assert "Take apart" in shown(hal, f"{AT}/duplicates")
    merge = Merge.objects.get()
    for _click in range(2):
        hal.post(f"{AT}/duplicates/merges/{merge.public_id}/undo")
    assert Certification.objects.get(number="118861").person == other
    wrong_way = hal.post(f"{AT}/duplicates/{other.public_id}/{cast.ben.public_id}")
    assert wrong_way.status_code == 422
    assert "signs in to the record that would go" in wrong_way.content.decode()
    ben = as_(cast.ben)
    assert "another address" in shown(ben, "/me/account/other-sign-in")


def test_what_people_have_done_is_brought_in_by_the_same_pages(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    headings = (
        "Certificate number",
        "Course title",
        "Completion date",
        "CECs",
        "Category",
        "Status",
    )
    rows = [
        ("118860", "Ethics in practice", "2025-05-06", "2", "ethics", "approved"),
        ("118860", "Teaching knees", "2025-05-07", "3.5", "", "verified"),
        ("118860", "Unknown to all", "2025-05-08", "1", "", "perhaps"),
    ]
    address = sent_list(hal, as_csv(rows, headings), "credits.csv", brings="history")
    page = shown(hal, f"{address}/columns")
    assert "What was done" in page
    assert "Member since" not in page
    named(hal, address)
    page = shown(hal, address)
    assert "2 rows are not good yet." in page
    assert "<q>ethics</q> Your policy names no such category." in page
    assert '<option value="life-support"' in page
    for column, value, becomes in (("category", "ethics", ""), ("decided", "perhaps", "undecided")):
        hal.post(f"{address}/fix", {"column": column, "value": value, "becomes": becomes})
    hal.post(f"{address}/start", {"only-whole": "on"})
    assert "All rows are tried once more before the first is entered." in shown(hal, address)
    while advance_imports(at=NOW):
        pass
    assert "What was done" in shown(hal, address)
    ben = as_(cast.ben)
    page = shown(ben, "/me/activities/")
    assert all(title in page for _number, title, *_more in rows)
    titles = {row.title: row for row in Activity.objects.filter(person=cast.ben)}
    entry = shown(ben, f"/me/activities/{titles['Teaching knees'].public_id}/")
    assert "American College of Sports Medicine" in entry
