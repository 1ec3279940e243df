"""Somebody who wants to know whether a person is certified today."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.jobs.hands import Hand


def check_by_number(hand: Hand, body: str, number: str) -> None:
    """Look a certification up by the number printed on it."""
    page = hand.page
    page.goto("/")
    hand.press(page.get_by_role("navigation").get_by_role("link", name="Check a certification"))
    hand.choose(page.get_by_label("Body"), body)
    hand.write(page.get_by_label("Number"), number)
    hand.press(page.get_by_role("main").get_by_role("button", name="Check"))


def answer(hand: Hand) -> Locator:
    """What the page answers."""
    return hand.page.locator(".answer")


def check_by_code(hand: Hand) -> None:
    """Go on to the certification's own page, whose address is its code."""
    hand.press(hand.page.get_by_role("link", name="The page of this certification"))
    expect(hand.page.get_by_text("Public check")).to_be_visible()
