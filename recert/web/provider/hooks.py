"""Hooks of a provider: its own systems are told what became of what it reported; for owners."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from recert.catalogue.queries import ProviderDuty
from recert.completions.hooks import (
    hook_of_provider,
    hooks_of_provider,
    open_hook_for_provider,
)
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components import hook_pages
from recert.web.components.hook_pages import HookDesk


@desk_for_provider(ProviderDuty.OFFICE)
def hooks(request: ProviderRequest) -> HttpResponse:
    """The addresses that are told, and another one."""
    return hook_pages.hooks_page(request, _desk(request))


@desk_for_provider(ProviderDuty.OFFICE)
def hook(request: ProviderRequest, public_id: str) -> HttpResponse:
    """One address, what it was told, and its end."""
    return hook_pages.hook_page(request, _desk(request), public_id)


def _desk(request: ProviderRequest) -> HookDesk:
    provider = request.at_provider.provider
    return HookDesk(
        space="provider",
        slug=provider.slug,
        frame="provider/page.html",
        context={"provider": provider},
        hooks=hooks_of_provider(provider),
        find=lambda public_id: hook_of_provider(request.user, provider.slug, public_id),
        open=lambda address, events: open_hook_for_provider(
            by=request.user,
            at=now(request),
            provider_slug=provider.slug,
            address=address,
            events=events,
        ),
    )


urlpatterns = [
    path("systems/told", hooks, name="hooks"),
    path("systems/told/<str:public_id>", hook, name="hook"),
]
