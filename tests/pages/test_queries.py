"""What each page asks the database: as much in a large installation as in a small one."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.counting import counted
from tests.pages.addresses import PAGES
from tests.pages.addresses.page import Page, address
from tests.pages.growth import grow
from tests.pages.world import World, client_of, everybody

SMALL, LARGE = 3, 30  # and ten times as many activities

LOOKED = (
    *(page for page in PAGES if page.get == 200),
    # The desk's pages about somebody whose own record grows.
    address("staff:application", frozenset({"fay"}), lambda _w: "action",
            lambda w: w.returned.public_id),
    address("staff:certificant", frozenset({"hal"}), lambda _w: "acsm",
            lambda w: w.cast.ada_acsm.public_id),
)  # fmt: skip


def asked(client: Client, page: Page, world: World) -> int:
    """How many questions one look at a page asks the database, once the caches are warm."""
    if page.reader == "nobody":
        client.cookies.clear()  # what an earlier page remembered of a stranger is not this one's
    client.get(page.at(world))
    with counted() as captured:
        answer = client.get(page.at(world))
    assert answer.status_code == 200
    return len(captured)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.one_is_enough  # how often is asked, not what is answered
def test_no_page_asks_more_of_a_larger_installation(world: World) -> None:
    clients = {who: client_of(person) for who, person in everybody(world).items()}
    grow(world, range(SMALL))
    before = [asked(clients[page.reader], page, world) for page in LOOKED]
    grow(world, range(SMALL, LARGE))
    after = [asked(clients[page.reader], page, world) for page in LOOKED]
    more = [
        (page.name, few, many)
        for page, few, many in zip(LOOKED, before, after, strict=True)
        if many > few
    ]
    assert more == []
