"""What waits for whoever takes money: too much paid, fees for nothing, disputes, strays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.lib.public_ids import new_public_id
from recert.payments.actions import keep_fee, move_surplus, return_otherwise, settle_event
from recert.payments.models import InvoiceState
from recert.payments.queries import (
    disputes_at,
    event_for_staff,
    failed_refunds,
    invoice_for_staff,
    invoices_of_body,
    moot_bills,
    overpaid,
    refund_for_staff,
    surplus_cents,
    unmatched_events,
)
from recert.people.models import Body
from recert.people.queries import Duty
from recert.rules.amounts import Money
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import refusals_on, sent
from recert.web.staff import fields

MOST = 50
"""So many of each kind stand on the page; what is done makes room for the next."""

DISPUTED = {
    "needs_response": lazy("Answer it at Stripe"),
    "warning_needs_response": lazy("Answer it at Stripe"),
    "under_review": lazy("The bank looks at it"),
    "warning_under_review": lazy("The bank looks at it"),
    "warning_closed": lazy("Closed without a loss"),
    "prevented": lazy("Closed without a loss"),
    "won": lazy("Won"),
    "lost": lazy("Lost: the money is gone"),
}


def how_many_wait(body: Body) -> int:
    """How many things about money wait for somebody to look at them."""
    return (
        overpaid(body).count()
        + moot_bills(body).count()
        + disputes_at(body).filter(closed_on=None).count()
        + failed_refunds(body).count()
        + unmatched_events(body).count()
    )


@desk_for_staff(Duty.MONEY)
def waiting(request: DeskRequest) -> HttpResponse:
    """Everything about money that needs a person, each with what to do."""
    body = request.desk.body
    context = {
        "body": body,
        "overpaid": [(each, Money(each.surplus, each.currency)) for each in overpaid(body)[:MOST]],
        "moot": [
            (each, Money(each.total_cents, each.currency)) for each in moot_bills(body)[:MOST]
        ],
        "disputes": [
            (
                each,
                Money(each.cents, each.payment.invoice.currency),
                str(DISPUTED.get(each.status, each.status)),
            )
            for each in disputes_at(body)[:MOST]
        ],
        "failed": [
            (each, Money(each.cents, each.payment.invoice.currency))
            for each in failed_refunds(body)[:MOST]
        ],
        "strays": [
            (each, Money(each.cents or 0, each.currency)) for each in unmatched_events(body)[:MOST]
        ],
    }
    return render(request, "staff/till/waiting.html", context)


class SettledForm(forms.Form):
    """What was done about it."""

    how = fields.text(
        lazy("What did you do about it?"), lazy("Such as: refunded at Stripe."), rows=3
    )


@desk_for_staff(Duty.MONEY)
def stray(request: DeskRequest, event_id: str) -> HttpResponse:
    """Money that fits no bill: what is known of it, and noting that it was seen to."""
    body = request.desk.body
    event = event_for_staff(request.user, body.slug, event_id)
    form = SettledForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            settle_event(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                event_id=event_id,
                how=form.cleaned_data["how"],
            )
            messages.success(request, _("Noted."))
            return redirect("staff:money_waiting", body.slug)
    context = {
        "body": body,
        "event": event,
        "sum": Money(event.cents or 0, event.currency or body.currency),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "staff/till/stray.html", context, status=status)


class OtherwiseForm(forms.Form):
    """By which transfer it went back."""

    reference = forms.CharField(
        label=lazy("Reference of the transfer"),
        max_length=120,
        help_text=lazy("Send the money back first; then note here how."),
    )


@desk_for_staff(Duty.MONEY)
def otherwise(request: DeskRequest, public_id: str) -> HttpResponse:
    """Note that money a card did not take went back some other way."""
    body = request.desk.body
    found = refund_for_staff(request.user, body.slug, public_id)
    form = OtherwiseForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return_otherwise(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                public_id=public_id,
                reference=form.cleaned_data["reference"],
            )
            messages.success(request, _("Noted. The person is told."))
            return redirect("staff:money_waiting", body.slug)
    context = {
        "body": body,
        "bill": found.payment.invoice,
        "refund": found,
        "sum": Money(found.cents, found.payment.invoice.currency),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "staff/till/otherwise.html", context, status=status)


class KeepForm(forms.Form):
    """Why a fee is kept."""

    reason = fields.reason(help_text=lazy("It stays with the bill, and the person reads it."))


@desk_for_staff(Duty.MONEY)
def keep(request: DeskRequest, public_id: str) -> HttpResponse:
    """Keep what was paid for something that will not happen."""
    body = request.desk.body
    found = invoice_for_staff(request.user, body.slug, public_id)
    form = KeepForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            keep_fee(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                public_id=public_id,
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("Kept. The reason stands on the bill."))
            return redirect("staff:invoice", body.slug, public_id)
    context = {"body": body, "bill": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "staff/till/keep.html", context, status=status)


class MoveForm(forms.Form):
    """To which bill of the same person the surplus goes."""

    to = forms.ChoiceField(label=lazy("To which bill?"))
    key = forms.CharField(widget=forms.HiddenInput, max_length=24)


@desk_for_staff(Duty.MONEY)
def move(request: DeskRequest, public_id: str) -> HttpResponse:
    """Use what was paid too much for another bill of the same person."""
    body = request.desk.body
    found = invoice_for_staff(request.user, body.slug, public_id)
    form = MoveForm(sent(request), initial={"key": new_public_id()})
    others = invoices_of_body(body).filter(person=found.person, state=InvoiceState.OPEN)
    targets: Any = form.fields["to"]
    targets.choices = [(each.public_id, str(each)) for each in others.exclude(pk=found.pk)]
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            move_surplus(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                public_id=public_id,
                to=form.cleaned_data["to"],
                key=form.cleaned_data["key"],
            )
            messages.success(request, _("Moved. Both bills show it."))
            return redirect("staff:invoice", body.slug, public_id)
    context = {
        "body": body,
        "bill": found,
        "surplus": Money(surplus_cents(found), found.currency),
        "form": form,
        "has_others": bool(targets.choices),
    }
    status = 422 if form.errors else 200
    return render(request, "staff/till/move.html", context, status=status)


urlpatterns = [
    path("payments/waiting", waiting, name="money_waiting"),
    path("payments/refunds/<str:public_id>", otherwise, name="refund_otherwise"),
    path("payments/strays/<str:event_id>", stray, name="stray"),
    path("payments/<str:public_id>/keep", keep, name="keep_fee"),
    path("payments/<str:public_id>/move", move, name="move_surplus"),
]
