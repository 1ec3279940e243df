"""Disputes at a provider's desk: who says that credit is missing or wrong, and the answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.models import Provider
from recert.catalogue.queries import ProviderDuty
from recert.completions.disputes import dispute_for_provider, disputes_with
from recert.completions.disputing import accept_dispute, decline_dispute
from recert.completions.models import Dispute, DisputeKind, DisputeState
from recert.lib.days import local_day
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now, today
from recert.web.components.completion_words import until_words
from recert.web.components.forms import refusals_on, sent
from recert.web.components.lists import Task

ON_A_PAGE = 50

AGREE, DISAGREE = "agree", "disagree"


class AnswerForm(forms.Form):
    """Whether they are right, and what they should read."""

    does = forms.ChoiceField(
        label=lazy("Your answer"),
        choices=[
            (AGREE, lazy("They are right: give them the credit now")),
            (DISAGREE, lazy("They are not: tell them why")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=lazy("In your words"),
        help_text=lazy("They read it. Needed where you do not agree."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def waiting_disputes(provider: Provider, at: datetime) -> Iterator[Task]:
    """One task for all that wait for an answer, with the day of the first."""
    waiting = disputes_with(provider).filter(state=DisputeState.WAITING)
    first, many = waiting.first(), waiting.count()
    if first is None:
        return
    today_there = local_day(at, provider.zone)
    yield Task(
        title=_("Disputes to answer"),
        state=f"{many:,}",
        tone="stop" if first.due_on < today_there else "warn",
        url=reverse("provider:disputes", args=[provider.slug]),
        hint=until_words(first.due_on, today_there),
    )


@desk_for_provider(ProviderDuty.REPORT)
def disputes(request: ProviderRequest) -> HttpResponse:
    """What waits for an answer, due first; or everything there was."""
    provider = request.at_provider.provider
    shows_all = request.GET.get("show") == "all"
    rows = disputes_with(provider)
    if not shows_all:
        rows = rows.filter(state=DisputeState.WAITING)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    on = today(request, provider.zone)
    context = {
        "provider": provider,
        "page": page,
        "lines": [(each, *_state(each, on)) for each in page],
        "shows_all": shows_all,
    }
    return render(request, "provider/disputes.html", context)


def _state(dispute: Dispute, on: date) -> tuple[str, str]:
    if dispute.state != DisputeState.WAITING:
        return dispute.get_state_display(), "note"
    return until_words(dispute.due_on, on), "stop" if dispute.due_on < on else "warn"


@desk_for_provider(ProviderDuty.REPORT)
def dispute(request: ProviderRequest, public_id: str) -> HttpResponse:
    """What they say, and the answer."""
    provider = request.at_provider.provider
    found = dispute_for_provider(request.user, provider.slug, public_id)
    form = AnswerForm(sent(request))
    if found.kind == DisputeKind.WRONG:  # agreeing is correcting it
        field: Any = form.fields["does"]
        field.choices = field.choices[1:]
    if request.method == "POST" and form.is_valid() and _answered(request, found, form):
        return redirect("provider:dispute", provider.slug, public_id)
    context = {
        "provider": provider,
        "dispute": found,
        "state": _state(found, today(request, provider.zone)),
        "form": form,
        "is_open": found.state == DisputeState.WAITING,
        "is_own": found.person_id == request.user.pk,
        "is_wrong": found.kind == DisputeKind.WRONG,
    }
    return render(request, "provider/dispute.html", context, status=422 if form.errors else 200)


def _answered(request: ProviderRequest, found: Dispute, form: AnswerForm) -> bool:
    agrees = form.cleaned_data["does"] == AGREE
    act = accept_dispute if agrees else decline_dispute
    with refusals_on(form):
        act(
            by=request.user,
            at=now(request),
            provider_slug=request.at_provider.provider.slug,
            public_id=found.public_id,
            answer=form.cleaned_data["answer"],
        )
        said = _("They have the credit, and are told.") if agrees else _("They are told why.")
        messages.success(request, said)
        return True
    return False


urlpatterns = [
    path("disputes/", disputes, name="disputes"),
    path("disputes/<str:public_id>/", dispute, name="dispute"),
]
