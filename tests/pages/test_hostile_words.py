"""Hostile words in every field, every address and every query: refused or kept, never a crash.

Django's client raises what a view did not catch, so a crash fails the test by itself.
"""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.pages.addresses import PAGES
from tests.pages.addresses.page import Page
from tests.pages.addresses.public import ACCOUNT
from tests.pages.test_doors import SENDING
from tests.pages.world import NOBODY, World, client_of, everybody, undone

LONG = 10_000

DIGITS = pytest.param("9" * LONG, id="digits")  # Python reads no such number
LAST_DAY = pytest.param(
    "9999-12-31",  # the day after it does not exist, neither here nor in any database
    id="last-day",
    marks=pytest.mark.one_is_enough,
)
TOO_LONG = pytest.param(
    "'; DROP TABLE people_person; --<script>alert(1)</script>\u202e" + "x" * LONG, id="long"
)

IDS = ("%00", "'%20OR%201=1--%3Cscript%3E%F0%9F%98%80", "%ff", "9" * 3000)

MACHINES = ("api:", "xapi:")
TO_MACHINES = {400, 401}
"""What programs are told besides, at addresses of their own: not well asked, no key."""

OFTEN_ASKED = {"page", "q", "text", "show", "number", "body", "for", "kind", "about"}
NAMING = {"proof", "entry", "certification"}

FIELD = re.compile(r'<(?:input|select|textarea)[^>]*? name="([\w-]+)"')

UNDRAWN = {"member:activity_log": {"remove_award", "proof_kept", "instead_of", "part_minutes"}}
"""Fields that only some forms of a page draw."""


@pytest.fixture
def clients(world: World) -> dict[str, Client]:
    """A browser for everybody."""
    return {who: client_of(person) for who, person in everybody(world).items()}


def drawn(client: Client, page: Page, world: World) -> set[str]:
    """The names of the fields a page draws."""
    answer = client.get(page.at(world))
    if not answer.headers["Content-Type"].startswith("text/html"):
        return set()
    return set(FIELD.findall(answer.content.decode())) - {"csrfmiddlewaretoken"}


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("word", [DIGITS, LAST_DAY, TOO_LONG])
def test_no_field_of_any_form_is_a_way_to_a_crash(
    world: World, clients: dict[str, Client], word: str
) -> None:
    tried = 0
    for page in set(SENDING) - set(ACCOUNT):
        client = clients[page.reader]
        assert page.form is not None
        good = dict(page.form(world))
        names = {*good, *UNDRAWN.get(page.name, ()), *drawn(client, page, world)}
        for name in names:
            sent = {**good, name: word}
            with undone():
                answer = client.post(page.at(world), sent)
            assert answer.status_code in (200, 302, 400, 404, 422), (page.name, name)
            tried += 1
    assert tried > 150


@pytest.mark.slow
@pytest.mark.long
def test_no_address_is_a_way_to_a_crash(world: World, clients: dict[str, Client]) -> None:
    for page in PAGES:
        more = TO_MACHINES if page.name.startswith(MACHINES) else set()
        for part in map(str, page.args(world)):
            for bad in IDS:
                at = page.at(world).replace(part, bad)
                for client in (clients[page.reader], clients[NOBODY]):
                    with undone():
                        answer = client.get(at)
                    assert answer.status_code in {200, 302, 400, 404, 405, *more}, at


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("word", [DIGITS, LAST_DAY])
def test_no_query_is_a_way_to_a_crash(world: World, clients: dict[str, Client], word: str) -> None:
    for page in PAGES:
        if page.get == 200 and page not in ACCOUNT:
            client = clients[page.reader]
            more = TO_MACHINES if page.name.startswith(MACHINES) else set()
            # What names a thing is asked by itself: not finding it would hide the others.
            for names in (OFTEN_ASKED, NAMING, drawn(client, page, world) - NAMING):
                cache.clear()  # nobody is asked to wait
                answer = client.get(page.at(world), dict.fromkeys(names, word))
                assert answer.status_code in {200, 302, 404, 422, *more}, page.name
