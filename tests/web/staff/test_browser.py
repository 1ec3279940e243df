"""The desk in a real browser: axe, the console, phone and desk, light and dark, keys alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from recert.people.models import Person
from tests.cast import Cast
from tests.conftest import Watch
from tests.looking import PHONE
from tests.web.staff.scene import Scene, set_scene

SignIn = Callable[[Page, Person], None]


@pytest.fixture
def scene(transactional_db: None, cast: Cast) -> Scene:
    """The scene where the browser's own thread can see it."""
    return set_scene(cast)


def test_an_application_is_returned_with_the_keyboard_alone(
    scene: Scene, sign_in: SignIn, page: Page
) -> None:
    sign_in(page, scene.cast.dan)
    page.goto("/staff/acsm/applications")
    page.get_by_role("link", name="Carol Lindqvist").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Return with what is missing").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What is missing?")
    page.locator("summary", has_text="CPR").focus()
    page.keyboard.press("Enter")  # opens the line
    page.keyboard.press("Tab")
    page.keyboard.type("The card cannot be read.")
    page.get_by_role("button", name="Return it").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Returned. The clock is stopped")
    page.goto(f"/staff/acsm/applications/{scene.carols.public_id}")
    expect(page.get_by_text("The card cannot be read.")).to_be_visible()


def test_a_mistake_is_listed_first_and_leads_to_its_field(
    scene: Scene, sign_in: SignIn, page: Page, watch: Watch
) -> None:
    address = f"/staff/acsm/applications/{scene.carols.public_id}/refuse"
    watch.expect(422, address)
    sign_in(page, scene.cast.dan)
    page.goto(address)
    page.get_by_label("Reason").fill("It was all workouts")
    page.get_by_role("button", name="Refuse it").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("The clause it rests on")).to_be_focused()
    expect(page.get_by_label("Reason")).to_have_value("It was all workouts")
    page.set_viewport_size(PHONE)
    page.get_by_label("Reason").fill("https://example.org/" + "x" * 300)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
