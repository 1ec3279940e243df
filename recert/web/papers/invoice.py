"""An invoice on paper: what it asks for by which clause, what came, what is open.

Once something was paid it is the receipt as well. Every amount names its currency.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from recert.lib.days import local_day
from recert.lib.typesetting import Plain, typeset
from recert.payments.actions import show_cents
from recert.payments.models import Invoice, InvoiceState, Payment
from recert.payments.queries import open_cents, payments_of, sold_as
from recert.standing.words import day_words
from recert.web.papers.letterhead import headed

LAYOUT = Path(__file__).with_name("invoice.typ")


def invoice_paper(invoice: Invoice, at: datetime) -> bytes:
    """The invoice, or the receipt of what came for it, as it stands at `at`."""
    return typeset(LAYOUT, invoice_data(invoice, at), at)


def invoice_name(invoice: Invoice) -> str:
    """What the download is called."""
    return f"invoice-{invoice}.pdf"


def invoice_data(invoice: Invoice, at: datetime) -> dict[str, Plain]:
    """What the layout says, in words."""
    came = list(payments_of(invoice))
    words = {"number": str(invoice)}
    title = _("Invoice and receipt %(number)s") if came else _("Invoice %(number)s")
    left = open_cents(invoice)
    seller = invoice.seller
    return {
        **headed(seller, title % words, at),
        "facts": [
            [_("For"), str(invoice.person)],
            *_seller(invoice),
            [_("Number"), str(invoice)],
            [_("Date"), day_words(local_day(invoice.issued_at, seller.zone))],
            *_due(invoice),
        ],
        "state": _state(invoice, came, left),
        "reason": invoice.reason,
        "lines": [_line(each, invoice.currency) for each in invoice.lines],
        "sums": _sums(invoice, came, left),
        "payments": [_payment(each, invoice.currency) for each in came],
        "how": seller.payment_instructions if left else "",
        "words": {
            "lines": _("What it is for"),
            "line-head": [_("For"), _("Times"), _("Each"), _("Sum")],
            "payments": _("What came and went"),
            "payment-head": [_("Day"), _("How"), _("Reference"), _("Sum")],
            "how": _("How to pay"),
        },
    }


def _seller(invoice: Invoice) -> list[Plain]:
    """Who sold, as it stood on its bills on that day."""
    said = invoice.sold_as or sold_as(invoice.seller)
    rows = (
        (_("From"), said["name"]),
        (_("Address"), ", ".join(said["address"].split("\n"))),
        (_("Tax number"), said["tax_number"]),
        (_("Note"), said["foot"]),
    )
    return [[label, value.replace("\r", "")] for label, value in rows if value]


def _due(invoice: Invoice) -> list[Plain]:
    return [[_("Due"), day_words(invoice.due_on)]] if invoice.due_on else []


def _money(cents: int, currency: str) -> str:
    return f"{show_cents(cents)} {currency}"


def _state(invoice: Invoice, came: list[Payment], left: int) -> str:
    """How it stands, in one sentence."""
    sums = {"sum": _money(left, invoice.currency), "body": invoice.seller.name}
    match InvoiceState(invoice.state):
        case InvoiceState.CANCELLED:
            return _("Cancelled. There is nothing to pay.")
        case InvoiceState.REFUNDED:
            return _("Refunded. There is nothing to pay.")
        case InvoiceState.OPEN:
            if came:
                return _("Paid in part. %(sum)s are still open.") % sums
            return _("Not paid yet. %(sum)s are open.") % sums
    if not invoice.total_cents:
        return _("There is nothing to pay.")
    return _("Paid in full.")


def _line(line: dict[str, object], currency: str) -> list[Plain]:
    cents, times = line["cents"], line["times"]
    assert isinstance(cents, int)
    assert isinstance(times, int)
    clause = line.get("clause")
    says = f"{line['says']} ({_('clause')} {clause})" if clause else str(line["says"])
    if line.get("included"):
        contained = _("%(says)s, contained in the sums above") % {"says": says}
        return [contained, "", "", f"({_money(cents * times, currency)})"]
    return [says, str(times), _money(cents, currency), _money(cents * times, currency)]


def _sums(invoice: Invoice, came: list[Payment], left: int) -> list[Plain]:
    """The total, what was paid and given back, what is open."""
    paid = sum(each.cents for each in came if each.cents > 0)
    back = -sum(each.cents for each in came if each.cents < 0)
    rows: list[tuple[str, int]] = [(_("In all"), invoice.total_cents)]
    rows += [(_("Paid"), paid)] if paid else []
    rows += [(_("Given back"), back)] if back else []
    rows += [(_("Open"), left)]
    return [[label, _money(cents, invoice.currency)] for label, cents in rows]


def _payment(payment: Payment, currency: str) -> list[Plain]:
    how = payment.get_method_display()
    if payment.cents < 0:
        how = _("Given back: %(how)s") % {"how": how}
    return [
        day_words(payment.received_on),
        how,
        payment.reference,
        _money(payment.cents, currency),
    ]
