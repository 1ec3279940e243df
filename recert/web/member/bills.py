"""Bills: all of one's own, one with what came for it, and paying it by card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recert.lib.days import local_day
from recert.payments.actions import announce_payment, pay_by_card, pay_in_sandbox
from recert.payments.gateway import account_of
from recert.payments.models import Invoice, InvoiceState, RefundState, Seller
from recert.payments.queries import (
    invoice_for,
    invoices_of,
    open_cents,
    payments_of,
    refunds_of,
    terms_of,
)
from recert.renewals.actions import buy
from recert.rules.amounts import Money
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.forms import refusals_said

TONES = {
    InvoiceState.OPEN: "note",
    InvoiceState.PAID: "good",
    InvoiceState.CANCELLED: "quiet",
    InvoiceState.REFUNDED: "quiet",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One bill in the list."""

    invoice: Invoice
    total: Money
    tone: str


@signed_in
def bills(request: MemberRequest) -> HttpResponse:
    """Every bill there is for the reader, newest first."""
    rows = [
        Row(each, Money(each.total_cents, each.currency), TONES[InvoiceState(each.state)])
        for each in invoices_of(request.user)
    ]
    return render(request, "member/bills.html", {"rows": rows})


@signed_in
def bill(request: MemberRequest, public_id: str) -> HttpResponse:
    """One bill: what it is for, what came for it, and how to pay what is left."""
    invoice = invoice_for(request.user, public_id)
    about, _colon, subject = invoice.subject.partition(":")
    came = [(each, Money(each.cents, invoice.currency)) for each in payments_of(invoice)]
    leaving = [
        (each, Money(each.cents, invoice.currency))
        for each in refunds_of(invoice).filter(state__in=(RefundState.ASKED, RefundState.FAILED))
    ]
    context = {
        "invoice": invoice,
        "seller": invoice.seller,
        "tone": TONES[InvoiceState(invoice.state)],
        "total": Money(invoice.total_cents, invoice.currency),
        "left": Money(open_cents(invoice), invoice.currency),
        "lines": [_line(each, invoice.currency) for each in invoice.lines],
        "came": came,
        "leaving": leaving,
        "renewal_id": subject if about == "renewal" else "",
        "certification_id": subject if about == "certification" else "",
        "place_id": subject if about == "enrolment" else "",
        # A class has a rule of its own, which stands on the page of the place.
        "refund_words": "" if about == "enrolment" else terms_of(invoice.seller).refund_words,
        "card": account_of(invoice.seller) is not None,
        "sandbox": settings.SANDBOX,
        "is_late": invoice.due_on is not None
        and invoice.due_on < local_day(now(request), invoice.seller.zone),
        "came_back": request.GET.get("card") == "back" and invoice.state == InvoiceState.OPEN,
    }
    return with_card_page(render(request, "member/bill.html", context), invoice.seller)


def _line(line: dict[str, object], currency: str) -> tuple[object, Money, bool]:
    cents, times = line["cents"], line["times"]
    assert isinstance(cents, int)
    assert isinstance(times, int)
    return line["says"], Money(cents * times, currency), bool(line.get("included"))


def with_card_page(response: HttpResponse, seller: Seller) -> HttpResponse:
    """Let this page's forms lead to the processor's page too, where the seller takes cards."""
    account = account_of(seller)
    if account is not None:
        response._csp_update = {"form-action": account.checkout_origin}  # type: ignore[attr-defined]
    return response


# ---------------------------------------------------------------- paying


@signed_in
@require_POST
def card(request: MemberRequest, public_id: str) -> HttpResponse:
    """Go to the processor's page and pay there; however often one clicks, once."""
    back = request.build_absolute_uri(reverse("member:bill", args=[public_id]))
    with refusals_said(request):
        checkout = pay_by_card(
            by=request.user,
            at=now(request),
            public_id=public_id,
            success_url=f"{back}?card=back",
            cancel_url=back,
        )
        return redirect(checkout.url)
    return redirect("member:bill", public_id)


@signed_in
@require_POST
def announce(request: MemberRequest, public_id: str) -> HttpResponse:
    """Say that the money is on its way."""
    return _do(request, public_id, announce_payment, _("Noted. It is recorded on arrival."))


@signed_in
@require_POST
def practise(request: MemberRequest, public_id: str) -> HttpResponse:
    """Pay with the practice card, where this installation is a sandbox."""
    return _do(request, public_id, pay_in_sandbox, _("Paid with the practice card."))


def _do(
    request: MemberRequest, public_id: str, act: Callable[..., object], thanks: str
) -> HttpResponse:
    with refusals_said(request):
        act(by=request.user, at=now(request), public_id=public_id)
        messages.success(request, thanks)
    return redirect("member:bill", public_id)


@signed_in
@require_POST
def purchase(request: MemberRequest, public_id: str, clause: str) -> HttpResponse:
    """Make the bill for something a body sells apart from renewing."""
    with refusals_said(request):
        bought = buy(by=request.user, at=now(request), certification_id=public_id, clause=clause)
        return redirect("member:bill", bought.invoice.public_id)
    return redirect("member:certification", public_id)


urlpatterns = [
    path("bills/", bills, name="bills"),
    path("bills/<str:public_id>/", bill, name="bill"),
    path("bills/<str:public_id>/card", card, name="bill_card"),
    path("bills/<str:public_id>/sent", announce, name="bill_announce"),
    path("bills/<str:public_id>/practice", practise, name="bill_practise"),
    path("certifications/<str:public_id>/buy/<str:clause>", purchase, name="buy"),
]
