"""Every page in a browser, on a phone in the dark and on a desk in the light: axe finds nothing.

One browser and one context for each look and reader; whoever sees a page with the most on it
looks at it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from tests.conftest import Watch
from tests.looking import LOOKS, flaws, flaws_of
from tests.pages.addresses import PAGES
from tests.pages.world import NOBODY, World, client_of, everybody

EMPTY = ("/me/", "/me/activities/", "/me/activities/petitions/", "/me/documents/",
         "/me/activities/proof/", "/me/renewals/", "/me/notices/", "/me/certifications/removed",
         "/me/activities/log")  # fmt: skip

ALSO = {
    "ada": ("/me/activities/?text=none+such",),
    "eve": EMPTY,  # who holds but one thing, and has done nothing
    "gus": ("/staff/acsm/", "/staff/acsm/payments?show=all", "/nothing/here"),
    "hal": ("/staff/acsm/applications?show=returned", "/staff/acsm/register?q=zzz"),
    NOBODY: ("/check?body=acsm&number=104233", "/style?mistakes", "/check?body=acsm&number="),
}
"""Other faces of the same pages: nothing there, nothing found, something mistaken."""

MISTAKEN = ("/me/activities/log", "/me/documents/add", "/me/certifications/add/acsm",
            "/me/notices/settings", "/me/account/")  # fmt: skip


def looked_at_by(who: str, world: World) -> list[str]:
    """Every page that this reader sees first, files aside, and what else they look at."""
    client = client_of(everybody(world)[who])
    own = [entry.at(world) for entry in PAGES if entry.get == 200 and entry.reader == who]
    html = [at for at in own if client.get(at)["Content-Type"].startswith("text/html")]
    return [*html, *ALSO.get(who, ())]


def enter(context: BrowserContext, address: str, person: Any) -> None:
    """Be somebody from here on; each has typed the password just now."""
    context.clear_cookies()
    if person is not None:
        morsel = client_of(person).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": morsel.key, "value": morsel.value, "url": address}])


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize("who", ["ada", "hal", "eve", "gus", "nia", "ben", NOBODY])
def test_every_page_is_accessible_and_fits(
    world: World,
    new_context: Callable[..., BrowserContext],
    live_server: LiveServer,
    watch: Watch,
    who: str,
    size: Any,
    scheme: str,
) -> None:
    watch.expect(404, "/nothing/here")
    watch.expect(422, "/check")
    addresses = looked_at_by(who, world)
    context = new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    enter(context, live_server.url, everybody(world)[who])
    assert flaws(page, addresses) == []


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
