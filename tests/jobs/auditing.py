"""An audit from both sides: drawing it in public, answering it, judging it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.jobs import staff
from tests.jobs.hands import Hand

# ---------------------------------------------------------------- the draw


def prepare_draw(
    hand: Hand, clause: str, title: str, shares: Mapping[str, str], says: Mapping[str, str]
) -> None:
    """Prepare a draw by a clause: how many of each level, and what the policy leaves open."""
    page = hand.page
    staff.go(hand, "Audits")
    hand.press(page.get_by_role("link", name="Draws"))
    hand.press(page.get_by_role("link", name="Prepare a draw"))
    hand.press(page.get_by_role("link", name=clause))
    hand.write(page.get_by_label("Title"), title)
    for label, what in (*shares.items(), *says.items()):
        hand.write(page.get_by_label(label), what)
    hand.press(page.get_by_role("button", name="Prepare it"))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def announce(hand: Hand, what: str, when: datetime, how: str) -> None:
    """Say in public where the chance will come from: public randomness, and a secret."""
    page = hand.page
    hand.tick(page.get_by_label("Let a secret be made"))
    hand.write(page.get_by_label("Public randomness: what it is"), what)
    hand.write(page.get_by_label("When it is known"), f"{when:%Y-%m-%dT%H:%M}")
    hand.write(page.get_by_label("How it is written down"), how)
    hand.press(page.get_by_role("button", name="Announce it"))
    expect(page.get_by_text("Announced. Anybody can look it up from now on.")).to_be_visible()


def freeze(hand: Hand) -> None:
    """Fix the list and publish its digest."""
    hand.press(hand.page.get_by_role("button", name="Freeze the list"))
    expect(hand.page.get_by_text("List frozen")).to_be_visible()


def draw(hand: Hand, outcome: str) -> None:
    """Say what came, and draw."""
    page = hand.page
    hand.write(page.get_by_label("The outcome, as it was stated"), outcome)
    hand.press(page.get_by_role("button", name="Draw", exact=True))
    expect(page.get_by_text("Drawn. The record is published")).to_be_visible()


def open_in_public(hand: Hand, body: str, title: str) -> None:
    """Find a draw on the pages anybody can read."""
    page = hand.page
    page.goto(f"/bodies/{body}/audits/")
    hand.press(page.get_by_role("main").get_by_role("link", name=title))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def download_record(hand: Hand, folder: Path) -> Path:
    """Save the record of the draw that is open in public."""
    page = hand.page
    with page.expect_download() as download:
        hand.press(page.get_by_role("link", name="Download the record"))
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


# ---------------------------------------------------------------- answering


def open_own(hand: Hand) -> None:
    """Go from the first page to what has to be answered."""
    page = hand.page
    page.goto("/me/")
    hand.press(page.get_by_role("link", name="Answer it"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Audit of")


def says(hand: Hand) -> Locator:
    """How the case stands, in a sentence."""
    return hand.page.locator(".answer")


def open_missing(hand: Hand) -> None:
    """Go to the first activity that lacks something."""
    hand.press(hand.page.get_by_role("link", name="Go to what is missing"))
    expect(hand.page.get_by_role("heading", name="What is asked for")).to_be_visible()


def keep(hand: Hand, proof: Path | None = None, note: str = "") -> None:
    """Give the activity that is open a proof or a note; on to the next, or back to the case."""
    page = hand.page
    if proof:
        hand.attach(page.get_by_label("Files"), [proof])
    if note:
        hand.write(page.get_by_label("A note for the reviewer"), note)
    hand.press(page.get_by_role("button", name="Keep it and go to the next"))
    expect(page.get_by_text("Kept. Nothing goes to the body before you send")).to_be_visible()


def list_activity(hand: Hand, title: str) -> None:
    """Offer an entry of one's own transcript in place of what was not accepted."""
    page = hand.page
    hand.press(page.get_by_role("link", name="List an activity"))
    line = page.get_by_role("listitem").filter(has_text=title)
    hand.press(line.get_by_role("button", name="List it"))
    expect(page.get_by_text("Listed. Add its proof now, or later.")).to_be_visible()


def send(hand: Hand) -> None:
    """Look at the answer once more and send it."""
    page = hand.page
    hand.press(page.get_by_role("link", name="Check and send"))
    hand.press(page.get_by_role("button", name="Send the answer"))
    expect(page.get_by_text("Sent. You are told as soon as the body has decided.")).to_be_visible()


# ---------------------------------------------------------------- judging


def open_case(hand: Hand, holder: str) -> None:
    """Open what somebody has answered."""
    staff.go(hand, "Audits")
    hand.press(hand.page.get_by_role("main").get_by_role("link", name=holder))
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text(holder)


def declare_no_conflict(hand: Hand) -> None:
    """Say that one can judge it fairly: the evidence opens then."""
    hand.tick(hand.page.get_by_label("No, I can judge this fairly"))
    hand.press(hand.page.get_by_role("button", name="Declare it"))
    expect(hand.page.get_by_role("link", name="The whole answer in one download")).to_be_visible()


def judge(hand: Hand, activity: str, finding: str, clause: str = "", reason: str = "") -> None:
    """Say what one activity is found to be."""
    page = hand.page
    line = page.get_by_role("row").filter(has_text=activity)
    hand.press(line.get_by_role("link", name="Judge it"))
    hand.tick(page.get_by_label(finding, exact=True))
    if clause:
        _choose_clause(hand, page.get_by_label("The clause it does not meet"), clause)
    if reason:
        hand.write(page.get_by_label("Reason"), reason)
    hand.press(page.get_by_role("button", name="Note it"))
    expect(page.get_by_text("Noted. It counts once the case is decided.")).to_be_visible()


def decide(hand: Hand, outcome: str, clause: str = "", reason: str = "") -> None:
    """Decide the case that is open; what is owed stands there already."""
    box = hand.page.locator("details").filter(has_text="Decide the case")
    hand.press(box.locator("summary"))
    hand.tick(box.get_by_label(outcome, exact=True))
    if clause:
        _choose_clause(hand, box.get_by_label("Clause"), clause)
    if reason:
        hand.write(box.get_by_label("Reason"), reason)
    hand.press(box.get_by_role("button", name="Decide the case"))
    expect(hand.page.get_by_text("Decided. The holder is told.")).to_be_visible()


def _choose_clause(hand: Hand, field: Locator, begins: str) -> None:
    """Choose a clause from a list that shows how each begins."""
    option = field.locator("option").filter(has_text=re.compile(f"^{begins}"))
    hand.choose(field, option.inner_text())
