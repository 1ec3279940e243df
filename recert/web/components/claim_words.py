"""Claims in words: what a code is for, its page and its square, for every desk that shows them."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from recert.completions.claiming import Code
from recert.web.components.class_words import class_view

COME_BACK = "claim"
"""Under this name a session keeps the code somebody came with, until they are signed in."""


def claim_address(code: str) -> str:
    """The address to scan or to type."""
    return settings.SITE_URL + reverse("public:claim", args=[code])


def claim_square(code: str) -> SafeString:
    """The address as a square to scan, to stand in a page; it takes the size it is given."""
    drawing = BytesIO()
    segno.make(claim_address(code), error="m").save(
        drawing, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True,
        light="#ffffff", dark="#000000",
    )  # fmt: skip
    return mark_safe(drawing.getvalue().decode())  # noqa: S308 - drawn here, of a code of ours


def claimed_thing(code: Code, at: datetime) -> dict[str, object]:
    """What a code is for, as every page of it shows."""
    row = code.row
    return {
        "code": code.seat.code if code.seat else code.window.code,
        "row": row,
        "provider": row.edition.course.provider,
        "view": class_view(row, at),
    }
