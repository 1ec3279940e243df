"""What waits for whoever takes money: too much paid, fees for nothing, disputes, strays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
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
    invoices_of_seller,
    moot_bills,
    overpaid,
    refund_for_staff,
    surplus_cents,
    unmatched_events,
)
from recert.rules.amounts import Money
from recert.web.access import MemberRequest
from recert.web.clock import now
from recert.web.components.forms import refusals_on, sent, text_field
from recert.web.components.till.desk import TillDesk

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


def waiting(request: MemberRequest, till: TillDesk) -> HttpResponse:
    """Everything about money that needs a person, each with what to do."""
    seller = till.seller
    context = {
        "overpaid": [
            (each, Money(each.surplus, each.currency)) for each in overpaid(seller)[:MOST]
        ],
        "moot": [
            (each, Money(each.total_cents, each.currency)) for each in moot_bills(seller)[:MOST]
        ],
        "disputes": [
            (
                each,
                Money(each.cents, each.payment.invoice.currency),
                str(DISPUTED.get(each.status, each.status)),
            )
            for each in disputes_at(seller)[:MOST]
        ],
        "failed": [
            (each, Money(each.cents, each.payment.invoice.currency))
            for each in failed_refunds(seller)[:MOST]
        ],
        "strays": [
            (each, Money(each.cents or 0, each.currency))
            for each in unmatched_events(seller)[:MOST]
        ],
    }
    return render(request, "components/till/waiting.html", till.filled(**context))


def _done(
    request: MemberRequest,
    till: TillDesk,
    form: forms.Form,
    act: Callable[..., object],
    **about: str,
) -> bool:
    """Whether what the form says was done, at this till, about the thing that is named."""
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            act(by=request.user, at=now(request), **till.at, **about, **form.cleaned_data)
            return True
    return False


class SettledForm(forms.Form):
    """What was done about it."""

    how = text_field(
        lazy("What did you do about it?"), lazy("Such as: refunded at Stripe."), rows=3
    )


def stray(request: MemberRequest, till: TillDesk, event_id: str) -> HttpResponse:
    """Money that fits no bill: what is known of it, and noting that it was seen to."""
    event = event_for_staff(request.user, event_id=event_id, **till.at)
    form = SettledForm(sent(request))
    if _done(request, till, form, settle_event, event_id=event_id):
        messages.success(request, _("Noted."))
        return till.to("money_waiting")
    context = {
        "event": event,
        "sum": Money(event.cents or 0, event.currency or till.seller.currency),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "components/till/stray.html", till.filled(**context), status=status)


class OtherwiseForm(forms.Form):
    """By which transfer it went back."""

    reference = forms.CharField(
        label=lazy("Reference of the transfer"),
        max_length=120,
        help_text=lazy("Send the money back first; then note here how."),
    )


def otherwise(request: MemberRequest, till: TillDesk, public_id: str) -> HttpResponse:
    """Note that money a card did not take went back some other way."""
    found = refund_for_staff(request.user, public_id=public_id, **till.at)
    form = OtherwiseForm(sent(request))
    if _done(request, till, form, return_otherwise, public_id=public_id):
        messages.success(request, _("Noted. The person is told."))
        return till.to("money_waiting")
    context = {
        "bill": found.payment.invoice,
        "refund": found,
        "sum": Money(found.cents, found.payment.invoice.currency),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "components/till/otherwise.html", till.filled(**context), status=status)


class KeepForm(forms.Form):
    """Why a fee is kept."""

    reason = text_field(lazy("Reason"), lazy("It stays with the bill, and the person reads it."))


def keep(request: MemberRequest, till: TillDesk, public_id: str) -> HttpResponse:
    """Keep what was paid for something that will not happen."""
    found = invoice_for_staff(request.user, public_id=public_id, **till.at)
    form = KeepForm(sent(request))
    if _done(request, till, form, keep_fee, public_id=public_id):
        messages.success(request, _("Kept. The reason stands on the bill."))
        return till.to("invoice", public_id)
    context = till.filled(bill=found, form=form)
    status = 422 if form.errors else 200
    return render(request, "components/till/keep.html", context, status=status)


class MoveForm(forms.Form):
    """To which bill of the same person the surplus goes."""

    to = forms.ChoiceField(label=lazy("To which bill?"))
    key = forms.CharField(widget=forms.HiddenInput, max_length=24)


def move(request: MemberRequest, till: TillDesk, public_id: str) -> HttpResponse:
    """Use what was paid too much for another bill of the same person."""
    found = invoice_for_staff(request.user, public_id=public_id, **till.at)
    form = MoveForm(sent(request), initial={"key": new_public_id()})
    others = invoices_of_seller(till.seller).filter(person=found.person, state=InvoiceState.OPEN)
    targets: Any = form.fields["to"]
    targets.choices = [(each.public_id, str(each)) for each in others.exclude(pk=found.pk)]
    if _done(request, till, form, move_surplus, public_id=public_id):
        messages.success(request, _("Moved. Both bills show it."))
        return till.to("invoice", public_id)
    context = {
        "bill": found,
        "surplus": Money(surplus_cents(found), found.currency),
        "form": form,
        "has_others": bool(targets.choices),
    }
    status = 422 if form.errors else 200
    return render(request, "components/till/move.html", till.filled(**context), status=status)
