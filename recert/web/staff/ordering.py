"""Whether the body ordered an entry of an application, as a remedy: said with a reason."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.lib.refusals import NotFound
from recert.people.queries import Duty
from recert.renewals.queries import activities_in, renewal_for_staff
from recert.transcript.actions import mark_ordered
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_on, sent
from recert.web.staff import fields


class OrderForm(forms.Form):
    """The reason, which the applicant reads."""

    reason = fields.reason(help_text=lazy("The applicant reads it. Name the order it comes from."))


@desk_for_staff(Duty.REVIEW)
def ordered(request: DeskRequest, public_id: str, entry: str) -> HttpResponse:
    """Say that the body ordered an entry, or take that back."""
    body = request.desk.body
    renewal = renewal_for_staff(request.user, body.slug, public_id)
    activity = activities_in(renewal).filter(public_id=entry).first()
    if activity is None:
        raise NotFound
    form = OrderForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            mark_ordered(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                activity=activity,
                ordered=not activity.ordered,
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("Saved. The applicant is told."))
            return redirect("staff:application", body.slug, public_id)
    context = {"body": body, "renewal": renewal, "activity": activity, "form": form}
    status = 422 if form.errors else 200
    return render(request, "staff/ordered.html", context, status=status)


urlpatterns = [
    path("applications/<str:public_id>/entries/<str:entry>/ordered", ordered, name="ordered"),
]
