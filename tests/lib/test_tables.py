"""Reading a body's file: any encoding, any separator, and nothing that makes us fall over."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recert.lib import tables
from recert.lib.refusals import Refused
from recert.lib.tables import read_table
from recert.lib.written_days import DayOrder, Unread, order_of, read_day
from tests.register.lists import as_xlsx

TEXT = "Näme;Nümber\r\nZoë Ørsted;0012\r\n\r\n„Eve“;A,1\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_and_separators_are_recognised(encoding: str) -> None:
    for separator in ";,\t|":
        table = read_table(TEXT.replace(",", "").replace(";", separator).encode(encoding))
        assert table.headers == ("Näme", "Nümber")
        assert table.rows == ((2, ("Zoë Ørsted", "0012")), (4, ("„Eve“", "A1")))
    assert read_table("Näme;N\r\nZoë;1\r\n".encode("cp1252")).rows == ((2, ("Zoë", "1")),)
    assert read_table(b"sep=|\nA;x|B\n1;2|3\n").rows == ((2, ("1;2", "3")),)


def test_rows_carry_the_number_a_spreadsheet_shows_and_headings_differ() -> None:
    table = read_table(b'\n\nName,,Name\n"Two\nlines",x,y\n"a ""b""",1\n')
    assert table.headers == ("Name", "Column 2", "Name (2)")
    assert table.rows == ((4, ("Two lines", "x", "y")), (5, ('a "b"', "1")))


def test_excel_cells_come_as_their_author_sees_them() -> None:
    day = datetime(2026, 3, 4)  # noqa: DTZ001 -- Excel knows no zones
    rows = [("Zoë", day, 104233.0, 0.1, True, None, "=1+1", date(2020, 1, 2))]
    table = read_table(as_xlsx([*rows, (), ("x",)], tuple("abcdefgh")))
    first = (2, ("Zoë", "2026-03-04", "104233", "0.1", "True", "", "", "2020-01-02"))
    assert table.rows[0] == first
    assert table.rows[1][0] == 4
    assert table.written_as == "xlsx"


def bomb() -> bytes:
    """A workbook whose sheet unpacks to more than we read."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
    ):
        for _part in range(tables.MOST_UNPACKED // 2**24 + 1):
            sheet.write(b"\0" * 2**24)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"Name\n", "no row below"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel file"),
        (b"PK\x03\x04rubbish", "not an Excel workbook"),
        (b'Name,No\n"never closed,1\n', "Row 2 cannot be read"),
        (b"a" + b"," * 101 + b"\n1\n", "more than 100 columns"),
        (b"Na\x81me\n\x81\n", "Byte 3"),
        (b"a\n" + b"x" * (tables.MOST_BYTES), "larger than 20 MB"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(content: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_table(content)


def test_what_is_too_much_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="unpacks to"):
        read_table(bomb())
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    with pytest.raises(Refused, match="more than 3 rows"):
        read_table(b"Name\n" + b"x\n" * 4)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_no_file_makes_us_fall_over(content: bytes) -> None:
    with suppress(Refused):
        table = read_table(content)
        assert table.headers
        assert table.rows


WORKBOOK = as_xlsx([("Ada", "1", 2.5)], ("Name", "No", "Sum"))


@given(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=8), st.booleans())
@settings(max_examples=80, deadline=None)
def test_no_broken_workbook_makes_us_fall_over(place: int, by: bytes, is_cut: bool) -> None:
    broken = WORKBOOK[:place] + (b"" if is_cut else by + WORKBOOK[place + len(by) :])
    with suppress(Refused):
        read_table(broken)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-04", "2026/3/4", "20260304", "4.3.2026", "04.03.2026", "2026-03-04T00:00:00",
        "4 March 2026", "4-Mar-2026", "March 4, 2026", "Mar. 4 2026", "4th Mar 2026",
        "2026-03-04 00:00",
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(written: str) -> None:
    assert read_day(written, None) == date(2026, 3, 4)


def test_what_could_be_two_days_is_never_guessed() -> None:
    assert read_day("03/04/2025", None) is Unread.EITHER
    assert read_day("03/04/2025", DayOrder.DAY_FIRST) == date(2025, 4, 3)
    assert read_day("03/04/2025", DayOrder.MONTH_FIRST) == date(2025, 3, 4)
    assert read_day("04/04/2025", None) == date(2025, 4, 4)
    assert read_day("25/04/2025", None) == date(2025, 4, 25)
    assert read_day("04/25/2025", DayOrder.DAY_FIRST) is Unread.NO_DAY
    assert read_day("3/4/25", None) is Unread.SHORT_YEAR
    for none in ("", "soon", "2025-02-30", "0000-01-01", "32/13/2025", "3 Foo 2025", "9" * 50):
        assert read_day(none, None) is Unread.NO_DAY, none
    assert order_of(["03/04/2025", "25/04/2025"]) is DayOrder.DAY_FIRST
    assert order_of(["04/25/2025", "25/04/2025"]) is None
    assert order_of(["03/04/2025", "3.12.2025"]) is None
