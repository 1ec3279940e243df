"""ACSM, late: the minute it ends, the grace that is not active, the fee, and the way back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from recert.credentials.actions import register_certification
from recert.people.models import Person
from recert.transcript.queries import transcript_of
from tests.cast import PASSWORD, Cast, person
from tests.jobs import member, newcomer, public, staff
from tests.jobs.conftest import OpenBrowser, SetClock
from tests.jobs.hands import Hand
from tests.jobs.papers import photograph

ACSM = "American College of Sports Medicine"
CPT = "Certified Personal Trainer"
CARD = f"{CPT} (ACSM-CPT)"
IRENE = "Irene Castillo"
DECEMBER = datetime(2025, 12, 1, 17, 0, tzinfo=UTC)
THE_LAST_MINUTE_ENDS = datetime(2026, 1, 1, 5, 0, tzinfo=UTC)  # midnight in New York
HALF_PAST_NINE = datetime(2026, 1, 1, 5, 30, tzinfo=UTC)  # on 31 December, in California
IDES = datetime(2026, 3, 15, 16, 0, tzinfo=UTC)


@pytest.fixture
def irene(cast: Cast) -> Person:
    """A trainer in California whose cycle ends with 2025; Hal has entered her."""
    irene = person(IRENE, zone="America/Los_Angeles")
    register_certification(
        by=cast.hal,
        at=DECEMBER,
        person=irene,
        body=cast.acsm,
        credential="cpt",
        certified=date(2022, 5, 20),
        expires=date(2025, 12, 31),
        number="120553",
    )
    return irene


def has_earned_everything(hand: Hand, folder: Path) -> None:
    """Forty-five credits and a card, in December."""
    member.enter_activity(hand, "Conference", "Summit", date(2025, 10, 4), "45", "ACSM")
    member.log_it(hand, "Summit", [photograph(folder, "summit", "45 CEC")])
    member.add_card(hand, date(2025, 2, 1), date(2027, 1, 31))


def test_the_last_minute_is_that_of_the_body(
    open_browser: OpenBrowser, set_clock: SetClock, irene: Person, tmp_path: Path
) -> None:
    hand = open_browser()
    set_clock(DECEMBER)
    newcomer.sign_in(hand, irene.email, PASSWORD)
    has_earned_everything(hand, tmp_path)

    set_clock(THE_LAST_MINUTE_ENDS - timedelta(minutes=1))
    member.go(hand, "Where I stand")
    card, main = member.card_of(hand, CARD), hand.page.get_by_role("main")
    expect(member.says(hand, CARD)).to_contain_text("apply by 31 December 2025, today")
    expect(member.says(hand, CARD)).to_contain_text("today renewing costs $60")
    expect(card).to_contain_text("From 1 January 2026 it costs $140")
    expect(card.get_by_text("Active", exact=True)).to_be_visible()
    member.open_certification(hand, CARD)
    expect(main).to_contain_text(
        "31 December 2025, ends at 23:59 in New York, which is 20:59 where you are"
    )

    for late in (THE_LAST_MINUTE_ENDS, HALF_PAST_NINE):
        set_clock(late)
        member.go(hand, "Where I stand")
        expect(main.get_by_text("31 December 2025").first).to_be_visible()  # her own day
        expect(member.says(hand, CARD)).to_contain_text(
            "Not active: its last day was 31 December 2025"
        )
        expect(member.says(hand, CARD)).to_contain_text("today renewing costs $140")
        expect(card.get_by_text("Not active: in grace")).to_be_visible()

    member.begin_renewal(hand, CARD)
    member.do(hand, "The fee")
    expect(main).to_contain_text("$80")


def test_renewing_in_march(
    open_browser: OpenBrowser, set_clock: SetClock, cast: Cast, irene: Person, tmp_path: Path
) -> None:
    hand, dan, gus = open_browser(), open_browser(), open_browser()
    main = hand.page.get_by_role("main")
    set_clock(DECEMBER)
    newcomer.sign_in(hand, irene.email, PASSWORD)
    has_earned_everything(hand, tmp_path)

    set_clock(IDES)
    member.go(hand, "Where I stand")
    expect(member.card_of(hand, CARD).get_by_text("Not active: in grace")).to_be_visible()
    expect(member.says(hand, CARD)).to_contain_text("by 30 June 2026")
    anybody = open_browser()
    public.check_by_number(anybody, ACSM, "120553")
    expect(public.answer(anybody)).to_contain_text("does not hold an active")

    member.begin_renewal(hand, CARD)
    member.declare_totals(hand)
    member.affirm(hand)
    member.do(hand, "The fee")
    for line in ("$60", "$80", "$140"):
        expect(main).to_contain_text(line)
    hand.press(hand.page.get_by_role("button", name="Make the invoice"))
    member.send_money(hand)
    member.send_application(hand)

    newcomer.sign_in(gus, cast.gus.email, PASSWORD)
    staff.enter(gus, ACSM)
    staff.record_payment(gus, IRENE, "Cheque 88")
    newcomer.sign_in(dan, cast.dan.email, PASSWORD)
    staff.enter(dan, ACSM)
    staff.open_application(dan, IRENE)
    expect(dan.page.get_by_text("74 days late").first).to_be_visible()
    staff.approve(dan)

    hand.page.reload()
    expect(main).to_contain_text("Your certification now runs through 31 December 2028")
    member.open_certification(hand, CARD)
    expect(main.get_by_text("Active", exact=True).first).to_be_visible()
    history = hand.page.get_by_role("region", name="History")
    expect(history).to_contain_text(
        "Late: it ended on 31 December 2025 and stood open until 15 March 2026."
    )
    expect(history).to_contain_text("through 31 December 2028")
    public.check_by_number(anybody, ACSM, "120553")
    expect(public.answer(anybody)).to_contain_text(f"{CPT}, through 31 December 2028")
    assert transcript_of(irene).count() == 1
