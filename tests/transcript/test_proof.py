"""Proof: uploads are hostile until really opened, kept once, and seen by their owner."""

from __future__ import annotations

import io
from datetime import date

import pypdfium2
import pytest
from PIL import Image

from recert.lib import pictures
from recert.lib.intake import MOST_BYTES, MOST_PAGES, clean_name, open_upload
from recert.lib.refusals import NotFound, Refused
from recert.transcript.actions import (
    add_evidence,
    attach_evidence,
    correct_activity,
    delete_evidence,
    detach_evidence,
    forget_evidence,
    read_evidence,
    withdraw_activity,
)
from recert.transcript.actions.proof import vault
from recert.transcript.models import Evidence
from recert.transcript.queries import evidence_for, transcript_of
from recert.transcript.records import activity_fact
from tests.cast import NOW, Cast, card, course, log, person
from tests.transcript.files import pdf, picture


def test_a_pdf_is_kept_as_it_is_with_its_pages_counted() -> None:
    content = pdf(pages=3)
    upload = open_upload("My certificate.PDF", content)
    assert (upload.media_type, upload.pages, upload.content) == ("application/pdf", 3, content)
    assert upload.name == "My certificate.pdf"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_decoded_and_written_anew(form: str) -> None:
    content = picture(form) + b"<script>hidden behind the picture</script>"
    upload = open_upload("photo", content)
    assert upload.media_type == f"image/{form.lower()}"
    assert b"script" not in upload.content
    with Image.open(io.BytesIO(upload.content)) as kept:
        assert kept.size == (40, 20)


def test_a_picture_is_turned_upright_and_forgets_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Camera of Ada Ruiz"
    upload = open_upload("photo.jpg", picture("JPEG", (40, 20), exif.tobytes()))
    assert b"Ada" not in upload.content
    with Image.open(io.BytesIO(upload.content)) as kept:
        assert kept.size == (20, 40)
        assert not kept.getexif()


def encrypted() -> bytes:
    """A PDF that nobody opens without its password."""
    trailer = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (%s) /U (%s) >> /ID [(a)(a)] " % (
        b"o" * 32,
        b"u" * 32,
    )
    return pdf().replace(b"/Root 1 0 R", trailer + b"/Root 1 0 R")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"x" * (MOST_BYTES + 1), "larger than 10 MB"),
        (b"GIF89a" + b"\0" * 50, "not a picture or PDF"),
        (b"<html>%PDF-</html>", "not a picture or PDF"),
        (b"PK\x03\x04 a word processor's file", "not a picture or PDF"),
        (picture()[:60], "not a picture or PDF"),
        (b"%PDF-1.4 and then nothing", "cannot be opened"),
        (pdf(pages=MOST_PAGES + 1), f"{MOST_PAGES} at most"),
        (encrypted(), "locked with a password"),
    ],
    ids=["empty", "large", "gif", "html", "zip", "cut", "no-pdf", "long", "locked"],
)
def test_what_is_not_proof_is_refused_with_what_to_do(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        open_upload("certificate.pdf", content)
    assert refused.value.refusals[0].field == "file"


def test_a_picture_too_large_to_decode_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 40 * 20 - 1)
    with pytest.raises(Refused, match="too many pixels"):
        open_upload("photo.jpg", picture())


