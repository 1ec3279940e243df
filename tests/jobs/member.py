"""A member at her own desk: what she holds, what she did, and renewing it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.jobs.hands import Hand


def go(hand: Hand, room: str) -> None:
    """Go to a room of the desk by the links at the top."""
    main = hand.page.get_by_role("navigation", name="Main")
    hand.press(main.get_by_role("link", name=room))
    expect(main.get_by_role("link", name=room)).to_have_attribute("aria-current", "page")


def card_of(hand: Hand, certification: str) -> Locator:
    """What her first page says of one certification."""
    return hand.page.get_by_role("article", name=certification)


def says(hand: Hand, certification: str) -> Locator:
    """The one sentence about it."""
    return card_of(hand, certification).locator(".standing-sentence")


def open_certification(hand: Hand, certification: str) -> None:
    """Open everything about one certification."""
    go(hand, "Where I stand")
    hand.press(card_of(hand, certification).get_by_role("link", name=certification, exact=True))
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(certification)


# ---------------------------------------------------------------- what she holds and did


def add_certification(
    hand: Hand,
    body: str,
    credential: str,
    certified: date,
    expires: date,
    number: str,
    level: str = "",
) -> None:
    """Put a certification on the list, as it is printed."""
    page = hand.page
    hand.press(page.get_by_role("link", name="Add a certification"))
    hand.press(page.get_by_role("main").get_by_role("link", name=body))
    hand.tick(page.get_by_label(credential))
    if level:
        hand.tick(page.get_by_label(level, exact=True))
    hand.write_day(page.get_by_label("Certified on"), certified)
    hand.write_day(page.get_by_label("Last day printed on it"), expires)
    hand.write(page.get_by_label("Certification number"), number)
    hand.press(page.get_by_role("button", name="Add it"))
    expect(page.get_by_text("Added. This is where you stand.")).to_be_visible()


def enter_activity(
    hand: Hand, kind: str, title: str, completed: date, amount: str, by: str
) -> None:
    """Fill in the form with what the certificate says."""
    page = hand.page
    page.goto("/me/activities/log")
    hand.choose(page.get_by_label("What was it?"), kind)
    hand.write(page.get_by_label("Title"), title)
    hand.write(page.get_by_label("Who held it?"), by)
    hand.write_day(page.get_by_label("When did you complete it?"), completed)
    hand.write(page.get_by_label("Amount"), amount)
    hand.choose(page.get_by_label("Unit"), "CEC")
    hand.write(page.get_by_label("Awarded by"), by)


def worth(hand: Hand) -> Locator:
    """What the form says it would be worth."""
    return hand.page.locator("#worth")


def log_it(hand: Hand, title: str, proof: Iterable[Path] = ()) -> None:
    """Save the form, with its proof where there is some."""
    page = hand.page
    if proof:
        hand.attach(page.get_by_label("Proof"), proof)
    hand.press(page.get_by_role("button", name="Log it"))
    expect(page.get_by_text(f"“{title}” is in your transcript.")).to_be_visible()


def add_proof(hand: Hand, proof: Path) -> None:
    """Add a file to the activity or document that is open."""
    page = hand.page
    hand.attach(page.get_by_label("Files"), [proof])
    hand.press(page.get_by_role("button", name="Add proof"))
    expect(page.get_by_role("link", name=proof.name)).to_be_visible()


def add_card(hand: Hand, issued: date, expires: date, proof: Iterable[Path] = ()) -> None:
    """Add a CPR card with practice in person."""
    page = hand.page
    go(hand, "Documents")
    hand.press(page.get_by_role("link", name=re.compile("Add a document|Add a CPR card")).first)
    hand.write_day(page.get_by_label("Issued on"), issued)
    hand.write_day(page.get_by_label("Last day it is valid"), expires)
    hand.choose(page.get_by_label("How was the practical part done?"), "Hands-on")
    hand.write(page.get_by_label("Issued by"), "American Red Cross")
    if proof:
        hand.attach(page.get_by_label("Files"), proof)
    hand.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Saved. Here is what it opens.")).to_be_visible()


# ---------------------------------------------------------------- renewing


def task(hand: Hand, title: str) -> Locator:
    """One task of the application that is open."""
    return (
        hand.page.get_by_role("listitem")
        .filter(has=hand.page.locator(".task-title"))
        .filter(has_text=title)
    )


def do(hand: Hand, title: str) -> None:
    """Open the page of a task."""
    hand.press(task(hand, title).get_by_role("link", name=title))
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(title)


def begin_renewal(hand: Hand, certification: str) -> None:
    """Begin from the first page, where everything is there."""
    go(hand, "Where I stand")
    hand.press(card_of(hand, certification).get_by_role("button", name="Renew now"))
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(f"Renew {certification}")


def open_application(hand: Hand, certification: str) -> None:
    """Come back to an application."""
    go(hand, "Renewals")
    hand.press(hand.page.get_by_role("main").get_by_role("link", name=certification))
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(f"Renew {certification}")


def declare_totals(hand: Hand) -> None:
    """Check the credits and declare the totals the transcript fills in."""
    do(hand, "Check your credits")
    hand.press(hand.page.get_by_role("button", name="Declare these totals"))
    expect(task(hand, "Check your credits")).to_contain_text("Done")


def affirm(hand: Hand) -> None:
    """Affirm what the body asks."""
    do(hand, "What you affirm")
    hand.tick(hand.page.get_by_label("I affirm that this is so."))
    hand.press(hand.page.get_by_role("button", name="Affirm"))
    expect(task(hand, "What you affirm")).to_contain_text("Done")


def make_invoice(hand: Hand) -> None:
    """Ask for the bill."""
    do(hand, "The fee")
    hand.press(hand.page.get_by_role("button", name="Make the invoice"))
    expect(hand.page.get_by_role("button", name="I have sent the money")).to_be_visible()


def send_money(hand: Hand) -> None:
    """Say that the money is on its way, on the page of the bill."""
    hand.press(hand.page.get_by_role("button", name="I have sent the money"))
    expect(hand.page.get_by_text("Noted. You can send your application")).to_be_visible()


def pay_with_practice_card(hand: Hand) -> None:
    """Pay at once, as an installation to practise on allows."""
    hand.press(hand.page.get_by_role("button", name="Pay with the practice card"))
    expect(hand.page.get_by_text("Paid with the practice card.")).to_be_visible()


def pay_by_card(hand: Hand) -> None:
    """Go to the processor's page, pay there, and come back."""
    page = hand.page
    hand.press(page.get_by_role("button", name="Pay by card"))
    expect(page).to_have_title("Pay")
    hand.press(page.get_by_role("button", name="Pay by card"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bill")


def send_application(hand: Hand, again: bool = False) -> None:
    """Look at everything once more and send it."""
    page = hand.page
    do(hand, "Check and send")
    send = "Send it again" if again else "Send the application"
    hand.press(page.get_by_role("button", name=send))
    expect(page.get_by_text("Sent. The receipt is below")).to_be_visible()


def tick_off(hand: Hand, note: str) -> None:
    """Say that one thing named as missing is mended."""
    item = hand.page.locator("#returned").get_by_role("listitem").filter(has_text=note)
    hand.press(item.get_by_role("button", name="I have mended this"))
    expect(item.get_by_text("Mended")).to_be_visible()


# ---------------------------------------------------------------- by examination


def open_examination(hand: Hand, certification: str) -> None:
    """Read how an examination renews it."""
    page = hand.page
    open_certification(hand, certification)
    hand.press(page.get_by_role("link", name=re.compile("conditions", re.IGNORECASE)))
    expect(page.get_by_role("heading", level=1)).to_have_text("Renewing by examination")


def report_examination(hand: Hand, passed_on: date, proof: Path) -> None:
    """Tell the body of an examination passed at a test centre."""
    page = hand.page
    hand.write_day(page.get_by_label("The day you passed"), passed_on)
    hand.tick(page.get_by_label("Yes"))
    hand.attach(page.get_by_label("The score report or certificate"), [proof])
    hand.press(page.get_by_role("button", name="Report it"))
    expect(page.get_by_text("Reported. The body looks at your proof")).to_be_visible()
