"""Who may do what: every address of the desk against the table of duties and roles."""

from __future__ import annotations

import pytest
from django.urls import resolve

from recert.people.actions import appoint
from recert.people.models import Person, Role
from recert.people.queries import MAY, Duty
from tests.cast import NOW, Cast
from tests.pages.addresses import PAGES
from tests.pages.addresses.page import Page
from tests.pages.world import World, client_of, undone

pytestmark = pytest.mark.one_is_enough  # the table; `test_doors` asks either database

DESK = tuple(page for page in PAGES if page.name.startswith("staff:"))
ROLES = {"dan": Role.REVIEWER, "gus": Role.FINANCE, "hal": Role.OWNER}


def duty_of(page: Page, world: World) -> Duty:
    """The duty the page's own door asks for."""
    duty = getattr(resolve(page.at(world)).func, "duty", None)
    assert isinstance(duty, Duty), f"{page.name} has no `desk_for_staff` at its door"
    return duty


def test_every_address_of_the_desk_is_for_the_roles_of_its_duty(world: World) -> None:
    """`tests/pages/test_doors.py` proves who comes in; here the same people are the table's."""
    wrong = {}
    for page in DESK:
        allowed = {who for who, role in ROLES.items() if role in MAY[duty_of(page, world)]}
        if page.sees != allowed:
            wrong[page.name] = sorted(page.sees), sorted(allowed)
    assert wrong == {}


def officer(cast: Cast) -> Person:
    """Eve, with the one role nobody of the cast has alone."""
    appoint(person=cast.eve, body=cast.acsm, role=Role.OFFICER, by=cast.hal, at=NOW)
    return cast.eve


def test_an_officer_comes_in_where_the_table_says(world: World) -> None:
    client, wrong = client_of(officer(world.cast)), {}
    for page in DESK:
        with undone():
            status = client.get(page.at(world)).status_code
        may = Role.OFFICER in MAY[duty_of(page, world)]
        # Whoever may look at an audit's proof is led to say first whether they know its holder.
        if status not in ((page.get, 302) if may else (404,)):
            wrong[page.name] = status
    assert wrong == {}
