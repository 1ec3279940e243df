"""Fees the policy does not say: which applications wait for one, and what setting it does."""

from __future__ import annotations

from datetime import date

import pytest

from recert.lib.refusals import NotFound, Refused
from recert.notices.queries import notices_of
from recert.payments.actions import announce_payment, record_payment
from recert.payments.models import Invoice, InvoiceState
from recert.payments.queries import invoices_about
from recert.renewals.actions import attest, begin_renewal, set_fee, submit
from recert.renewals.models import Renewal
from recert.renewals.queries import fees_to_set
from recert.renewals.tasks import tasks_of
from tests.cast import NOW, TODAY, Cast, course, log

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(cast: Cast) -> Renewal:
    """Ada's application to ACTION, whose policy names a fee and no sum."""
    log(cast.ada, course("Mobility", date(2026, 9, 2), "0.5", by="action"))
    renewal = begin_renewal(by=cast.ada, at=NOW, certification_id=cast.ada_action.public_id)
    attest(by=cast.ada, at=NOW, public_id=renewal.public_id, to="application")
    return submit(by=cast.ada, at=NOW, public_id=renewal.public_id)


def say(cast: Cast, renewal: Renewal, cents: int, reason: str) -> None:
    """Fay sets the fee."""
    set_fee(
        by=cast.fay,
        at=NOW,
        body_slug="action",
        public_id=renewal.public_id,
        cents=cents,
        reason=reason,
    )
    renewal.refresh_from_db()


def bills(renewal: Renewal) -> list[tuple[int, str]]:
    rows = Invoice.objects.filter(subject=renewal.subject).order_by("id")
    return [(row.total_cents, row.state) for row in rows]


def test_an_application_waits_for_its_fee_until_one_is_set(cast: Cast, sent: Renewal) -> None:
    assert list(fees_to_set(cast.action)) == [sent]
    assert list(fees_to_set(cast.acsm)) == []
    say(cast, sent, 12900, "List of 2026")
    assert list(fees_to_set(cast.action)) == []
    assert bills(sent) == [(12900, InvoiceState.OPEN)]
    assert notices_of(cast.ada.public_id).get(kind="fee-set").text == "List of 2026"


def test_setting_the_same_fee_again_asks_once(cast: Cast, sent: Renewal) -> None:
    say(cast, sent, 12900, "List of 2026")
    say(cast, sent, 12900, "List of 2026")
    assert bills(sent) == [(12900, InvoiceState.OPEN)]


def test_another_fee_replaces_the_bill_nobody_has_paid(cast: Cast, sent: Renewal) -> None:
    say(cast, sent, 12900, "List of 2026")
    say(cast, sent, 9900, "List of 2025")
    assert bills(sent) == [(12900, InvoiceState.CANCELLED), (9900, InvoiceState.OPEN)]
    say(cast, sent, 0, "Forgone")
    assert bills(sent)[1] == (9900, InvoiceState.CANCELLED)
    assert tasks_of(sent, NOW).money.due_cents == 0


def test_what_was_paid_is_not_asked_for_again(cast: Cast, sent: Renewal) -> None:
    say(cast, sent, 10000, "List of 2026")
    record_payment(
        by=cast.fay,
        at=NOW,
        body_slug="action",
        public_id=Invoice.objects.get(subject=sent.subject).public_id,
        cents=10000,
        received_on=TODAY,
        reference="",
        key="one",
    )
    say(cast, sent, 12000, "List of 2027")
    assert bills(sent) == [(10000, InvoiceState.PAID), (2000, InvoiceState.OPEN)]


def test_what_is_announced_and_partly_here_counts_once(cast: Cast, sent: Renewal) -> None:
    say(cast, sent, 10000, "List of 2026")
    [bill] = invoices_about(sent.subject)
    announce_payment(by=cast.ada, at=NOW, public_id=bill.public_id)
    record_payment(
        by=cast.fay,
        at=NOW,
        body_slug="action",
        public_id=bill.public_id,
        cents=4000,
        received_on=TODAY,
        reference="A part",
        key="a",
    )
    say(cast, sent, 14000, "The late fee too")
    money = tasks_of(sent, NOW).money
    assert (money.paid_cents, money.announced_cents, money.open_cents) == (4000, 6000, 4000)


def test_who_may_not_set_it(cast: Cast, sent: Renewal) -> None:
    for whom in (cast.ada, cast.gus, cast.eve):
        with pytest.raises(NotFound):
            set_fee(
                by=whom,
                at=NOW,
                body_slug="action",
                public_id=sent.public_id,
                cents=1,
                reason="x",
            )
    with pytest.raises(Refused, match="Give the reason"):
        say(cast, sent, 1, " ")
