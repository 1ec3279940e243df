"""Taking the register along: any list of it, or all of it, for a spreadsheet or an import."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import IO

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _

from recert.lib.refusals import NotFound
from recert.lib.spreadsheets import BOM, harmless
from recert.lib.workbooks import Workbook
from recert.people.queries import Duty
from recert.register.exporting import (
    Wanted,
    deeds_heading,
    deeds_of,
    heading,
    register_rows,
    whole_register,
    zipped,
)
from recert.register.models import Brings
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, today
from recert.web.components.naming import short_names
from recert.web.staff.register import asked_by, search_form

MOST_IN_EXCEL = 200_000
"""A workbook is written whole before the first byte goes out; CSV goes out row by row."""
AT_ONCE = 500
PIECE = 1 << 16
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@desk_for_staff(Duty.REGISTER)
def export(request: DeskRequest, kind: str) -> HttpResponse:
    """What the register's page shows with the same words and filters, all pages of it."""
    body = request.desk.body
    form = search_form(request, short_names(body))
    rows = register_rows(body, asked_by(form, today(request, body.zone)))
    return _answer(request, kind, f"{body.slug}-register", rows)


@desk_for_staff(Duty.REGISTER)
def export_whole(request: DeskRequest, kind: str) -> HttpResponse:
    """All the body stands behind, its members, and what they have done: as an import reads it."""
    if kind not in WRITERS:
        raise NotFound
    body = request.desk.body
    lists = (
        Wanted(Brings.REGISTER, heading(), whole_register(body)),
        Wanted(Brings.HISTORY, deeds_heading(), deeds_of(body)),
    )
    pieces = zipped(lists, kind, WRITERS[kind], now(request))
    answer: HttpResponseBase = StreamingHttpResponse(pieces, content_type="application/zip")
    return _named(answer, f"{body.slug}-whole-register-{_day(request)}.zip")


def _answer(request: DeskRequest, kind: str, name: str, rows: Iterator[list[str]]) -> HttpResponse:
    name = f"{name}-{_day(request)}.{kind}"
    match kind:
        case "csv":
            return csv_answer(name, heading(), rows)
        case "xlsx":
            return xlsx_answer(name, heading(), rows)
    raise NotFound


def _day(request: DeskRequest) -> str:
    return today(request, request.desk.body.zone).isoformat()


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A table sent while it is made, however long it is. No cell of it is a formula."""
    answer: HttpResponseBase = StreamingHttpResponse(
        _written(chain([head], rows)), content_type="text/csv; charset=utf-8"
    )
    return _named(answer, name)


def _written(rows: Iterator[Sequence[str]]) -> Iterator[str]:
    yield BOM
    while batch := list(islice(rows, AT_ONCE)):
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(
            [harmless(cell) for cell in row] for row in batch
        )
        yield text.getvalue()


def xlsx_answer(name: str, head: Sequence[str], rows: Iterator[Sequence[str]]) -> HttpResponse:
    """A workbook, in which every cell is text; beyond `MOST_IN_EXCEL` rows a sentence instead."""
    file = _saved(chain([head], islice(rows, MOST_IN_EXCEL)))
    if next(rows, None) is not None:
        file.close()
        sentence = _("These are more than %(most)s rows. Narrow the list, or take it as CSV.")
        return HttpResponse(
            sentence % {"most": f"{MOST_IN_EXCEL:,}"}, status=422, content_type="text/plain"
        )
    return _named(FileResponse(file, content_type=XLSX), name)


def _saved(rows: Iterable[Sequence[str]]) -> IO[bytes]:
    """A workbook of these rows in a file without a name, at its beginning."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("recert")
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- whoever sends it closes it
    book.save(file)
    file.seek(0)
    return file


def _csv_pieces(rows: Iterator[Sequence[str]]) -> Iterator[bytes]:
    return (text.encode() for text in _written(rows))


def _xlsx_pieces(rows: Iterator[Sequence[str]]) -> Iterator[bytes]:
    with _saved(rows) as file:
        while piece := file.read(PIECE):
            yield piece


WRITERS: dict[str, Callable[[Iterator[Sequence[str]]], Iterator[bytes]]] = {
    "csv": _csv_pieces,
    "xlsx": _xlsx_pieces,
}
"""By the kind in the address: what makes a file of rows, piece by piece."""


def _named(answer: HttpResponseBase, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer  # type: ignore[return-value]  # the desks' views are typed by what most answer


urlpatterns = [
    path("register.<str:kind>", export, name="register_export"),
    path("whole-register.<str:kind>", export_whole, name="register_whole"),
]
