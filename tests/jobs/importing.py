"""Bringing a list in: uploading, naming its columns, mending alike rows together."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Event

from playwright.sync_api import Locator, expect

from recert.cli import worker
from tests.jobs import staff
from tests.jobs.hands import Hand


def upload(hand: Hand, file: Path) -> None:
    """Upload a list and take its columns as they are guessed; the worker tries the rows."""
    page = hand.page
    staff.go(hand, "Register")
    hand.press(page.get_by_role("link", name="Import a list"))
    hand.attach(page.get_by_label("Your list"), [file])
    hand.press(page.get_by_role("button", name="Upload and look"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What are the columns?")
    hand.press(page.get_by_role("button", name="Try it"))
    expect(page.get_by_role("heading", level=1)).to_have_text(file.name, timeout=60_000)
    expect(page.get_by_role("progressbar", name="Rows tried")).to_be_visible()
    worker.enter_imports(Event())
    expect(page.get_by_role("heading", name="What is wrong")).to_be_visible(timeout=60_000)


def problem(hand: Hand, says: str) -> Locator:
    """The one line about all rows that are wrong alike."""
    table = hand.page.get_by_role("table", name="Problems, alike ones together")
    return table.get_by_role("row").filter(has_text=re.compile(re.escape(says)))


def mend(hand: Hand, says: str, becomes: str, is_choice: bool = False) -> None:
    """Put another value in the place of this one, in all rows that have it."""
    line = problem(hand, says)
    field = line.get_by_label("What “")
    if is_choice:
        hand.choose(field, becomes)
    else:
        hand.write(field, becomes)
    hand.press(line.get_by_role("button", name="Apply to all"))
    expect(problem(hand, says)).to_have_count(0, timeout=60_000)


def leave_out(hand: Hand, says: str) -> None:
    """Leave all rows of a kind out."""
    hand.press(problem(hand, says).get_by_role("button", name="Leave out"))
    expect(problem(hand, says)).to_have_count(0, timeout=60_000)


def run(hand: Hand) -> None:
    """Let the rows in; the worker enters them while the page shows how far it is."""
    page = hand.page
    hand.press(page.get_by_role("button", name="Import them"))
    expect(page.get_by_role("progressbar")).to_be_visible()
    worker.enter_imports(Event())
    expect(page.get_by_role("heading", name="What was done")).to_be_visible()
