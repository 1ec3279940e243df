"""The addresses of a till: the same at both desks, each behind the desk's own door."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from recert.web.components.till import bills, ledger, splitting, waiting

Page = Callable[..., HttpResponse]

PAGES: tuple[tuple[str, str, Page], ...] = (
    ("payments/waiting", "money_waiting", waiting.waiting),
    ("payments/refunds/<str:public_id>", "refund_otherwise", waiting.otherwise),
    ("payments/strays/<str:event_id>", "stray", waiting.stray),
    ("payments/<str:public_id>/keep", "keep_fee", waiting.keep),
    ("payments/<str:public_id>/move", "move_surplus", waiting.move),
    ("payments/receipts", "receipts", splitting.receipts),
    ("payments/receipts/new", "receipt_new", splitting.receipt_new),
    ("payments/ledger", "ledger", ledger.ledger),
    ("payments", "payments", bills.payments),
)

OF_A_BILL: tuple[tuple[str, str, Page], ...] = (
    ("payments/<str:public_id>", "invoice", bills.invoice),
    ("payments/<str:public_id>/refund", "refund", bills.refund_page),
    ("payments/<str:public_id>/paper.pdf", "invoice_paper", bills.paper),
)
"""After the others, whose words a bill's id would be."""


def addresses(door: Callable[[Page], Page], own: tuple[URLPattern, ...] = ()) -> list[URLPattern]:
    """Every page of a till behind a door, with a desk's `own` pages about money among them."""

    def behind(pages: tuple[tuple[str, str, Page], ...]) -> list[URLPattern]:
        return [path(at, door(page), name=name) for at, name, page in pages]

    return [*behind(PAGES), *own, *behind(OF_A_BILL)]
