"""A policy officer in the studio: drafting, trying, approving."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Locator, expect

from tests.jobs import staff
from tests.jobs.hands import Hand


def begin_draft(hand: Hand, edition: str) -> None:
    """Begin a draft from an edition."""
    page = hand.page
    staff.go(hand, "Policy")
    line = page.get_by_role("row").filter(has=page.get_by_role("link", name=edition, exact=True))
    hand.press(line.get_by_role("button", name="Draft from it"))
    expect(page.get_by_text("A draft is begun.")).to_be_visible()


def tab(hand: Hand, name: str) -> None:
    """Go to one of the draft's pages."""
    tabs = hand.page.get_by_role("navigation", name="This draft")
    hand.press(tabs.get_by_role("link", name=name))
    expect(tabs.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")


def open_clause(hand: Hand, clause: str) -> None:
    """Open the form of a clause."""
    tab(hand, "Clauses")
    hand.press(hand.page.get_by_role("main").get_by_role("link", name=clause, exact=True))
    expect(hand.page.get_by_role("heading", level=2, name=clause)).to_be_visible()


def save(hand: Hand) -> None:
    """Save what is in the form."""
    hand.press(hand.page.get_by_role("button", name="Save", exact=True).last)
    expect(hand.page.get_by_text("Saved.")).to_be_visible()


def failing(hand: Hand) -> Locator:
    """The cases that come out otherwise than expected."""
    tab(hand, "Cases")
    return hand.page.get_by_role("article")


def expect_what_comes_out(hand: Hand, title: str) -> None:
    """Let a case expect what comes out now."""
    case = hand.page.get_by_role("article").filter(has_text=title)
    hand.press(case.get_by_role("button", name="Expect what comes out"))
    expect(hand.page.get_by_text("The case expects this from now on.")).to_be_visible()


def leave_out(hand: Hand, title: str, reason: str) -> None:
    """Leave a case out, and say why."""
    case = hand.page.get_by_role("article").filter(has_text=title)
    hand.press(case.locator("summary"))
    hand.write(case.get_by_label("Reason"), reason)
    hand.press(case.get_by_role("button", name="Leave it out"))
    expect(hand.page.get_by_text("Left out. The reason is kept.")).to_be_visible()


def ask_what_if(hand: Hand) -> None:
    """Try the draft on the register, as if it were in force for everybody."""
    tab(hand, "What if")
    hand.press(hand.page.get_by_role("button", name="Try it on the register"))
    expect(hand.page.get_by_text("Judged so far").first).to_be_visible()


def set_dates(hand: Hand, since: date, decides: str) -> None:
    """Say from when, and which date decides."""
    page = hand.page
    tab(hand, "Publish")
    hand.write_day(page.get_by_label("In force from"), since)
    hand.tick(page.get_by_label(decides))
    hand.press(page.get_by_role("button", name="Save these dates"))
    expect(page.get_by_text("Saved.")).to_be_visible()


def ask_for_approval(hand: Hand) -> None:
    """Ask a second person."""
    tab(hand, "Publish")
    hand.press(hand.page.get_by_role("button", name="Ask for approval"))
    expect(hand.page.get_by_text("Your colleagues are asked to approve it.")).to_be_visible()


def approve(hand: Hand) -> None:
    """Read what a colleague has written, and publish it."""
    page = hand.page
    staff.go(hand, "Policy")
    line = page.get_by_role("row").filter(has_text="Waits for a second person")
    hand.press(line.get_by_role("link"))
    tab(hand, "Publish")
    hand.press(page.get_by_role("button", name="Approve and publish"))
    expect(page.get_by_text("Published. Your colleagues are told.")).to_be_visible()
