"""Signing up and in: the name is kept, the address proved, and guessing slowed down."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from recert.people.actions import appoint
from recert.people.models import Person, Role
from tests.cast import NOW, PASSWORD, Cast

pytestmark = pytest.mark.django_db

NEW = {"name": "Ada Byron", "email": "Ada@example.org", "password1": "a fine long word"}


def test_who_signs_up_proves_the_address_before_signing_in(client: Client) -> None:
    client.post("/account/signup/", NEW)
    person = Person.objects.get(email="ada@example.org")
    assert person.name == "Ada Byron"
    assert "_auth_user_id" not in client.session

    link = re.search(r"https?://testserver(/account/confirm-email/\S+)", str(mail.outbox[0].body))
    assert link
    client.get(link[1])
    assert not EmailAddress.objects.get(user=person).verified  # a mail scanner opens links, too
    client.post(link[1])
    assert EmailAddress.objects.get(user=person).verified

    client.post("/account/login/", {"login": NEW["email"], "password": NEW["password1"]})
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("email", "ada"), ("password1", "short"), ("password1", "ada byron")],
)
def test_a_wrong_answer_makes_nobody_and_keeps_what_was_typed(
    client: Client, field: str, value: str
) -> None:
    answer = client.post("/account/signup/", {**NEW, field: value})
    assert answer.context["form"].errors[field]
    assert not Person.objects.exists()
    typed = NEW["name"] if field != "name" else NEW["email"]
    assert typed in answer.content.decode()


def test_signing_up_twice_tells_only_the_owner_of_the_address(client: Client) -> None:
    first = client.post("/account/signup/", NEW)
    again = Client().post("/account/signup/", NEW)
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "goes_to"),
    [("ada", "/me/"), ("dan", "/staff/acsm/"), ("fay", "/staff/action/")],
)
def test_signing_in_leads_to_ones_desk(client: Client, cast: Cast, who: str, goes_to: str) -> None:
    person: Person = getattr(cast, who)
    answer = client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert answer["Location"] == goes_to


def test_staff_of_several_bodies_choose_a_desk_themselves(client: Client, cast: Cast) -> None:
    appoint(person=cast.fay, body=cast.acsm, role=Role.REVIEWER, by=cast.hal, at=NOW)
    answer = client.post("/account/login/", {"login": cast.fay.email, "password": PASSWORD})
    assert answer["Location"] == "/me/"


def test_guessing_passwords_is_slowed_down(client: Client) -> None:
    Person.objects.create_user(email="ada@example.org", password="a fine long word")
    for _ in range(5):
        client.post("/account/login/", {"login": "ada@example.org", "password": "wrong"})
    answer = client.post(
        "/account/login/", {"login": "ada@example.org", "password": "a fine long word"}
    )
    assert "_auth_user_id" not in client.session
    assert "Too many failed login attempts" in answer.content.decode()
