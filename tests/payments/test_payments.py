"""Money: asked for once, received once, given back once, by those who take it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings

from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.queries import notices_of
from recert.payments.actions import (
    Line,
    announce_payment,
    cancel_invoice,
    issue_invoice,
    pay_in_sandbox,
    record_payment,
    refund,
    show_cents,
)
from recert.payments.models import Invoice, InvoiceState, Method, Payment
from recert.payments.queries import (
    invoice_for,
    invoice_for_staff,
    invoices_about,
    invoices_of_seller,
    open_cents,
    paid_cents,
)
from recert.people.models import Person
from tests.cast import NOW, TODAY, Cast


def issued(cast: Cast, cents: int = 6000, person: Person | None = None) -> Invoice:
    return issue_invoice(
        by=None,
        at=NOW,
        person=person or cast.carol,
        body=cast.acsm,
        subject="renewal:1",
        lines=[Line("renewal-fee", "Renewing", cents)],
    )


def record(
    cast: Cast,
    invoice: Invoice,
    cents: int,
    key: str = "k",
    by: Person | None = None,
    days: int = 0,
) -> Payment:
    return record_payment(
        by=by or cast.gus,
        at=NOW,
        body_slug="acsm",
        public_id=invoice.public_id,
        cents=cents,
        received_on=TODAY + timedelta(days=days),
        reference=" cheque 7 ",
        key=key,
    )


def test_a_body_numbers_its_invoices_without_gaps(cast: Cast) -> None:
    assert [str(issued(cast)) for _ in range(3)] == ["ACSM-00001", "ACSM-00002", "ACSM-00003"]


def test_lines_are_multiplied_and_added(cast: Cast) -> None:
    invoice = issue_invoice(
        by=None,
        at=NOW,
        person=cast.carol,
        body=cast.acsm,
        subject="renewal:1",
        lines=[Line("fee", "Renewing", 6000), Line("extra", "Each further", 2000, times=2)],
    )
    assert (invoice.total_cents, invoice.state) == (10000, InvoiceState.OPEN)


def test_an_invoice_over_nothing_is_paid(cast: Cast) -> None:
    assert issued(cast, 0).state == InvoiceState.PAID
    with pytest.raises(Refused, match="less than nothing"):
        issued(cast, -1)


def test_who_sees_an_invoice(cast: Cast) -> None:
    invoice = issued(cast)
    assert invoice_for(cast.carol, invoice.public_id) == invoice
    assert invoice_for_staff(cast.gus, "acsm", invoice.public_id) == invoice
    with pytest.raises(NotFound):
        invoice_for(cast.eve, invoice.public_id)
    for somebody, slug in ((cast.dan, "acsm"), (cast.fay, "action"), (cast.carol, "acsm")):
        with pytest.raises(NotFound):
            invoice_for_staff(somebody, slug, invoice.public_id)
    assert list(invoices_of_seller(cast.acsm)) == [invoice]


def test_money_is_recorded_by_finance_and_once_a_key(cast: Cast) -> None:
    invoice = issued(cast)
    first, second = record(cast, invoice, 6000), record(cast, invoice, 6000)
    assert first == second
    assert (first.method, first.reference, first.recorded_by) == (
        Method.OFFLINE,
        "cheque 7",
        cast.gus,
    )
    invoice.refresh_from_db()
    assert (invoice.state, invoice.closed_at) == (InvoiceState.PAID, NOW)
    assert paid_cents("renewal:1") == 6000
    assert lines_about(f"invoice:{invoice.public_id}").filter(code="payments.received").count() == 1
    assert "60.00 USD" in notices_of(cast.carol.public_id).get(kind="payment-received").text
    for somebody in (cast.dan, cast.eve, cast.carol, cast.fay):
        with pytest.raises(NotFound):
            record(cast, invoice, 6000, by=somebody)


def test_the_key_of_one_bill_is_not_anothers(cast: Cast) -> None:
    one, other = (record(cast, issued(cast), 6000) for _bill in range(2))
    assert one.invoice != other.invoice


def test_money_may_come_in_parts(cast: Cast) -> None:
    invoice = issued(cast)
    record(cast, invoice, 2500, "a")
    invoice.refresh_from_db()
    assert (invoice.state, open_cents(invoice)) == (InvoiceState.OPEN, 3500)
    record(cast, invoice, 3500, "b")
    invoice.refresh_from_db()
    assert (invoice.state, open_cents(invoice)) == (InvoiceState.PAID, 0)


@pytest.mark.parametrize("cents", [0, -1, 6001])
def test_only_what_is_due_is_taken(cast: Cast, cents: int) -> None:
    with pytest.raises(Refused, match=r"between 0\.01 and 60\.00"):
        record(cast, issued(cast), cents)
    assert not Payment.objects.exists()


def test_money_of_tomorrow_has_not_come(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        record(cast, issued(cast), 6000, days=2)
    assert refused.value.refusals[0].field == "received_on"


def test_nobody_records_their_own_money(cast: Cast) -> None:
    invoice = issued(cast, person=cast.gus)
    with pytest.raises(Refused, match="Ask a colleague"):
        record(cast, invoice, 6000)
    with pytest.raises(Refused, match="Ask a colleague"):
        refund(by=cast.gus, at=NOW, body_slug="acsm", public_id=invoice.public_id, reason="x")


def test_what_is_closed_takes_no_money(cast: Cast) -> None:
    invoice = issued(cast)
    cancel_invoice(by=cast.gus, at=NOW, invoice=invoice, reason="Mistake.")
    with pytest.raises(Refused, match="no longer open: cancelled"):
        record(cast, invoice, 6000)
    assert not invoices_about("renewal:1").exists()


def test_play_money_pays_once(cast: Cast) -> None:
    invoice = issued(cast)
    first, second = (
        pay_in_sandbox(by=cast.carol, at=NOW, public_id=invoice.public_id) for _click in range(2)
    )
    assert first == second
    assert Payment.objects.get().cents == 6000
    with pytest.raises(NotFound):
        pay_in_sandbox(by=cast.eve, at=NOW, public_id=invoice.public_id)
    with override_settings(SANDBOX=False), pytest.raises(Refused, match="not taken here"):
        pay_in_sandbox(by=cast.carol, at=NOW, public_id=issued(cast).public_id)


def test_an_announcement_is_not_a_payment(cast: Cast) -> None:
    invoice = issued(cast)
    for hours in range(2):
        announce_payment(
            by=cast.carol, at=NOW + timedelta(hours=hours), public_id=invoice.public_id
        )
    invoice.refresh_from_db()
    assert (invoice.announced_at, invoice.state) == (NOW, InvoiceState.OPEN)
    assert paid_cents("renewal:1") == 0


def test_what_was_paid_goes_back_once_and_with_a_reason(cast: Cast) -> None:
    invoice = issued(cast)
    record(cast, invoice, 2000, "a")
    record(cast, invoice, 4000, "b")
    with pytest.raises(Refused, match="Give the reason"):
        refund(by=cast.gus, at=NOW, body_slug="acsm", public_id=invoice.public_id, reason=" ")
    for _click in range(2):
        refund(by=cast.gus, at=NOW, body_slug="acsm", public_id=invoice.public_id, reason="Twice.")
    assert paid_cents("renewal:1") == 0
    assert sorted(Payment.objects.values_list("cents", flat=True)) == [-4000, -2000, 2000, 4000]
    with pytest.raises(Refused, match="Refund it instead"):
        cancel_invoice(by=cast.gus, at=NOW, invoice=invoice, reason="x")


def test_a_part_that_was_paid_goes_back_too(cast: Cast) -> None:
    invoice = issued(cast)
    for _click in range(2):
        with pytest.raises(Refused, match="Nothing was paid"):
            refund(by=cast.gus, at=NOW, body_slug="acsm", public_id=invoice.public_id, reason="x")
    record(cast, invoice, 2000)
    with pytest.raises(Refused, match="Refund it instead"):
        cancel_invoice(by=cast.gus, at=NOW, invoice=invoice, reason="x")
    back = refund(
        by=cast.gus, at=NOW, body_slug="acsm", public_id=invoice.public_id, reason="Taken back."
    )
    assert (back.state, paid_cents("renewal:1"), open_cents(back)) == ("refunded", 0, 0)


@pytest.mark.parametrize(
    ("cents", "shown"), [(0, "0.00"), (5, "0.05"), (12900, "129.00"), (-150, "-1.50")]
)
def test_cents_as_people_write_them(cents: int, shown: str) -> None:
    assert show_cents(cents) == shown
