"""Typesetting: what is typed is never markup, and what comes out can be read aloud."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from recert.lib.typesetting import typeset

AT = datetime(2026, 11, 21, 15, 0, 0, 123456, tzinfo=UTC)
LAYOUT = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(lang: data.language)
= #data.title
#table(columns: 2, table.header([What], [How much]), ..data.rows.flatten())
"""


@pytest.fixture
def layout(tmp_path: Path) -> Path:
    file = tmp_path / "layout.typ"
    file.write_text(LAYOUT)
    return file


def paper(layout: Path, what: str) -> bytes:
    return typeset(layout, {"title": "Receipt", "language": "en", "rows": [[what, "60.00"]]}, AT)


def text_of(made: bytes) -> str:
    return str(pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range())


def test_it_is_tagged_and_named(layout: Path) -> None:
    with pikepdf.open(BytesIO(paper(layout, "Renewal"))) as found:
        assert found.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in found.Root
        assert found.Root.Lang == "en"
        assert found.open_metadata()["pdfuaid:part"] == "1"


def test_what_somebody_typed_is_not_markup(layout: Path) -> None:
    typed = '#read("/etc/passwd") *bold* $x$ <label> = head'
    assert typed in text_of(paper(layout, typed)).replace("\r\n", " ")


def test_a_character_no_font_has_does_not_stop_it(layout: Path) -> None:
    with pikepdf.open(BytesIO(paper(layout, "Pilates \U0001fae0"))) as found:
        assert "/StructTreeRoot" in found.Root


def test_the_same_is_set_the_same(layout: Path) -> None:
    assert paper(layout, "Renewal") == paper(layout, "Renewal")
