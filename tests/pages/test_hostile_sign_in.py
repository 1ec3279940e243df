"""Getting in without a right to: who is there is not told, and no link leads astray."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from recert.enquiries.models import Enquiry
from recert.notices.models import Notice
from recert.people.models import Person
from tests.cast import PASSWORD, Cast
from tests.pages.world import client_of

ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "\\\\evil.example", "/\\evil.example",
    "javascript:alert(1)", "https:evil.example", "http:///evil.example",
    "https://testserver@evil.example/",
)  # fmt: skip

NO_ADDRESSES = (
    "a@example.org\nBcc: b@example.org", "a@example.org\r\nSubject: x", "a@example.org%0abcc:b@c.d",
    "a@example.org, b@example.org", "<a@example.org>", "a@b", "@example.org",
    "a" * 250 + "@b.org",  # longer than any address may be
)  # fmt: skip


def sign_in(client: Client, email: str, password: str, **more: str) -> str:
    """Where signing in leads."""
    answer = client.post("/account/login/", {"login": email, "password": password, **more})
    return answer.headers.get("Location", "")


@pytest.mark.parametrize("there", ELSEWHERE)
def test_nobody_is_led_to_another_site(cast: Cast, there: str) -> None:
    client = Client()
    assert sign_in(client, "ada@example.org", PASSWORD, next=there).startswith("/")
    assert not sign_in(client, "ada@example.org", PASSWORD, next=there).startswith(("//", "/\\"))
    for act, form in (("/account/logout/", {}), ("/appearance", {"theme": "dark"})):
        answer = client.post(act, {**form, "next": there})
        assert re.match(r"/(?![/\\])", answer.headers["Location"]), act


def test_a_session_begun_by_somebody_else_is_not_kept(cast: Cast) -> None:
    """A planted session: what it holds, and its key, are gone once somebody has signed in."""
    planted = Client()
    planted.get("/account/login/")
    session = planted.session
    session["planted"] = True
    session.save()
    planted.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    sign_in(planted, "ada@example.org", PASSWORD)
    assert planted.session.session_key != session.session_key
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    assert other.get("/me/").status_code == 302


def test_a_new_password_ends_every_other_session(cast: Cast) -> None:
    here, there = client_of(cast.ada), client_of(cast.ada)
    new = "another long enough phrase"
    here.post("/account/password/change/",
              {"oldpassword": PASSWORD, "password1": new, "password2": new})  # fmt: skip
    assert there.get("/me/").status_code == 302


def test_signing_in_says_the_same_of_a_wrong_password_and_an_unknown_address(cast: Cast) -> None:
    known, unknown = (
        Client().post("/account/login/", {"login": login, "password": "wrong"})
        for login in ("ada@example.org", "nobody@example.org")
    )
    assert told(known) == told(unknown)


def told(answer: object) -> str:
    """What the page says, without what differs each time or was typed."""
    html = answer.content.decode()  # type: ignore[attr-defined]
    html = re.sub(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|CSRFToken": "[^"]*"', "", html)
    return re.sub(r"(ada|nobody)@example\.org", "", html)


def test_resetting_says_the_same_of_a_known_and_an_unknown_address(cast: Cast) -> None:
    known, unknown = (
        Client().post("/account/password/reset/", {"email": email}, follow=True)
        for email in ("ada@example.org", "nobody@example.org")
    )
    assert told(known) == told(unknown)
    letters = {letter.to[0]: str(letter.body) for letter in mail.outbox}
    assert "/password/reset/key/" in letters["ada@example.org"]
    assert "/password/reset/key/" not in letters.get("nobody@example.org", "")


def test_letters_about_passwords_do_not_flow_without_end(cast: Cast) -> None:
    for _time in range(40):
        Client().post("/account/password/reset/", {"email": "ada@example.org"})
    assert len(mail.outbox) <= 5


def test_signing_up_does_not_flow_without_end(db: None) -> None:
    for number in range(40):
        Client().post("/account/signup/", {"name": "X", "email": f"x{number}@example.org",
                                           "password1": "a fine long word"})  # fmt: skip
    assert Person.objects.count() <= 20


@pytest.mark.parametrize("email", NO_ADDRESSES)
def test_no_address_carries_a_header(cast: Cast, email: str) -> None:
    Client().post("/account/signup/", {"name": "X", "email": email, "password1": "a fine word yes"})
    Client().post("/account/password/reset/", {"email": email})
    Client().post("/ask", {"body": "acsm", "text": "May I?", "email": email})
    hal = client_of(cast.hal)
    for at in ("team", "members/add", "register/enter"):
        assert hal.post(f"/staff/acsm/{at}", {"email": email}).status_code == 422
    # A letter to say that nobody has an account there may go to that one address.
    assert all(letter.recipients() == [email] for letter in mail.outbox)
    assert not Notice.objects.filter(email__contains="b@").exists()
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("name", ["Ada\r\nBcc: b@example.org", "Ada\nSubject: x"])
def test_no_name_carries_a_header(db: None, name: str) -> None:
    form = {"name": name, "email": "new@example.org", "password1": "a fine long word"}
    Client().post("/account/signup/", form)
    for letter in mail.outbox:
        headers = letter.message()
        assert headers["Bcc"] is None
        assert "\n" not in letter.subject
        assert letter.recipients() == ["new@example.org"]


def test_private_pages_are_kept_in_no_shared_cache(cast: Cast) -> None:
    client = client_of(cast.ada)
    for at in ("/me/", "/me/activities/", "/me/account/download", "/account/email/"):
        kept = client.get(at).headers["Cache-Control"]
        assert "private" in kept or "no-store" in kept, at
        assert "public" not in kept
        assert "Cookie" in client.get(at).headers["Vary"]


def test_cookies_are_for_the_server_alone(cast: Cast) -> None:
    client = Client()
    sign_in(client, "ada@example.org", PASSWORD)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"
