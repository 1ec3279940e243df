"""Recalls at a provider's desk: its own, drafted and declared; those bodies declared, to read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert.catalogue.queries import ProviderDuty, courses_of
from recert.completions.models import RecallState
from recert.completions.recalled import (
    counts_of,
    preview_of,
    recall_for_provider,
    recalls_by_provider,
)
from recert.completions.recalling import declare_recall, draft_recall_by_provider, undo_recall
from recert.lib.refusals import NotFound
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.components.recalls import (
    TONES,
    RecallForm,
    far_rows,
    held_rows,
    preview_rows,
    recall_rows,
)

ON_A_PAGE = 50


@desk_for_provider(ProviderDuty.COURSES)
def recalls(request: ProviderRequest) -> HttpResponse:
    """What was recalled of this provider's courses, the newest first."""
    provider = request.at_provider.provider
    page = Paginator(recalls_by_provider(provider), ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [(each, TONES[RecallState(each.state)]) for each in page]
    context = {"provider": provider, "page": page, "lines": lines}
    return render(request, "provider/recalls.html", context)


@desk_for_provider(ProviderDuty.COURSES)
def draft(request: ProviderRequest) -> HttpResponse:
    """Say what is to be recalled; the next page shows whom it would affect."""
    provider = request.at_provider.provider
    form = RecallForm(sent(request), courses=courses_of(provider).order_by("title"))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            found = draft_recall_by_provider(
                by=request.user, at=now(request), provider_slug=provider.slug, draft=form.draft()
            )
            return redirect("provider:recall", provider.slug, found.public_id)
    context = {"provider": provider, "form": form}
    return render(request, "provider/recall_new.html", context, status=422 if form.errors else 200)


@desk_for_provider(ProviderDuty.COURSES)
def recall(request: ProviderRequest, public_id: str) -> HttpResponse:
    """What it says, whom it affects, how far it is."""
    provider = request.at_provider.provider
    found = recall_for_provider(request.user, provider.slug, public_id)
    is_own = found.body is None
    context: dict[str, Any] = {
        "provider": provider,
        "recall": found,
        "tone": TONES[RecallState(found.state)],
        "rows": recall_rows(found),
        "far": far_rows(counts_of(found)),
        "is_draft": found.state == RecallState.DRAFT,
        "may_undo": is_own and found.state in (RecallState.RUNNING, RecallState.DONE),
    }
    if context["is_draft"]:
        preview = preview_of(found)
        context |= {"preview": preview_rows(preview), "held": held_rows(preview)}
    return render(request, "provider/recall.html", context)


@desk_for_provider(ProviderDuty.COURSES)
@require_POST
def declare(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Declare it: everybody affected is treated by the rule, and told."""
    slug = request.at_provider.provider.slug
    found = recall_for_provider(request.user, slug, public_id)
    with refusals_said(request):
        declare_recall(by=request.user, at=now(request), recall=found)
        messages.success(request, _("Declared. It is carried out now, part by part."))
    return redirect("provider:recall", slug, public_id)


@desk_for_provider(ProviderDuty.COURSES)
@require_POST
def undo(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Take all of one's own recall back."""
    slug = request.at_provider.provider.slug
    found = recall_for_provider(request.user, slug, public_id)
    if found.body is not None:
        raise NotFound  # the body's to take back
    with refusals_said(request):
        undo_recall(by=request.user, at=now(request), recall=found)
        messages.success(request, _("It is taken back now, and everybody affected is told."))
    return redirect("provider:recall", slug, public_id)


urlpatterns = [
    path("recalls/", recalls, name="recalls"),
    path("recalls/new", draft, name="recall_new"),
    path("recalls/<str:public_id>/", recall, name="recall"),
    path("recalls/<str:public_id>/declare", declare, name="recall_declare"),
    path("recalls/<str:public_id>/undo", undo, name="recall_undo"),
]
