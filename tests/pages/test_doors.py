"""Every person at every address: who comes in, who is asked to sign in, who learns nothing."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from http.cookies import SimpleCookie

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from tests.pages.addresses import PAGES, names_of_all
from tests.pages.addresses.page import Page
from tests.pages.world import World, client_of, everybody, undone

READERS = ("ada", "ben", "dan", "eve", "fay", "gus", "hal", "nia", "oto", "pia", "nobody")

SENDING = tuple(page for page in PAGES if page.form is not None)


def snapshot() -> dict[str, tuple[int, str]]:
    """Every table: how many rows it has, and what they say. Sign-ins are left out."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model is not Session:
            rows = sorted(repr(row) for row in model._default_manager.values_list())
            found[model._meta.label] = len(rows), hashlib.sha256("".join(rows).encode()).hexdigest()
    return found


def test_every_address_is_entered_once() -> None:
    assert sorted(page.name for page in PAGES) == sorted(names_of_all())


def opened_by(who: str) -> tuple[Page, ...]:
    """Every page. On PostgreSQL those that this person is the first to see: each page once.

    Whoever is refused asks nothing that another database could answer otherwise.
    """
    if connection.vendor == "sqlite":
        return PAGES
    return tuple(page for page in PAGES if page.reader == who)


@pytest.mark.parametrize("who", READERS)
def test_each_page_answers_each_person_as_the_table_says(world: World, who: str) -> None:
    client = client_of(everybody(world)[who])
    wrong: dict[str, object] = {}
    for page in opened_by(who):
        with undone():
            answer = client.get(page.at(world))
        if answer.status_code != page.got_by(who):
            wrong[page.name] = answer.status_code, answer.headers.get("Location")
        elif repeated := ids_repeated(answer):
            wrong[page.name] = answer.status_code, repeated
    assert wrong == {}


def ids_repeated(answer: HttpResponseBase) -> list[str]:
    """The ids that stand more than once on a page, so that a label may name the wrong field."""
    if not isinstance(answer, HttpResponse) or "html" not in answer.headers["Content-Type"]:
        return []
    found = Counter(re.findall(r'\sid="([^"]*)"', answer.content.decode()))
    return [id for id, many in found.items() if many > 1]


def sent(world: World, page: Page, client: Client) -> int:
    """What somebody is answered who sends the page's form."""
    assert page.form is not None
    return client.post(page.at(world), page.form(world)).status_code


@pytest.mark.parametrize("who", READERS)
def test_each_form_is_taken_from_whom_the_table_says(world: World, who: str) -> None:
    """The forms are good ones: whoever may send them gets what they ask for."""
    client = client_of(everybody(world)[who])
    signed_in = client.cookies
    wrong = {}
    for page in SENDING:
        if who in page.sees:
            client.cookies = SimpleCookie(signed_in)  # signing out was undone, too
            with undone():
                status = sent(world, page, client)
            if status != page.post:
                wrong[page.name] = status
    assert wrong == {}


@pytest.mark.one_is_enough  # they are refused before anything is asked of what they would do
@pytest.mark.parametrize("who", READERS)
def test_whoever_may_not_send_a_form_changes_nothing(world: World, who: str) -> None:
    client = client_of(everybody(world)[who])
    before = snapshot()
    refused = [page for page in SENDING if who not in page.sees]
    wrong = {
        page.name: status
        for page in refused
        if (status := sent(world, page, client)) != page.refused(who)
    }
    assert wrong == {}
    assert len(refused) > 3
    assert snapshot() == before


@pytest.mark.one_is_enough
def test_no_form_is_taken_without_its_token(world: World) -> None:
    clients = {who: client_of(person, checks_csrf=True) for who, person in everybody(world).items()}
    before = snapshot()
    wrong = {
        page.name: status
        for page in SENDING
        if (status := sent(world, page, clients[sorted(page.sees)[0]])) != 403
    }
    assert wrong == {}
    assert snapshot() == before


@pytest.mark.one_is_enough
def test_what_is_only_read_takes_nothing(world: World) -> None:
    """A page without a form changes nothing when something is sent to it all the same."""
    clients = {who: client_of(person) for who, person in everybody(world).items()}
    before = snapshot()
    for page in set(PAGES) - set(SENDING):
        clients[sorted(page.sees)[0]].post(page.at(world), {"x": "y"})
    after = snapshot()
    del before["journal.Line"], after["journal.Line"]  # it notes who opened which proof
    assert after == before
