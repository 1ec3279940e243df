"""ACSM, long past the grace: asked to be let back, with what was earned in the cycle that ended."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from playwright.sync_api import expect

from recert.credentials.actions import register_certification
from tests.cast import PASSWORD, Cast, person
from tests.jobs import member, newcomer, public, staff
from tests.jobs.conftest import OpenBrowser, SetClock
from tests.jobs.hands import Hand
from tests.jobs.papers import photograph

ACSM = "American College of Sports Medicine"
CPT = "Certified Personal Trainer"
CARD = f"{CPT} (ACSM-CPT)"
IRENE = "Irene Castillo"
NUMBER = "120553"
SEPTEMBER = datetime(2027, 9, 6, 16, 0, tzinfo=UTC)
LETTER = "The fee list that ACSM's office sent us on 2 September."


def test_reinstatement(
    open_browser: OpenBrowser, set_clock: SetClock, cast: Cast, tmp_path: Path
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
        number=NUMBER,
    )
    hand, gus, dan = open_browser(), open_browser(), open_browser()
    newcomer.sign_in(hand, irene.email, PASSWORD)
    member.enter_activity(hand, "Conference", "Summit", date(2026, 10, 4), "40", "ACSM")
    member.log_it(hand, "Summit", [photograph(tmp_path, "summit", "40 CEC")])
    member.add_card(hand, date(2026, 2, 1), date(2028, 1, 31))

    set_clock(SEPTEMBER)
    reads_the_way_back(hand)
    what_is_new_does_not_help(hand)
    what_was_forgotten_does(hand, tmp_path)
    applies(hand)
    newcomer.sign_in(gus, cast.gus.email, PASSWORD)
    staff.enter(gus, ACSM)
    pays_what_acsm_says(hand, gus)
    newcomer.sign_in(dan, cast.dan.email, PASSWORD)
    staff.enter(dan, ACSM)
    staff.open_application(dan, IRENE)
    staff.approve(dan, date(2029, 12, 31), "The rest of the cycle that began with 2027.")
    is_back_and_the_gap_shows(hand, open_browser())


def reads_the_way_back(hand: Hand) -> None:
    """The page says what is over, what still goes, and by which clause."""
    main = hand.page.get_by_role("main")
    member.open_certification(hand, CARD)
    way = hand.page.get_by_role("region", name="The way back")
    expect(way).to_contain_text("Only what you earned in the cycle that ended counts.")
    expect(way).to_contain_text("The policy does not say what it costs; the body tells you.")
    expect(way).to_contain_text("The next cycle runs from the day the body agrees.")
    expect(way).to_contain_text("shows that it was not active in between")
    expect(main.get_by_text("Active", exact=True)).to_have_count(0)


def what_is_new_does_not_help(hand: Hand) -> None:
    """A course taken in July is nothing for the cycle that ended in December."""
    member.enter_activity(hand, "Webinar", "Feet and gait", date(2027, 7, 2), "5", "ACSM")
    member.log_it(hand, "Feet and gait")
    member.go(hand, "Where I stand")
    expect(member.says(hand, CARD)).to_contain_text("5 more")


def what_was_forgotten_does(hand: Hand, folder: Path) -> None:
    """One taken in time and never entered completes it."""
    member.enter_activity(hand, "Webinar", "Older adults", date(2026, 11, 14), "5", "ACSM")
    member.log_it(hand, "Older adults", [photograph(folder, "older", "5 CEC")])


def applies(hand: Hand) -> None:
    """Nothing to pay yet: sources disagree about the fee, and ACSM is asked."""
    member.begin_renewal(hand, CARD)
    member.declare_totals(hand)
    member.affirm(hand)
    expect(member.task(hand, "The fee")).to_contain_text("The body says how much")
    member.send_application(hand)


def pays_what_acsm_says(hand: Hand, gus: Hand) -> None:
    """Gus says how much and why; she sends it, he records it."""
    staff.set_fee(gus, IRENE, "225.00", LETTER)
    hand.page.reload()
    expect(hand.page.get_by_text(LETTER)).to_be_visible()
    hand.press(hand.page.get_by_role("link", name="Pay the fee"))
    member.send_money(hand)
    staff.record_payment(gus, IRENE, "Transfer 7741")


def is_back_and_the_gap_shows(hand: Hand, anybody: Hand) -> None:
    """It runs from the day it was agreed to; what lay between stays to be seen."""
    main = hand.page.get_by_role("main")
    hand.page.reload()
    expect(main).to_contain_text("Your certification now runs through 31 December 2029")
    member.open_certification(hand, CARD)
    expect(main.get_by_text("Active", exact=True).first).to_be_visible()
    public.check_by_number(anybody, ACSM, NUMBER)
    expect(public.answer(anybody)).to_contain_text(f"{CPT}, through")
    public.check_by_code(anybody)
    gap = "1 January 2027 to 5 September 2027"
    expect(anybody.page.get_by_role("main")).to_contain_text(gap)
