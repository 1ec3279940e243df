"""Every page in a browser, on a phone in the dark and on a desk in the light: axe finds nothing.

One browser and one context for each look; whoever sees a page looks at it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.conftest import Watch
from tests.pages.addresses import PAGES
from tests.pages.addresses.page import Page as Entry
from tests.pages.world import NOBODY, World, client_of, everybody

AXE = Axe()
LOOKS = [
    pytest.param({"width": 390, "height": 844}, "dark", id="phone-dark"),
    pytest.param({"width": 1280, "height": 900}, "light", id="desktop-light"),
]

NO_PAGES = {
    "member:activities_csv", "member:account_download", "member:proof_content",
    "staff:draft_download", "staff:draft_what_if_csv",
    "public:edition_text", "public:certification_qr", "staff:proof", "staff:petition_proof",
}  # fmt: skip
"""Files, which have a form of their own."""

EMPTY = ("/me/", "/me/activities/", "/me/activities/petitions/", "/me/documents/",
         "/me/activities/proof/", "/me/renewals/", "/me/notices/", "/me/certifications/removed",
         "/me/activities/log")  # fmt: skip

MISTAKEN = ("/me/activities/log", "/me/documents/add", "/me/certifications/add/acsm",
            "/me/notices/settings", "/me/account/")  # fmt: skip


def reader(entry: Entry) -> str:
    """Whose eyes see it with the most on it."""
    return next(who for who in ("ada", "hal", NOBODY) if who in entry.sees)


def by_reader(world: World) -> dict[str, list[str]]:
    """What each looks at."""
    found: dict[str, list[str]] = {}
    for entry in PAGES:
        if entry.get == 200 and entry.name not in NO_PAGES:
            found.setdefault(reader(entry), []).append(entry.at(world))
    found["eve"] = list(EMPTY)  # who holds but one thing, and has done nothing
    found["gus"] = ["/staff/acsm/", "/staff/acsm/payments?show=all", "/nothing/here"]
    return found


def flaws_of(page: Page, where: str) -> list[str]:
    """What axe finds, and whether it is wider than the window."""
    found = []
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 0:
        found.append(f"{where} is {wide} pixels too wide")
    for each in AXE.run(page).response["violations"]:
        nodes = [node["html"][:160] for node in each["nodes"][:3]]
        found.append(f"{where}: {each['id']}: {each['help']}: {nodes}")
    return found


def enter(context: BrowserContext, address: str, person: Any) -> None:
    """Be somebody from here on; each has typed the password just now."""
    context.clear_cookies()
    if person is not None:
        morsel = client_of(person).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": morsel.key, "value": morsel.value, "url": address}])


@pytest.mark.slow
@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_every_page_is_accessible_and_fits(
    world: World,
    new_context: Callable[..., BrowserContext],
    live_server: LiveServer,
    watch: Watch,
    size: Any,
    scheme: str,
) -> None:
    watch.expect(404, "/nothing/here")
    people = everybody(world.cast)
    context = new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    found: list[str] = []
    for who, addresses in by_reader(world).items():
        enter(context, live_server.url, people[who])
        for at in addresses:
            page.goto(at)
            found += flaws_of(page, f"{who} at {at}")
    assert found == []


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_forms_with_mistakes_are_accessible_and_fit(
    world: World,
    new_context: Callable[..., BrowserContext],
    live_server: LiveServer,
    watch: Watch,
    size: Any,
    scheme: str,
) -> None:
    context = new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    found: list[str] = []
    at_desk = [f"/staff/acsm/{at}" for at in (
        "register/enter", "members/add", "team",
        f"applications/{world.scene.carols.public_id}/refuse",
        f"register/{world.cast.ben_acsm.public_id}/decide",
        f"payments/{world.scene.bill.public_id}/refund",
    )]  # fmt: skip
    for person, addresses in ((world.cast.ada, MISTAKEN), (world.cast.hal, at_desk)):
        enter(context, live_server.url, person)
        for at in addresses:
            watch.expect(422, at)
            page.goto(at)
            with page.expect_navigation():
                page.evaluate(SEND_WRONG)
            found += flaws_of(page, f"{at} with mistakes")
    assert found == []


SEND_WRONG = """() => {
    const form = document.querySelector('main form[method=post]');
    form.noValidate = true;
    for (const field of form.querySelectorAll('input, textarea')) {
        if (['text', 'email', 'date', 'textarea'].includes(field.type))
            field.value = field.name === 'days' ? 'soon' : '';
    }
    form.requestSubmit();
}"""
"""Send the page's form with nothing in its fields."""
