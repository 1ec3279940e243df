"""A provider's till at its desk: opened, a place sold and paid, a ledger saved, the till ended."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from django.test import Client

from recert.catalogue.actions import invite_to_provider
from recert.catalogue.models import CourseClass, Provider, ProviderRole
from recert.enrolments.actions import enrol
from recert.payments.models import Invoice, InvoiceState, Terms
from recert.web.papers.invoice import invoice_data
from tests.cast import NOW, TODAY, person
from tests.teaching import Teaching, held_on
from tests.web.provider.conftest import As

MONEY = "/provider/movement-lab/payments"

SAID = {
    "currency": "usd", "payment_instructions": "Bank of the Lake 1 22 333",
    "seller": "Movement Lab LLC", "address": "1 Main Street\nChicago", "tax_number": "36-77",
    "tax_name": "Sales tax", "tax_rate": "8.875", "tax_added": "added", "foot": "Thank you.",
}  # fmt: skip


def words(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_from_opening_the_till_to_its_ledger(teaching: Teaching, as_: As) -> None:
    nia, ada = as_(teaching.nia), as_(teaching.cast.ada)
    assert "Open a till" in words(nia, MONEY)
    wrong = nia.post(f"{MONEY}/terms", {**SAID, "tax_rate": "8,875", "currency": "dollars"})
    assert wrong.status_code == 422
    assert b"at most three after it" in wrong.content
    assert b"Bank of the Lake" in wrong.content  # nothing typed is lost
    for _twice in range(2):
        assert nia.post(f"{MONEY}/terms", SAID).status_code == 302
    terms = Terms.objects.get(provider__slug="movement-lab")
    assert (terms.tax_thousandths, terms.tax_added, terms.tax_number) == (8875, True, "36-77")
    assert "8.875" in words(nia, f"{MONEY}/terms")

    assert "about money" not in words(nia, "/provider/movement-lab/")
    sold = held_on(teaching.edition, datetime(2027, 1, 9, 15, 0, tzinfo=UTC))
    CourseClass.objects.filter(pk=sold.pk).update(cents=10000)
    course = f"/courses/{teaching.course.public_id}"
    assert "without Sales tax: 8.875 % come on top" in words(ada, course)
    page = f"/me/classes/{sold.public_id}/enrol"
    assert "$8.88 of tax (Sales tax 8.875 %) come on top: $108.88 in all" in words(ada, page)
    place = ada.post(page, {"key": "one", "by_transfer": "on"}, follow=True)
    said = " ".join(place.content.decode().split())
    assert "$108.88 to pay by" in said
    assert "Bank of the Lake" in said
    assert "MOVEMENT-LAB-00001" in said
    bill = Invoice.objects.get(provider__isnull=False)
    assert "Movement Lab" in words(ada, "/me/bills/")

    ada.post(f"/me/bills/{bill.public_id}/sent")
    assert "1 payment is on its way" in words(nia, "/provider/movement-lab/")
    tess = person("Tess Okoro")
    invite_to_provider(
        by=teaching.nia, at=NOW, provider_slug="movement-lab", email=tess.email,
        role=ProviderRole.FINANCE,
    )  # fmt: skip
    till = as_(tess)
    assert "MOVEMENT-LAB-00001" in words(till, MONEY)
    paid = {"cents": "108.88", "method": "transfer", "received_on": TODAY.isoformat(),
            "reference": "T 1", "key": "k"}  # fmt: skip
    for _twice in range(2):
        assert till.post(f"{MONEY}/{bill.public_id}", paid).status_code == 302
    bill.refresh_from_db()
    assert bill.state == InvoiceState.PAID
    assert "Tess Okoro recorded a payment of 108.88" in words(till, f"{MONEY}/{bill.public_id}")
    seller = [["From", "Movement Lab LLC"], ["Address", "1 Main Street, Chicago"],
              ["Tax number", "36-77"], ["Note", "Thank you."]]  # fmt: skip
    as_(teaching.nia).post(f"{MONEY}/terms", {**SAID, "tax_number": "99-1", "address": "Moved"})
    facts = invoice_data(bill, NOW)["facts"]
    assert isinstance(facts, list)
    assert facts[1:5] == seller
    assert till.get(f"{MONEY}/{bill.public_id}/paper.pdf").content.startswith(b"%PDF")
    assert "It balances" in words(till, f"{MONEY}/ledger")
    file = till.get(f"{MONEY}/ledger?figure=asked&since=2026-01-01&until=2027-12-31")
    (row,) = csv.DictReader(io.StringIO(b"".join(file).decode("utf-8-sig")))
    assert (row["Sum"], row["Tax on places in it"]) == ("108.88", "8.88")


def test_finance_keeps_the_till_and_nothing_else(teaching: Teaching, as_: As) -> None:
    tess = person("Tess Okoro")
    invite_to_provider(
        by=teaching.nia, at=NOW, provider_slug="movement-lab", email=tess.email,
        role=ProviderRole.FINANCE,
    )  # fmt: skip
    till = as_(tess)
    assert till.get("/provider/movement-lab/").status_code == 200
    for page in ("payments", "payments/waiting", "payments/ledger", "payments/terms"):
        assert till.get(f"/provider/movement-lab/{page}").status_code == 200
    for page in ("tray", "team", "profile", "reporting", "sources/"):
        assert till.get(f"/provider/movement-lab/{page}").status_code in (301, 404)
    assert 'href="/provider/movement-lab/payments"' in words(till, "/provider/movement-lab/")
    assert "Payments" not in words(as_(teaching.oto), "/provider/movement-lab/")


def test_ended_nobody_buys_and_the_desk_says_so(teaching: Teaching, as_: As) -> None:
    nia, ada = as_(teaching.nia), as_(teaching.cast.ada)
    nia.post(f"{MONEY}/terms", SAID)
    sold = held_on(teaching.edition, datetime(2027, 1, 9, 15, 0, tzinfo=UTC))
    CourseClass.objects.filter(pk=sold.pk).update(cents=10000)
    enrol(by=teaching.cast.ben, at=NOW, class_id=sold.public_id, key="b")
    for _twice in range(2):
        nia.post(f"{MONEY}/terms/end")
    assert Provider.objects.get(slug="movement-lab").sells_since is None
    assert "sells no places here at present" in words(ada, f"/me/classes/{sold.public_id}/enrol")
    refused = ada.post(f"/me/classes/{sold.public_id}/enrol", {"key": "one"})
    assert refused.status_code == 422
    assert "Open a till" in words(nia, MONEY)
    assert "MOVEMENT-LAB-00001" in words(nia, MONEY)  # what was billed is still there
    own = as_(teaching.cast.hal)
    assert "takes the money for these classes" in words(own, "/provider/acsm/payments")
    assert own.post("/provider/acsm/payments/terms", SAID).status_code == 422
