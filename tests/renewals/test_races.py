"""Races: two clicks in the very same moment, each with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from recert.credentials.models import Term
from recert.journal.queries import lines_about
from recert.lib.refusals import Refused
from recert.notices.actions import claim_due
from recert.notices.models import Notice
from recert.payments.actions import Line, issue_invoice, pay_in_sandbox, record_payment
from recert.payments.models import Invoice, Payment
from recert.renewals.actions import (
    approve,
    attest,
    begin_renewal,
    invoice_renewal,
    refuse,
    submit,
)
from recert.renewals.models import Renewal
from recert.transcript.actions import log_activity
from recert.transcript.models import Activity
from tests.cast import NOW, TODAY, Cast, course

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[object]:
    """Do all at once; what each returned, or why it was refused."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def ready(cast: Cast) -> Renewal:
    renewal = begin_renewal(by=cast.carol, at=NOW, certification_id=cast.carol_acsm.public_id)
    attest(by=cast.carol, at=NOW, public_id=renewal.public_id, to="truthful")
    invoice = invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id)
    pay_in_sandbox(by=cast.carol, at=NOW, public_id=invoice.public_id)
    return renewal


def test_one_application_however_many_clicks(cast: Cast) -> None:
    def begin() -> Renewal:
        return begin_renewal(by=cast.carol, at=NOW, certification_id=cast.carol_acsm.public_id)

    assert len(set(together(begin, begin, begin))) == 1
    assert Renewal.objects.count() == 1


def test_one_bill_however_many_clicks(cast: Cast) -> None:
    renewal = begin_renewal(by=cast.carol, at=NOW, certification_id=cast.carol_acsm.public_id)

    def bill() -> Invoice:
        return invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id)

    assert len(set(together(bill, bill, bill))) == 1
    assert Invoice.objects.count() == 1


def test_one_submission_however_many_clicks(cast: Cast) -> None:
    renewal = ready(cast)
    together(*[lambda: submit(by=cast.carol, at=NOW, public_id=renewal.public_id)] * 3)
    lines = lines_about(renewal.subject).filter(code="renewals.submitted")
    assert lines.count() == 1


def test_one_decision_whoever_is_quicker(cast: Cast) -> None:
    renewal = ready(cast)
    submit(by=cast.carol, at=NOW, public_id=renewal.public_id)
    results = together(
        lambda: approve(by=cast.dan, at=NOW, body_slug="acsm", public_id=renewal.public_id),
        lambda: refuse(
            by=cast.hal,
            at=NOW,
            body_slug="acsm",
            public_id=renewal.public_id,
            reason="No.",
            clause="cpr",
        ),
    )
    renewal.refresh_from_db()
    assert sum(isinstance(each, Refused) for each in results) == 1
    assert Term.objects.count() == (1 if renewal.state == "approved" else 0)


def test_invoices_are_numbered_without_gaps(cast: Cast) -> None:
    def issue() -> Invoice:
        return issue_invoice(
            by=None,
            at=NOW,
            person=cast.carol,
            body=cast.acsm,
            subject="renewal:x",
            lines=[Line("fee", "Renewing", 100)],
        )

    together(issue, issue, issue, issue)
    assert sorted(Invoice.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_money_is_received_once(cast: Cast) -> None:
    invoice = issue_invoice(
        by=None,
        at=NOW,
        person=cast.carol,
        body=cast.acsm,
        subject="renewal:x",
        lines=[Line("fee", "Renewing", 100)],
    )

    def record() -> Payment:
        return record_payment(
            by=cast.gus,
            at=NOW,
            body_slug="acsm",
            public_id=invoice.public_id,
            cents=100,
            received_on=TODAY,
            reference="",
            key="k",
        )

    together(record, record, record)
    assert Payment.objects.count() == 1


def test_a_form_sent_twice_at_once_is_one_entry(cast: Cast) -> None:
    def log() -> Activity:
        return log_activity(
            by=cast.eve,
            at=NOW,
            person=cast.eve,
            activity=course("Hips", date(2026, 2, 2), "2"),
            key="form",
        )

    assert len(set(together(log, log, log))) == 1
    assert Activity.objects.filter(person=cast.eve).count() == 1


def test_no_notice_goes_to_two_workers(cast: Cast) -> None:
    submit(by=cast.carol, at=NOW, public_id=ready(cast).public_id)
    queued = Notice.objects.filter(state="queued").count()
    batches = together(*[lambda: claim_due(at=NOW, most=50)] * 3)
    claimed = [notice for batch in batches for notice in batch]  # type: ignore[attr-defined]
    assert len(claimed) == len(set(claimed)) == queued > 1
