"""Carol pays by card on a page that is not ours, and comes back; the message comes twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from recert.payments.models import Invoice, InvoiceState, Payment
from recert.renewals.actions import begin_renewal
from tests.cast import NOW, card
from tests.payments.conftest import Till


@pytest.mark.django_db(transaction=True)
def test_a_fee_is_paid_by_card(
    till: Till, page: Page, sign_in: Callable[[Page, Any], None], live_server: LiveServer
) -> None:
    carol = till.cast.carol
    card(carol)
    renewal = begin_renewal(by=carol, at=NOW, certification_id=till.cast.carol_acsm.public_id)
    sign_in(page, carol)
    page.goto(f"/me/renewals/{renewal.public_id}/pay")
    page.get_by_role("button", name="Make the invoice").click()
    page.get_by_role("button", name="Pay by card").click()
    expect(page).to_have_title("Pay")
    assert page.url.startswith(till.stripe.url)
    page.get_by_role("button", name="Pay by card").click()
    # Stripe has not told us yet: nobody need pay again.
    expect(page.get_by_text("Your payment is being confirmed")).to_be_visible()
    expect(page.get_by_role("button", name="Pay by card")).to_have_count(0)
    told = till.stripe.events[::-1]
    assert till.stripe.deliver(f"{live_server.url}/stripe/acsm", *told, *told) == [200] * 4
    page.reload()
    expect(page.get_by_role("heading", name="What came and went")).to_have_count(0)
    expect(page.get_by_text("Invoice and receipt (PDF)")).to_be_visible()
    assert Invoice.objects.get().state == InvoiceState.PAID
    assert Payment.objects.get().cents == Invoice.objects.get().total_cents
    renewal.refresh_from_db()
    assert renewal.state == "draft"  # paying renews nothing by itself
