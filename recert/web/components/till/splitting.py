"""One sum for several bills: an employer's cheque, split to the cent or not taken."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.lib.public_ids import new_public_id
from recert.lib.refusals import Refused
from recert.payments.actions import Share, record_receipt, show_cents
from recert.payments.models import Invoice, Method, Seller
from recert.payments.queries import payable_invoices, receipts_of_seller
from recert.rules.amounts import Money
from recert.web.access import MemberRequest
from recert.web.clock import now, today
from recert.web.components.entering_money import read_cents
from recert.web.components.forms import add_refusal, day_field, sent
from recert.web.components.till.desk import TillDesk

ON_A_PAGE = 50
BEFORE = "share-"

WAYS = [(each.value, each.label) for each in (Method.EMPLOYER, Method.TRANSFER, Method.CHEQUE)]


class ReceiptForm(forms.Form):
    """Who paid, how much, when; then a field for each bill that may be meant."""

    payer = forms.CharField(label=lazy("Who paid"), max_length=150)
    cents = forms.CharField(
        label=lazy("The whole sum"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    method = forms.ChoiceField(label=lazy("How it came"), choices=WAYS)
    received_on = day_field(lazy("Day it arrived"))
    reference = forms.CharField(label=lazy("Reference"), max_length=120)
    key = forms.CharField(widget=forms.HiddenInput, max_length=24)

    def __init__(self, *args: Any, bills: list[Invoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bills = bills
        for bill in bills:
            self.fields[BEFORE + bill.public_id] = forms.CharField(
                label=f"{bill}, {bill.person}",
                required=False,
                max_length=12,
                help_text=_("%(left)s open") % {"left": show_cents(_left(bill))},
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    @property
    def shares(self) -> list[Any]:
        """The fields of the bills, bound."""
        return [self[BEFORE + bill.public_id] for bill in self.bills]


def _left(bill: Invoice) -> int:
    left: int = bill.left  # type: ignore[attr-defined]  # the query says so
    return left


def receipt_new(request: MemberRequest, till: TillDesk) -> HttpResponse:
    """Record one sum and split it over bills; nothing is recorded unless all of it fits."""
    seller = till.seller
    asked = request.GET.get("q", "").strip()
    bills = _bills(seller, asked, request)
    initial = {"key": new_public_id(), "received_on": today(request, seller.zone)}
    form = ReceiptForm(sent(request), bills=bills, initial=initial)
    if request.method == "POST" and form.is_valid() and _recorded(request, till, form):
        messages.success(request, _("Recorded: every bill has its share, and its payer a receipt."))
        return till.to("receipts")
    context = till.filled(form=form, q=asked, most=ON_A_PAGE)
    status = 422 if form.errors else 200
    return render(request, "components/till/receipt_new.html", context, status=status)


def _bills(seller: Seller, asked: str, request: MemberRequest) -> list[Invoice]:
    """The open bills that fit what is looked for, and those a share was typed for."""
    typed = [name.removeprefix(BEFORE) for name in request.POST if name.startswith(BEFORE)]
    rows = payable_invoices(seller)
    if typed:
        return list(rows.filter(public_id__in=typed)[:ON_A_PAGE])
    number = asked.rpartition("-")[2].lstrip("0")
    by_number = Q(number=int(number)) if number.isdecimal() and len(number) < 9 else Q()
    return list(rows.filter(Q(person__name__icontains=asked) | by_number)[:ON_A_PAGE])


def _recorded(request: MemberRequest, till: TillDesk, form: ReceiptForm) -> bool:
    answers = form.cleaned_data
    shares, whole = [], 0
    for name, text in list(answers.items()):
        if name == "cents" or (name.startswith(BEFORE) and text.strip()):
            try:
                cents = read_cents(text, name)
            except Refused as refused:
                for each in refused.refusals:
                    add_refusal(form, each)
                continue
            if name == "cents":
                whole = cents
            else:
                shares.append(Share(name.removeprefix(BEFORE), cents))
    if form.errors:
        return False
    try:
        record_receipt(
            by=request.user,
            at=now(request),
            **till.at,
            payer=answers["payer"],
            cents=whole,
            received_on=answers["received_on"],
            reference=answers["reference"],
            shares=shares,
            key=answers["key"],
            method=Method(answers["method"]),
        )
    except Refused as refused:
        for each in refused.refusals:
            add_refusal(form, each)
        return False
    return True


def receipts(request: MemberRequest, till: TillDesk) -> HttpResponse:
    """Sums that came for several bills at once, newest first."""
    rows = receipts_of_seller(till.seller).prefetch_related(
        "payments__invoice__body", "payments__invoice__provider"
    )[:ON_A_PAGE]
    context = {
        "lines": [
            (
                each,
                Money(each.cents, each.currency),
                [
                    (payment.invoice, Money(payment.cents, each.currency))
                    for payment in each.payments.all()
                ],
            )
            for each in rows
        ],
    }
    return render(request, "components/till/receipts.html", till.filled(**context))