def test_the_parser_that_opened_it_can_open_it_again() -> None:
    document = pypdfium2.PdfDocument(open_upload("a.pdf", pdf(pages=2)).content)
    assert len(document) == 2
    document.close()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Ada\\cert.pdf.exe", "cert.pdf.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x1.pdf"),
        ('"; rm -rf .pdf', "rm -rf.pdf"),
        ("Übung für Ältere.PDF", "Übung für Ältere.pdf"),
        ("...", "certificate.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_a_name_is_safe_to_show_and_to_send(given: str, kept: str) -> None:
    assert clean_name(given, "application/pdf") == kept


def added(cast: Cast, text: str = "one") -> Evidence:
    return add_evidence(by=cast.ada, at=NOW, name=f"{text}.pdf", content=pdf(text))


def test_the_same_file_twice_is_one(cast: Cast) -> None:
    before = set(vault().names())
    assert added(cast) == added(cast)
    assert len(set(vault().names()) - before) == 1
    assert read_evidence(added(cast)) == pdf("one")


def test_two_people_may_have_the_same_file(cast: Cast) -> None:
    theirs = add_evidence(by=cast.ben, at=NOW, name="x.pdf", content=pdf("one"))
    mine = added(cast)
    assert mine != theirs
    delete_evidence(by=cast.ben, at=NOW, public_id=theirs.public_id)
    assert read_evidence(mine) == pdf("one")


def test_a_file_is_its_owners(cast: Cast) -> None:
    mine = added(cast)
    assert evidence_for(cast.ada, mine.public_id) == mine
    for somebody in (cast.eve, cast.ben, cast.dan, cast.hal):
        with pytest.raises(NotFound):
            evidence_for(somebody, mine.public_id)
        with pytest.raises(NotFound):
            delete_evidence(by=somebody, at=NOW, public_id=mine.public_id)


def test_proof_is_attached_later_and_moves_with_a_correction(cast: Cast) -> None:
    entry = log(cast.ada, course("Hips", date(2026, 3, 3), "2"))
    assert activity_fact(entry).evidence is False
    mine = added(cast)
    attach_evidence(by=cast.ada, at=NOW, public_id=mine.public_id, activity_id=entry.public_id)
    new = correct_activity(
        by=cast.ada,
        at=NOW,
        public_id=entry.public_id,
        activity=course("Hips and knees", date(2026, 3, 3), "2"),
    )
    assert activity_fact(new).evidence is True
    with pytest.raises(Refused, match="newest"):
        attach_evidence(by=cast.ada, at=NOW, public_id=mine.public_id, activity_id=entry.public_id)


def test_nobody_attaches_to_anothers_entry(cast: Cast) -> None:
    theirs = transcript_of(cast.ben).first()
    assert theirs is not None
    mine = added(cast)
    with pytest.raises(NotFound):
        attach_evidence(by=cast.ada, at=NOW, public_id=mine.public_id, activity_id=theirs.public_id)
    with pytest.raises(NotFound):
        attach_evidence(
            by=cast.ada, at=NOW, public_id=mine.public_id, document_id=card(cast.ben).public_id
        )


def test_what_proves_something_is_not_deleted_by_accident(cast: Cast) -> None:
    entry = log(cast.ada, course("Hips", date(2026, 3, 3), "2"))
    mine = added(cast)
    attach_evidence(by=cast.ada, at=NOW, public_id=mine.public_id, activity_id=entry.public_id)
    with pytest.raises(Refused, match="proves an entry"):
        delete_evidence(by=cast.ada, at=NOW, public_id=mine.public_id)
    detach_evidence(by=cast.ada, at=NOW, public_id=mine.public_id, activity_id=entry.public_id)
    assert activity_fact(entry).evidence is False


@pytest.mark.django_db(transaction=True)
def test_a_deleted_file_is_gone_from_the_vault() -> None:
    ada = person("Ada Ruiz")
    mine = add_evidence(by=ada, at=NOW, name="one.pdf", content=pdf("gone"))
    delete_evidence(by=ada, at=NOW, public_id=mine.public_id)
    assert mine.stored_as not in set(vault().names())
    with pytest.raises(NotFound):
        read_evidence(mine)


def test_forgetting_deletes_every_file_of_one_person(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    entry = log(cast.ada, course("Hips", date(2026, 3, 3), "2"))
    mine = added(cast)
    attach_evidence(by=cast.ada, at=NOW, public_id=mine.public_id, activity_id=entry.public_id)
    withdraw_activity(by=cast.ada, at=NOW, public_id=entry.public_id)
    theirs = add_evidence(by=cast.ben, at=NOW, name="x.pdf", content=pdf("x"))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        forget_evidence(person=cast.ada)
    assert mine.stored_as not in set(vault().names())
    assert read_evidence(theirs) == pdf("x")
