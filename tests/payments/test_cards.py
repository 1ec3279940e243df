"""Cards: one page however often one clicks; messages once, whatever order they come in."""

from __future__ import annotations

import time
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from recert.lib.refusals import Refused
from recert.notices.queries import notices_of
from recert.payments.account import Account
from recert.payments.actions import (
    close_checkouts,
    learn_fees,
    move_surplus,
    record_payment,
    refund,
    return_otherwise,
    send_refund,
    send_refunds,
    settle_event,
    work_off_waiting,
)
from recert.payments.models import (
    Checkout,
    CheckoutState,
    Dispute,
    Event,
    Invoice,
    InvoiceState,
    Method,
    Outcome,
    Payment,
    Refund,
    RefundState,
)
from recert.payments.queries import (
    failed_refunds,
    overpaid,
    received_cents,
    surplus_cents,
    unmatched_events,
)
from recert.payments.reconciling import Period, reports_of
from tests.cast import NOW, TODAY
from tests.payments.conftest import Till, send


def state(invoice: Invoice) -> str:
    invoice.refresh_from_db()
    return invoice.state


def test_two_clicks_open_one_page(till: Till) -> None:
    invoice = till.bill()
    first, second = till.open(invoice), till.open(invoice)
    assert first.url == second.url
    assert first.url.startswith(till.stripe.url)
    assert till.stripe.asked == ["POST /v1/checkout/sessions"]
    # The processor learns the bill's number and sum, and nothing about Carol.
    session = till.stripe.sessions[first.session]
    assert session["amount_total"] == 6000
    assert session["client_reference_id"] == invoice.public_id
    assert "carol" not in str(session).lower()
    # Killed after asking, before noting the answer: the same key finds the same page.
    Checkout.objects.update(session="", url="")
    assert till.open(invoice).url == first.url


def test_without_an_answer_nothing_is_charged_and_one_may_try_again(till: Till) -> None:
    invoice = till.bill()
    till.stripe.failures = 2  # the library tries twice
    with pytest.raises(Refused, match="does not answer"):
        till.open(invoice)
    assert till.open(invoice).url
    too_small = till.bill(20)
    with pytest.raises(Refused, match="does not take this payment"):
        till.open(too_small)


def test_no_page_without_an_account_or_for_nothing(till: Till, settings: Settings) -> None:
    paid = till.bill(0)
    with pytest.raises(Refused, match="Nothing is left"):
        till.open(paid)
    settings.STRIPE_ACCOUNTS = {}
    with pytest.raises(Refused, match="No cards are taken"):
        till.open(till.bill())


def test_messages_twice_and_out_of_order_are_one_payment(till: Till) -> None:
    for order in ((0, 1), (1, 0)):
        invoice = till.bill(subject=f"renewal:{order}")
        till.stripe.pay(till.open(invoice).session)
        intent, session = till.stripe.events[-2:]
        told = [(intent, session)[each] for each in order]
        assert till.tell(*told, *told, *reversed(told)) == [200] * 6
        payment = Payment.objects.get(invoice=invoice)
        assert (payment.cents, payment.method, payment.recorded_by) == (6000, Method.CARD, None)
        assert state(invoice) == InvoiceState.PAID
        assert Checkout.objects.get(invoice=invoice).state == CheckoutState.PAID
        assert {till.kept(each).outcome for each in told} == {Outcome.DONE}
    assert Event.objects.count() == 4
    assert notices_of(till.cast.carol.public_id).filter(kind="payment-received").count() == 2


def test_nothing_about_the_payer_is_kept(till: Till) -> None:
    till.paid(till.bill())
    kept = str(list(Event.objects.values_list("content", flat=True)))
    assert "Somebody" not in kept
    assert "@" not in kept


