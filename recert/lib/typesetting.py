"""Typesetting: data and a layout become a PDF that can be kept and read aloud.

The layouts are Typst files beside whoever prints them. Data go in as JSON, never as source,
so nothing that somebody typed is ever read as markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import typst

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]


def typeset(
    layout: Path, data: Mapping[str, Plain], at: datetime, root: Path | None = None
) -> bytes:
    """A tagged PDF of these data; the layout reads them with `json(bytes(sys.inputs.data))`.

    It conforms to PDF/UA-1. Only where a character has no glyph in any font at hand does
    it not claim to: it is tagged all the same. `at` is the day it says it was made; `root`
    the folder a layout may include from, its own if not given. Raises `typst.TypstError`
    for a layout that cannot be set.
    """
    inputs = {"data": json.dumps(dict(data), ensure_ascii=False)}
    folder = str(root or layout.parent)
    made = at.replace(microsecond=0)  # no PDF tells a moment more finely
    try:
        return typst.compile(
            str(layout),
            root=folder,
            format="pdf",
            sys_inputs=inputs,
            timestamp=made,
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return typst.compile(
            str(layout), root=folder, format="pdf", sys_inputs=inputs, timestamp=made
        )
