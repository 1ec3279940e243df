"""Tables: the rows of a CSV or Excel file, whoever wrote it, as text.

An upload is hostile until read: size, rows, columns and what a compressed file unpacks to are
bounded, and whatever its parser raises becomes one sentence.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from recert.lib.refusals import Refused
from recert.lib.spreadsheets import harmless
from recert.lib.workbooks import load_workbook

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 100
MOST_LETTERS = 1_000  # in one cell
MOST_BLANK = 1_000  # rows in a row: an Excel sheet may claim a million of them
SEPARATORS = ",;\t|"


Row = tuple[int, tuple[str, ...]]
"""A row's number, and its cells."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was read. Rows carry the number a spreadsheet shows beside them."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    written_as: str  # utf-8, cp1252, xlsx, ...
    first: Row = (1, ())  # the headings word for word: some lists have none, and begin at once

    def whole(self, headers: Iterable[str]) -> Table:
        """The same file taken for one without headings: its first row is a row like the others."""
        return Table(tuple(headers), (self.first, *self.rows), self.written_as, self.first)


def read_table(content: bytes, name: str = "file", *, least: int = 1) -> Table:
    """Read a file; refuses with what is the matter and how to mend it.

    `least`: so many rows there must be below the first, which mostly holds headings.
    """
    if len(content) > MOST_BYTES:
        raise Refused(
            _("%(name)s is larger than %(most)s MB. Split it, and import the parts one by one.")
            % {"name": name, "most": MOST_BYTES // 1024**2},
            "file",
        )
    if not content.strip(b"\0 \r\n\t"):
        raise Refused(_("%(name)s is empty.") % {"name": name}, "file")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            _("This is an old Excel file, or one with a password. Save it as .xlsx without one."),
            "file",
        )
    if content.startswith(b"PK"):
        return _table(_sheet(content), "xlsx", least)
    text, encoding = _text(content)
    return _table(_lines(text), encoding, least)


def _table(lines: Iterable[Row], written_as: str, least: int) -> Table:
    """The first line with anything in it holds the headings; lines without anything are left."""
    headers: tuple[str, ...] = ()
    first: Row = (1, ())
    rows: list[Row] = []
    for number, cells in lines:
        if not any(cells):
            continue
        if len(cells) > MOST_COLUMNS:
            sentence = _("Row %(row)s has more than %(most)s columns. Is the separator right?")
            raise Refused(sentence % {"row": number, "most": MOST_COLUMNS}, "file")
        if not headers:
            headers, first = _named(cells), (number, cells)
            continue
        if len(rows) == MOST_ROWS:
            raise Refused(
                _("There are more than %(most)s rows. Split the file, and import it in parts.")
                % {"most": f"{MOST_ROWS:,}"},
                "file",
            )
        rows.append((number, cells))
    if len(rows) < least:
        raise Refused(_("There is no row below the headings."), "file")
    return Table(headers, tuple(rows), written_as, first)


def packed(table: Table) -> bytes:
    """A table as it is kept between two looks, so that nobody parses it again."""
    said = [table.headers, table.rows, table.written_as, table.first]
    return zlib.compress(json.dumps(said, ensure_ascii=False).encode(), 6)


def unpacked(content: bytes) -> Table:
    """A table that was kept."""
    headers, rows, written_as, *first = json.loads(zlib.decompress(content))
    row, cells = first[0] if first else (1, ())
    return Table(tuple(headers), tuple((n, tuple(each)) for n, each in rows), written_as,
                 (row, tuple(cells)))  # fmt: skip


def _named(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Headings that differ: one without a name has its place, one that is there gets a number."""
    found: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = " ".join(cell.split())[:80] or _("Column %(n)s") % {"n": place}
        taken = sum(each == name or each.startswith(f"{name} (") for each in found)
        found.append(f"{name} ({taken + 1})" if taken else name)
    return tuple(found)


# ---------------------------------------------------------------- text


def _text(content: bytes) -> tuple[str, str]:
    """The text, and how it was encoded: as it says itself, else UTF-8, else Windows' own."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    if b"\0" in content[:200]:
        even = content[:200:2].count(0) > content[1:200:2].count(0)
        return _decoded(content, "utf-16-be" if even else "utf-16-le")
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return _decoded(content, "cp1252")


def _decoded(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise Refused(
            _("Byte %(place)s is no letter in any alphabet we know. Save the file as UTF-8.")
            % {"place": error.start + 1},
            "file",
        ) from None


def _lines(text: str) -> Iterator[Row]:
    """The cells of each line. `sep=;` on the first line, Excel's own way, is obeyed."""
    first, _newline, rest = text.lstrip("\r\n").partition("\n")
    told = first.strip().lower()
    skipped = len(text) - len(text.lstrip("\r\n"))
    before = text[:skipped].count("\n")
    if told.startswith("sep=") and len(told) == 5:
        separator, text = told[4], rest  # a line no spreadsheet shows
    else:
        text = text[skipped:]
        separator = max(SEPARATORS, key=lambda each: _outside_quotes(first).count(each))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = before + 1
    try:
        for cells in reader:
            yield begins, tuple(cleaned(cell) for cell in cells)
            begins += 1  # a row of several lines is one row
    except csv.Error as error:
        sentence = _("Row %(row)s cannot be read: look for a quotation mark that is not closed.")
        if "larger than field limit" in str(error):
            sentence = _("Row %(row)s has a cell of more than %(most)s letters. Shorten it.")
        where = {"row": begins, "most": f"{csv.field_size_limit():,}"}
        raise Refused(sentence % where, "file") from None


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def cleaned(cell: str) -> str:
    """What a cell says: no blanks around it, no letters that nobody can type.

    An apostrophe that keeps a spreadsheet from running a formula is not part of it.
    """
    seen = "".join(" " if letter in "\0\xa0\r\n\t\ufeff\u200b" else letter for letter in cell)
    seen = seen.strip()[:MOST_LETTERS]
    return seen[1:] if seen.startswith("'") and harmless(seen[1:]) == seen else seen


# ---------------------------------------------------------------- Excel


def _sheet(content: bytes) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            size = sum(each.file_size for each in parts.infolist())
            is_calc = "mimetype" in parts.namelist()  # as in every OpenDocument file
    except Exception:  # a broken archive makes its reader raise almost anything
        raise Refused(_no_workbook(), "file") from None
    if is_calc:
        raise Refused(
            _(
                "This is an OpenDocument file, such as LibreOffice makes. Open it there, choose "
                "“Save as”, and “Excel 2007–365 (.xlsx)” or “Text CSV”."
            ),
            "file",
        )
    if size > MOST_UNPACKED:
        raise Refused(
            _("This workbook unpacks to %(size)s MB. Save its sheet as CSV and import that.")
            % {"size": size // 1024**2},
            "file",
        )
    try:
        yield from _cells(content)
    except Refused:
        raise
    except Exception:  # whatever a broken workbook makes its parser raise
        raise Refused(_no_workbook(), "file") from None


def _no_workbook() -> str:
    return _("This is not an Excel workbook we can open. Save its sheet as CSV and import that.")


def _cells(content: bytes) -> Iterator[Row]:
    """The cells of the first sheet, as its author sees them. Formulas count as their results."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        blank = 0
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = tuple(cleaned(_said(value)) for value in values[: MOST_COLUMNS + 1])
            blank = 0 if any(cells) else blank + 1
            if blank > MOST_BLANK:
                return
            yield number, cells
    finally:
        book.close()


def _said(value: object) -> str:
    """A cell's value as text: days as days, whole numbers whole."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
