"""ACSM, late, paid by card: the processor tells it twice and the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from recert.credentials.actions import register_certification
from recert.payments.account import Account
from tests.cast import PASSWORD, Cast, person
from tests.fakes.stripe_server import SECRET_KEY, WEBHOOK_SECRET, StripeServer, stripe_server
from tests.jobs import member, newcomer, staff
from tests.jobs.conftest import OpenBrowser, SetClock
from tests.jobs.hands import Hand
from tests.jobs.papers import photograph

ACSM = "American College of Sports Medicine"
CARD = "Certified Personal Trainer (ACSM-CPT)"
IRENE = "Irene Castillo"
IDES = datetime(2027, 3, 15, 16, 0, tzinfo=UTC)


@pytest.fixture
def stripe(settings: Settings) -> Iterator[StripeServer]:
    """ACSM takes cards, at the stand-in."""
    with stripe_server() as server:
        settings.STRIPE_ACCOUNTS = {"acsm": Account(SECRET_KEY, (WEBHOOK_SECRET,), server.url)}
        yield server


def test_a_late_renewal_paid_by_card(
    open_browser: OpenBrowser,
    set_clock: SetClock,
    cast: Cast,
    stripe: StripeServer,
    live_server: LiveServer,
    tmp_path: Path,
) -> None:
    irene = person(IRENE)
    register_certification(
        by=cast.hal,
        at=datetime(2026, 11, 21, 15, 0, tzinfo=UTC),
        person=irene,
        body=cast.acsm,
        credential="cpt",
        certified=date(2023, 5, 20),
        expires=date(2026, 12, 31),
        number="120553",
    )
    hand, gus, dan = open_browser(), open_browser(), open_browser()
    newcomer.sign_in(hand, irene.email, PASSWORD)
    member.enter_activity(hand, "Conference", "Summit", date(2026, 10, 4), "45", "ACSM")
    member.log_it(hand, "Summit", [photograph(tmp_path, "summit", "45 CEC")])
    member.add_card(hand, date(2026, 2, 1), date(2028, 1, 31))

    set_clock(IDES)
    stripe.clock = IDES.timestamp
    comes_back_from_paying(hand)
    tells = f"{live_server.url}/stripe/acsm"
    completed = stripe.told("checkout.session.completed")
    succeeded = stripe.told("payment_intent.succeeded")
    # The payment was made before its page was done with; here it is told after it, and both twice.
    statuses = stripe.deliver(tells, completed, completed, succeeded, succeeded, completed)
    assert set(statuses) == {200}
    is_paid_once(hand, gus, cast)
    is_renewed_by_a_person_only(hand, dan, cast)


def comes_back_from_paying(hand: Hand) -> None:
    """She pays on the processor's page; nobody has told us when she is back."""
    main = hand.page.get_by_role("main")
    member.go(hand, "Where I stand")
    expect(member.says(hand, CARD)).to_contain_text("today renewing costs $140")
    member.begin_renewal(hand, CARD)
    member.declare_totals(hand)
    member.affirm(hand)
    member.make_invoice(hand)
    member.pay_by_card(hand)
    expect(main).to_contain_text("Your payment is being confirmed.")


def is_paid_once(hand: Hand, gus: Hand, cast: Cast) -> None:
    """However often it was told: one payment on her bill, and one in the body's ledger."""
    page = hand.page
    page.reload()
    came = page.get_by_role("table", name="What came and went")
    expect(came.get_by_role("row")).to_have_count(2)  # the headings, and the payment
    expect(came).to_contain_text("$140")
    newcomer.sign_in(gus, cast.gus.email, PASSWORD)
    staff.enter(gus, ACSM)
    staff.open_ledger(gus)
    expect(staff.line_of_ledger(gus, "Received")).to_contain_text("$140")
    expect(gus.page.get_by_text("It balances")).to_be_visible()


def is_renewed_by_a_person_only(hand: Hand, dan: Hand, cast: Cast) -> None:
    """Paid for, it is in grace as before; sent and approved, it runs as if in time."""
    main = hand.page.get_by_role("main")
    member.go(hand, "Where I stand")
    expect(member.card_of(hand, CARD).get_by_text("Not active: in grace")).to_be_visible()
    member.open_application(hand, CARD)
    expect(member.task(hand, "The fee")).to_contain_text("$140, paid")
    member.send_application(hand)
    newcomer.sign_in(dan, cast.dan.email, PASSWORD)
    staff.enter(dan, ACSM)
    staff.open_application(dan, IRENE)
    expect(dan.page.get_by_text("74 days late").first).to_be_visible()
    staff.approve(dan)
    hand.page.reload()
    expect(main).to_contain_text("Your certification now runs through 31 December 2029")