def test_forged_stale_and_strange_messages_are_refused(till: Till) -> None:
    till.stripe.pay(till.open(till.bill()).session)
    event = till.stripe.events[-1]
    now = int(time.time())
    assert send(event, secret="whsec_other").status_code == 400
    assert send(event, moment=now - 301).status_code == 400
    assert send(event, moment=now + 400).status_code == 400
    assert send(event | {"livemode": True}).status_code == 400
    assert send(event | {"account": "acct_other"}).status_code == 400
    assert send({"id": "evt_x", "livemode": False}).status_code == 400
    assert send(event, body="action").status_code == 404
    assert not Event.objects.exists()
    assert send(event, moment=now - 290).status_code == 200


def test_two_secrets_hold_while_one_replaces_the_other(till: Till, settings: Settings) -> None:
    till.stripe.pay(till.open(till.bill()).session)
    settings.STRIPE_ACCOUNTS = {"acsm": Account("sk_test_fake", ("whsec_new", "whsec_fake"))}
    first, second = till.stripe.events
    assert send(first, secret="whsec_new").status_code == 200
    assert send(second).status_code == 200


def test_what_is_not_ours_is_kept_and_ignored(till: Till) -> None:
    till.stripe.pay(till.open(till.bill()).session)
    event = till.stripe.told("payment_intent.succeeded")
    event["data"]["object"]["metadata"] = {"order": "77"}  # the body's shop
    other = till.stripe.told("checkout.session.completed") | {"type": "customer.created"}
    assert till.tell(event, other) == [200, 200]
    assert set(Event.objects.values_list("outcome", flat=True)) == {Outcome.IGNORED}
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"amount_total": 5999},
        {"currency": "cad"},
        {"metadata": {"checkout": "none", "invoice": "none"}},
    ],
)
def test_money_that_fits_no_bill_is_shown_and_not_booked(
    till: Till, changed: dict[str, object]
) -> None:
    invoice = till.bill()
    till.stripe.pay(till.open(invoice).session)
    event = till.stripe.told("checkout.session.completed")
    event["data"]["object"] |= changed
    till.tell(event)
    assert state(invoice) == InvoiceState.OPEN
    found = unmatched_events(till.cast.acsm).get()
    assert found.cents == changed.get("amount_total", 6000)
    assert notices_of(till.cast.gus.public_id).filter(kind="money-waiting").exists()
    for _twice in range(2):
        settle_event(
            by=till.cast.gus, at=NOW, body_slug="acsm", event_id=event["id"], how="Sent back."
        )
    assert not unmatched_events(till.cast.acsm).exists()


def test_a_bill_of_another_body_is_not_paid_by_this_ones_card(till: Till) -> None:
    invoice = till.bill()
    till.stripe.pay(till.open(invoice).session)
    Invoice.objects.filter(pk=invoice.pk).update(body=till.cast.action)
    till.tell(*till.stripe.events)
    assert not Payment.objects.exists()
    # Two messages tell of it, and it is shown and counted once, also when one was seen to.
    stray = unmatched_events(till.cast.acsm).get()
    (report,) = reports_of(Period(seller=till.cast.acsm, since=TODAY, until=TODAY), NOW)
    assert report.unmatched == 6000
    settle_event(
        by=till.cast.gus, at=NOW, body_slug="acsm", event_id=stray.event_id, how="Sent back."
    )
    again = till.stripe.told("payment_intent.succeeded") | {"id": "evt_again"}
    till.tell(again)
    assert not unmatched_events(till.cast.acsm).exists()


def test_killed_between_storing_and_working_off(till: Till) -> None:
    invoice = till.bill()
    till.stripe.pay(till.open(invoice).session)
    event = till.stripe.told("checkout.session.completed")
    with patch("recert.web.public.stripe_events.work_off"):  # killed before it
        till.tell(event)
    with patch("recert.payments.actions.receiving.tell_received", side_effect=MemoryError):
        work_off_waiting(at=NOW)  # killed in the middle of it
    assert not Payment.objects.exists()
    assert till.kept(event).outcome == Outcome.WAITING
    assert work_off_waiting(at=NOW) == 0  # it rests a while
    later = NOW + timedelta(minutes=6)
    assert work_off_waiting(at=later) == 1
    assert work_off_waiting(at=later + timedelta(hours=1)) == 0
    assert Payment.objects.count() == 1
    assert state(invoice) == InvoiceState.PAID


