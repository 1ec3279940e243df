"""Activities in a real browser: axe on every page, the keyboard alone, worth while typing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from recert.transcript.queries import transcript_of
from tests.cast import Cast
from tests.conftest import Watch
from tests.looking import flaws_of
from tests.web.member.files import picture

LOG = "/me/activities/log"
SignIn = Callable[[Page, Any], None]


def test_an_activity_is_logged_with_the_keyboard_alone(
    page: Page, sign_in: SignIn, cast: Cast
) -> None:
    sign_in(page, cast.ada)
    page.goto(LOG)
    kind = page.get_by_label("What was it?")
    for _stop in range(20):
        page.keyboard.press("Tab")
        if kind.evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type("Webinar")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("Ethics for trainers")
    page.keyboard.press("Tab")
    page.keyboard.type("ACSM")
    page.keyboard.press("Tab")
    expect(page.get_by_label("When did you complete it?")).to_be_focused()
    page.keyboard.type("10042026")
    page.get_by_label("Amount").focus()
    page.keyboard.type("1.5")
    page.keyboard.press("Tab")
    page.keyboard.type("CEC")
    page.keyboard.press("Tab")
    page.keyboard.type("ACSM")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Ethics for trainers” is in your transcript.")).to_be_visible()
    entry = transcript_of(cast.ada).get(title="Ethics for trainers")
    assert (entry.kind, entry.provider, entry.completed) == ("webinar", "acsm", date(2026, 10, 4))


def test_worth_follows_what_is_typed(page: Page, sign_in: SignIn, cast: Cast) -> None:
    sign_in(page, cast.ada)
    page.goto(LOG)
    worth = page.locator("#worth")
    page.get_by_label("When did you complete it?").fill("2026-10-04")
    expect(worth).to_contain_text("ACSM-EP")
    page.get_by_label("Amount").fill("1.5")
    page.get_by_label("Unit").select_option("cec")
    page.get_by_label("Awarded by").fill("ACSM")
    expect(worth).to_contain_text("From 53.7 to 55.2 CECs in all.")
    worth.locator(".figure-button").first.click()
    expect(worth.locator(".figure-clause").first).to_be_visible()
    assert flaws_of(page) == []


def test_rows_and_questions_change_and_nothing_typed_is_lost(
    page: Page, sign_in: SignIn, cast: Cast, tmp_path: Path
) -> None:
    photograph = tmp_path / "certificate.jpg"
    photograph.write_bytes(picture())
    sign_in(page, cast.ada)
    page.goto(LOG)
    page.get_by_label("Title").fill("Anatomy")
    page.locator("#id_proof").set_input_files(photograph)
    page.get_by_label("Amount").fill("3")
    page.get_by_role("button", name="Add another amount").click()
    expect(page.get_by_label("Amount 1")).to_have_value("3")
    expect(page.get_by_label("Amount 2")).to_be_focused()
    page.get_by_label("Amount 2").fill("0.3")
    page.get_by_label("What was it?").select_option("college-course")
    expect(page.get_by_label("Grade")).to_be_visible()
    page.get_by_role("button", name="Remove amount 1").click()
    expect(page.get_by_role("textbox", name="Amount", exact=True)).to_have_value("0.3")
    expect(page.get_by_label("Title")).to_have_value("Anatomy")
    files = page.locator("#id_proof").evaluate("field => field.files.length")
    assert files == 1  # a file chosen but not sent yet stays chosen


def test_mistakes_take_the_focus_and_lead_to_their_fields(
    page: Page, sign_in: SignIn, cast: Cast, watch: Watch
) -> None:
    watch.expect(422, LOG)
    sign_in(page, cast.ada)
    page.goto(LOG)
    page.get_by_label("Title").fill("Ethics")
    page.get_by_label("When did you complete it?").fill("2026-10-04")
    page.get_by_label("Amount").fill("1,5")
    page.get_by_label("Unit").select_option("cec")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert flaws_of(page) == []
    page.get_by_role("link", name="Amount: Write the amount with a point: 1.5.").click()
    expect(page.get_by_label("Amount")).to_be_focused()
    expect(page.get_by_label("Amount")).to_have_value("1,5")


def test_an_activity_is_logged_and_undone_without_a_script(
    new_context: Callable[..., BrowserContext], sign_in: SignIn, cast: Cast
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, cast.ada)
    page.goto(LOG)
    page.get_by_label("What was it?").select_option("workshop")
    page.get_by_role("button", name="Show its questions").click()
    page.get_by_label("Title").fill("Lifting safely")
    page.get_by_label("When did you complete it?").fill("2026-10-04")
    page.get_by_role("button", name="Add another amount").click()
    page.get_by_label("Amount 1").fill("2")
    page.get_by_label("Unit 1").select_option("cec")
    page.get_by_role("button", name="See what it is worth").click()
    expect(page.locator("#worth")).to_contain_text("ACSM-EP")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("“Lifting safely” is in your transcript.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Put it back")).to_be_visible()
