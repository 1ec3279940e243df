"""Payments: which bills are open, which fees nobody has said yet, and money that came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.models import Provider
from recert.enrolments.queries import place_billed
from recert.journal.queries import lines_about
from recert.lib.public_ids import new_public_id
from recert.payments.actions import record_payment, refund, send_refund, show_cents
from recert.payments.models import Invoice, InvoiceState, Method, RefundState, Seller
from recert.payments.models.billing import BY_HAND
from recert.payments.queries import (
    disputes_of,
    invoice_for_staff,
    invoices_of_seller,
    refunds_of,
    surplus_cents,
    waiting_at,
)
from recert.people.models import Body
from recert.renewals.models import Renewal
from recert.renewals.queries import fees_to_set
from recert.rules.amounts import Money
from recert.web.access import MemberRequest
from recert.web.clock import now, today
from recert.web.components.entering_money import read_cents
from recert.web.components.forms import day_field, refusals_on, sent, text_field
from recert.web.components.naming import short_names
from recert.web.components.till.bill import STATE_TONES, Bill, bill_of
from recert.web.components.till.desk import TillDesk
from recert.web.papers.invoice import invoice_name, invoice_paper
from recert.web.private_files import private_paper

ON_A_PAGE = 50

SHOW = (
    ("open", lazy("To pay")),
    ("paid", lazy("Paid")),
    ("all", lazy("All of them")),
)


def payments(request: MemberRequest, till: TillDesk) -> HttpResponse:
    """The bills of one kind, some at a time; announced money first."""
    show = request.GET.get("show", "open")
    asked = request.GET.get("q", "").strip()
    page = Paginator(_invoices(till.seller, show, asked), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "q": asked,
        "lines": [
            (row, Money(row.total_cents, row.currency), STATE_TONES[InvoiceState(row.state)])
            for row in page
        ],
        "show": show,
        "how_many_wait": waiting_at(till.seller).to_look_at,
        "tabs": [(key, label, key == show) for key, label in SHOW],
        "unsaid": _unsaid(till.body) if till.body else [],
        "is_closed": isinstance(till.seller, Provider) and till.seller.sells_since is None,
    }
    return render(request, "components/till/bills.html", till.filled(**context))


def _unsaid(body: Body) -> list[tuple[Renewal, str]]:
    """The applications to a body whose fee its policy does not say."""
    names = short_names(body)
    return [
        (each, names.get(each.certification.credential, each.certification.credential))
        for each in fees_to_set(body)[:ON_A_PAGE]
    ]


def _invoices(seller: Seller, show: str, asked: str) -> QuerySet[Invoice]:
    rows = invoices_of_seller(seller)
    if show == "open":
        rows = rows.filter(state=InvoiceState.OPEN).order_by(
            F("announced_at").asc(nulls_last=True), "issued_at", "id"
        )
    if show == "paid":
        rows = rows.filter(state=InvoiceState.PAID)
    if asked:
        number = asked.rpartition("-")[2].lstrip("0")
        by_number = Q(number=int(number)) if number.isdecimal() and len(number) < 9 else Q()
        rows = rows.filter(Q(person__name__icontains=asked) | by_number)
    return rows


# ---------------------------------------------------------------- one bill


class PaymentForm(forms.Form):
    """Money that came outside: how much, when, by which reference."""

    cents = forms.CharField(
        label=lazy("Amount received"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    method = forms.ChoiceField(
        label=lazy("How it came"),
        choices=[(each.value, each.label) for each in BY_HAND if each is not Method.OFFLINE],
    )
    received_on = day_field(lazy("Day it arrived"))
    reference = forms.CharField(
        label=lazy("Reference"),
        max_length=120,
        help_text=lazy("As it stands on the statement or the cheque."),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=24)


class RefundForm(forms.Form):
    """How much goes back, and why."""

    cents = forms.CharField(
        label=lazy("How much goes back"),
        max_length=12,
        required=False,
        help_text=lazy("Leave it empty for all that is here."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = text_field(lazy("Reason"), lazy("The person it concerns reads it."))
    key = forms.CharField(widget=forms.HiddenInput, max_length=24, required=False)


def invoice(request: MemberRequest, till: TillDesk, public_id: str) -> HttpResponse:
    """One bill; recording money that came for it."""
    found = invoice_for_staff(request.user, public_id=public_id, **till.at)
    bill = bill_of(found)
    form = PaymentForm(sent(request), initial=_initial(request, till, bill))
    if request.method == "POST" and form.is_valid() and _recorded(request, till, public_id, form):
        messages.success(request, _("Recorded. A receipt is on its way."))
        return till.to("invoice", public_id)
    return _page(request, till, bill, form)


def _page(request: MemberRequest, till: TillDesk, bill: Bill, form: forms.Form) -> HttpResponse:
    about, _colon, public_id = bill.invoice.subject.partition(":")
    going = refunds_of(bill.invoice).exclude(state=RefundState.DONE)
    context: dict[str, Any] = {
        "bill": bill,
        "form": form,
        "renewal_id": public_id if about == "renewal" else "",
        "place": place_billed(bill.invoice) if till.body is None else None,
        "lines": [
            (
                each["says"],
                Money(each["cents"] * each["times"], bill.invoice.currency),
                each.get("included", False),
            )
            for each in bill.invoice.lines
        ],
        "payments": [(each, Money(each.cents, bill.invoice.currency)) for each in bill.payments],
        "refunds": [(each, Money(each.cents, bill.invoice.currency)) for each in going],
        "disputes": disputes_of(bill.invoice),
        "surplus": Money(surplus_cents(bill.invoice), bill.invoice.currency),
        "is_own": bill.invoice.person_id == request.user.pk,
        "story": till.story(lines_about(f"invoice:{bill.invoice.public_id}")),
    }
    status = 422 if form.errors else 200
    return render(request, "components/till/bill.html", till.filled(**context), status=status)


def _initial(request: MemberRequest, till: TillDesk, bill: Bill) -> dict[str, object]:
    return {
        "cents": show_cents(bill.left.cents),
        "received_on": today(request, till.seller.zone),
        "key": new_public_id(),
    }


def _recorded(request: MemberRequest, till: TillDesk, public_id: str, form: PaymentForm) -> bool:
    answers = form.cleaned_data
    with refusals_on(form):
        record_payment(
            by=request.user,
            at=now(request),
            **till.at,
            public_id=public_id,
            cents=read_cents(answers["cents"], "cents"),
            received_on=answers["received_on"],
            reference=answers["reference"],
            key=answers["key"],
            method=Method(answers["method"]),
        )
        return True
    return False


def refund_page(request: MemberRequest, till: TillDesk, public_id: str) -> HttpResponse:
    """Give back all that was paid for a bill, or a part of it."""
    found = invoice_for_staff(request.user, public_id=public_id, **till.at)
    form = RefundForm(sent(request), initial={"key": new_public_id()})
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        with refusals_on(form):
            refund(
                by=request.user,
                at=now(request),
                **till.at,
                public_id=public_id,
                reason=answers["reason"],
                cents=read_cents(answers["cents"], "cents") if answers["cents"] else None,
                key=answers["key"],
            )
            _send_to_cards(request, found)
            return till.to("invoice", public_id)
    status = 422 if form.errors else 200
    surplus = Money(surplus_cents(found), found.currency)
    context = till.filled(bill=bill_of(found), form=form, surplus=surplus)
    return render(request, "components/till/refund.html", context, status=status)


def _send_to_cards(request: MemberRequest, found: Invoice) -> None:
    """Ask the processor at once for what goes back to cards; the worker asks again."""
    to_cards = refunds_of(found).filter(state=RefundState.ASKED)
    for each in to_cards.select_related(
        "payment__invoice__body", "payment__invoice__provider", "payment__invoice__person"
    ):
        send_refund(at=now(request), refund=each)
    if not to_cards.exists() and refunds_of(found).exists():
        messages.success(request, _("Refunded. What was paid by card goes back to the card."))
    elif to_cards.exists():
        messages.success(request, _("Noted. Stripe does not answer; it is asked again shortly."))
    else:
        messages.success(request, _("Refunded. Send the money back the way it came."))


def paper(request: MemberRequest, till: TillDesk, public_id: str) -> HttpResponse:
    """A bill as its payer gets it."""
    found = invoice_for_staff(request.user, public_id=public_id, **till.at)
    return private_paper(invoice_paper(found, now(request)), invoice_name(found))