# ---------------------------------------------------------------- a bill that changed meanwhile


def test_paid_offline_meanwhile_closes_the_page_or_shows_too_much(till: Till) -> None:
    cast, invoice = till.cast, till.bill()
    checkout = till.open(invoice)
    record_payment(
        by=cast.gus, at=NOW, body_slug="acsm", public_id=invoice.public_id, cents=6000,
        received_on=TODAY, reference="7", key="k", method=Method.CHEQUE,
    )  # fmt: skip
    till.stripe.pay(checkout.session)  # quicker than our closing it
    assert close_checkouts() == 1
    till.tell(*till.stripe.events)
    assert surplus_cents(invoice) == 6000
    assert overpaid(cast.acsm).get().surplus == 6000
    # It may pay another bill of hers, or go back.
    other = till.bill(2500, subject="renewal:2")
    for _twice in range(2):
        move_surplus(
            by=cast.gus, at=NOW, body_slug="acsm", public_id=invoice.public_id,
            to=other.public_id, key="m",
        )  # fmt: skip
    assert state(other) == InvoiceState.PAID
    assert surplus_cents(invoice) == 3500
    for _twice in range(2):
        refund(
            by=cast.gus, at=NOW, body_slug="acsm", public_id=invoice.public_id,
            reason="Paid twice", cents=3500, key="r",
        )  # fmt: skip
    assert surplus_cents(invoice) == 0
    assert state(invoice) == InvoiceState.PAID
    assert Refund.objects.get().cents == 3500


def test_a_page_that_is_not_needed_is_closed_there(till: Till) -> None:
    invoice = till.bill()
    checkout = till.open(invoice)
    record_payment(
        by=till.cast.gus, at=NOW, body_slug="acsm", public_id=invoice.public_id, cents=1000,
        received_on=TODAY, reference="7", key="k",
    )  # fmt: skip
    second = till.open(invoice)  # for what is left
    assert (second.cents, second.session != checkout.session) == (5000, True)
    assert close_checkouts() == 1
    assert till.stripe.sessions[checkout.session]["status"] == "expired"
    till.tell(till.stripe.told("checkout.session.expired"))
    checkout.refresh_from_db()
    assert checkout.state == CheckoutState.CLOSED


# ---------------------------------------------------------------- money back, disputes, fees


def give_back(till: Till, invoice: Invoice, cents: int | None = None) -> Refund:
    refund(
        by=till.cast.gus, at=NOW, body_slug="acsm", public_id=invoice.public_id,
        reason="Refused", cents=cents, key="k" if cents else "",
    )  # fmt: skip
    return Refund.objects.latest("id")


def test_a_refund_goes_through_the_processor_once(till: Till) -> None:
    invoice = till.bill()
    till.paid(invoice)
    asked = give_back(till, invoice)
    till.stripe.failures = 2
    assert send_refund(at=NOW, refund=asked).state == RefundState.ASKED
    assert state(invoice) == InvoiceState.REFUNDED
    assert send_refunds(at=NOW) == 0
    assert send_refunds(at=NOW + timedelta(minutes=11)) == 1
    told = till.stripe.told("refund.created")
    till.tell(told, told)
    asked.refresh_from_db()
    assert asked.state == RefundState.DONE
    assert [row.cents for row in Payment.objects.order_by("id")] == [6000, -6000]
    assert len(till.stripe.refunds) == 1
    assert notices_of(till.cast.carol.public_id).filter(kind="payment-returned").count() == 1


def test_told_of_the_refund_before_our_own_answer_came(till: Till) -> None:
    invoice = till.bill()
    payment = till.paid(invoice)
    asked = give_back(till, invoice)
    # Killed after sending it, before noting that it was sent.
    till.stripe.refund(payment.charge, 6000, {"refund": asked.public_id})
    till.tell(till.stripe.told("refund.created"))
    assert send_refunds(at=NOW + timedelta(hours=1)) == 0
    assert received_cents(invoice) == 0


