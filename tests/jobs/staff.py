"""Staff at a body's desk: the queue, the decisions, the register, the money."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Locator, Response, expect

from recert.web.components.desk_menu import FLOORS, Room
from tests.jobs.hands import Hand


def enter(hand: Hand, body: str) -> None:
    """Go to the body's desk from one's own record."""
    hand.press(hand.page.get_by_role("link", name=f"{body} desk"))
    expect(hand.page.get_by_role("navigation", name="Main")).to_contain_text("Today")


def go(hand: Hand, room: str) -> None:
    """Go to a room of the desk by the links at the top, through the word it lies behind."""
    main = hand.page.get_by_role("navigation", name="Main")
    link = main.get_by_role("link", name=room, exact=True)
    if not link.count():
        (word,) = (floor.label for floor in FLOORS if room in map(_label, floor.rooms))
        hand.press(main.get_by_role("link", name=str(word), exact=True))
    hand.press(link)
    expect(link).to_have_attribute("aria-current", "page")


def _label(room: Room) -> str:
    return str(room.label)


# ---------------------------------------------------------------- applications


def open_application(hand: Hand, applicant: str, show: str = "Waiting for a decision") -> None:
    """Open somebody's application from the queue."""
    page = hand.page
    go(hand, "Applications")
    hand.press(page.get_by_role("link", name=show))
    hand.press(page.get_by_role("main").get_by_role("link", name=applicant))
    expect(page.get_by_role("heading", level=1)).to_have_text(applicant)


def view(hand: Hand, proof: str) -> Response:
    """Open a file, look at it, and come back."""
    page = hand.page
    with page.expect_response(lambda answer: "/proof/" in answer.url) as opened:
        hand.press(page.get_by_role("link", name=proof))
    page.go_back()
    return opened.value


def return_with(hand: Hand, entry: str, missing: str) -> None:
    """Send it back with what is missing about one activity."""
    page = hand.page
    line = page.get_by_role("row").filter(has_text=entry)
    hand.press(line.get_by_role("link", name="Ask about it"))
    hand.write(page.get_by_label(entry), missing)
    hand.press(page.get_by_role("button", name="Return it"))
    expect(page.get_by_text("Returned. The clock is stopped")).to_be_visible()


def approve(hand: Hand, next_end: date | None = None, reason: str = "") -> None:
    """Approve the application that is open; until when, and why, where the policy does not say."""
    page = hand.page
    hand.press(page.get_by_role("link", name="Approve"))
    if next_end:
        hand.write_day(page.get_by_label("New last day"), next_end)
    if reason:
        hand.write(page.get_by_label("Reason"), reason)
    hand.press(page.get_by_role("button", name="Approve"))
    expect(page.get_by_text("Approved. The applicant is told.")).to_be_visible()


# ---------------------------------------------------------------- the register


def find_in_register(hand: Hand, holder: str) -> None:
    """Open what the register says of somebody."""
    page = hand.page
    go(hand, "Register")
    hand.press(page.get_by_role("main").get_by_role("link", name=holder))
    expect(page.get_by_role("heading", level=1)).to_have_text(holder)


def confirm(hand: Hand, holder: str) -> None:
    """Stand behind what its holder declared."""
    page = hand.page
    find_in_register(hand, holder)
    hand.press(page.get_by_role("link", name="Confirm"))
    hand.press(page.get_by_role("button", name="Confirm"))
    expect(page.get_by_text("Confirmed. The holder is told.")).to_be_visible()


# ---------------------------------------------------------------- money


def set_fee(hand: Hand, applicant: str, sum_: str, reason: str) -> None:
    """Say what the policy does not: how much it costs, and why."""
    page = hand.page
    go(hand, "Payments")
    line = page.get_by_role("row").filter(has_text=applicant)
    hand.press(line.get_by_role("link", name="Set the fee"))
    hand.write(page.get_by_label("The fee"), sum_)
    hand.write(page.get_by_label("Reason"), reason)
    hand.press(page.get_by_role("button", name="Set the fee"))
    expect(page.get_by_text("The fee is set.")).to_be_visible()


def record_payment(hand: Hand, payer: str, reference: str) -> None:
    """Record money that was announced and has come, the day it came."""
    page = hand.page
    go(hand, "Payments")
    line = page.get_by_role("row").filter(has_text=payer).filter(has_text="On its way")
    hand.press(line.get_by_role("link"))
    hand.write(page.get_by_label("Reference"), reference)
    hand.press(page.get_by_role("button", name="Record it"))
    expect(page.get_by_text("Recorded. A receipt is on its way.")).to_be_visible()


def open_ledger(hand: Hand) -> None:
    """Open what was asked for, came and went."""
    go(hand, "Payments")
    hand.press(hand.page.get_by_role("link", name="Ledger"))
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Ledger")


def line_of_ledger(hand: Hand, says: str) -> Locator:
    """One line of what happened."""
    happened = hand.page.get_by_role("table", name="What happened")
    return happened.get_by_role("row").filter(has_text=says)


# ---------------------------------------------------------------- examinations


def open_petition(hand: Hand, activity: str) -> None:
    """Open what somebody asks about an activity."""
    page = hand.page
    go(hand, "Petitions")
    hand.press(page.get_by_role("main").get_by_role("link", name=activity))
    expect(page.get_by_role("heading", level=1)).to_have_text(activity)


def record_reported_examination(hand: Hand, next_end: date | None, reason: str) -> None:
    """Record what the petition that is open reports; day and place are filled in from it."""
    page = hand.page
    hand.press(page.get_by_role("link", name="Record the examination"))
    complete_examination(hand, next_end, reason)


def record_examination(hand: Hand, passed_on: date, next_end: date | None, reason: str) -> None:
    """Record a passed examination for the holder whose page in the register is open."""
    page = hand.page
    hand.press(page.get_by_role("link", name="Record an examination"))
    hand.write_day(page.get_by_label("Passed on"), passed_on)
    hand.tick(page.get_by_label("It was sat at a test centre"))
    complete_examination(hand, next_end, reason)


def complete_examination(hand: Hand, next_end: date | None, reason: str) -> None:
    """Enter the last day, where the policy does not say it, with the reason; and record it."""
    page = hand.page
    if next_end:
        hand.write_day(page.get_by_label("New last day"), next_end)
    hand.write(page.get_by_label("Reason"), reason)
    hand.press(page.get_by_role("button", name="Record it"))


def accept(hand: Hand, reason: str) -> None:
    """Accept what the petition that is open asks."""
    page = hand.page
    accepting = page.get_by_role("group").filter(has_text="For how much")
    hand.write(accepting.get_by_label("Reason"), reason)
    hand.press(accepting.get_by_role("button", name="Accept it"))
    expect(page.get_by_text("Sent. The person who asked is told.")).to_be_visible()
