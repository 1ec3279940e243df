"""Those who teach, at their provider's desk: applying, courses, reporting."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from tests.jobs.hands import Hand


def open_provider(hand: Hand, name: str) -> None:
    """Open a provider's account; whoever does owns it."""
    page = hand.page
    page.goto("/provider/open")
    hand.write(page.get_by_label("Name", exact=True), name)
    hand.press(page.get_by_role("button", name="Open it"))
    expect(page.get_by_role("main")).to_contain_text("waits for you")


def go(hand: Hand, floor: str, room: str = "") -> None:
    """Go to a floor of the desk by the links at the top, and to a room on it."""
    main = hand.page.get_by_role("navigation", name="Main")
    hand.press(main.get_by_role("link", name=floor, exact=True))
    if room:
        hand.press(hand.page.get_by_role("link", name=room, exact=True).first)


def apply(hand: Hand, body: str, text: str) -> None:
    """Write to a body and send it."""
    page = hand.page
    go(hand, "Approvals")
    line = page.get_by_role("row").filter(has_text=body)
    hand.press(line.get_by_role("link", name="Apply"))
    hand.write(page.get_by_label("What do you teach, and who teaches it?"), text)
    hand.press(page.get_by_role("button", name="Save and go on"))
    hand.press(page.get_by_role("button", name="Send it"))
    expect(page.get_by_role("main")).to_contain_text("With the body")


def approve(hand: Hand, provider: str, since: date, an_hour: str) -> None:
    """At a body's desk: approve a provider, whose courses need no approval of their own."""
    page = hand.page
    page.goto("/staff/acsm/providers")
    hand.press(page.get_by_role("main").get_by_role("link", name=provider))
    hand.write_day(page.get_by_label("Approved from"), since)
    page.get_by_label("Credit in").select_option("cec")
    hand.write(page.get_by_label("An hour of its courses earns"), an_hour)
    hand.press(page.get_by_role("button", name="Approve it"))
    expect(page.get_by_role("status").first).to_be_visible()


def enter_course(hand: Hand, number: str, title: str, minutes: int) -> None:
    """Enter what is taught."""
    page = hand.page
    go(hand, "Courses")
    hand.press(page.get_by_role("link", name="Enter a course").first)
    hand.write(page.get_by_label("Number", exact=True), number)
    hand.write(page.get_by_label("Title"), title)
    page.get_by_label("What sort of thing is it?").select_option("course")
    page.get_by_label("How does it reach learners?").select_option("in-person")
    hand.tick(page.get_by_label("Exercise science"))
    hand.write_day(page.get_by_label("Taught from"), date(2026, 1, 1))
    hand.write(page.get_by_label("Minutes of instruction"), str(minutes))
    hand.press(page.get_by_role("button", name="Enter it"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def upload_roster(hand: Hand, file: Path, body: str) -> None:
    """Upload a file, and say whose numbers are in it."""
    page = hand.page
    go(hand, "Completions")
    hand.press(page.get_by_role("link", name="Upload a file"))
    hand.attach(page.get_by_label("Your file"), [file])
    hand.press(page.get_by_role("button", name="Upload and look"))
    hand.choose(page.get_by_label("Numbers are those of"), body)
    hand.press(page.get_by_role("button", name="Try it"))
