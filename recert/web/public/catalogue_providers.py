"""Providers for anybody to read: whom a body approves, and a provider's own page."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from recert.catalogue.approval_queries import (
    approval_terms_of,
    approved_providers,
    provider_named,
    public_approvals_of,
)
from recert.completions.reliability import reliability_of
from recert.people.models import Body
from recert.people.queries import body_named
from recert.web.clock import today
from recert.web.components.approval_words import Shown, scope_words, shown_approval

ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class AtABody:
    """What one body says of a provider today; what it said before."""

    body: Body
    now: tuple[Shown, ...]
    before: tuple[Shown, ...]


def providers_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom a body approves today, by name."""
    body = body_named(slug)
    on = today(request, body.zone)
    rows = approved_providers(body, on)
    words = request.GET.get("q", "")[:100].strip()
    if words:
        rows = rows.filter(provider__name__icontains=words)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "page": page,
        "asked": words,
        "lines": [(each, scope_words(each)) for each in page],
        "terms": approval_terms_of(body),
    }
    return render(request, "public/providers.html", context)


def provider_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A provider: who it is, and by whom it is approved for what until when."""
    provider = provider_named(slug)
    found: dict[int, list[Shown]] = {}
    for approval in public_approvals_of(provider):
        shown = shown_approval(approval, today(request, approval.body.zone))
        found.setdefault(approval.body_id, []).append(shown)
    bodies = [
        AtABody(
            body=of_body[0].approval.body,
            now=tuple(each for each in of_body if each.tone != "quiet"),
            before=tuple(each for each in of_body if each.tone == "quiet"),
        )
        for of_body in found.values()
    ]
    context = {
        "provider": provider,
        "bodies": bodies,
        "reliability": reliability_of(provider, today(request, provider.zone)),
    }
    return render(request, "public/provider.html", context)
