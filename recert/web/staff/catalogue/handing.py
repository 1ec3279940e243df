"""A provider nobody runs: the body that approved its course says who its owner is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.actions.handing import elsewhere_approved, hand_over, keep_unrun
from recert.catalogue.course_queries import course_application_for_staff
from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent


class OwnerForm(forms.Form):
    """Who runs the provider."""

    email = forms.EmailField(
        label=lazy("E-mail address of its owner"),
        help_text=lazy("Make sure that it is theirs: by their website, or by telephone."),
    )


@desk_for_staff(Duty.STAFF)
def hand(request: DeskRequest, public_id: str) -> HttpResponse:
    """Say who the owner is, or take that back."""
    body = request.desk.body
    found = course_application_for_staff(request.user, body.slug, public_id, Duty.STAFF)
    provider = found.edition.course.provider
    given: dict[str, Any] = {
        "by": request.user,
        "at": now(request),
        "body_slug": body.slug,
        "public_id": public_id,
    }
    is_back = request.POST.get("act") == "back"
    if is_back:
        with refusals_said(request):
            keep_unrun(**given)
            messages.success(request, _("The invitation is taken back."))
        return redirect("staff:course_approval", body.slug, public_id)
    form = OwnerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            hand_over(**given, email=form.cleaned_data["email"])
            messages.success(request, _("Sent. From then on its owner runs it."))
            return redirect("staff:course_approval", body.slug, public_id)
    context = {
        "body": body,
        "approval": found,
        "provider": provider,
        "form": form,
        "is_run": provider.staff.exists(),
        "is_elsewhere": elsewhere_approved(provider, body),
        "invitations": list(provider.invitations.all()),
    }
    status = 422 if form.errors else 200
    return render(request, "staff/catalogue/hand_over.html", context, status=status)


urlpatterns = [path("courses/<str:public_id>/owner", hand, name="provider_hand_over")]