def test_a_refund_told_before_its_payment_waits_for_it(till: Till) -> None:
    invoice = till.bill()
    intent = till.stripe.pay(till.open(invoice).session)
    till.stripe.refund(intent["id"], 2000)  # at Stripe's own desk
    paid, done, back = till.stripe.events
    till.tell(back)
    assert till.kept(back).outcome == Outcome.WAITING
    till.tell(done, paid)
    assert till.kept(back).outcome == Outcome.DONE
    assert received_cents(invoice) == 4000
    # One whose payment never comes is given up, and nothing is booked.
    stray = till.stripe.told("refund.created") | {"id": "evt_stray"}
    stray["data"]["object"] |= {"id": "re_stray", "payment_intent": "pi_of_the_shop"}
    till.tell(stray)
    work_off_waiting(at=NOW + timedelta(days=4))
    assert till.kept(stray).outcome == Outcome.IGNORED


def test_a_card_that_takes_nothing_back_leaves_the_money_here(till: Till) -> None:
    invoice = till.bill()
    till.paid(invoice)
    send_refund(at=NOW, refund=give_back(till, invoice))
    made = next(iter(till.stripe.refunds.values()))
    till.stripe.fail_refund(made["id"])
    created, failed = till.stripe.events[-2:]
    till.tell(failed, created, failed)
    assert received_cents(invoice) == 6000
    assert state(invoice) == InvoiceState.PAID
    assert failed_refunds(till.cast.acsm).count() == 1
    till.stripe.declines_refunds = True
    assert send_refund(at=NOW, refund=give_back(till, invoice)).state == RefundState.FAILED
    assert state(invoice) == InvoiceState.PAID
    assert Payment.objects.filter(invoice=invoice).count() == 3
    # It goes back by a transfer instead, once; then nothing is left for the other attempt.
    first, second = Refund.objects.order_by("id")
    for _twice in range(2):
        return_otherwise(
            by=till.cast.gus, at=NOW, body_slug="acsm", public_id=first.public_id, reference="T 9"
        )
    assert received_cents(invoice) == 0
    assert state(invoice) == InvoiceState.REFUNDED
    with pytest.raises(Refused, match="not here any more"):
        return_otherwise(
            by=till.cast.gus, at=NOW, body_slug="acsm", public_id=second.public_id, reference="T 9"
        )


def test_disputes_are_noted_whatever_order_they_are_told_in(till: Till) -> None:
    payment = till.paid(till.bill())
    opened = till.stripe.dispute(payment.charge, "needs_response")
    lost = till.stripe.dispute(payment.charge, "lost") | {"created": opened["created"] + 60}
    till.tell(lost, opened, lost)
    dispute = Dispute.objects.get()
    assert (dispute.status, dispute.cents, dispute.is_lost) == ("lost", 6000, True)
    till.tell(till.stripe.dispute(payment.charge, "needs_response", "dp_2"))
    assert Dispute.objects.get(dispute="dp_2").is_open
    assert notices_of(till.cast.gus.public_id).filter(kind="money-waiting").count() == 2


def test_the_processors_fee_is_asked_for_later(till: Till) -> None:
    payment = till.paid(till.bill())
    assert payment.fee_cents is None
    assert learn_fees(at=NOW) == 1
    assert learn_fees(at=NOW + timedelta(hours=2)) == 0
    payment.refresh_from_db()
    assert payment.fee_cents == 204


def test_whoever_comes_back_from_paying_is_not_asked_to_pay_again(till: Till) -> None:
    bill, client = till.bill(), Client()
    client.force_login(till.cast.carol)
    page = f"/me/bills/{bill.public_id}/"
    assert "Pay by card" in client.get(page).content.decode()
    back = client.get(f"{page}?card=back").content.decode()
    assert "you need not pay again" in back
    assert "Pay by card" not in back
    assert f'href="{page}"' in back  # for whoever turned round before paying
