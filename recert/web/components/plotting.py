"""Putting a plot on a page, and handing it over as a file: SVG, or its numbers as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from recert.lib.spreadsheets import BOM
from recert.lib.spreadsheets import as_csv as table_as_csv
from recert.web.components.plots import Drawing, Plot, draw

register = template.Library()

Cell = str | int | None


@register.inclusion_tag("components/plot.html", takes_context=True)
def plot(context: dict[str, Any], what: Plot) -> dict[str, object]:
    """A plot with its key, its table and its files; where all is nought, a sentence."""
    request = context["request"]
    asked = request.GET.copy()
    for taken in ("file", "of"):
        asked.pop(taken, None)
    kept = f"{asked.urlencode()}&" if asked else ""
    return {"drawing": draw(what), "kept": kept}


def file_asked_for(request: HttpRequest, plots: Iterable[Plot]) -> HttpResponse | None:
    """The file a link under a plot asks for; None where the page itself is asked for."""
    kind, name = request.GET.get("file"), request.GET.get("of")
    found = next((each for each in plots if each.name == name), None)
    if found is None or kind not in ("svg", "csv"):
        return None
    return as_svg(draw(found)) if kind == "svg" else as_csv(found.name, *table_of(found))


def as_svg(drawing: Drawing) -> HttpResponse:
    """The drawing alone, with its colours and letters in it."""
    text = render_to_string("components/plot_file.html", {"drawing": drawing})
    return _file(text, f"{drawing.plot.name}.svg", "image/svg+xml")


def table_of(what: Plot) -> tuple[list[str], list[list[Cell]]]:
    """The numbers behind a plot, unrounded: a head, and a row for each label."""
    head = [what.label_name, *(each.name for each in what.series)]
    rows: list[list[Cell]] = [
        [label, *(each.values[place] for each in what.series)]
        for place, label in enumerate(what.labels)
    ]
    return head, rows


def as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A table as CSV that every spreadsheet opens, with no cell it would take for a formula."""
    return _file(BOM + table_as_csv(head, rows), f"{name}.csv", "text/csv; charset=utf-8")


def _file(text: str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
