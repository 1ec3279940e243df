"""Reconciling: the two sides of the ledger agree whatever happened, and lines make figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recert.lib.refusals import Refused
from recert.payments.actions import (
    Line,
    Share,
    cancel_invoice,
    issue_invoice,
    move_surplus,
    record_payment,
    record_receipt,
    refund,
    send_refunds,
)
from recert.payments.actions.receiving import Came, receive
from recert.payments.ledger_lines import entries_of
from recert.payments.models import Invoice, Method
from recert.payments.reconciling import Figure, Period, reports_of
from tests.cast import NOW, TODAY, Cast
from tests.payments.conftest import Till

DAYS = 5
ACTS = st.tuples(
    st.sampled_from(["bill", "pay", "card", "part", "back", "cancel", "move", "split"]),
    st.integers(0, 4),  # which bill
    st.integers(1, 9_000),  # cents
    st.integers(0, DAYS - 1),  # on which day
)


def act(cast: Cast, number: int, what: tuple[str, int, int, int]) -> None:
    """Do one thing to one bill, where it can be done."""
    kind, which, cents, day = what
    at = NOW - timedelta(days=DAYS - 1 - day)
    bills = list(Invoice.objects.filter(body=cast.acsm).order_by("id"))
    if kind == "bill" or not bills:
        issue_invoice(
            by=None, at=at, person=cast.carol, body=cast.acsm, subject="renewal:1",
            lines=[Line("fee", "Renewing", cents)],
        )  # fmt: skip
        return
    bill, other = bills[which % len(bills)], bills[(which + 1) % len(bills)]
    desk = {"by": cast.gus, "at": at, "body_slug": "acsm", "public_id": bill.public_id}
    key = str(number)
    if kind == "pay":
        record_payment(**desk, cents=cents, received_on=at.date(), reference="r", key=key)  # type: ignore[arg-type]
    if kind == "card":  # what a processor takes need not be what is open
        came = Came(
            cents=cents, method=Method.CARD, received_on=at.date(), key=f"stripe:{key}",
            charge=f"pi_{key}",
        )  # fmt: skip
        receive(bill, by=None, at=at, came=came)
    if kind == "part":
        refund(**desk, reason="Part", cents=cents, key=key)  # type: ignore[arg-type]
    if kind == "back":
        refund(**desk, reason="All")  # type: ignore[arg-type]
    if kind == "cancel":
        cancel_invoice(by=cast.gus, at=at, invoice=bill, reason="No")
    if kind == "move":
        move_surplus(**desk, to=other.public_id, key=key)  # type: ignore[arg-type]
    if kind == "split" and bill != other:
        record_receipt(
            by=cast.gus, at=at, body_slug="acsm", payer="City Gym", cents=2 * cents,
            received_on=at.date(), reference="Cheque 9", key=key,
            shares=[Share(bill.public_id, cents), Share(other.public_id, cents)],
        )  # fmt: skip


@given(acts=st.lists(ACTS, min_size=4, max_size=14), since=st.integers(0, DAYS - 1))
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_happened_comes_to_how_the_bills_stand(
    cast: Cast, acts: list[tuple[str, int, int, int]], since: int
) -> None:
    with transaction.atomic():
        for number, what in enumerate(acts):
            try:
                with transaction.atomic():
                    act(cast, number, what)
            except Refused:
                continue
        whole = Period(seller=cast.acsm, since=TODAY - timedelta(days=DAYS), until=TODAY)
        late = Period(seller=cast.acsm, since=TODAY - timedelta(days=since), until=TODAY)
        early = Period(seller=cast.acsm, since=whole.since, until=late.since - timedelta(days=1))
        (all_of_it,), (later,), (earlier,) = (reports_of(p, NOW) for p in (whole, late, early))
        assert all_of_it.after == all_of_it.standing
        assert later.after == later.standing
        # Two periods one after the other are the whole.
        assert earlier.after == later.before
        assert earlier.asked + later.asked == all_of_it.asked
        for report, period in ((all_of_it, whole), (later, late), (earlier, early)):
            for figure, cents in (
                (Figure.ASKED, report.asked),
                (Figure.DROPPED, report.dropped),
                (Figure.RECEIVED, sum(report.received.values())),
                (Figure.RETURNED, sum(report.returned.values())),
                (Figure.MOVED, report.moved),
                (Figure.OPEN, report.open),
                (Figure.LET_OFF, report.let_off),
                (Figure.SURPLUS, report.surplus),
                (Figure.LEAVING, report.leaving),
            ):
                lines = entries_of(period, figure, "USD")
                assert sum(line.cents for line in lines) == cents, figure
        transaction.set_rollback(True)


def test_a_month_of_cards(till: Till) -> None:
    cast = till.cast
    kept, back = till.bill(6000), till.bill(4000, subject="renewal:2")
    till.paid(kept)
    payment = till.paid(back)
    till.tell(till.stripe.dispute(payment.charge, "needs_response"))
    refund(
        by=cast.gus, at=NOW, body_slug="acsm", public_id=back.public_id, reason="Refused",
        cents=1500, key="k",
    )  # fmt: skip
    send_refunds(at=NOW)
    (report,) = reports_of(
        Period(seller=cast.acsm, since=date(2026, 11, 1), until=date(2099, 1, 1)), NOW
    )
    assert report.received == {"card": 10_000}
    assert report.returned == {"card": 1_500}
    assert (report.disputed, report.lost, report.fees_unknown) == (4_000, 0, 2)
    assert (report.let_off, report.open, report.balances) == (1_500, 0, True)


def test_an_employers_cheque_is_split_wholly_or_not_at_all(cast: Cast) -> None:
    def bill(cents: int, whom: str) -> Invoice:
        return issue_invoice(
            by=None, at=NOW, person=getattr(cast, whom), body=cast.acsm, subject="renewal:9",
            lines=[Line("fee", "Renewing", cents)],
        )  # fmt: skip

    carols, bens, own = bill(6000, "carol"), bill(4000, "ben"), bill(1000, "gus")

    def split(cents: int, *shares: tuple[Invoice, int], payer: str = "City Gym") -> object:
        return record_receipt(
            by=cast.gus, at=NOW, body_slug="acsm", payer=payer, cents=cents, received_on=TODAY,
            reference="Cheque 12", key="k",
            shares=[Share(each.public_id, sum) for each, sum in shares],
        )  # fmt: skip

    for cents, shares, says in (
        (9000, ((carols, 6000), (bens, 4000)), "come to 100.00 and the payment to 90.00"),
        (11000, ((carols, 6000), (bens, 5000)), "Of ACSM-00002 40.00 is open"),
        (12000, ((carols, 6000), (carols, 6000)), "twice"),
        (1000, ((own, 1000),), "nobody records a payment of their own"),
        (0, (), "at least one bill"),
    ):
        with pytest.raises(Refused, match=says):
            split(cents, *shares)
    first = split(8000, (carols, 6000), (bens, 2000))
    assert split(8000, (carols, 6000), (bens, 2000)) == first
    carols.refresh_from_db()
    bens.refresh_from_db()
    assert (carols.state, bens.state) == ("paid", "open")
    (report,) = reports_of(Period(seller=cast.acsm, since=TODAY, until=TODAY), NOW)
    assert report.received == {"employer": 8000}
    assert report.open == 3000
