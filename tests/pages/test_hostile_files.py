"""Files that are not what they say: refused with a remedy, or kept where nothing in them runs."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from recert.transcript.models import Evidence
from tests.cast import Cast
from tests.pages.world import client_of
from tests.transcript.files import pdf, picture

HTML = b"<!DOCTYPE html><script>fetch('/me/account/download')</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
ZIP = b"PK\x03\x04" + bytes(60)
PROGRAM = b"MZ" + bytes(200)

ENCRYPTED = pdf().replace(
    b"/Root 1 0 R",
    b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
    b"/O <" + b"61" * 32 + b"> /U <" + b"62" * 32 + b"> >>",
)

ENDLESS = pdf().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [2 0 R] /Count 9")  # its own child


def huge_png(side: int) -> bytes:
    """A picture of a few hundred bytes that claims billions of pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(
            ">I", zlib.crc32(kind + data)
        )  # fmt: skip

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def flat_bomb() -> bytes:
    """A true picture of 49 million white pixels in a few dozen kilobytes."""
    written = io.BytesIO()
    Image.new("1", (7000, 7000)).save(written, "PNG")
    return written.getvalue()


REFUSED = {
    "page.pdf": HTML,
    "page.png": HTML,
    "drawing.png": SVG,
    "drawing.svg": SVG,
    "archive.pdf": ZIP,
    "program.jpg": PROGRAM,
    "nearly.pdf": b"%PDF-1.7\n" + HTML,
    "cut.pdf": pdf()[:120],
    "locked.pdf": ENCRYPTED,
    "endless.pdf": ENDLESS,
    "long.pdf": pdf(pages=61),
    "huge.png": huge_png(60_000),
    "bomb.png": flat_bomb(),
    "cut.png": picture("PNG")[:40],
    "moving.gif": b"GIF89a" + bytes(30),
    "empty.pdf": b"",
    "large.pdf": pdf() + bytes(11 * 1024 * 1024),
}

NAMES = (
    "../../x.png", "..\\..\\x.png", "/etc/passwd.png", "C:\\x.png", "a\u202egnp.exe.png",
    "n" * 300 + ".png", "<script>alert(1)</script>.png", "'; DROP TABLE x; --.png", ".png", "...",
    'a".png\r\nSet-Cookie: x=y', "con.png", "%2e%2e%2fx.png", "\U0001f600.png", "a;b=c.png",
)  # fmt: skip


def send(client: Client, name: str, content: bytes) -> str:
    """Upload to the inbox; what the page then says."""
    file = SimpleUploadedFile("x", content)
    file._name = name  # type: ignore[attr-defined]  # past Django's own cleaning of names
    return client.post("/me/activities/proof/", {"proof": file}, follow=True).content.decode()


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_proof_is_not_kept(cast: Cast, name: str) -> None:
    page = send(client_of(cast.ada), name, REFUSED[name])
    assert name in page
    assert not Evidence.objects.exists()


def test_a_pdf_that_is_a_page_as_well_is_only_ever_a_pdf(cast: Cast) -> None:
    """Both a PDF and HTML: kept, because nothing tells them apart, and never run."""
    client = client_of(cast.ada)
    send(client, "both.html", pdf(HTML.decode()))
    kept = Evidence.objects.get()
    assert kept.name.endswith(".pdf")
    answer = client.get(f"/me/activities/proof/{kept.public_id}/content")
    assert HTML in answer.content
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "script-src" not in answer.headers["Content-Security-Policy"]


def test_what_hid_in_a_picture_is_gone(cast: Cast) -> None:
    client = client_of(cast.ada)
    send(client, "photo.png", picture("PNG") + HTML + ZIP)
    kept = Evidence.objects.get()
    answer = client.get(f"/me/activities/proof/{kept.public_id}/content")
    assert b"script" not in answer.content
    assert b"PK\x03\x04" not in answer.content
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    saved = client.get(f"/me/activities/proof/{kept.public_id}/content?download")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in saved.headers["Cache-Control"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_name_and_nothing_else(cast: Cast, name: str) -> None:
    client = client_of(cast.ada)
    page = send(client, name, picture("PNG"))
    kept = Evidence.objects.get()
    assert kept.name.endswith(".png")
    assert len(kept.name) <= 150
    assert not set('/\\<>"\r\n\x00\u202e;') & set(kept.name)
    assert "<script>alert" not in page
    answer = client.get(f"/me/activities/proof/{kept.public_id}/content")
    assert "Set-Cookie" not in answer.headers
    assert "\n" not in answer.headers["Content-Disposition"]
    inside = settings.VAULT.resolve()
    assert all(inside in file.resolve().parents for file in settings.VAULT.rglob("*"))


def test_the_same_file_under_two_names_is_kept_once(cast: Cast) -> None:
    client = client_of(cast.ada)
    send(client, "one.png", picture("PNG"))
    send(client, "two.png", picture("PNG"))
    assert [kept.name for kept in Evidence.objects.all()] == ["one.png"]


def test_more_files_than_a_form_has_are_refused(cast: Cast) -> None:
    files = [SimpleUploadedFile(f"{n}.png", picture("PNG")) for n in range(21)]
    answer = client_of(cast.ada).post("/me/activities/proof/", {"proof": files})
    assert answer.status_code == 400
    assert not Evidence.objects.exists()
