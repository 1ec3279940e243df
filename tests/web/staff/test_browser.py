"""The desk in a real browser: axe, the console, phone and desk, light and dark, keys alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from recert.people.models import Person
from tests.cast import Cast
from tests.conftest import Watch
from tests.web.staff.scene import Scene, join, set_scene

AXE = Axe()
LOOKS = [
    pytest.param({"width": 390, "height": 844}, "dark", id="phone-dark"),
    pytest.param({"width": 1280, "height": 900}, "light", id="desktop-light"),
]
SignIn = Callable[[Page, Person], None]


@pytest.fixture
def scene(transactional_db: None, cast: Cast) -> Scene:
    """The scene where the browser's own thread can see it."""
    return set_scene(cast)


def pages_of(scene: Scene) -> list[str]:
    """Every sort of page at ACSM, with something on it."""
    application = f"applications/{scene.carols.public_id}"
    held = f"register/{scene.declared.public_id}"
    return [
        "",
        "applications",
        "applications?show=returned",
        application,
        f"{application}/approve",
        f"{application}/return",
        f"{application}/refuse",
        "petitions",
        f"petitions/{scene.petition.public_id}",
        "register",
        "register?q=zzz",
        "register/enter",
        held,
        f"{held}/confirm",
        f"{held}/decide",
        f"{held}/examination",
        "members",
        f"members/{scene.cast.ada.public_id}",
        "payments",
        f"payments/{scene.bill.public_id}",
        f"payments/fees/{scene.carols.public_id}",
        "questions",
        f"questions/{scene.question.public_id}",
        "policy",
        "team",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_every_page_is_sound(
    scene: Scene,
    sign_in: SignIn,
    new_context: Callable[..., BrowserContext],
    watch: Watch,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    join(scene.cast)
    page = new_context(viewport=viewport, color_scheme=scheme).new_page()
    sign_in(page, scene.cast.hal)
    faults: dict[str, Any] = {}
    for address in pages_of(scene):
        page.goto(f"/staff/acsm/{address}")
        found = AXE.run(page)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if found.violations_count or wide > 0:
            faults[address] = (found.generate_report() if found.violations_count else "", wide)
    assert faults == {}
    assert watch.complaints == []


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
