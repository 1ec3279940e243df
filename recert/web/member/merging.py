"""Two sign-ins of one person: said at both, their records become one; and taken apart again."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.register.merging.doubles import doubles_of
from recert.register.merging.offers import (
    decline_offer,
    offer_merge,
    offers_by,
    offers_to,
    own_merges,
    take_offer,
)
from recert.register.merging.undoing import undo_own_merge
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent


class OtherForm(forms.Form):
    """The address of the other sign-in."""

    email = forms.EmailField(
        label=lazy("The address of your other sign-in"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


@signed_in
def other_sign_in(request: MemberRequest) -> HttpResponse:
    """Say which other address is one's own; what others say of this one; what was merged."""
    form = OtherForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            offer_merge(by=request.user, at=now(request), email=form.cleaned_data["email"])
            messages.success(
                request, _("Now sign out, sign in with that address, and come to this page.")
            )
            return redirect("member:other_sign_in")
    context = {
        "form": form,
        "offers": [
            (offer, doubles_of(offer.by, request.user))
            for offer in offers_to(request.user, now(request))
        ],
        "waiting": offers_by(request.user, now(request)).exists(),
        "merges": own_merges(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "member/other_sign_in.html", context, status=status)


@signed_in
@require_POST
def take(request: MemberRequest, offer_id: str) -> HttpResponse:
    """Say the same here: this record becomes part of the other, and this sign-in ends."""
    with refusals_said(request):
        take_offer(by=request.user, at=now(request), public_id=offer_id)
        logout(request)
        messages.success(request, _("Your records are one. Sign in with the other address."))
        return redirect("account_login")
    return redirect("member:other_sign_in")


@signed_in
@require_POST
def decline(request: MemberRequest, offer_id: str) -> HttpResponse:
    """It is somebody else who says so."""
    decline_offer(by=request.user, at=now(request), public_id=offer_id)
    messages.success(request, _("Nothing was merged."))
    return redirect("member:other_sign_in")


@signed_in
@require_POST
def part(request: MemberRequest, merge_id: str) -> HttpResponse:
    """Take the records apart again."""
    with refusals_said(request):
        undo_own_merge(by=request.user, at=now(request), public_id=merge_id)
        messages.success(request, _("They are two records again, each with its own sign-in."))
    return redirect("member:other_sign_in")


urlpatterns = [
    path("account/other-sign-in", other_sign_in, name="other_sign_in"),
    path("account/other-sign-in/offers/<str:offer_id>/take", take, name="merge_take"),
    path("account/other-sign-in/offers/<str:offer_id>/decline", decline, name="merge_decline"),
    path("account/other-sign-in/merges/<str:merge_id>/part", part, name="merge_part"),
]
