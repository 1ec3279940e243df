"""Legal holds at the desk: keeping everything of a holder for a proceeding, and ending that."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.credentials.actions import end_legal_hold, set_legal_hold
from recert.credentials.queries import certification_for_staff, legal_holds_of
from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.staff import fields


class HoldForm(forms.Form):
    """For what it is kept."""

    reason = fields.text(lazy("For which proceeding?"), lazy("Only officers read it."))


@desk_for_staff(Duty.REGISTER)
def legal_hold(request: DeskRequest, public_id: str) -> HttpResponse:
    """The holds there were, and setting one."""
    body = request.desk.body
    found = certification_for_staff(request.user, body.slug, public_id, Duty.REGISTER)
    form = HoldForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            set_legal_hold(by=request.user, at=now(request), body_slug=body.slug,
                           public_id=public_id, reason=form.cleaned_data["reason"])  # fmt: skip
            messages.success(request, _("Held. Nothing of this person is erased or forgotten."))
            return redirect("staff:legal_hold", body.slug, public_id)
    holds = list(legal_holds_of(found))
    context = {
        "body": body,
        "certification": found,
        "person": found.person,
        "holds": holds,
        "is_held": any(each.ended_at is None for each in holds),
        "form": form,
    }
    return render(request, "staff/legal_hold.html", context, status=422 if form.errors else 200)


@desk_for_staff(Duty.REGISTER)
@require_POST
def legal_hold_end(request: DeskRequest, public_id: str) -> HttpResponse:
    """The proceeding is over: retention runs again."""
    slug = request.desk.body.slug
    with refusals_said(request):
        end_legal_hold(by=request.user, at=now(request), body_slug=slug, public_id=public_id)
        messages.success(request, _("Ended. Retention runs again."))
    return redirect("staff:legal_hold", slug, public_id)


urlpatterns = [
    path("register/<str:public_id>/legal-hold", legal_hold, name="legal_hold"),
    path("register/<str:public_id>/legal-hold/end", legal_hold_end, name="legal_hold_end"),
]
