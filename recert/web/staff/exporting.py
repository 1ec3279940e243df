"""Taking the register along: any list of it, or all of it, for a spreadsheet or an import."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _

from recert.lib.refusals import NotFound
from recert.lib.spreadsheets import BOM, harmless
from recert.lib.workbooks import Workbook
from recert.people.queries import Duty
from recert.register.exporting import heading, register_rows, whole_register
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import today
from recert.web.components.naming import short_names
from recert.web.staff.register import asked_by, search_form

MOST_IN_EXCEL = 200_000
"""A workbook is written whole before the first byte goes out; CSV goes out row by row."""
AT_ONCE = 500
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
    """All the body stands behind, and its members, as an import reads it."""
    body = request.desk.body
    return _answer(request, kind, f"{body.slug}-whole-register", whole_register(body))


def _answer(request: DeskRequest, kind: str, name: str, rows: Iterator[list[str]]) -> HttpResponse:
    name = f"{name}-{today(request, request.desk.body.zone).isoformat()}.{kind}"
    match kind:
        case "csv":
            return csv_answer(name, heading(), rows)
        case "xlsx":
            return xlsx_answer(name, heading(), rows)
    raise NotFound


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
    book = Workbook(write_only=True)
    sheet = book.create_sheet("recert")
    sheet.append([harmless(cell) for cell in head])
    for row in islice(rows, MOST_IN_EXCEL):
        sheet.append([harmless(cell) for cell in row])
    if next(rows, None) is not None:
        sentence = _("These are more than %(most)s rows. Narrow the list, or take it as CSV.")
        return HttpResponse(
            sentence % {"most": f"{MOST_IN_EXCEL:,}"}, status=422, content_type="text/plain"
        )
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it when it is sent
    book.save(file)
    file.seek(0)
    return _named(FileResponse(file, content_type=XLSX), name)


def _named(answer: HttpResponseBase, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer  # type: ignore[return-value]  # the desks' views are typed by what most answer


urlpatterns = [
    path("register.<str:kind>", export, name="register_export"),
    path("whole-register.<str:kind>", export_whole, name="register_whole"),
]
