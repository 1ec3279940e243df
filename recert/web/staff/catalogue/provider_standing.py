"""An approval that runs: suspending it, lifting that, ending it; and entering one from before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
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
    end_provider_approval,
    enter_provider_approval,
    lift_suspension,
    open_bodys_own,
    suspend_provider,
)
from recert.catalogue.actions.approval_moves import bar_for_provider
from recert.catalogue.approval_queries import approval_for_staff
from recert.catalogue.models import ProviderApproval
from recert.lib.refusals import NotFound, Refused
from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, today
from recert.web.components.approval_words import shown_approval
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.staff.catalogue.provider_forms import (
    EndForm,
    GrantForm,
    LiftForm,
    SuspendForm,
    hour_by_policy,
    suggested,
)

FORMS: dict[str, type[forms.Form]] = {
    "suspend": SuspendForm,
    "lift": LiftForm,
    "end": EndForm,
}


@desk_for_staff(Duty.REGISTER)
def standing(request: DeskRequest, public_id: str) -> HttpResponse:
    """Suspend an approval, lift that, or end it; never for days gone by."""
    body = request.desk.body
    found = approval_for_staff(request.user, body.slug, public_id, Duty.REGISTER)
    act = request.POST.get("act") if request.method == "POST" else None
    initial = {"since": today(request, body.zone), "last_day": today(request, body.zone)}
    offered = {
        name: form(request.POST if name == act else None, initial=initial, auto_id=f"id_{name}_%s")
        for name, form in FORMS.items()
    }
    form = offered.get(act or "")
    if form is not None and form.is_valid() and _done(request, found, form):
        return redirect("staff:provider_approval", body.slug, public_id)
    wrong = next((each for each in offered.values() if each.errors), None)
    on = today(request, body.zone)
    context = {
        "body": body,
        "approval": found,
        "provider": found.provider,
        "shown": shown_approval(found, on),
        "is_suspended": any(
            each.until is None or each.until >= on for each in found.suspensions.all()
        ),
        "forms": offered,
        "wrong": wrong,
        "bar": bar_for_provider(request.user, found),
    }
    return render(
        request,
        "staff/catalogue/provider_standing.html",
        context,
        status=422 if wrong else 200,
    )


def _done(request: DeskRequest, found: ProviderApproval, form: forms.Form) -> bool:
    asked = dict(form.cleaned_data)
    act, said = ACTS[asked.pop("act")]
    with refusals_on(form):
        _do(request, found, act, asked, now(request))
        messages.success(request, str(said))
        return True
    return False


def _do(
    request: DeskRequest,
    found: ProviderApproval,
    act: Callable[..., Any],
    asked: dict[str, Any],
    at: datetime,
) -> None:
    act(
        by=request.user,
        at=at,
        body_slug=request.desk.body.slug,
        public_id=found.public_id,
        **asked,
    )


ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "suspend": (suspend_provider, lazy("The approval is suspended, and the provider told why.")),
    "lift": (lift_suspension, lazy("The approval speaks again from today.")),
    "end": (end_provider_approval, lazy("The approval ends on that day.")),
}


class EnterForm(GrantForm):
    """Which provider, and what it was approved for before."""

    provider = forms.SlugField(
        label=lazy("Provider"),
        help_text=lazy("The word in its address here, such as movement-lab."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@desk_for_staff(Duty.REVIEW)
def entering(request: DeskRequest) -> HttpResponse:
    """Enter an approval somebody has already, as from before there was recert."""
    body = request.desk.body
    form = EnterForm(
        sent(request), body=body, initial=suggested(body, today(request, body.zone), None)
    )
    if request.method == "POST" and form.is_valid():
        slug = form.cleaned_data.pop("provider")
        with refusals_on(form):
            found = _entered(request, slug, form)
            said = _("%(provider)s is approved, and told so.")
            messages.success(request, said % {"provider": found.provider.name})
            return redirect("staff:provider_approval", body.slug, found.public_id)
    context = {"body": body, "form": form, "hour_by_policy": hour_by_policy(body)}
    return render(
        request,
        "staff/catalogue/provider_enter.html",
        context,
        status=422 if form.errors else 200,
    )


def _entered(request: DeskRequest, slug: str, form: EnterForm) -> ProviderApproval:
    try:
        return enter_provider_approval(
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            of_provider=slug,
            granting=form.granting(),
        )
    except NotFound:
        raise Refused(
            _("There is no such provider here. Ask it to open an account first."), "provider"
        ) from None


@desk_for_staff(Duty.POLICY)
@require_POST
def own_courses(request: DeskRequest) -> HttpResponse:
    """Open the provider of the body's own courses, and go to its desk."""
    slug = request.desk.body.slug
    with refusals_said(request):
        found = open_bodys_own(by=request.user, at=now(request), body_slug=slug)
        if found.staff.filter(person=request.user).exists():
            return redirect("provider:home", found.slug)
        messages.info(request, _("It is open already. Ask one of its owners to let you in."))
    return redirect("staff:provider_approvals", slug)


urlpatterns = [
    path("providers/enter", entering, name="provider_enter"),
    path("providers/own", own_courses, name="own_courses"),
    path("providers/<str:public_id>/standing", standing, name="provider_standing"),
]
