"""A person at the entrance: signing up, signing in, and what keeps others out."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from playwright.sync_api import expect

from tests.jobs.hands import Hand

PASSWORD = "seven quiet mornings"


def sign_up(hand: Hand, name: str, email: str) -> None:
    """Sign up, prove the address by the letter's link, and sign in."""
    page = hand.page
    page.goto("/account/signup/")
    hand.write(page.get_by_label("Your name"), name)
    hand.write(page.get_by_label("Email"), email)
    hand.write(page.get_by_label("Password"), PASSWORD)
    hand.press(page.get_by_role("main").get_by_role("button", name="Sign up"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(link_in_letter_to(email))
    hand.press(page.get_by_role("button", name="Yes, it is mine"))
    sign_in(hand, email)


def link_in_letter_to(email: str) -> str:
    """The address of the link in the newest letter to somebody."""
    letter = next(each for each in reversed(mail.outbox) if each.to == [email])
    found = re.search(r"https?://\S+", str(letter.body))
    assert found, letter.body
    return urlsplit(found[0]).path


def sign_in(hand: Hand, email: str, password: str = PASSWORD) -> None:
    """Sign in with e-mail and password."""
    give_password(hand, email, password)
    expect(hand.page.get_by_role("button", name="Sign out")).to_be_visible()


def give_password(hand: Hand, email: str, password: str) -> None:
    """The first step of signing in."""
    page = hand.page
    page.goto("/account/login/?next=/me/")
    hand.write(page.get_by_label("Email"), email)
    hand.write(page.get_by_label("Password"), password)
    hand.press(page.get_by_role("main").get_by_role("button", name="Sign in", exact=True))


def sign_out(hand: Hand) -> None:
    """Sign out by the button at the top."""
    hand.press(hand.page.get_by_role("button", name="Sign out"))
    expect(hand.page.get_by_role("link", name="Sign in").first).to_be_visible()


# ---------------------------------------------------------------- a second step


def switch_on_second_step(hand: Hand, password: str) -> str:
    """Set up an authenticator app; what it was told, to make codes from."""
    page = hand.page
    hand.press(page.get_by_role("link", name="Account"))
    hand.press(page.get_by_role("link", name="Passkeys and second factor"))
    hand.press(page.get_by_role("link", name="Set up an app"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    hand.write(page.get_by_label("Password"), password)
    hand.press(page.get_by_role("button", name="Confirm"))
    secret = page.get_by_label("Authenticator secret").input_value()
    hand.write(page.get_by_label("Authenticator code"), code_for(secret))
    hand.press(page.get_by_role("main").get_by_role("button", name="Turn on"))
    return secret


def code_for(secret: str, ahead: int = 0) -> str:
    """What the app on the phone shows, or will show some half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


def give_code(hand: Hand, code: str) -> None:
    """The second step of signing in."""
    page = hand.page
    hand.write(page.get_by_label("Code"), code)
    hand.press(page.get_by_role("main").get_by_role("button", name="Sign in"))


# ---------------------------------------------------------------- a forgotten password


def ask_for_new_password(hand: Hand, email: str) -> None:
    """Say that the password is forgotten."""
    page = hand.page
    page.goto("/account/login/")
    hand.press(page.get_by_role("link", name="Forgot your password?"))
    hand.write(page.get_by_label("Email"), email)
    hand.press(page.get_by_role("button", name="Send me the link"))


def choose_new_password(hand: Hand, email: str, password: str) -> None:
    """Follow the letter's link and choose another password."""
    page = hand.page
    page.goto(link_in_letter_to(email))
    hand.write(page.get_by_label("New Password", exact=True), password)
    hand.write(page.get_by_label("New Password (again)"), password)
    hand.press(page.get_by_role("main").get_by_role("button", name="Change Password"))
