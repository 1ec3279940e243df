"""Recalls at a provider's desk: its own, drafted and declared; those bodies declared, to read."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from recert.catalogue.queries import ProviderDuty, courses_of
from recert.completions.recalled import recall_for_provider, recalls_by_provider
from recert.completions.recalling import draft_recall_by_provider
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components import recall_pages
from recert.web.components.recall_pages import RecallDesk


@desk_for_provider(ProviderDuty.COURSES)
def recalls(request: ProviderRequest) -> HttpResponse:
    """What was recalled of this provider's courses, the newest first."""
    provider = request.at_provider.provider
    lines = recall_pages.list_page(request, recalls_by_provider(provider))
    return render(request, "provider/recalls.html", {"provider": provider, **lines})


@desk_for_provider(ProviderDuty.COURSES)
def draft(request: ProviderRequest) -> HttpResponse:
    """Say what is to be recalled; the next page shows whom it would affect."""
    provider = request.at_provider.provider
    return recall_pages.draft_page(
        request,
        _desk(request),
        courses_of(provider).order_by("title"),
        lambda draft: draft_recall_by_provider(
            by=request.user, at=now(request), provider_slug=provider.slug, draft=draft
        ),
    )


@desk_for_provider(ProviderDuty.COURSES)
def recall(request: ProviderRequest, public_id: str) -> HttpResponse:
    """What it says, whom it affects, how far it is."""
    return recall_pages.recall_page(request, _desk(request), public_id)


@desk_for_provider(ProviderDuty.COURSES)
@require_POST
def declare(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Declare it: everybody affected is treated by the rule, and told."""
    return recall_pages.declare(request, _desk(request), public_id)


@desk_for_provider(ProviderDuty.COURSES)
@require_POST
def undo(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Take all of one's own recall back; a body's is the body's to take back."""
    return recall_pages.undo(request, _desk(request), public_id)


def _desk(request: ProviderRequest) -> RecallDesk:
    provider = request.at_provider.provider
    return RecallDesk(
        space="provider",
        slug=provider.slug,
        frame="provider/page.html",
        context={"provider": provider},
        find=lambda public_id: recall_for_provider(request.user, provider.slug, public_id),
        is_own=lambda found: found.body is None,
    )


urlpatterns = [
    path("recalls/", recalls, name="recalls"),
    path("recalls/new", draft, name="recall_new"),
    path("recalls/<str:public_id>/", recall, name="recall"),
    path("recalls/<str:public_id>/declare", declare, name="recall_declare"),
    path("recalls/<str:public_id>/undo", undo, name="recall_undo"),
]
