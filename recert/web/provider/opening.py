"""Opening a provider, and what it says of itself."""

from __future__ import annotations

from dataclasses import fields as columns
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.catalogue.actions import (
    Profile,
    close_provider,
    describe_provider,
    open_provider,
    reopen_provider,
)
from recert.catalogue.models import Provider
from recert.catalogue.queries import ProviderDuty, providers_of
from recert.web.access import MemberRequest, ProviderRequest, desk_for_provider, signed_in
from recert.web.clock import now
from recert.web.components.countries import countries
from recert.web.components.forms import refusals_on, sent
from recert.web.components.zones import zones
from recert.web.provider import fields


class ProfileForm(forms.Form):
    """What a provider says of itself; all of it can be read by anybody."""

    name = fields.line(lazy("Name"), lazy("As learners know you."))
    legal_name = fields.line(
        lazy("Legal name"), lazy("Where it is another. It stands on bills."), required=False
    )
    about = fields.text(lazy("What do you teach?"), required=False)
    address = fields.text(lazy("Postal address"), required=False, rows=3)
    country = forms.ChoiceField(label=lazy("Country"), required=False)
    zone = forms.ChoiceField(
        label=lazy("Time zone"), help_text=lazy("Of your classes, unless a class says another.")
    )
    email = forms.EmailField(label=lazy("E-mail for learners"), required=False)
    phone = fields.line(lazy("Telephone"), required=False, most=40, inputmode="tel")
    website = forms.URLField(label=lazy("Website"), required=False, assume_scheme="https")
    signatory = fields.line(
        lazy("Who signs certificates"),
        lazy("The person who stands for them, with title."),
        required=False,
        most=150,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.offer(self, "country", [("", lazy("Choose a country")), *countries()])
        fields.offer(self, "zone", zones())


@signed_in
def opening(request: MemberRequest) -> HttpResponse:
    """Found a provider: whoever does owns it."""
    person = request.user
    initial = {"zone": person.zone, "country": person.country, "signatory": person.name}
    form = ProfileForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            provider = open_provider(
                by=person, at=now(request), profile=Profile(**form.cleaned_data)
            )
            messages.success(request, _("%(name)s is open.") % {"name": provider.name})
            return redirect("provider:home", provider.slug)
    context = {"form": form, "held": providers_of(person)}
    return render(request, "provider/open.html", context, status=422 if form.errors else 200)


@desk_for_provider(ProviderDuty.OFFICE)
def profile(request: ProviderRequest) -> HttpResponse:
    """What learners and bodies read of the provider."""
    provider = request.at_provider.provider
    form = ProfileForm(sent(request), initial=_said(provider))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            describe_provider(
                by=request.user,
                at=now(request),
                provider_slug=provider.slug,
                profile=Profile(**form.cleaned_data),
            )
            messages.success(request, _("Saved."))
            return redirect("provider:profile", provider.slug)
    context = {"provider": provider, "form": form}
    return render(request, "provider/profile.html", context, status=422 if form.errors else 200)


def _said(provider: Provider) -> dict[str, str]:
    return {each.name: getattr(provider, each.name) for each in columns(Profile)}


@desk_for_provider(ProviderDuty.OFFICE)
@require_POST
def closing(request: ProviderRequest) -> HttpResponse:
    """Teach no more, or again."""
    provider, reopens = request.at_provider.provider, request.POST.get("act") == "reopen"
    act = reopen_provider if reopens else close_provider
    act(by=request.user, at=now(request), provider_slug=provider.slug)
    said = _("You teach again.") if reopens else _("Closed. All that was reported stays.")
    messages.success(request, said)
    return redirect("provider:profile", provider.slug)


founding = [path("open", opening, name="open")]

urlpatterns = [
    path("profile", profile, name="profile"),
    path("close", closing, name="close"),
]
