"""Reading a paper as its reader would: its words, and whether a screen reader finds its way."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2


def words_of(paper: bytes) -> str:
    """Everything that stands on it, page after page, with single spaces."""
    pages = pypdfium2.PdfDocument(paper)
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(text.replace("\ufffe", "-").split())


def tags_of(paper: bytes) -> list[str]:
    """The kinds of its elements in the order they are read aloud: H1, P, Table, TH."""
    with pikepdf.open(BytesIO(paper)) as found:
        return list(_tags(found.Root.StructTreeRoot))


def _tags(node: Any) -> Iterator[str]:
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from _tags(each)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node["/S"]).removeprefix("/")
        if "/K" in node:
            yield from _tags(node["/K"])


def is_accessible(paper: bytes) -> bool:
    """Whether it says that it keeps PDF/UA, names its language, and has a title."""
    with pikepdf.open(BytesIO(paper)) as found:
        meta = found.open_metadata()
        return (
            meta.get("pdfuaid:part") == "1"
            and "/Lang" in found.Root
            and bool(meta.get("dc:title"))
            and bool(found.Root.MarkInfo.Marked)
        )
