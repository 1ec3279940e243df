"""How pages look and behave in a browser: axe, both schemes, a phone, the keyboard, no script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from playwright.sync_api import BrowserContext, Page, expect

from recert.people.models import Person
from tests.cast import PASSWORD, Cast
from tests.looking import LOOKS, flaws


@pytest.mark.slow
@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_second_steps_are_accessible_in_our_words(
    new_context: Callable[..., BrowserContext], cast: Cast, size: Any, scheme: str
) -> None:
    page = new_context(viewport=size, color_scheme=scheme).new_page()
    give_password(page, cast.ada)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    confirm(page, "/account/2fa/totp/activate/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up an authenticator app")
    before = ("/account/2fa/totp/activate/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/")
    assert flaws(page, before) == []
    expect(page.get_by_label("It signs me in alone")).to_be_visible()
    TOTP.activate(cast.ada, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(cast.ada)
    page = new_context(viewport=size, color_scheme=scheme).new_page()
    give_password(page, cast.ada)
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    assert flaws(page, ("/account/2fa/authenticate/",)) == []
    page.get_by_label("Code").fill(codes.get_unused_codes()[0])
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert flaws(page, ("/account/2fa/reauthenticate/",)) == []
    confirm(page, "/account/2fa/totp/deactivate/")
    key = Authenticator.objects.create(
        user=cast.ada, type="webauthn", data={"name": "Phone", "credential": {}}
    )
    for path, heading in (
        ("", "Second step at sign-in"),
        ("totp/deactivate/", "Turn off the authenticator app"),
        ("recovery-codes/", "Recovery codes"),
        ("recovery-codes/generate/", "New recovery codes"),
        ("webauthn/", "Your keys"),
        (f"webauthn/keys/{key.pk}/edit/", "Rename your key"),
        (f"webauthn/keys/{key.pk}/remove/", "Remove a key"),
    ):
        assert flaws(page, (f"/account/2fa/{path}",)) == []
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def give_password(page: Page, person: Person) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)


def confirm(page: Page, path: str) -> None:
    """Show once more who one is, on the way to a page."""
    page.goto(path)
    page.goto(page.url.replace("/2fa/reauthenticate/", "/reauthenticate/"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(f"**{path}")


def test_the_mistakes_of_a_form_take_the_focus_and_lead_to_their_fields(page: Page) -> None:
    page.goto("/style?mistakes")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="How much was awarded?").click()
    expect(page.get_by_label("How much was awarded?")).to_be_focused()


def test_signing_in_with_the_keyboard_alone(page: Page, cast: Cast) -> None:
    page.goto("/help/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Sign in")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/login/**")
    page.get_by_label("Email").press_sequentially("ada@example.org")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(page: Page, cast: Cast) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Email")).to_have_value("ada@example.org")


def test_a_number_opens_to_its_clause_by_keyboard_and_without_script(
    new_context: Callable[..., BrowserContext], cast: Cast
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/rulebooks/acsm/")
    number = page.get_by_role("button", name="45 to 60 CECs")
    clause = page.get_by_text("take 45 credits in three years")
    expect(clause).to_be_hidden()
    number.focus()
    page.keyboard.press("Enter")
    expect(clause).to_be_visible()
    page.keyboard.press("Escape")
    expect(clause).to_be_hidden()


def test_colours_can_be_chosen_without_script(
    new_context: Callable[..., BrowserContext], cast: Cast
) -> None:
    page = new_context(java_script_enabled=False, color_scheme="light").new_page()
    page.goto("/help/")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def test_nothing_touched_is_smaller_than_24_pixels(page: Page, cast: Cast) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/style", "/account/login/", "/rulebooks/acsm/"):
        page.goto(path)
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, input, select, summary, .nav a')]
                .filter(e => e.offsetParent && e.type !== 'hidden')
                .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
                .filter(([_, box]) => box.height < 23.5 || box.width < 23.5)
                .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
        )
        assert small == []
