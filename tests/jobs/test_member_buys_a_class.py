"""A member buys a place at the member price, and what she learned counts for both she holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from icalendar import Calendar
from playwright.sync_api import expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from recert.completions.models import ReportWay
from recert.completions.receiving import Line, Named, receive
from recert.payments.account import Account
from recert.people.models import BodyMember
from tests.cast import NOW, PASSWORD, TODAY
from tests.fakes.stripe_server import SECRET_KEY, WEBHOOK_SECRET, StripeServer, stripe_server
from tests.jobs import member, newcomer
from tests.jobs.conftest import OpenBrowser, SetClock
from tests.jobs.hands import Hand
from tests.teaching import Teaching, approved

WORKSHOP = "Clinical Exercise Workshop"
HELD = datetime(2026, 12, 12, 20, 0, tzinfo=UTC)


@pytest.fixture
def stripe(settings: Settings) -> Iterator[StripeServer]:
    """ACSM takes cards, at the stand-in."""
    with stripe_server() as server:
        settings.STRIPE_ACCOUNTS = {"acsm": Account(SECRET_KEY, (WEBHOOK_SECRET,), server.url)}
        yield server


def test_a_member_buys_a_class(
    open_browser: OpenBrowser,
    set_clock: SetClock,
    teaching: Teaching,
    stripe: StripeServer,
    live_server: LiveServer,
    tmp_path: Path,
) -> None:
    ada, acsm = teaching.cast.ada, teaching.cast.acsm
    BodyMember.objects.create(person=ada, body=acsm, since=TODAY - timedelta(days=100))
    approved(teaching.workshop_edition, teaching.cast.ace, "0.6", "ACE-W7")
    stripe.clock = NOW.timestamp
    hand = open_browser()
    newcomer.sign_in(hand, ada.email, PASSWORD)
    takes_a_place_at_the_members_price(hand, teaching)
    member.pay_by_card(hand)
    tells = f"{live_server.url}/stripe/acsm"
    told = [stripe.told(kind) for kind in ("checkout.session.completed",
                                           "payment_intent.succeeded")]  # fmt: skip
    assert set(stripe.deliver(tells, *told, *told)) == {200}
    has_receipt_and_calendar_file(hand, tmp_path)

    set_clock(HELD + timedelta(hours=2))
    reported(teaching)
    sees_it_count_for_both(hand)


def takes_a_place_at_the_members_price(hand: Hand, teaching: Teaching) -> None:
    """She is known as a member by having signed in; the price stands there before she pays."""
    page, main = hand.page, hand.page.get_by_role("main")
    page.goto(reverse("public:course", args=[teaching.workshop.public_id]))
    hand.press(main.get_by_role("link", name="Enrol"))
    expect(main).to_contain_text("$79")
    expect(main).to_contain_text(
        "The price for members of American College of Sports Medicine, instead of $99"
    )
    expect(main).to_contain_text("Give your place back by 5 December 2026")
    hand.press(page.get_by_role("button", name="Take the place and pay"))
    expect(main).to_contain_text("$79 to pay by")
    expect(main).not_to_contain_text("https://lab.example/room")  # not theirs yet


def has_receipt_and_calendar_file(hand: Hand, folder: Path) -> None:
    """Paid once, however often it was told; the place, its paper and its day are hers."""
    page, main = hand.page, hand.page.get_by_role("main")
    page.reload()
    came = page.get_by_role("table", name="What came and went")
    expect(came.get_by_role("row")).to_have_count(2)  # the headings, and the payment
    with page.expect_download() as paper:
        page.get_by_role("link", name="Invoice and receipt (PDF)").click()
    assert paper.value.path().read_bytes().startswith(b"%PDF")
    hand.press(page.get_by_role("link", name="Your place in the class"))
    expect(main.get_by_text("Enrolled", exact=True)).to_be_visible()
    expect(main).to_contain_text("https://lab.example/room")
    with page.expect_download() as file:
        page.get_by_role("link", name="Into your calendar (file)").click()
    (event,) = Calendar.from_ical(file.value.path().read_bytes()).walk("VEVENT")
    assert str(event["SUMMARY"]) == WORKSHOP
    assert event.decoded("DTSTART") == datetime(2026, 12, 12, 15, 0, tzinfo=UTC)


def reported(teaching: Teaching) -> None:
    """The provider reports who was there."""
    row = teaching.workshop_class
    answer = receive(
        by=teaching.cast.hal,
        at=HELD + timedelta(hours=1),
        provider=teaching.own,
        way=ReportWay.DESK,
        key="after the workshop",
        course_class=row,
        lines=[
            Line(
                row=1,
                named=Named(person=teaching.cast.ada.public_id),
                course_class=row.public_id,
                completed=HELD.date(),
            )
        ],
    )
    assert [each.state for each in answer.answers] == ["accepted"]


def sees_it_count_for_both(hand: Hand) -> None:
    """It has left what is to come, and its worth stands under each of two certifications."""
    main = hand.page.get_by_role("main")
    member.go(hand, "My classes")
    expect(main.get_by_role("listitem").filter(has_text=WORKSHOP)).to_contain_text(
        "In your activities"
    )
    hand.press(main.get_by_role("link", name=WORKSHOP))
    hand.press(main.get_by_role("link", name="See what it is worth"))
    expect(main.get_by_role("heading", level=1)).to_contain_text(WORKSHOP)
    worth = main.get_by_role("region", name="What it counts for").get_by_role("listitem")
    for certification, amount in (("ACSM-EP", "6 CEC"), ("ACE-CPT", "0.6 CEC")):
        expect(worth.filter(has_text=certification)).to_contain_text(amount)
