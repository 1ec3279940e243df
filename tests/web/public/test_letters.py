"""Where the links of letters lead: for whoever has the letter, and for nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from recert.notices.actions import off_token
from recert.notices.models import Bouncing, Notice
from recert.notices.queries import preferences_of
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def is_on(cast: Cast) -> bool:
    return preferences_of(cast.ada.public_id)["renewal-due"].email


def test_one_kind_is_turned_off_without_signing_in(cast: Cast, client: Client) -> None:
    at = f"/letters/off/{off_token(cast.ada.public_id, 'renewal-due')}"
    assert "Get no more letters of this kind?" in client.get(at).content.decode()
    assert is_on(cast)
    assert "You get no more letters" in client.post(at).content.decode()
    assert not is_on(cast)
    assert client.post(at).status_code == 200


def test_one_click_in_a_mail_program(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    at = f"/letters/off/{off_token(cast.ada.public_id, 'renewal-due')}/at-once"
    assert strict.get(at).headers["Location"] == at.removesuffix("/at-once")
    assert strict.post(at, {"x": "y"}).status_code == 400
    assert is_on(cast)
    assert strict.post(at, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not is_on(cast)


def test_a_link_we_did_not_make_leads_nowhere(cast: Cast, client: Client) -> None:
    good = off_token(cast.ada.public_id, "renewal-due")
    always = off_token(cast.ada.public_id, "renewal-decided")  # cannot be turned off
    for token in (good[:-1], f"x{good}", always, "none"):
        for end in ("", "/at-once"):
            at = f"/letters/off/{token}{end}"
            assert client.get(at).status_code == 404
            assert client.post(at, {"List-Unsubscribe": "One-Click"}).status_code == 404


def test_an_address_that_works_again(cast: Cast, client: Client) -> None:
    Bouncing.objects.create(email=cast.ada.email, since=NOW, problem="no such user")
    signed_in = Client()
    signed_in.post(
        "/account/login/", {"login": cast.ada.email, "password": "correct horse battery staple"}
    )
    assert "come back to us" in signed_in.get("/me/").content.decode()
    page = signed_in.get("/me/account/").content.decode()
    assert "Letters to you come back to us" in page
    for _twice in range(2):
        signed_in.post("/me/account/address-check")
    letter = Notice.objects.get(kind="address-check")
    assert letter.state == "queued"
    at = "/letters/address/" + letter.text.rsplit("/letters/address/", 1)[1].strip()
    assert "You opened this from a letter" in client.get(at).content.decode()
    assert Bouncing.objects.exists()
    assert "Letters reach you again" in client.post(at).content.decode()
    assert not Bouncing.objects.exists()
    assert "Letters to you come back" not in signed_in.get("/me/account/").content.decode()
    again = signed_in.post("/me/account/address-check", follow=True).content.decode()
    assert "There is nothing to check" in again
