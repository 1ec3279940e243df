"""ACTION, by credits: from signing up to renewed, with everything that may happen between."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.core import mail
from playwright.sync_api import expect

from recert.cli import worker
from tests.cast import PASSWORD, Cast
from tests.jobs import member, newcomer, public, staff
from tests.jobs.conftest import OpenBrowser
from tests.jobs.hands import Hand
from tests.jobs.papers import photograph

ACTION = "ACTION Certification"
CPT = "ACTION Certified Personal Trainer"
CARD = f"{CPT} (ACTION-CPT)"
MIA = "Mia Farrow-Lund"
ADDRESS = "mia@example.org"
HOURS_MISSING = "The photograph cuts off the hours. Please add the whole page."


def test_from_signing_up_to_renewed(open_browser: OpenBrowser, cast: Cast, tmp_path: Path) -> None:
    mia, fay = open_browser(), open_browser()
    newcomer.sign_up(mia, MIA, ADDRESS)
    newcomer.sign_in(fay, cast.fay.email, PASSWORD)
    staff.enter(fay, ACTION)
    says_what_she_holds_and_did(mia, tmp_path)
    applies(mia)
    pays_what_action_says(mia, fay)
    mends_what_came_back(mia, fay, tmp_path)
    is_renewed(mia)
    anybody_can_check_it(open_browser())


def says_what_she_holds_and_did(mia: Hand, folder: Path) -> None:
    """The sentence on the first page follows each entry; proof comes at once, or later."""
    member.add_certification(
        mia, ACTION, CARD, date(2025, 1, 15), date(2027, 1, 14), "A-8120", level="Certification"
    )
    member.go(mia, "Where I stand")
    expect(member.says(mia, CARD)).to_contain_text("You need 2 more CECs by 14 January 2027")
    member.enter_activity(mia, "Workshop", "Strength for runners", date(2025, 6, 7), "1.2", ACTION)
    expect(member.worth(mia)).to_contain_text("1.2 CECs")
    member.log_it(mia, "Strength for runners", [photograph(folder, "strength", "1.2 CEC")])
    member.go(mia, "Where I stand")
    expect(member.says(mia, CARD)).to_contain_text("You need 0.8 more CECs")
    member.enter_activity(mia, "Webinar", "Feet and gait", date(2026, 9, 12), "0.8", ACTION)
    member.log_it(mia, "Feet and gait")
    member.add_proof(mia, photograph(folder, "gait", "0.8"))
    member.add_card(mia, date(2026, 2, 1), date(2028, 1, 31), [photograph(folder, "cpr", "CPR")])
    member.go(mia, "Where I stand")
    expect(member.says(mia, CARD)).to_contain_text("You have all you need")


def applies(mia: Hand) -> None:
    """The tasks one by one; what it costs the policy does not say."""
    member.begin_renewal(mia, CARD)
    member.declare_totals(mia)
    member.affirm(mia)
    member.do(mia, "Documents")
    files = mia.page.locator(".file-name")
    expect(files).to_have_text(  # the card is none of ACTION's business: it does not ask for one
        [
            "Mia-Farrow-Lund-2026-09-12-Feet-and-gait.jpg",
            "Mia-Farrow-Lund-2025-06-07-Strength-for-runners.jpg",
        ]
    )
    mia.press(mia.page.get_by_role("link", name="Back to the tasks"))
    expect(member.task(mia, "The fee")).to_contain_text("The body says how much")
    member.send_application(mia)


def pays_what_action_says(mia: Hand, fay: Hand) -> None:
    """ACTION says how much and why, she pays by transfer, and the money is recorded."""
    staff.confirm(fay, MIA)
    staff.set_fee(fay, MIA, "85.00", "The fee list of 2026.")
    mia.page.reload()
    expect(mia.page.get_by_text("ACTION Certification has set the fee: $85")).to_be_visible()
    expect(mia.page.get_by_text("The fee list of 2026.")).to_be_visible()
    mia.press(mia.page.get_by_role("link", name="Pay the fee"))
    member.send_money(mia)
    staff.record_payment(fay, MIA, "Transfer 7741")


def mends_what_came_back(mia: Hand, fay: Hand, folder: Path) -> None:
    """A proof cannot be read: the application comes back by name, and nothing is paid twice."""
    staff.open_application(fay, MIA)
    seen = staff.view(fay, "gait.jpg")
    assert (seen.status, seen.headers["content-type"]) == (200, "image/jpeg")
    staff.return_with(fay, "Feet and gait", HOURS_MISSING)

    member.go(mia, "Where I stand")
    expect(member.says(mia, CARD)).to_contain_text("sent your application back")
    mia.press(member.card_of(mia, CARD).get_by_role("link", name="Mend what came back"))
    expect(mia.page.get_by_text("there is nothing to pay twice")).to_be_visible()
    mia.press(mia.page.get_by_role("link", name="Go to the activity"))
    member.add_proof(mia, photograph(folder, "gait-whole-page", "0.8 CEC, 8 hours"))
    member.open_application(mia, CARD)
    member.tick_off(mia, HOURS_MISSING)
    expect(member.task(mia, "The fee")).to_contain_text("$85, paid")
    member.send_application(mia, again=True)

    staff.open_application(fay, MIA)
    assert staff.view(fay, "gait-whole-page.jpg").ok
    staff.approve(fay)


def is_renewed(mia: Hand) -> None:
    """Her page says it, the receipt and the history keep it, and a letter goes out."""
    page, main = mia.page, mia.page.get_by_role("main")
    page.reload()
    expect(main).to_contain_text("Your certification now runs through 14 January 2029")
    mia.press(page.get_by_role("link", name="Receipt"))
    for line in (MIA, "A-8120", "85.00 USD", "Approved"):
        expect(main).to_contain_text(line)
    member.open_certification(mia, CARD)
    expect(main).to_contain_text(
        "for the cycle of 15 January 2025 to 14 January 2027, through 14 January 2029"
    )
    worker.work()
    subjects = [letter.subject for letter in mail.outbox if letter.to == [ADDRESS]]
    assert "Your application came back to you" in subjects
    assert "Your certification is renewed" in subjects


def anybody_can_check_it(anybody: Hand) -> None:
    """By its number, and at the page whose address is its code."""
    public.check_by_number(anybody, ACTION, "A-8120")
    expect(public.answer(anybody)).to_contain_text(f"{CPT}, through 14 January 2029")
    public.check_by_code(anybody)
    expect(public.answer(anybody)).to_contain_text(f"{MIA} is certified today")
