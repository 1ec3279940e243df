"""Proof: who gets at a file, what is refused and how, and that nothing in it can run."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from recert.transcript.actions import add_evidence, attach_evidence
from recert.transcript.models import Evidence
from tests.cast import NOW, Cast, card, course, log
from tests.web.member.files import picture, upload

INBOX = "/me/activities/proof/"
SMALLEST_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)


@pytest.fixture
def file(cast: Cast) -> Evidence:
    """A file of Ada's that proves nothing yet."""
    return add_evidence(by=cast.ada, at=NOW, name="certificate.jpg", content=picture())


def page_of(file: Evidence) -> str:
    return f"{INBOX}{file.public_id}/"


def test_a_file_is_uploaded_first_and_filed_later(cast: Cast, ada: Client) -> None:
    entry = log(cast.ada, course("Coaching", date(2026, 10, 4), "3"))
    page = ada.post(INBOX, {"proof": upload("coaching.jpg")}, follow=True).content.decode()
    assert "1 file is kept." in page
    assert "1 to file" in ada.get("/me/activities/").content.decode()
    file = Evidence.objects.get(person=cast.ada)
    assert "Coaching" in ada.get(page_of(file)).content.decode()
    ada.post(page_of(file) + "file", {"activity": entry.public_id})
    assert list(entry.evidence.all()) == [file]
    assert "Everything is filed." in ada.get(INBOX).content.decode()


def test_a_file_is_filed_under_a_document(cast: Cast, ada: Client, file: Evidence) -> None:
    document = card(cast.ada)
    ada.post(page_of(file) + "file", {"document": document.public_id})
    assert list(document.evidence.all()) == [file]
    assert "CPR" in ada.get(page_of(file)).content.decode()


def test_an_entry_to_file_it_under_is_found_by_its_title(
    cast: Cast, ada: Client, file: Evidence
) -> None:
    page = ada.get(page_of(file), {"text": "hypert"}).content.decode()
    assert "Exercise and Hypertension" in page
    assert "Annual Meeting" not in page


def test_a_stranger_gets_at_nothing(cast: Cast, client: Client, file: Evidence) -> None:
    client.force_login(cast.eve)
    for act in ("", "content", "content?download"):
        assert client.get(page_of(file) + act).status_code == 404
    for act in ("file", "delete"):
        assert client.post(page_of(file) + act).status_code == 404
    assert "certificate.jpg" not in client.get(INBOX).content.decode()


def test_nothing_is_filed_under_what_is_not_ones_own(
    cast: Cast, ada: Client, file: Evidence
) -> None:
    theirs, paper = log(cast.ben, course("Bens", date(2026, 10, 4), "3")), card(cast.ben)
    assert ada.post(page_of(file) + "file", {"activity": theirs.public_id}).status_code == 404
    assert ada.post(page_of(file) + "file", {"document": paper.public_id}).status_code == 404
    assert not file.activities.exists()


@pytest.mark.parametrize("act", ["", "content", "file", "delete"])
def test_whoever_is_not_signed_in_is_asked_to(client: Client, file: Evidence, act: str) -> None:
    for ask in (client.get, client.post):
        assert ask(page_of(file) + act).headers["Location"].startswith("/account/login/")


# ---------------------------------------------------------------- what comes in


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.pdf", b"", "empty.pdf: The file is empty."),
        ("long.jpg", b"\xff" * (11 * 1024 * 1024), "long.jpg: The file is larger than 10 MB."),
        ("notes.docx", b"PK\x03\x04", "notes.docx: This is not a picture or PDF we can open."),
        ("page.jpg", b"<html><script>", "page.jpg: This is not a picture or PDF we can open."),
        ("torn.pdf", b"%PDF-1.7 torn", "torn.pdf: The PDF cannot be opened."),
    ],
)
def test_what_cannot_be_kept_is_named_with_its_remedy(
    cast: Cast, ada: Client, name: str, content: bytes, sentence: str
) -> None:
    page = ada.post(INBOX, {"proof": upload(name, content)}, follow=True).content.decode()
    assert sentence in page
    assert not Evidence.objects.filter(person=cast.ada).exists()


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.jpg", "..\\..\\boot.jpg", 'a"\r\nX-Evil: 1.jpg', "<img src=x>.jpg",
     "\u202egpj.exe", "a" * 240 + ".jpg", ".htaccess", "résumé 日本.jpg"],
)  # fmt: skip
def test_a_file_name_does_no_harm(cast: Cast, ada: Client, name: str) -> None:
    page = ada.post(INBOX, {"proof": upload(name)}, follow=True).content.decode()
    file = Evidence.objects.get(person=cast.ada)
    assert "<img src=x>" not in page
    assert "/" not in file.name
    answer = ada.get(page_of(file) + "content?download")
    assert answer.status_code == 200
    assert "X-Evil" not in answer.headers
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")


def test_no_file_at_all_is_said_kindly(ada: Client) -> None:
    assert "Choose a file first." in ada.post(INBOX, follow=True).content.decode()


# ---------------------------------------------------------------- what goes out


def test_a_picture_is_shown_where_nothing_can_run(ada: Client, file: Evidence) -> None:
    answer = ada.get(page_of(file) + "content")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_a_pdf_is_shown_as_a_pdf_and_nothing_else(cast: Cast, ada: Client) -> None:
    file = add_evidence(by=cast.ada, at=NOW, name="a.pdf", content=SMALLEST_PDF)
    answer = ada.get(page_of(file) + "content")
    assert answer.content == SMALLEST_PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


# ---------------------------------------------------------------- deleting


def test_a_file_that_proves_nothing_is_deleted(cast: Cast, ada: Client, file: Evidence) -> None:
    ada.post(page_of(file) + "delete")
    assert not Evidence.objects.filter(pk=file.pk).exists()


def test_a_file_that_proves_something_is_not(cast: Cast, ada: Client, file: Evidence) -> None:
    entry = log(cast.ada, course("Coaching", date(2026, 10, 4), "3"))
    attach_evidence(by=cast.ada, at=NOW, public_id=file.public_id, activity_id=entry.public_id)
    assert "Delete" not in ada.get(page_of(file)).content.decode()
    page = ada.post(page_of(file) + "delete", follow=True).content.decode()
    assert "The file proves an entry." in page
    assert Evidence.objects.filter(pk=file.pk).exists()


@pytest.mark.parametrize("many", [3, 30])
def test_the_inbox_takes_as_many_queries_with_many_files(
    cast: Cast,
    ada: Client,
    many: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    entry = log(cast.ada, course("Coaching", date(2026, 10, 4), "3"))
    for number in range(many):
        file = add_evidence(by=cast.ada, at=NOW, name="a.jpg", content=picture(f"#0000{number:02}"))
        if number % 2:
            attach_evidence(
                by=cast.ada, at=NOW, public_id=file.public_id, activity_id=entry.public_id
            )
    with django_assert_max_num_queries(12):
        assert ada.get(INBOX).status_code == 200
    with django_assert_max_num_queries(14):
        assert ada.get(page_of(file)).status_code == 200
