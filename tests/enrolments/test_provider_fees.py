"""What applying costs a provider: billed once, sent when paid, and given back by the policy."""

from __future__ import annotations

from typing import Any

import pytest

from recert.catalogue.actions import (
    Application,
    apply_for_approval,
    return_provider,
    set_approval_fees,
    set_approval_terms,
)
from recert.catalogue.models import ApprovalState, ProviderApproval
from recert.enrolments.provider_fees import (
    bill_of,
    refuse_for_body,
    send_to_body,
    withdraw_from_body,
)
from recert.lib.refusals import NotFound
from recert.payments.actions import cancel_invoice, record_payment, set_terms
from recert.payments.models import Invoice, InvoiceState
from tests.cast import NOW, TODAY
from tests.teaching import Teaching


def written(teaching: Teaching, cents: int = 25000) -> ProviderApproval:
    """Movement Lab's application to ACTION, which asks for a fee."""
    fay: dict[str, Any] = {"by": teaching.cast.fay, "at": NOW, "body_slug": "action"}
    set_approval_terms(**fay, asks_provider_approval=True, years=2, report_days=None,
                       promise_days=30, words="")  # fmt: skip
    set_approval_fees(**fay, provider_cents=cents, course_cents=0)
    set_terms(**fay, when_refused="always", when_withdrawn="always", refund_words="",
              seller="", address="", tax_number="", foot="")  # fmt: skip
    return apply_for_approval(
        by=teaching.nia, at=NOW, provider_slug="movement-lab", body_slug="action",
        application=Application(text="We teach trainers."),
    )  # fmt: skip


def own(teaching: Teaching, approval: ProviderApproval) -> dict[str, Any]:
    return {
        "by": teaching.nia, "at": NOW, "provider_slug": "movement-lab",
        "public_id": approval.public_id,
    }  # fmt: skip


def pay(teaching: Teaching, bill: Invoice) -> None:
    record_payment(
        by=teaching.cast.fay, at=NOW, body_slug="action", public_id=bill.public_id,
        cents=bill.total_cents, received_on=TODAY, reference="transfer", key=bill.public_id,
    )  # fmt: skip


def test_where_it_costs_nothing_it_is_sent_at_once(teaching: Teaching) -> None:
    approval = send_to_body(**own(teaching, written(teaching, cents=0)))
    assert (approval.state, approval.invoice) == (ApprovalState.SUBMITTED, "")


def test_it_is_billed_once_and_sent_when_that_is_paid(teaching: Teaching) -> None:
    approval = written(teaching)
    for stranger in (teaching.oto, teaching.cast.fay):
        with pytest.raises(NotFound):
            send_to_body(**{**own(teaching, approval), "by": stranger})
    for _twice in range(2):
        approval = send_to_body(**own(teaching, approval))
    assert approval.state == ApprovalState.DRAFT
    (bill,) = Invoice.objects.filter(subject=f"provider-approval:{approval.public_id}")
    assert (bill.person, bill.total_cents, bill.currency) == (teaching.nia, 25000, "USD")
    assert bill_of(approval) == bill
    pay(teaching, bill)
    approval.refresh_from_db()
    assert approval.state == ApprovalState.SUBMITTED
    about: dict[str, Any] = {"by": teaching.cast.fay, "at": NOW, "body_slug": "action",
             "public_id": approval.public_id}  # fmt: skip
    return_provider(**about, reason="Who teaches?")
    again = send_to_body(**own(teaching, approval))
    assert again.state == ApprovalState.SUBMITTED  # what was missing costs nothing
    assert Invoice.objects.filter(subject=bill.subject).count() == 1
    refuse_for_body(**about, reason="No.")
    bill.refresh_from_db()
    assert bill.state == InvoiceState.REFUNDED


def test_what_is_taken_back_is_no_longer_billed(teaching: Teaching) -> None:
    approval = send_to_body(**own(teaching, written(teaching)))
    withdraw_from_body(**own(teaching, approval))
    approval.refresh_from_db()
    assert approval.state == ApprovalState.WITHDRAWN
    assert Invoice.objects.get(subject__startswith="provider-").state == InvoiceState.CANCELLED


def test_a_bill_that_was_cancelled_is_made_anew(teaching: Teaching) -> None:
    approval = send_to_body(**own(teaching, written(teaching)))
    bill = bill_of(approval)
    assert bill is not None
    cancel_invoice(by=teaching.cast.fay, at=NOW, invoice=bill, reason="Wrong sum.")
    assert bill_of(approval) is None
    other = bill_of(send_to_body(**own(teaching, approval)))
    assert other is not None
    assert other != bill
