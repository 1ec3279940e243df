"""A fee the policy does not say: the body enters it with a reason, and the bill goes out."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.payments.actions import show_cents
from recert.people.queries import Duty
from recert.renewals.actions import set_fee
from recert.renewals.queries import renewal_for_staff
from recert.renewals.tasks import tasks_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.clauses import clause_views
from recert.web.components.entering_money import read_cents
from recert.web.components.forms import refusals_on, sent
from recert.web.components.naming import rulebook_url, short_name
from recert.web.staff import fields
from recert.web.staff.applications import late_words
from recert.web.staff.money import money_lines


class FeeForm(forms.Form):
    """What it costs, and why that much."""

    cents = forms.CharField(
        label=lazy("The fee"),
        max_length=12,
        help_text=lazy("Such as 129.50. Write 0 to forgo it."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = fields.reason(
        help_text=lazy("The applicant reads it. Name the list or the decision it comes from.")
    )
    overrule = forms.BooleanField(
        label=lazy("Overrule what the policy says"),
        help_text=lazy("Only where it says another sum. The journal keeps both."),
        required=False,
    )


@desk_for_staff(Duty.MONEY)
def fee(request: DeskRequest, public_id: str) -> HttpResponse:
    """Say what one application costs. Whoever takes money sees the money and no more."""
    body = request.desk.body
    renewal = renewal_for_staff(request.user, body.slug, public_id, Duty.MONEY)
    initial = {"reason": renewal.fee_reason}
    if renewal.fee_cents is not None:
        initial["cents"] = show_cents(renewal.fee_cents)
    form = FeeForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            set_fee(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                public_id=public_id,
                cents=read_cents(form.cleaned_data["cents"], "cents"),
                reason=form.cleaned_data["reason"],
                overrule=form.cleaned_data["overrule"],
            )
            messages.success(request, _("The fee is set. The applicant is told and can pay now."))
            return redirect("staff:fee", body.slug, public_id)
    tasks = tasks_of(renewal, now(request)) if renewal.is_open else None
    book = tasks.rulebook if tasks else None
    clauses = clause_views(book, rulebook_url(book)) if book else {}
    context = {
        "body": body,
        "renewal": renewal,
        "name": short_name(renewal.certification),
        "applicant": renewal.certification.person,
        "is_own": renewal.certification.person_id == request.user.pk,
        "late": late_words(renewal),
        "money": money_lines(renewal, tasks, clauses),
        "form": form,
        "may_review": Duty.REVIEW in request.desk.duties,
    }
    status = 422 if form.errors else 200
    return render(request, "staff/fee.html", context, status=status)


urlpatterns = [path("payments/fees/<str:public_id>", fee, name="fee")]
