"""What a system sends: which of its courses are ours, whose its accounts are, what it undoes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.catalogue.models import Provider, Source, SourceKind
from recert.catalogue.queries import ProviderDuty, courses_of, source_for_staff
from recert.completions.from_statements.linking import link_account, link_activity
from recert.completions.from_statements.meaning import credits_of
from recert.completions.from_statements.queries import (
    MOST_SHOWN,
    accounts_waiting,
    activities_sent,
    other_words,
)
from recert.completions.from_statements.retracting import open_retractions, settle_retraction
from recert.completions.lines import Named
from recert.lib.refusals import NotFound
from recert.people.queries import bodies
from recert.statements.queries import statement_of
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent


class CourseForm(forms.Form):
    """Which of ours an activity is."""

    course = forms.ChoiceField(label=lazy("Course"), required=False)

    def __init__(self, *args: Any, provider: Provider, **more: Any) -> None:
        super().__init__(*args, **more)
        there = courses_of(provider).filter(retired_at=None).order_by("title")
        self.fields["course"].choices = [  # type: ignore[attr-defined]  # it is a choice
            ("", _("None: give no credit for it")),
            *((each.public_id, f"{each.number} · {each.title}") for each in there),
        ]


class PersonForm(forms.Form):
    """Whose account it is: a number with a second fact, or an address."""

    body = forms.ChoiceField(label=lazy("Body"), required=False)
    number = forms.CharField(label=lazy("Number"), required=False, max_length=60)
    born = forms.CharField(
        label=lazy("Birthday, as 03-14"), required=False, max_length=5,
        help_text=lazy("Month and day, which the person knows we ask for."),
    )  # fmt: skip
    email = forms.EmailField(label=lazy("or e-mail address"), required=False, max_length=254)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["body"].choices = [  # type: ignore[attr-defined]  # it is a choice
            ("", "—"),
            *bodies().values_list("slug", "name"),
        ]


def _source(request: ProviderRequest, public_id: str) -> Source:
    found = source_for_staff(request.user, request.at_provider.provider.slug, public_id)
    if found.kind != SourceKind.STATEMENTS:
        raise NotFound
    return found


@desk_for_provider(ProviderDuty.OFFICE)
def said(request: ProviderRequest, public_id: str) -> HttpResponse:
    """What a system says, what of it gives credit, and what waits for somebody to decide."""
    source = _source(request, public_id)
    context = {
        "provider": request.at_provider.provider,
        "source": source,
        "activities": activities_sent(source),
        "accounts": accounts_waiting(source),
        "retractions": open_retractions(source)[:MOST_SHOWN],
        "credits": credits_of(source),
        "others": other_words(source),
    }
    return render(request, "provider/system_says.html", context)


@desk_for_provider(ProviderDuty.OFFICE)
def activity(request: ProviderRequest, public_id: str, statement_id: UUID) -> HttpResponse:
    """Say which course an activity of a system is."""
    source, provider = _source(request, public_id), request.at_provider.provider
    asked = statement_of(source, str(statement_id)).activity
    found = next((each for each in activities_sent(source) if each.activity == asked), None)
    if found is None:
        raise NotFound
    form = CourseForm(
        sent(request),
        provider=provider,
        initial={"course": found.course.public_id if found.course else ""},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            link_activity(
                by=request.user,
                at=now(request),
                provider_slug=provider.slug,
                source_id=source.public_id,
                activity=found.activity,
                course_id=form.cleaned_data["course"],
            )
            messages.success(
                request,
                _("Linked. What was said before is credited in a moment.")
                if form.cleaned_data["course"]
                else _("It gives no credit now."),
            )
            return redirect("provider:system_says", provider.slug, source.public_id)
    context = {"provider": provider, "source": source, "found": found, "form": form}
    return render(
        request, "provider/system_activity.html", context, status=422 if form.errors else 200
    )


@desk_for_provider(ProviderDuty.OFFICE)
def account(request: ProviderRequest, public_id: str, completion_id: str) -> HttpResponse:
    """Say whose account of a system it is."""
    source, provider = _source(request, public_id), request.at_provider.provider
    waiting = accounts_waiting(source)
    found = next((each for each in waiting if each.completion_id == completion_id), None)
    if found is None:
        raise NotFound
    form = PersonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            link_account(
                by=request.user,
                at=now(request),
                provider_slug=provider.slug,
                system=found.system,
                account=found.account,
                named=Named(**form.cleaned_data),
            )
            messages.success(request, _("Linked. What waited for it is credited in a moment."))
            return redirect("provider:system_says", provider.slug, source.public_id)
    context = {"provider": provider, "source": source, "found": found, "form": form}
    return render(
        request, "provider/system_account.html", context, status=422 if form.errors else 200
    )


@desk_for_provider(ProviderDuty.OFFICE)
@require_POST
def retraction(request: ProviderRequest, public_id: str, retraction_id: str) -> HttpResponse:
    """Take credit back as the system says, or let it stay."""
    source, slug = _source(request, public_id), request.at_provider.provider.slug
    with refusals_said(request):
        takes = request.POST.get("does") == "take"
        settle_retraction(
            by=request.user,
            at=now(request),
            provider_slug=slug,
            public_id=retraction_id,
            takes=takes,
        )
        messages.success(request, _("Taken back.") if takes else _("It stays."))
    return redirect("provider:system_says", slug, source.public_id)


urlpatterns = [
    path("systems/<str:public_id>/says", said, name="system_says"),
    path(
        "systems/<str:public_id>/says/activity/<uuid:statement_id>",
        activity,
        name="system_activity",
    ),
    path(
        "systems/<str:public_id>/says/account/<str:completion_id>", account, name="system_account"
    ),
    path(
        "systems/<str:public_id>/says/<str:retraction_id>/settle",
        retraction,
        name="system_retraction",
    ),
]
