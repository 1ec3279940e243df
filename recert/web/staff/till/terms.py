"""How the body handles money: who sells, and what becomes of a fee for nothing."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.payments.actions import set_terms
from recert.payments.gateway import account_of
from recert.payments.models import RefundPolicy
from recert.payments.queries import terms_of
from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_on, sent
from recert.web.staff import fields


class TermsForm(forms.Form):
    """What the body says about its bills and refunds."""

    when_refused = forms.ChoiceField(
        label=lazy("A fee that is paid, when an application is refused"),
        choices=RefundPolicy.choices,
    )
    when_withdrawn = forms.ChoiceField(
        label=lazy("A fee that is paid, when an application is taken back"),
        choices=RefundPolicy.choices,
    )
    refund_words = fields.text(
        lazy("The same in words"),
        lazy("Applicants read it before they pay. Needed where a fee is kept."),
        required=False,
    )
    seller = forms.CharField(
        label=lazy("Who sells, as it stands on invoices"),
        help_text=lazy("Leave it empty for the body’s own name."),
        max_length=200,
        required=False,
    )
    address = fields.text(lazy("Address on invoices"), required=False, rows=3)
    tax_number = forms.CharField(label=lazy("Tax number"), max_length=60, required=False)
    foot = fields.text(lazy("At the foot of every invoice"), required=False, rows=2)


@desk_for_staff(Duty.MONEY)
def terms(request: DeskRequest) -> HttpResponse:
    """Say how money is handled; it holds for what is decided from now on."""
    body = request.desk.body
    there = terms_of(body)
    initial = {name: getattr(there, name) for name in TermsForm.base_fields}
    form = TermsForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            set_terms(by=request.user, at=now(request), body_slug=body.slug, **form.cleaned_data)
            messages.success(request, _("Saved. It holds for what is decided from now on."))
            return redirect("staff:money_terms", body.slug)
    account = account_of(body.slug)
    context = {
        "body": body,
        "form": form,
        "takes_cards": account is not None,
        "is_live": account is not None and account.is_live,
        "webhook": request.build_absolute_uri(f"/stripe/{body.slug}"),
    }
    status = 422 if form.errors else 200
    return render(request, "staff/till/terms.html", context, status=status)


urlpatterns = [path("payments/terms", terms, name="money_terms")]
