"""Lists as bodies send them, for the tests of the import."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook

from recert.people.models import Person
from recert.register.importing.acts import name_columns, start, upload
from recert.register.importing.running import advance_imports
from recert.register.models import Brings, Import, ImportState
from tests.cast import NOW

HEADINGS = ("Full name", "E-mail", "ID", "Cert", "Cert No.", "Issued", "Expiration Date")


def as_csv(rows: Iterable[Sequence[object]], headings: Sequence[str] = HEADINGS) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([headings, *rows])
    return written.getvalue().encode()


def as_xlsx(rows: Iterable[Sequence[object]], headings: Sequence[str] = HEADINGS) -> bytes:
    book, written = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (headings, *rows):
        sheet.append(list(row))
    book.save(written)
    return written.getvalue()


def line(nr: int, **changed: object) -> tuple[object, ...]:
    """A good row, each of its own person."""
    fields: dict[str, object] = {
        "name": f"Person Nr{nr}",
        "email": f"p{nr}@example.com",
        "id": f"C-{nr}",
        "cert": "CPT",
        "number": str(900_000 + nr),
        "issued": "2024-02-01",
        "expires": "2026-12-31",
    }
    return tuple({**fields, **changed}.values())


def bring(
    by: Person,
    content: bytes,
    body: str = "acsm",
    brings: Brings = Brings.REGISTER,
    **orders: str,
) -> Import:
    """Upload a list and take its columns as they are guessed."""
    found = upload(by=by, at=NOW, body_slug=body, name="list.csv", content=content, brings=brings)
    name_columns(
        by=by,
        at=NOW,
        body_slug=body,
        public_id=found.public_id,
        mapped=found.mapped,
        orders=orders,
    )
    while Import.objects.filter(pk=found.pk, state=ImportState.TRYING) and advance_imports(at=NOW):
        pass
    return Import.objects.select_related("body", "by", "file").get(pk=found.pk)


def run(found: Import, by: Person, only_whole: bool = False) -> Import:
    """Start it, and let the worker work until nothing waits."""
    start(
        by=by,
        at=NOW,
        body_slug=found.body.slug,
        public_id=found.public_id,
        only_whole=only_whole,
    )
    while advance_imports(at=NOW):
        pass
    found.refresh_from_db()
    return found


A_DAY = date(2026, 12, 31)
