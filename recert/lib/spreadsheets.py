"""Spreadsheets: tables they open by themselves, in which nothing runs.

A title may begin with `=`; a spreadsheet would take it for a formula and run it. Such a
cell gets an apostrophe before it, which spreadsheets show as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

BOM = "\ufeff"
"""The mark that tells spreadsheets that a file is UTF-8."""


def harmless(value: object) -> str:
    """A cell no spreadsheet takes for a formula; a number below nothing stays a number."""
    text = "" if value is None else str(value)
    if isinstance(value, int | Decimal):
        return text
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def as_csv(head: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """A table with a line of names on top, harmless in every cell."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([harmless(each) for each in head])
    writer.writerows([harmless(each) for each in row] for row in rows)
    return written.getvalue()
