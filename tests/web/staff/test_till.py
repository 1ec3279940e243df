"""The till: what waits, one sum split over bills, the ledger's files, the terms."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from django.test import Client

from recert.payments.actions import Line, issue_invoice
from recert.payments.actions.receiving import Came, receive
from recert.payments.models import (
    Dispute,
    Event,
    Invoice,
    InvoiceState,
    Method,
    Moot,
    Outcome,
    Payment,
    Receipt,
    Refund,
    RefundState,
    Terms,
)
from recert.people.models import Person
from tests.cast import NOW, TODAY, Cast
from tests.counting import counted
from tests.web.staff.conftest import As
from tests.web.staff.scene import Scene

TILL = ("waiting", "receipts", "receipts/new", "ledger", "terms")


def bill(cast: Cast, whom: Person, cents: int = 6000) -> Invoice:
    return issue_invoice(
        by=None, at=NOW, person=whom, body=cast.acsm, subject="renewal:x",
        lines=[Line("renewal-fee", "Renewing", cents)],
    )  # fmt: skip


def came(invoice: Invoice, cents: int, key: str, method: Method = Method.CARD) -> Payment:
    return receive(
        invoice, by=None, at=NOW,
        came=Came(cents=cents, method=method, received_on=TODAY, key=key, charge=f"pi_{key}"),
    )  # fmt: skip


def shown(client: Client, address: str) -> str:
    return " ".join(client.get(f"/staff/acsm/payments/{address}").content.decode().split())


def one_of_each(cast: Cast, number: int) -> Invoice:
    """Something of every kind that waits, and a receipt over two bills."""
    paid = bill(cast, cast.carol)
    payment = came(paid, 7000, f"a{number}")
    Invoice.objects.filter(pk=paid.pk).update(moot=Moot.REFUSED)
    Dispute.objects.create(
        dispute=f"dp_{number}", payment=payment, cents=7000, status="needs_response",
        opened_on=TODAY, answer_by=TODAY + timedelta(days=7), said_at=NOW,
    )  # fmt: skip
    Refund.objects.create(
        payment=payment, cents=100, reason="x", asked_at=NOW, key=f"r{number}",
        state=RefundState.FAILED, problem="The card did not take it.",
    )  # fmt: skip
    Event.objects.create(
        body=cast.acsm, event_id=f"evt_{number}", kind="payment_intent.succeeded", content={},
        charge=f"pi_{number}", sha256="", made_at=NOW, received_at=NOW, problem="No such bill.",
        outcome=Outcome.UNMATCHED, cents=4200, currency="USD",
    )  # fmt: skip
    receipt = Receipt.objects.create(
        body=cast.acsm, payer="City Gym", cents=200, currency="USD", reference="9",
        received_on=TODAY, recorded_by=cast.gus, recorded_at=NOW, key=f"k{number}",
    )  # fmt: skip
    for whom in (cast.ben, cast.carol):
        part = came(bill(cast, whom), 100, f"b{number}{whom.pk}", Method.EMPLOYER)
        Payment.objects.filter(pk=part.pk).update(receipt=receipt)
    return paid


def test_what_waits_is_told_and_asks_no_more_for_more(scene: Scene, as_: As) -> None:
    cast, gus = scene.cast, as_(scene.cast.gus)

    def asked(page: str) -> int:
        shown(gus, page)
        with counted() as captured:
            shown(gus, page)
        return len(captured)

    paid = one_of_each(cast, 0)
    before = {page: asked(page) for page in TILL}
    page = shown(gus, "waiting")
    for says in (
        "The application was refused",
        "$10",  # too much
        "Answer it at Stripe",
        "The card did not take it.",
        "No such bill.",
        f"/payments/{paid.public_id}/keep",
        f"/payments/{paid.public_id}/move",
    ):
        assert says in page
    assert "(5)" in page or "To look at" in page
    for number in range(1, 6):
        one_of_each(cast, number)
    assert {page: asked(page) for page in TILL} == before


def test_a_fee_is_kept_a_surplus_moved_a_stray_settled(scene: Scene, as_: As) -> None:
    cast, gus = scene.cast, as_(scene.cast.gus)
    paid, other = one_of_each(cast, 0), bill(cast, cast.carol, 2500)
    at = f"/staff/acsm/payments/{paid.public_id}"
    assert gus.post(f"{at}/keep", {"reason": ""}).status_code == 422
    assert gus.post(f"{at}/keep", {"reason": "As the terms say."}).status_code == 302
    assert "Paid for what will not happen" not in shown(gus, "waiting")
    sent = {"to": other.public_id, "key": "m"}
    for _click in range(2):
        assert gus.post(f"{at}/move", sent).status_code in (302, 422)
    assert Payment.objects.get(invoice=other).cents == 1000
    assert "Paid too much" not in shown(gus, "waiting")
    stray = "/staff/acsm/payments/strays/evt_0"
    assert gus.post(stray, {"how": ""}).status_code == 422
    assert gus.post(stray, {"how": "Refunded at Stripe."}).status_code == 302
    assert "evt_0" not in shown(gus, "waiting")
    # Nobody decides about money of their own.
    own = bill(cast, cast.gus)
    came(own, 7000, "own")
    for act, form in (("keep", {"reason": "x"}), ("refund", {"reason": "x"})):
        answer = gus.post(f"/staff/acsm/payments/{own.public_id}/{act}", form)
        assert "Ask a colleague" in answer.content.decode()


def test_one_sum_is_split_on_the_page_and_nothing_typed_is_lost(scene: Scene, as_: As) -> None:
    cast, gus = scene.cast, as_(scene.cast.gus)
    first, second = bill(cast, cast.carol), bill(cast, cast.ben, 4000)
    page = shown(gus, "receipts/new?q=carol")
    assert f"share-{first.public_id}" in page
    assert f"share-{second.public_id}" not in page
    sent = {
        "payer": "City Gym",
        "cents": "100.00",
        "method": "employer",
        "received_on": TODAY.isoformat(),
        "reference": "Cheque 12",
        "key": "k",
        f"share-{first.public_id}": "60.00",
        f"share-{second.public_id}": "4O.00",
    }
    answer = gus.post("/staff/acsm/payments/receipts/new", sent)
    assert answer.status_code == 422
    wrong = answer.content.decode()
    assert "4O.00" in wrong
    assert "Write digits with a point" in wrong
    answer = gus.post(
        "/staff/acsm/payments/receipts/new", sent | {f"share-{second.public_id}": "30"}
    )
    assert "Make the two equal" in answer.content.decode()
    sent |= {f"share-{second.public_id}": "40"}
    for _click in range(2):
        gus.post("/staff/acsm/payments/receipts/new", sent)
    assert Receipt.objects.get().cents == 10_000
    assert {each.state for each in Invoice.objects.filter(pk__in=(first.pk, second.pk))} == {
        InvoiceState.PAID
    }
    assert "City Gym" in shown(gus, "receipts")


def test_the_ledger_balances_and_its_lines_make_its_figures(scene: Scene, as_: As) -> None:
    cast, gus = scene.cast, as_(scene.cast.gus)
    one_of_each(cast, 0)
    on = "since=2026-11-01&until=2026-12-31"
    page = shown(gus, f"ledger?{on}")
    assert "It balances" in page
    answer = gus.get(f"/staff/acsm/payments/ledger?{on}&figure=received&currency=USD")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Sum"] for row in rows] == ["70.00", "1.00", "1.00"]
    assert rows[0]["How"] == "Card"
    assert gus.get(f"/staff/acsm/payments/ledger?{on}&figure=all").status_code == 404
    assert gus.get("/staff/acsm/payments/ledger?since=x").status_code == 422
    backwards = "/staff/acsm/payments/ledger?since=2026-12-01&until=2026-11-01"
    assert "lies before the first" in gus.get(backwards).content.decode()
    for end in ("since=0001-01-01", "until=9999-12-31"):
        beyond = gus.get(f"/staff/acsm/payments/ledger?{end}&figure=received")
        assert beyond.status_code == 422
        assert "Give a day from" in beyond.content.decode()


def test_a_part_goes_back_on_the_page_and_terms_are_said(scene: Scene, as_: As) -> None:
    cast, gus = scene.cast, as_(scene.cast.gus)
    paid = bill(cast, cast.carol)
    came(paid, 6000, "t", Method.CHEQUE)
    at = f"/staff/acsm/payments/{paid.public_id}/refund"
    assert gus.post(at, {"reason": "x", "cents": "61", "key": "k"}).status_code == 422
    for _click in range(2):
        gus.post(at, {"reason": "Two thirds", "cents": "40", "key": "k"})
    assert [row.cents for row in Payment.objects.filter(invoice=paid)] == [6000, -4000]
    terms = {"when_refused": "never", "when_withdrawn": "ask"}
    answer = gus.post("/staff/acsm/payments/terms", terms)
    assert "Say in words" in answer.content.decode()
    terms |= {"refund_words": "A refused application is not refunded.", "tax_number": "12-3"}
    assert gus.post("/staff/acsm/payments/terms", terms).status_code == 302
    assert Terms.objects.get(body=cast.acsm).tax_number == "12-3"
