"""Who works at this provider: inviting, another role, letting go; for its owners."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.catalogue.actions import (
    dismiss_from_provider,
    invite_to_provider,
    withdraw_provider_invitation,
)
from recert.catalogue.models import ProviderRole, ProviderStaff
from recert.catalogue.queries import ProviderDuty, invited_to, member_of_team, team_of
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent

ROLES = {
    ProviderRole.INSTRUCTOR: lazy("teaches, and reports who completed a class"),
    ProviderRole.COORDINATOR: lazy("also enters courses and classes and applies for approval"),
    ProviderRole.OWNER: lazy("also decides who works here and applies for the provider"),
}


class InviteForm(forms.Form):
    """Whom to let in as what."""

    email = forms.EmailField(
        label=lazy("E-mail address"),
        help_text=lazy(
            "Where nobody signs in with it yet, we send an invitation that holds for 14 days."
        ),
    )
    role = forms.ChoiceField(
        label=lazy("Role"),
        choices=[
            (role.value, format_lazy("{}: {}", role.label, says)) for role, says in ROLES.items()
        ],
        widget=forms.RadioSelect,
    )


@desk_for_provider(ProviderDuty.OFFICE)
def team(request: ProviderRequest) -> HttpResponse:
    """Everybody who works here; inviting one more, or giving somebody another role."""
    provider = request.at_provider.provider
    form = InviteForm(sent(request), initial={"role": ProviderRole.INSTRUCTOR})
    if request.method == "POST" and form.is_valid() and _invited(request, form):
        return redirect("provider:team", provider.slug)
    context = {
        "provider": provider,
        "form": form,
        "team": team_of(provider),
        "invitations": invited_to(provider),
    }
    return render(request, "provider/team.html", context, status=422 if form.errors else 200)


def _invited(request: ProviderRequest, form: InviteForm) -> bool:
    asked = form.cleaned_data
    with refusals_on(form):
        found = invite_to_provider(
            by=request.user,
            at=now(request),
            provider_slug=request.at_provider.provider.slug,
            email=asked["email"],
            role=asked["role"],
        )
        said = (
            _("%(who)s works here now: %(role)s.")
            if isinstance(found, ProviderStaff)
            else _("An invitation goes to %(who)s.")
        )
        who = found.person if isinstance(found, ProviderStaff) else found.email
        messages.success(request, said % {"who": who, "role": found.get_role_display()})
        return True
    return False


@desk_for_provider(ProviderDuty.OFFICE)
@require_POST
def withdrawal(request: ProviderRequest, public_id: str) -> HttpResponse:
    """Invite somebody no longer."""
    slug = request.at_provider.provider.slug
    withdraw_provider_invitation(
        by=request.user, at=now(request), provider_slug=slug, public_id=public_id
    )
    messages.success(request, _("The invitation no longer holds."))
    return redirect("provider:team", slug)


@desk_for_provider(ProviderDuty.OFFICE)
@require_POST
def dismissal(request: ProviderRequest, person_id: str) -> HttpResponse:
    """Have somebody work here no longer."""
    provider = request.at_provider.provider
    held = member_of_team(provider, person_id)
    with refusals_said(request):
        dismiss_from_provider(
            by=request.user, at=now(request), provider_slug=provider.slug, person_id=person_id
        )
        messages.success(request, _("%(name)s no longer works here.") % {"name": held.person})
        if held.person_id == request.user.pk:
            return redirect("member:home")
    return redirect("provider:team", provider.slug)


urlpatterns = [
    path("team", team, name="team"),
    path("team/invitations/<str:public_id>/withdraw", withdrawal, name="invitation_withdraw"),
    path("team/<str:person_id>/dismiss", dismissal, name="dismiss"),
]
