"""Payments and fees: recording what came, setting what the policy does not say."""

from __future__ import annotations

from datetime import date

from django.test import Client

from recert.lib.public_ids import new_public_id
from recert.payments.models import Invoice, InvoiceState, Payment
from recert.people.actions import appoint
from recert.people.models import Role
from recert.renewals.tasks import tasks_of
from tests.cast import NOW, TODAY, card, course, log
from tests.web.staff.conftest import As
from tests.web.staff.scene import Scene, apply


def payment(**changed: str) -> dict[str, str]:
    filled = {
        "cents": "60.00",
        "method": "transfer",
        "received_on": "2026-11-20",
        "reference": "Transfer 88",
        "key": new_public_id(),
    }
    return {**filled, **changed}


def shown(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_gus_records_a_payment_once(scene: Scene, as_: As) -> None:
    gus, address = as_(scene.cast.gus), f"/staff/acsm/payments/{scene.bill.public_id}"
    page = shown(gus, address)
    assert "$60 is still open" in page
    assert f"/staff/acsm/payments/fees/{scene.carols.public_id}" in page
    sent = payment()
    gus.post(address, sent)
    gus.post(address, sent)
    received = Payment.objects.get(invoice=scene.bill)
    assert (received.cents, received.reference) == (6000, "Transfer 88")
    assert received.received_on == date(2026, 11, 20)
    assert received.recorded_by == scene.cast.gus
    page = shown(gus, address)
    assert "Record a payment" not in page
    assert "Gus Brandt recorded a payment of 60.00" in page
    assert "Transfer 88" in page


def test_mistakes_keep_what_was_typed(scene: Scene, as_: As) -> None:
    gus, address = as_(scene.cast.gus), f"/staff/acsm/payments/{scene.bill.public_id}"
    for wrong, says in (
        ({"cents": "60,00"}, "Write digits with a point"),
        ({"cents": "60.005"}, "at most two digits"),
        ({"cents": "61"}, "Enter an amount between 0.01 and 60.00"),
        ({"cents": "0"}, "Enter an amount between"),
        ({"received_on": "2026-12-24"}, "lies in the future"),
        ({"reference": ""}, "This field is required"),
    ):
        answer = gus.post(address, payment(**wrong))
        assert answer.status_code == 422, wrong
        page = answer.content.decode()
        assert says in page
        assert wrong.get("reference", "Transfer 88") in page
    assert not Payment.objects.exists()


def test_refunding_needs_a_reason_and_happens_once(scene: Scene, as_: As) -> None:
    gus, address = as_(scene.cast.gus), f"/staff/acsm/payments/{scene.bill.public_id}"
    gus.post(address, payment())
    assert gus.post(f"{address}/refund").status_code == 422
    for _click in range(2):
        gus.post(f"{address}/refund", {"reason": "Paid by mistake"})
    assert [row.cents for row in Payment.objects.order_by("id")] == [6000, -6000]
    assert Invoice.objects.get().state == InvoiceState.REFUNDED


def test_a_part_that_came_can_go_back(scene: Scene, as_: As) -> None:
    gus, address = as_(scene.cast.gus), f"/staff/acsm/payments/{scene.bill.public_id}"
    assert "Refund it" not in shown(gus, address)
    gus.post(address, payment(cents="20.00"))
    assert "Refund it" in shown(gus, address)
    gus.post(f"{address}/refund", {"reason": "Taken back"})
    assert "Refund it" not in shown(gus, address)
    assert Invoice.objects.get().state == InvoiceState.REFUNDED


def test_lists_and_search(scene: Scene, as_: As) -> None:
    gus = as_(scene.cast.gus)
    address = "/staff/acsm/payments"
    assert "On its way" in shown(gus, address)
    for found in ("?q=lindq", "?q=ACSM-00001", "?q=1", "?show=all", "?show=open"):
        assert "ACSM-00001" in shown(gus, address + found), found
    for left_out in ("?q=nobody", "?show=paid", "?q=999999999999999999999"):
        assert "ACSM-00001</a>" not in shown(gus, address + left_out), left_out


def test_a_fee_the_policy_does_not_say_is_set_and_can_then_be_paid(scene: Scene, as_: As) -> None:
    fay, address = as_(scene.cast.fay), f"/staff/action/payments/fees/{scene.adas.public_id}"
    assert "Ada Ruiz" in shown(fay, "/staff/action/payments")
    assert "The policy does not say" in shown(fay, address)
    for wrong in ({"cents": "129"}, {"reason": "x"}, {"cents": "-1", "reason": "x"}):
        assert fay.post(address, wrong).status_code == 422, wrong
    for _click in range(2):
        fay.post(address, {"cents": "129.50", "reason": "Price list of 2026"})
    bill = Invoice.objects.get(subject=scene.adas.subject)
    assert (bill.total_cents, bill.person) == (12950, scene.cast.ada)
    scene.adas.refresh_from_db()
    money = tasks_of(scene.adas, NOW).money
    assert (money.due_cents, money.open_cents) == (12950, 12950)
    page = shown(fay, address)
    assert "Set to $129.50: Price list of 2026" in page
    assert "These applicants cannot pay" not in shown(fay, "/staff/action/payments")
    fay.post(f"/staff/action/payments/{bill.public_id}", payment(cents="129.50"))
    bill.refresh_from_db()
    assert bill.state == InvoiceState.PAID


def test_changing_a_fee_never_asks_twice(scene: Scene, as_: As) -> None:
    fay, address = as_(scene.cast.fay), f"/staff/action/payments/fees/{scene.adas.public_id}"
    fay.post(address, {"cents": "100", "reason": "Price list"})
    first = Invoice.objects.get(subject=scene.adas.subject)
    fay.post(f"/staff/action/payments/{first.public_id}", payment(cents="40"))
    fay.post(address, {"cents": "120", "reason": "The list of November"})
    scene.adas.refresh_from_db()
    bills = Invoice.objects.filter(subject=scene.adas.subject).order_by("id")
    assert [bill.total_cents for bill in bills] == [100_00, 20_00]
    fay.post(address, {"cents": "100", "reason": "Back to the first"})
    bills = Invoice.objects.filter(subject=scene.adas.subject).order_by("id")
    assert [bill.state for bill in bills] == [InvoiceState.OPEN, InvoiceState.CANCELLED]


def test_nobody_handles_their_own_money(scene: Scene, as_: As) -> None:
    cast = scene.cast
    appoint(person=cast.dan, body=cast.acsm, role=Role.FINANCE, by=cast.hal, at=NOW)
    log(cast.dan, course("Annual Meeting", date(2025, 5, 30), "60"))
    card(cast.dan)
    own, dan = apply(cast.dan, cast.dan_acsm), as_(cast.dan)
    bill = Invoice.objects.get(subject=own.subject)
    address = f"/staff/acsm/payments/{bill.public_id}"
    assert "This is your own bill" in shown(dan, address)
    answer = dan.post(address, payment(cents="70", received_on=TODAY.isoformat()))
    assert "Ask a colleague" in answer.content.decode()
    fee = dan.post(f"/staff/acsm/payments/fees/{own.public_id}", {"cents": "0", "reason": "x"})
    assert "Ask a colleague" in fee.content.decode()
    assert not Payment.objects.filter(invoice=bill).exists()
