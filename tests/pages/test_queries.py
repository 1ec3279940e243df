"""What each page asks the database: as much in a large installation as in a small one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.pages.addresses import PAGES, Page
from tests.pages.growth import grow
from tests.pages.world import World, client_of, everybody

SMALL, LARGE = 3, 30  # and ten times as many activities

MAY_ASK_MORE: dict[str, int] = {}
"""By how many questions a page may differ between the two, and why."""


def asked(client: Client, page: Page, world: World) -> list[str]:
    """Every question to the database in one look at a page, once the caches are warm."""
    address = page.at(world)
    client.get(address)
    with CaptureQueriesContext(connection, ) as captured:
        client.get(address)
    return [each["sql"] for each in captured]


def reader(page: Page) -> str:
    """Whoever sees most: the owner of the desk, the owner of the thing."""
    return next(who for who in ("hal" if page.name.startswith("staff") else "ada", "nobody")
                if who in page.sees)  # fmt: skip


@pytest.mark.slow
def test_no_page_asks_more_of_a_larger_installation(world: World) -> None:
    clients = {who: client_of(person) for who, person in everybody(world.cast).items()}
    looked = [page for page in PAGES if page.get == 200]
    grow(world, range(SMALL))
    before = {page.name: asked(clients[reader(page)], page, world) for page in looked}
    grow(world, range(SMALL, LARGE))
    more = {}
    for page in looked:
        after = asked(clients[reader(page)], page, world)
        if len(after) - len(before[page.name]) > MAY_ASK_MORE.get(page.name, 0):
            more[page.name] = len(before[page.name]), len(after)
    assert more == {}
