"""What a body says about its own desk: what it promises, and whether the clock may move."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.people.queries import Duty
from recert.reporting.actions import promise, switch_clock
from recert.reporting.models import LONGEST_PROMISE
from recert.reporting.queries.practice import clock_may_move, promise_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import Words, refusals_on, sent


def _days(label: Words) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=lazy("Calendar days; leave it empty to promise nothing."),
        required=False,
        min_value=1,
        max_value=LONGEST_PROMISE,
    )


class PromiseForm(forms.Form):
    """In how many days the body means to decide."""

    applications = _days(lazy("Applications"))
    petitions = _days(lazy("Petitions"))
    questions = _days(lazy("Questions"))


@desk_for_staff(Duty.POLICY)
def promises(request: DeskRequest) -> HttpResponse:
    """Say in how many days the body means to decide; the desk tells what is overdue."""
    body = request.desk.body
    known = promise_of(body)
    initial = {name: getattr(known, name) for name in PromiseForm.base_fields}
    form = PromiseForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            promise(by=request.user, at=now(request), body_slug=body.slug, **form.cleaned_data)
            messages.success(request, _("Kept. The desk goes by it from now on."))
            return redirect("staff:reports", body.slug)
    context = {"body": body, "form": form}
    status = 422 if form.errors else 200
    return render(request, "staff/reports/promises.html", context, status=status)


@desk_for_staff()
def clock(request: DeskRequest) -> HttpResponse:
    """See this desk as of another day, where that is possible."""
    context = {
        "body": request.desk.body,
        "is_sandbox": settings.SANDBOX,
        "is_on": clock_may_move(request.desk.body),
        "may_switch": Duty.STAFF in request.desk.duties,
    }
    return render(request, "staff/reports/clock.html", context)


@desk_for_staff(Duty.STAFF)
@require_POST
def clock_switched(request: DeskRequest) -> HttpResponse:
    """Let the staff see their desk as of another day on real data, or no longer."""
    body, on = request.desk.body, request.POST.get("on") == "yes"
    switch_clock(by=request.user, at=now(request), body_slug=body.slug, on=on)
    said = _("The desk can be seen as of another day.") if on else _("The clock stays at today.")
    messages.success(request, said)
    return redirect("staff:clock", body.slug)


urlpatterns = [
    path("reports/promises", promises, name="promises"),
    path("reports/clock", clock, name="clock"),
    path("reports/clock/switch", clock_switched, name="clock_switch"),
]
