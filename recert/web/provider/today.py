"""Today: what waits at a provider's desk."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.provider.piles import waiting_at


@desk_for_provider()
def home(request: ProviderRequest) -> HttpResponse:
    """What waits for the duties the reader has."""
    desk = request.at_provider
    context = {
        "provider": desk.provider,
        "tasks": waiting_at(desk.provider, desk.duties, now(request)),
    }
    return render(request, "provider/home.html", context)


urlpatterns = [path("", home, name="home")]
