"""Enrolling in a class: what it costs you, what happens to your money, then the place itself."""

from __future__ import annotations

import secrets
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.models import CourseClass
from recert.enrolments.actions import closed_refusals, enrol
from recert.enrolments.models import EnrolmentState
from recert.enrolments.prices import Price, price_for
from recert.enrolments.queries import class_on_offer, free_in, standing_in, waiting_for
from recert.payments.gateway import account_of
from recert.payments.models import Seller
from recert.payments.taxes import tax_on
from recert.people.models import Person
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.class_words import class_view
from recert.web.components.forms import refusals_on, sent
from recert.web.components.place_words import cents_words, refund_words

THANKS = {
    EnrolmentState.ENROLLED: lazy("You are enrolled."),
    EnrolmentState.TO_PAY: lazy("A place is kept for you. Pay for it, and it is yours."),
    EnrolmentState.WAITING: lazy("You are on the waiting list. We write when a place is free."),
}


class EnrolForm(forms.Form):
    """The button, pressed once however often."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=36)
    by_transfer = forms.BooleanField(
        label=lazy("I pay by transfer, or my employer pays"),
        help_text=lazy("The place is kept for seven days then, at most until the class begins."),
        required=False,
    )


@signed_in
def enrol_page(request: MemberRequest, public_id: str) -> HttpResponse:
    """What a class costs the reader and what becomes of their money; then take a place."""
    row, at = class_on_offer(public_id), now(request)
    held = standing_in(request.user, row)
    if held is not None and request.method != "POST":
        return redirect("member:place", held.public_id)
    form = EnrolForm(sent(request), initial={"key": secrets.token_urlsafe(18)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            place = enrol(by=request.user, at=at, class_id=public_id, **form.cleaned_data)
            thanks = THANKS.get(EnrolmentState(place.state))
            if thanks is not None:
                messages.success(request, str(thanks))
            return redirect("member:place", place.public_id)
    context = {"form": form, **_offer(request.user, row, at)}
    return render(request, "member/enrol.html", context, status=422 if form.errors else 200)


def _offer(person: Person, row: CourseClass, at: datetime) -> dict[str, object]:
    provider = row.edition.course.provider
    seller = provider.seller
    price, free = price_for(person, row, at), free_in(row)
    return {
        "row": row,
        "view": class_view(row, at),
        "provider": provider,
        "price": cents_words(price.cents, price.currency),
        "price_words": _price_words(price),
        "members_pay": [] if price.member_of else _members_pay(row, price),
        "costs": price.cents > 0,
        "elsewhere": price.cents > 0 and seller is None,
        "card": seller is not None and account_of(seller) is not None,
        "seller": seller,
        "tax": _tax_words(seller, row, price),
        "refund": refund_words(row) if price.cents else "",
        "free": free,
        "waiting": waiting_for(row).count() if free == 0 else 0,
        "closed": [each.sentence for each in closed_refusals(row, at)],
    }


def _price_words(price: Price) -> str:
    """Why it costs what it costs."""
    if price.member_of is None:
        return ""
    return _(
        "The price for members of %(body)s, instead of %(price)s. The day you enrol decides."
    ) % {
        "body": price.member_of.name,
        "price": cents_words(price.everybody_cents, price.currency),
    }


def _tax_words(seller: Seller | None, row: CourseClass, price: Price) -> str:
    """What tax comes on top of the price, or is in it."""
    tax = tax_on(seller, price.cents) if seller is not None and not row.tax_free else None
    if tax is None:
        return ""
    words = {
        "tax": tax.says,
        "sum": cents_words(tax.cents, price.currency),
        "all": cents_words(price.cents + tax.cents, price.currency),
    }
    if tax.added:
        return _("%(sum)s of tax (%(tax)s) come on top: %(all)s in all.") % words
    return _("It contains %(sum)s of tax (%(tax)s).") % words


def _members_pay(row: CourseClass, price: Price) -> list[str]:
    """What members of a body would pay, for somebody whom no body has as a member today."""
    return [
        _("Members of %(body)s pay %(price)s. It does not have you as a member today.")
        % {"body": each.body.name, "price": cents_words(each.cents, row.currency)}
        for each in row.member_prices.all()
        if each.cents < price.cents
    ]


urlpatterns = [path("classes/<str:public_id>/enrol", enrol_page, name="enrol")]
