"""Keeping others out: a second step at sign-in, and a password that was forgotten."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.cast import PASSWORD, Cast
from tests.jobs import newcomer
from tests.jobs.conftest import OpenBrowser


def test_a_second_step_at_sign_in(open_browser: OpenBrowser, cast: Cast) -> None:
    ada = open_browser()
    newcomer.sign_in(ada, cast.ada.email, PASSWORD)
    secret = newcomer.switch_on_second_step(ada, PASSWORD)
    newcomer.sign_out(ada)

    newcomer.give_password(ada, cast.ada.email, PASSWORD)
    newcomer.give_code(ada, "000000")
    expect(ada.page.get_by_text("Incorrect code.").first).to_be_visible()
    expect(ada.page.get_by_role("button", name="Sign out")).to_have_count(0)
    newcomer.give_code(ada, newcomer.code_for(secret, ahead=1))
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("Where you stand")


def test_a_forgotten_password(open_browser: OpenBrowser, cast: Cast) -> None:
    ada, elsewhere = open_browser(), open_browser()
    newcomer.sign_in(elsewhere, cast.ada.email, PASSWORD)
    newcomer.ask_for_new_password(ada, cast.ada.email)
    newcomer.choose_new_password(ada, cast.ada.email, "eleven loud evenings")
    newcomer.sign_in(ada, cast.ada.email, "eleven loud evenings")

    elsewhere.page.goto("/me/")
    expect(elsewhere.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    newcomer.give_password(elsewhere, cast.ada.email, PASSWORD)
    expect(elsewhere.page.get_by_role("alert")).to_be_visible()
