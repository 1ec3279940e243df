"""Audit draws in public: every draw a body announced, cancelled ones too, and the records."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from recert.audits.framing import chosen_in, strata_in
from recert.audits.models import Draw, Moment
from recert.audits.queries import (
    announcement_of,
    progress_of,
    public_draw,
    public_draws,
    source_of,
)
from recert.audits.terms import from_plain
from recert.lib.refusals import NotFound
from recert.people.queries import body_named
from recert.rules.amounts import show
from recert.rules.sampling.frame import Stratum
from recert.rules.sampling.seeding import fingerprint
from recert.web.components.draw_words import FROM, MOMENTS, draw_state, taken_words
from recert.web.components.going import going_rows

ON_A_PAGE = 50


def draws_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Every draw a body announced, the newest first."""
    body = body_named(slug)
    page = Paginator(public_draws(slug), ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [(each, draw_state(each)) for each in page]
    return render(request, "public/draws.html", {"body": body, "page": page, "lines": lines})


def draw_page(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One draw: what was announced, when, and how anybody checks it."""
    found = public_draw(slug, public_id)
    progress = progress_of(found)
    chosen = chosen_in(found)
    is_frozen = found.frozen_at is not None
    is_rolling = found.moment != Moment.AT_ONCE
    context = {
        "body": found.body,
        "draw": found,
        "state": draw_state(found),
        "moment": MOMENTS[Moment(found.moment)],
        "from": FROM[chosen.of],
        "chosen": chosen,
        "taken": taken_words(chosen),
        "light": show(chosen.light) if chosen.light else "",
        "is_frozen": is_frozen,
        "is_rolling": is_rolling,
        "source": source_of(found),
        "fingerprint": fingerprint(announcement_of(found, progress.listed))
        if is_frozen and not is_rolling
        else "",
        "strata": [(each.says or each.name, _share(each)) for each in strata_in(found)]
        if is_frozen
        else [],
        "terms": going_rows(from_plain(found.terms)) if is_frozen else [],
        "progress": progress,
        "place": found.body.zone.rpartition("/")[2].replace("_", " "),
    }
    with timezone.override(ZoneInfo(found.body.zone)):
        return render(request, "public/draw.html", context)


def _share(stratum: Stratum) -> str:
    if stratum.percent is not None:
        return f"{show(stratum.percent)} %"
    return _("%(n)s people") % {"n": stratum.number}


def draw_record(_request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The record of a draw as a file; there is none before it is drawn."""
    found = public_draw(slug, public_id)
    if not found.record:
        raise NotFound
    response = HttpResponse(found.record, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(found)}"'
    return response


def _file_name(found: Draw) -> str:
    assert found.drawn_at is not None  # it has a record
    return f"audit-draw-{found.body.slug}-{found.drawn_at:%Y-%m-%d}-{found.public_id[:6]}.json"
