"""The transcript as a table for a spreadsheet: documented columns, harmless in every cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.lib.spreadsheets import harmless
from recert.rules.amounts import from_grains, show
from recert.transcript.models import Activity
from recert.web.member.transcript_rows import Column, Line


def awarded(entry: Activity) -> str:
    """What was awarded: `0.8 ceu ace; 8 contact-hour`."""
    return "; ".join(
        " ".join(part for part in (show(from_grains(a.amount_grains)), a.unit, a.by) if part)
        for a in entry.awards.all()
    )


COLUMNS: tuple[tuple[str, Promise, Callable[[Activity], object]], ...] = (
    ("id", lazy("The entry’s own id."), lambda entry: entry.public_id),
    ("completed", lazy("The day it was completed, as year-month-day."), lambda e: e.completed),
    ("started", lazy("The day it started, where it took longer."), lambda e: e.started),
    ("title", lazy("As it stands on the certificate."), lambda e: e.title),
    ("kind", lazy("What it was, in one of the words of our facts."), lambda e: e.kind),
    ("delivery", lazy("How it was taken."), lambda e: e.delivery),
    ("held_by", lazy("Whoever held it, as you wrote it."), lambda e: e.provider_name or e.provider),
    ("minutes", lazy("How long it lasted, in minutes."), lambda e: e.minutes),
    ("awarded", lazy("Amounts as awarded: amount, unit, body; several with semicolons."),
     awarded),
    ("topics", lazy("What it was about, with spaces between."), lambda e: " ".join(e.topics)),
    ("preparation", lazy("How long it was prepared, in minutes, where you taught."),
     lambda e: e.preparation),
    ("ordered", lazy("Yes where a body ordered it as a remedy."),
     lambda e: "yes" if e.ordered else ""),
    ("said_by", lazy("Who says so: self, provider, body, verified-credential."),
     lambda e: e.reported_by),
    ("proof", lazy("How many files prove it."), lambda e: len(e.evidence.all())),
)  # fmt: skip
"""Name, meaning, and how it is read from an entry. After these come one column for each
certification, with what counts today."""


def as_csv(lines: Iterable[Line], columns: Sequence[Column]) -> str:
    """The whole table, with a line of names on top."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    names = [name for name, _meaning, _read in COLUMNS]
    writer.writerow([*names, *(harmless(f"counted_{each.letters}") for each in columns)])
    for line in lines:
        said = [harmless(read(line.entry)) for _name, _meaning, read in COLUMNS]
        writer.writerow([*said, *(show(cell.counted) for cell in line.cells)])
    return written.getvalue()
