"""The letters of a body: written, looked at, tried, kept; and the log of what went to whom."""

from __future__ import annotations

from django.test import Client

from recert.notices.models import Bouncing, Notice, Wording
from recert.people.telling import tell
from recert.people.unclaimed import enter_person
from tests.cast import NOW, Cast
from tests.web.staff.conftest import As

AT = "/staff/acsm/letters/words/renewal-due/en"
WORDS = {
    "subject": "{credential} ends {last_day}",
    "text": "Dear {name},\n\n**{days_left} days** are left.",
    "who": "",
    "seen": "0",
}


def post(client: Client, act: str, **changed: str) -> tuple[int, str]:
    answer = client.post(AT, {**WORDS, **changed, "act": act})
    return answer.status_code, " ".join(answer.content.decode().split())


def test_a_letter_is_looked_at_on_somebody_real_and_nothing_is_sent(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    assert hal.get("/staff/acsm/letters/look").status_code == 404
    status, page = post(hal, "look", who="carol")
    assert status == 200
    assert "As Carol Lindqvist would get it" in page
    assert "ACSM-GEI ends 31 December 2026" in page
    assert "40 days are left." in page
    assert "Dear {name}," in page  # what was typed stays in its field
    frame = hal.get("/staff/acsm/letters/look")
    assert "<strong>40 days</strong>" in frame.content.decode()
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert frame.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert not Notice.objects.exists()
    assert not Wording.objects.exists()
    status, page = post(hal, "look", who="eve")  # who holds nothing here
    assert (status, "Nobody in your register is found by “eve”." in page) == (422, True)


def test_a_test_goes_to_whoever_asks_and_to_nobody_else(cast: Cast, as_: As) -> None:
    status, page = post(as_(cast.hal), "test", who="carol")
    assert (status, "Sent to hal@example.org." in page) == (200, True)
    letter = Notice.objects.get()
    assert (letter.email, letter.kind) == ("hal@example.org", "letter-test")
    assert letter.subject.startswith("Test: ")
    assert "Dear Carol Lindqvist," in letter.text


def test_it_is_kept_shown_as_theirs_and_goes_back_to_ours(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    assert "Our words" in hal.get(AT).content.decode()
    status, page = post(hal, "keep", text="{nmae}")
    assert (status, "there is no {nmae}. Did you mean {name}?" in page) == (422, True)
    assert post(hal, "keep")[0] == 302
    page = hal.get(AT).content.decode()
    assert "Your words" in page
    assert "Version 1" in page
    assert "Hal Osei" in page
    stale = post(hal, "keep", text="Other words")
    assert (stale[0], "A colleague has changed this letter" in stale[1]) == (422, True)
    assert ">English</a>" in hal.get("/staff/acsm/letters").content.decode()
    post(hal, "keep", seen="1", subject="", text="")
    assert "Our words again." in hal.get(AT).content.decode()


def test_no_letter_of_that_kind_or_language(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    for kind, language in (("digest", "en"), ("gossip", "en"), ("renewal-due", "tlh")):
        at = f"/staff/acsm/letters/words/{kind}/{language}"
        assert hal.get(at).status_code == hal.post(at, WORDS).status_code == 404


def test_the_log_shows_what_went_to_whom(cast: Cast, as_: As) -> None:
    for body, who in (("acsm", cast.ben), ("acsm", cast.carol), ("action", cast.ben)):
        tell(
            at=NOW,
            person=who,
            kind="register-changed",
            letter=lambda: ("Number corrected", "Yours is <7>."),
            key=f"{body}{who.pk}",
            body_slug=body,
        )
    Bouncing.objects.create(email=cast.ben.email, since=NOW, problem="550 no such user")
    hal, at = as_(cast.hal), "/staff/acsm/letters/sent"
    everything = hal.get(at).content.decode()
    assert everything.count("Number corrected</a>") == 2
    found = hal.get(f"{at}?q=okafor").content.decode()
    assert found.count("Number corrected</a>") == 1
    assert "ben@example.org" in found
    assert "No letter like that" in hal.get(f"{at}?state=bounced").content.decode()
    one = Notice.objects.get(body_slug="acsm", email=cast.ben.email)
    page = hal.get(f"{at}/{one.public_id}").content.decode()
    assert "Yours is &lt;7&gt;." in page
    assert "550 no such user" in page
    assert "&lt;7&gt;" in hal.get(f"{at}/{one.public_id}/page").content.decode()
    other = Notice.objects.get(body_slug="action")
    for end in ("", "/page"):
        assert hal.get(f"{at}/{other.public_id}{end}").status_code == 404
    page = hal.get(f"/staff/acsm/register/{cast.ben_acsm.public_id}").content.decode()
    assert "Number corrected" in page
    assert "550 no such user" in page
    assert "Number corrected" not in (
        as_(cast.dan).get(f"/staff/acsm/register/{cast.ben_acsm.public_id}").content.decode()
    )


def test_who_has_no_address_is_said_to_have_none(cast: Cast, as_: As) -> None:
    listed = enter_person(by=cast.hal, at=NOW, name="Rin Ito")
    tell(
        at=NOW,
        person=listed,
        kind="register-changed",
        letter=lambda: ("Number corrected", "Yours is 7."),
        key="rin",
        body_slug="acsm",
    )
    hal, at = as_(cast.hal), "/staff/acsm/letters/sent"
    for page in (at, f"{at}/{Notice.objects.get().public_id}"):
        shown = hal.get(page).content.decode()
        assert "no address" in shown
        assert ".invalid" not in shown
