"""Intake: an upload is hostile until its own parser has really opened it.

Pictures are decoded and written anew, which drops what was hidden in them (places, thumbnails,
other formats); PDFs are opened and their pages counted.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from threading import Lock

import pypdfium2
from django.utils.translation import gettext as _

from recert.lib.pictures import NotAPicture, TooManyPixels, reopen
from recert.lib.refusals import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 60
LONGEST_SIDE = 3000  # enough to read the smallest print of a photographed certificate

PDF = "application/pdf"
ONE_AT_A_TIME = Lock()
"""PDFium keeps state of its own: two threads of a server in it at once may end the process."""

ENDINGS = {PDF: ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was opened and found good, as it will be kept."""

    name: str
    media_type: str
    content: bytes
    sha256: str  # of what was uploaded, before pictures are written anew
    pages: int


def open_upload(name: str, content: bytes) -> Upload:
    """Open an uploaded file, or refuse it with a sentence that says what to do."""
    if not content:
        raise Refused(_("The file is empty. Choose it again, or take a new photograph."), "file")
    if len(content) > MOST_BYTES:
        raise Refused(
            _("The file is larger than 10 MB. Photograph it smaller, or save it as a PDF."), "file"
        )
    if content.startswith(b"%PDF-"):
        media_type, kept, pages = PDF, content, _pages_of(content)
    else:
        media_type, kept = _picture(content)
        pages = 1
    return Upload(
        name=clean_name(name, media_type),
        media_type=media_type,
        content=kept,
        sha256=hashlib.sha256(content).hexdigest(),
        pages=pages,
    )


def clean_name(name: str, media_type: str) -> str:
    """A file name that is safe to show and to download under, with the right ending."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = name.rsplit(".", 1)[0] if "." in name else name
    stem = "".join(letter for letter in stem if letter.isalnum() or letter in " -_().,")
    stem = re.sub(r"\s+", " ", stem).strip(" .")[:100]
    return (stem or "certificate") + ENDINGS[media_type]


def _pages_of(content: bytes) -> int:
    with ONE_AT_A_TIME:
        return _count_pages(content)


def _count_pages(content: bytes) -> int:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused(
                _("The PDF is locked with a password. Save it without one, then upload it."), "file"
            ) from None
        raise Refused(
            _("The PDF cannot be opened. Print it to a new PDF, then upload that."), "file"
        ) from None
    try:
        pages = len(document)
        if not 1 <= pages <= MOST_PAGES:
            raise Refused(
                _("The PDF has %(pages)s pages; %(most)s at most are kept. Upload what matters.")
                % {"pages": pages, "most": MOST_PAGES},
                "file",
            )
        for number in range(pages):
            document[number].close()
    except pypdfium2.PdfiumError:
        raise Refused(
            _("The PDF is damaged. Print it to a new PDF, then upload that."), "file"
        ) from None
    finally:
        document.close()
    return pages


def _picture(content: bytes) -> tuple[str, bytes]:
    """Decode a picture and write it anew, upright and without what was hidden in it."""
    try:
        picture = reopen(content, longest=LONGEST_SIDE)
    except TooManyPixels:
        raise Refused(
            _("The picture has too many pixels. Photograph it smaller."), "file"
        ) from None
    except NotAPicture:
        raise Refused(
            _("This is not a picture or PDF we can open. Upload a PDF, JPEG, PNG or WebP file."),
            "file",
        ) from None
    return picture.media_type, picture.content
