"""Invoice, receipt and certificate: what they say, to whom they are given, how they read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from recert.credentials.actions import rule
from recert.payments.actions import Line, issue_invoice, record_payment, refund
from recert.payments.models import Invoice
from recert.rules.facts import DecisionKind
from recert.web.papers.invoice import invoice_paper
from tests.cast import NOW, TODAY, Cast
from tests.web.papers.reading import is_accessible, tags_of, words_of


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW


def billed(cast: Cast, *lines: Line) -> Invoice:
    return issue_invoice(
        by=None, at=NOW, person=cast.ada, body=cast.acsm, subject="renewal:x", lines=lines
    )


def paid(cast: Cast, invoice: Invoice, cents: int) -> None:
    record_payment(by=cast.gus, at=NOW, body_slug="acsm", public_id=invoice.public_id, cents=cents,
                   received_on=TODAY, reference="Cheque 77", key=f"k{cents}")  # fmt: skip


def test_an_invoice_becomes_its_receipt(cast: Cast) -> None:
    cast.acsm.payment_instructions = "To First Bank, account 42."
    cast.acsm.save()
    invoice = billed(
        cast,
        Line("fee-ep", "Renewing one certification", 4500, 2),
        Line("vat", "Value added tax of 20 %", 1708, included=True),
        Line("late", 'Late: #read("x") *and* <b>', 1250),
    )
    first = words_of(invoice_paper(invoice, NOW))
    assert "Invoice ACSM-00001" in first
    assert "Ada Ruiz" in first
    assert "21 November 2026" in first
    assert "Not paid yet. 102.50 USD are open." in first
    assert "Renewing one certification (clause fee-ep) 2 45.00 USD 90.00 USD" in first
    assert "contained in the sums above" in first
    assert "(17.08 USD)" in first
    assert 'Late: #read("x") *and* <b>' in first
    assert "To First Bank, account 42." in first
    paid(cast, invoice, 4250)
    assert "Paid in part. 60.00 USD are still open." in words_of(invoice_paper(invoice, NOW))
    paid(cast, invoice, 6000)
    invoice.refresh_from_db()
    receipt = words_of(invoice_paper(invoice, NOW))
    assert "Invoice and receipt ACSM-00001" in receipt
    assert "Paid in full." in receipt
    assert "Cheque 77" in receipt
    assert "First Bank" not in receipt
    refund(by=cast.gus, at=NOW, body_slug="acsm", public_id=invoice.public_id, reason="Paid twice.")
    invoice.refresh_from_db()
    back = words_of(invoice_paper(invoice, NOW))
    assert "Refunded. There is nothing to pay. Paid twice." in back
    assert "Given back 102.50 USD" in back


def test_a_long_invoice_reads_aloud_page_by_page(cast: Cast) -> None:
    lines = [Line("", f"Course number {n} with a rather long name", 100 + n) for n in range(200)]
    paper = invoice_paper(billed(cast, *lines), NOW)
    assert is_accessible(paper)
    tags = tags_of(paper)
    assert tags.count("H1") == 1
    assert tags.count("TH") == 4
    assert tags.count("TR") == 201
    assert "Course number 199" in words_of(paper)


def test_only_whose_it_is_gets_it(cast: Cast, client: Client) -> None:
    invoice = billed(cast, Line("", "Renewal", 6000))
    own, desk = (f"/me/invoices/{invoice.public_id}.pdf",
                 f"/staff/acsm/payments/{invoice.public_id}/paper.pdf")  # fmt: skip
    for whom, address, status in (
        (cast.ada, own, 200),
        (cast.gus, desk, 200),
        (cast.ben, own, 404),
        (cast.dan, desk, 404),
        (cast.fay, desk.replace("acsm", "action"), 404),
    ):
        client.force_login(whom)
        answer = client.get(address)
        assert answer.status_code == status, (whom, address)
        if status == 200:
            assert answer["Content-Type"] == "application/pdf"
            assert 'filename="invoice-ACSM-00001.pdf"' in answer["Content-Disposition"]
            assert "no-store" in answer["Cache-Control"]


def test_a_certificate_says_all_that_one_has_to(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    paper = client.get(f"/me/certifications/{cast.ada_acsm.public_id}/certificate.pdf").content
    words = words_of(paper)
    for said in ("American College of Sports Medicine", "Ada Ruiz", "Exercise Physiologist",
                 "104233", cast.ada_acsm.code, "Effective 1 January 2024",
                 "Expires 31 December 2026", "edition", f"/c/{cast.ada_acsm.code}"):  # fmt: skip
        assert said in words, said
    assert is_accessible(paper)
    assert {"H1", "Figure", "Link"} <= set(tags_of(paper))
    client.force_login(cast.dan)
    desk = f"/staff/acsm/register/{cast.ada_acsm.public_id}/certificate.pdf"
    assert words_of(client.get(desk).content) == words
    client.force_login(cast.fay)
    assert client.get(desk.replace("acsm", "action")).status_code == 404


def test_what_is_not_confirmed_or_not_active_has_none_and_says_why(
    cast: Cast, client: Client, settings: Settings
) -> None:
    rule(by=cast.hal, at=NOW, body_slug="acsm", public_id=cast.ben_acsm.public_id,
         kind=DecisionKind.SUSPEND, reason="Conduct.", clause="", until=None)  # fmt: skip
    settings.RECERT_NOW = NOW + timedelta(days=1)
    for whom, own, why in (
        (cast.ada, cast.ada_ace, "has confirmed"),
        (cast.ben, cast.ben_acsm, "Today it is: suspended"),
    ):
        client.force_login(whom)
        page = f"/me/certifications/{own.public_id}/"
        answer = client.get(f"{page}certificate.pdf", follow=True)
        assert answer.redirect_chain == [(page, 302)]
        assert answer.content.decode().count(why) == 2  # as a message, and where it would stand
    client.force_login(cast.eve)
    assert client.get(f"{page}certificate.pdf").status_code == 404


@pytest.mark.parametrize("name", ["Nguyễn Thị Phương Thảo", "Ελένη Παπαδοπούλου", "Łukasz Żółć",
                                  "Maria " + "de la Concepción " * 6])  # fmt: skip
def test_any_name_fits_on_a_certificate(cast: Cast, client: Client, name: str) -> None:
    cast.ada.name = name.strip()
    cast.ada.save()
    client.force_login(cast.ada)
    paper = client.get(f"/me/certifications/{cast.ada_acsm.public_id}/certificate.pdf").content
    assert name.strip() in words_of(paper)
    assert is_accessible(paper)


def test_what_is_good_on_a_condition_has_a_certificate_that_says_so(
    client: Client, cast: Cast, settings: Settings
) -> None:
    rule(
        by=cast.hal, at=NOW, body_slug="acsm", public_id=cast.ada_acsm.public_id,
        kind=DecisionKind.CONDITION, reason="Send the card.", until=TODAY + timedelta(days=30),
    )  # fmt: skip
    client.force_login(cast.ada)
    address = f"/me/certifications/{cast.ada_acsm.public_id}/certificate.pdf"
    paper = words_of(client.get(address).content)
    assert "On a condition, to be met by 21 December 2026" in paper
    assert "Send the card" not in paper
    settings.RECERT_NOW = NOW + timedelta(days=31)
    assert client.get(address).status_code == 302  # suspended by itself
