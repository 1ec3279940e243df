"""Signing up and in: the name is kept, the address proved, and guessing slowed down."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django import Settings

from recert.people.actions import appoint, invite, set_membership
from recert.people.models import Invitation, Person, Role
from recert.people.queries import roles_of
from recert.people.unclaimed import enter_person
from recert.register.merging.acts import merge_at_desk, merge_own
from tests.cast import NOW, PASSWORD, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW


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


def test_letters_about_signing_in_are_in_our_words_and_design(cast: Cast, client: Client) -> None:
    client.post("/account/signup/", NEW | {"email": "new@example.org"})
    client.post("/account/password/reset/", {"email": cast.ada.email})
    client.post("/account/password/reset/", {"email": "nobody@example.org"})
    subjects = [letter.subject for letter in mail.outbox]
    assert subjects == [
        "Show that this mailbox is yours",
        "Choose a new password",
        "There is no account with this address",
    ]
    for letter in mail.outbox:
        assert isinstance(letter, EmailMultiAlternatives)
        text, html = str(letter.body), str(letter.alternatives[0][0])
        assert "example.com" not in text  # the name allauth gives a site that has none
        assert "Hello from" not in text
        link = re.search(r"https?://\S+", text)
        assert link
        assert f'href="{link[0]}"' in html
        assert "recert" in html
        assert "<script" not in html


def test_a_new_password_by_an_address_that_became_part_of_another(cast: Cast) -> None:
    """The page says the same of both and of an address nobody has; the letters do not."""
    twin = enter_person(by=cast.hal, at=NOW, name="Carol Lindqvist", email="carol@work.example")
    set_membership(person=twin, body=cast.acsm, since=NOW.date(), until=None, by=cast.hal, at=NOW)
    merge_at_desk(
        by=cast.hal, at=NOW, body_slug="acsm", kept_id=cast.carol.public_id,
        gone_id=twin.public_id,
    )  # fmt: skip
    merge_own(by=cast.ben, at=NOW, kept=cast.ben, gone=cast.eve)
    pages = [
        Client().post("/account/password/reset/", {"email": email}, follow=True)
        for email in ("Eve@example.org", "carol@work.example", "nobody@example.org")
    ]
    assert len({page.content.decode().split("main>")[0].split("<main")[1] for page in pages}) == 1
    to_ben, to_carol, to_nobody = mail.outbox
    assert [letter.to for letter in mail.outbox] == [
        ["eve@example.org"], ["carol@work.example"], ["nobody@example.org"],
    ]  # fmt: skip
    assert "Sign in with ben@example.org afterwards" in str(to_ben.body)
    link = re.search(r"https?://testserver(/account/password/reset/key/\S+)", str(to_ben.body))
    assert link
    client = Client()
    form = client.get(link[1], follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "quite another phrase", "password2": "quite another phrase"})
    cast.ben.refresh_from_db()
    assert cast.ben.check_password("quite another phrase")
    assert to_carol.subject == "Sign in with your other address"
    assert "/key/" not in str(to_carol.body)
    assert cast.carol.email not in str(to_carol.body)  # whoever reads it need not know
    assert to_nobody.subject == "There is no account with this address"


def test_whoever_is_invited_signs_up_and_is_at_the_desk(cast: Cast, client: Client) -> None:
    invite(by=cast.hal, at=NOW, body=cast.acsm, email="new@example.org", role=Role.OFFICER)
    other = invite(by=cast.hal, at=NOW, body=cast.acsm, email="x@example.org", role=Role.OWNER)
    client.post("/account/signup/", NEW | {"email": "new@example.org"})
    person = Person.objects.get(email="new@example.org")
    assert not roles_of(person)  # the address is not proved yet
    link = re.search(r"https?://testserver(/account/confirm-email/\S+)", str(mail.outbox[-1].body))
    assert link
    client.post(link[1])
    answer = client.post(
        "/account/login/",
        {"login": "new@example.org", "password": NEW["password1"]},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == "/staff/acsm/"
    assert "You work at" in answer.content.decode()
    assert [held.role for held in roles_of(person)] == ["officer"]
    assert Invitation.objects.get() == other
