"""Pages shown as of another day: in a sandbox anywhere, on real data only to look."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from pytest_django import Settings

from recert.journal.models import Line
from recert.lib.refusals import NotFound
from recert.people.models import BodyMember, Person
from recert.reporting.actions import switch_clock
from recert.reporting.queries.practice import clock_may_move
from tests.cast import NOW, PASSWORD, Cast
from tests.web.staff.scene import set_scene

DESK = "/staff/acsm/"
JOINING = {"email": "ada@example.org", "number": "", "since": "2026-01-01", "until": ""}
BAND = "Shown as of 30 June 2027."
PAGES = ("/rulebooks/", "/check", "/help/", "/me/", "/me/activities/", "/account/password/change/",
         "/account/2fa/", "/nowhere", DESK, f"{DESK}applications", f"{DESK}team")  # fmt: skip


def moved(whom: Person | None, day: str = "2027-06-30") -> Client:
    client = Client()
    if whom:
        client.force_login(whom)
    answer = client.post("/clock", {"day": day, "next": "/rulebooks/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/rulebooks/")
    return client


@pytest.fixture
def _real(settings: Settings) -> None:
    settings.SANDBOX = False
    settings.RECERT_NOW = None


def allow(cast: Cast) -> None:
    switch_clock(by=cast.hal, at=NOW, body_slug="acsm", on=True)


def test_in_a_sandbox_every_page_goes_by_the_day_and_says_so(
    cast: Cast, settings: Settings
) -> None:
    settings.RECERT_NOW = NOW
    hal, nobody = moved(cast.hal), moved(None)
    for page in PAGES:
        assert BAND in hal.get(page).content.decode(), page
    assert BAND in nobody.get("/").content.decode()
    assert BAND in nobody.get("/account/login/").content.decode()
    ada = moved(cast.ada, "2027-01-10")
    assert "Today is 21 November 2026." in ada.get("/me/").content.decode()
    assert "Not active: in grace" in ada.get("/me/").content.decode()
    ada.post("/clock", {"day": "", "next": "/me/"})
    page = ada.get("/me/").content.decode()
    assert "Shown as of" not in page
    assert "Not active: in grace" not in page
    assert 'value="2026-11-21"' in page  # the control stands at today


@pytest.mark.parametrize("day", ["tomorrow", "9999-12-31", "0001-01-01", "2027-02-30", "' OR 1=1"])
def test_what_is_no_day_moves_nothing(cast: Cast, settings: Settings, day: str) -> None:
    settings.RECERT_NOW = NOW
    page = moved(cast.ada, day).get("/me/").content.decode()
    assert "That is no day we can show." in page
    assert "Shown as of" not in page
    back = Client().post("/clock", {"day": "2027-06-30", "next": "https://elsewhere.example/"})
    assert back.headers["Location"] == "/"


@pytest.mark.usefixtures("_real")
def test_on_real_data_the_clock_does_not_move(cast: Cast) -> None:
    hal = moved(cast.hal)
    for page in PAGES:
        text = hal.get(page).content.decode()
        assert "Shown as of" not in text, page
        assert "See it as of" not in text, page
    hal.post(f"{DESK}members/add", JOINING)
    assert BodyMember.objects.filter(person=cast.ada).exists()


@pytest.mark.usefixtures("_real")
def test_where_the_owner_allows_it_the_desk_can_be_looked_at_and_nothing_written(
    cast: Cast,
) -> None:
    scene = set_scene(cast)
    allow(cast)
    hal, dan, fay = moved(cast.hal), moved(cast.dan), moved(cast.fay)
    proof = f"{DESK}applications/{scene.carols.public_id}/proof/{scene.proof.public_id}"
    lines = Line.objects.count()
    for page in (DESK, f"{DESK}applications", f"{DESK}register"):
        text = dan.get(page).content.decode()
        assert BAND in text, page
        assert "You can look, and change nothing." in text
    for refused in (hal.post(f"{DESK}members/add", JOINING), dan.get(proof)):
        assert refused.status_code == 409
        assert "Nothing was changed" in refused.content.decode()
        assert BAND in refused.content.decode()
    assert not BodyMember.objects.filter(person=cast.ada).exists()
    assert Line.objects.count() == lines
    # Another body's desk, and one's own record, stay at today.
    assert "Shown as of" not in fay.get("/staff/action/").content.decode()
    assert "Shown as of" not in hal.get("/me/").content.decode()
    dan.post("/clock", {"day": "", "next": DESK})
    assert dan.get(proof).status_code == 200
    assert Line.objects.count() == lines + 1


def test_who_signs_in_does_so_at_the_true_time(cast: Cast) -> None:
    """Sessions, confirmations and one-time codes would all be refused 30 years from now."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.dan, secret)
    client = moved(None, "2056-11-21")
    client.post("/account/login/", {"login": "dan@example.org", "password": PASSWORD})
    code = totp.format_hotp_value(
        totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time())))
    )
    client.post("/account/2fa/authenticate/", {"code": code})
    page = client.get(DESK)
    assert page.status_code == 200
    assert "Shown as of 21 November 2056." in page.content.decode()


def test_the_switch_is_the_owners(cast: Cast) -> None:
    for whom in (cast.dan, cast.gus, cast.fay):
        with pytest.raises(NotFound):
            switch_clock(by=whom, at=NOW, body_slug="acsm", on=True)
    allow(cast)
    allow(cast)
    assert clock_may_move(cast.acsm)
    assert not clock_may_move(cast.action)
    switch_clock(by=cast.hal, at=NOW, body_slug="acsm", on=False)
    assert not clock_may_move(cast.acsm)
