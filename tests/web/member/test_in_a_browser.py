"""The desk in a browser: axe, a phone in the dark, the keyboard alone, and no script at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from recert.renewals.models import Renewal, State
from tests.cast import Cast
from tests.conftest import Watch
from tests.looking import DESKTOP

SignIn = Callable[[Page, Any], None]


def test_mistakes_take_the_focus(page: Page, sign_in: SignIn, cast: Cast, watch: Watch) -> None:
    sign_in(page, cast.eve)
    watch.expect(422, "/me/certifications/add/acsm")
    page.goto("/me/certifications/add/acsm")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Certified on").click()
    expect(page.get_by_label("Certified on")).to_be_focused()


def test_a_figure_opens_to_its_clause(page: Page, sign_in: SignIn, cast: Cast) -> None:
    sign_in(page, cast.ada)
    page.goto(f"/me/certifications/{cast.ada_acsm.public_id}/")
    page.get_by_role("button", name="Credits in all").click()
    expect(page.get_by_text("take 45 credits in three years").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("take 45 credits in three years").first).to_be_hidden()


def test_renewing_without_any_script(
    new_context: Callable[..., BrowserContext], sign_in: SignIn, cast: Cast
) -> None:
    page = new_context(viewport=DESKTOP, java_script_enabled=False).new_page()
    sign_in(page, cast.carol)
    page.goto("/me/")
    page.get_by_role("button", name="Renew now").click()
    page.get_by_role("link", name="What you affirm").click()
    page.get_by_label("I affirm that this is so.").check()
    page.get_by_role("button", name="Affirm").click()
    page.get_by_role("link", name="The fee").click()
    page.get_by_role("button", name="Make the invoice").click()
    page.get_by_role("button", name="Pay with the practice card").click()
    page.get_by_role("link", name="Check and send").first.click()
    page.get_by_role("button", name="Send the application").click()
    expect(page.get_by_text("Sent. The receipt is below")).to_be_visible()
    assert Renewal.objects.get().state == State.SUBMITTED


def test_beginning_a_renewal_with_the_keyboard_alone(
    page: Page, sign_in: SignIn, cast: Cast
) -> None:
    sign_in(page, cast.carol)
    page.goto("/me/")
    renew = page.get_by_role("button", name="Renew now")
    for _press in range(25):
        page.keyboard.press("Tab")
        if renew.evaluate("button => button === document.activeElement"):
            break
    expect(renew).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Renew Certified Group Exercise")
