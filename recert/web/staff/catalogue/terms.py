"""Terms: whether providers apply to the body, what it promises them, and what it costs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.actions import set_approval_fees, set_approval_terms
from recert.catalogue.approval_queries import approval_terms_of
from recert.payments.actions import show_cents
from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.entering_money import read_cents
from recert.web.components.forms import Words, refusals_on, sent
from recert.web.staff import fields


def _whole(label: Words, help_text: Words) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, help_text=help_text, required=False, widget=widget)


def _sum(label: Words) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=lazy("Such as 250.00. Write 0 where it costs nothing."),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class TermsForm(forms.Form):
    """What the body asks of those who teach."""

    asks_provider_approval = forms.BooleanField(
        label=lazy("Providers apply to us for approval"),
        help_text=lazy("Otherwise they apply for each course."),
        required=False,
    )
    years = _whole(lazy("Years an approval is given for"), lazy("Leave it empty for no end."))
    report_days = _whole(
        lazy("Days to report completions within"),
        lazy("Counted from the day of completion. Leave it empty to ask for none."),
    )
    promise_days = _whole(
        lazy("Days in which you decide"),
        lazy("Providers see it with every application. Leave it empty to promise nothing."),
    )
    words = fields.text(lazy("What applicants should know and send"), required=False, rows=8)


class FeesForm(forms.Form):
    """What applying costs."""

    provider_cents = _sum(lazy("Application of a provider"))
    course_cents = _sum(lazy("Application for a course"))


@desk_for_staff(Duty.POLICY)
def terms(request: DeskRequest) -> HttpResponse:
    """Say what is asked of those who teach; it holds for what is sent from now on."""
    body = request.desk.body
    there = approval_terms_of(body)
    initial: dict[str, Any] = {name: getattr(there, name) for name in TermsForm.base_fields}
    form = TermsForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            set_approval_terms(
                by=request.user, at=now(request), body_slug=body.slug, **form.cleaned_data
            )
            messages.success(request, _("Saved."))
            return redirect("staff:approval_terms", body.slug)
    context = {"body": body, "form": form, "may_fees": Duty.MONEY in request.desk.duties}
    status = 422 if form.errors else 200
    return render(request, "staff/catalogue/terms.html", context, status=status)


@desk_for_staff(Duty.MONEY)
def fees(request: DeskRequest) -> HttpResponse:
    """Say what applying costs; bills that are out keep their sum."""
    body = request.desk.body
    there = approval_terms_of(body)
    initial = {
        "provider_cents": show_cents(there.provider_fee_cents),
        "course_cents": show_cents(there.course_fee_cents),
    }
    form = FeesForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            cents = {name: read_cents(each, name) for name, each in form.cleaned_data.items()}
            set_approval_fees(by=request.user, at=now(request), body_slug=body.slug, **cents)
            messages.success(request, _("Saved."))
            return redirect("staff:approval_fees", body.slug)
    status = 422 if form.errors else 200
    return render(request, "staff/catalogue/fees.html", {"body": body, "form": form}, status=status)


urlpatterns = [
    path("approval/terms", terms, name="approval_terms"),
    path("approval/fees", fees, name="approval_fees"),
]
