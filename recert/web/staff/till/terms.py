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
from recert.web.components.till.terms_form import SellerForm, initial_of
from recert.web.staff import fields


class TermsForm(SellerForm):
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


OWN = ("when_refused", "when_withdrawn", "refund_words")
"""What only a body says, since only bodies are applied to."""


@desk_for_staff(Duty.MONEY)
def terms(request: DeskRequest) -> HttpResponse:
    """Say how money is handled; it holds for what is decided from now on."""
    body = request.desk.body
    there = terms_of(body)
    said = {name: getattr(there, name) for name in OWN}
    initial = {**initial_of(there), **said}
    form = TermsForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            set_terms(by=request.user, at=now(request), body_slug=body.slug, **form.said())
            messages.success(request, _("Saved. It holds for what is decided from now on."))
            return redirect("staff:money_terms", body.slug)
    account = account_of(body)
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
