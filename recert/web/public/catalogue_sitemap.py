"""The pages of courses, for search engines: an index, and so many addresses a part."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from recert.catalogue.models import Course
from recert.catalogue.queries import LISTED

IN_A_PART = 10_000
"""Courses by their row, so that a part stays the same while others come."""
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(_request: HttpRequest) -> HttpResponse:
    """Where the parts are."""
    last = Course.objects.aggregate(last=Max("pk"))["last"] or 0
    parts = (reverse("public:sitemap_part", args=[n]) for n in range(1, last // IN_A_PART + 2))
    return _answer("sitemapindex", "sitemap", parts)


def sitemap_part(_request: HttpRequest, number: int) -> HttpResponse:
    """The listed courses of one part."""
    if not 1 <= number <= 100_000:
        raise Http404
    first = (number - 1) * IN_A_PART
    rows = Course.objects.filter(LISTED, pk__gte=first, pk__lt=first + IN_A_PART)
    ids = rows.order_by("pk").values_list("public_id", flat=True)
    return _answer("urlset", "url", (reverse("public:course", args=[each]) for each in ids))


def _answer(root: str, each: str, paths: Iterable[str]) -> HttpResponse:
    lines = (f"<{each}><loc>{escape(settings.SITE_URL + path)}</loc></{each}>" for path in paths)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SPACE}">'
    body = "\n".join([text, *lines, f"</{root}>"])
    return HttpResponse(body + "\n", content_type="application/xml; charset=utf-8")
