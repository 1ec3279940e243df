"""Claims: a code at the end of a class, in its time, once, and voided where it got about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from recert.catalogue.models import CourseClass
from recert.completions.claiming import (
    claim,
    close_window,
    code_named,
    open_window,
    seat_codes_of,
    void_claims,
    why_not,
)
from recert.completions.lines import Named
from recert.completions.models import Claim, ClaimWindow, CompletionState
from recert.enrolments.actions import enrol
from recert.lib.refusals import NotFound, Refused
from recert.people.models import Person
from recert.transcript.queries import transcript_of
from tests.cast import NOW
from tests.completions.scene import DAY, line, sent
from tests.teaching import Teaching

ENDS = datetime(2026, 12, 5, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = ENDS
    cache.clear()


def opened(teaching: Teaching, **more: Any) -> ClaimWindow:
    asked = {
        "by": teaching.pia, "at": ENDS, "provider_slug": "movement-lab",
        "class_id": teaching.open_class.public_id, "since": ENDS,
        "until": ENDS + timedelta(minutes=30), "key": "k", **more,
    }  # fmt: skip
    return open_window(**asked)


def test_it_is_in_the_transcript_at_once_and_once(teaching: Teaching) -> None:
    window, ada = opened(teaching), teaching.cast.ada
    assert opened(teaching) == window  # the same form
    done = claim(by=ada, at=ENDS, code=window.code.upper().replace("-", " "))
    assert claim(by=ada, at=ENDS, code=window.code) == done
    assert transcript_of(ada).get(title="Ethics in practice").reported_by == "provider"
    assert (done.report.way, done.report.by, Claim.objects.get().person) == ("claim", ada, ada)


def test_what_cannot_be_claimed_is_said_with_what_to_do(teaching: Teaching) -> None:
    cast, window = teaching.cast, opened(teaching, only_enrolled=True)

    def said(person: Person, at: datetime = ENDS, code: str = window.code) -> str:
        with pytest.raises(Refused) as no:
            claim(by=person, at=at, code=code)
        return str(no.value)

    assert "No class has this code" in said(cast.ada, code="00000-00000")
    assert "too early" in said(cast.ada, ENDS - timedelta(seconds=1))
    assert "they can still report it" in said(cast.ada, ENDS + timedelta(minutes=31))
    assert "sign in with that one" in said(cast.ada)
    enrol(by=cast.ada, at=NOW, class_id=teaching.open_class.public_id, key="e")
    claim(by=cast.ada, at=ENDS, code=window.code)
    close_window(by=teaching.pia, at=ENDS, provider_slug="movement-lab",
                 class_id=teaching.open_class.public_id, window_id=window.public_id)  # fmt: skip
    assert "they can still report it" in said(cast.ben)
    for wrong, says in (
        ({"since": NOW}, "has not ended by then"),
        ({"until": ENDS - timedelta(minutes=1)}, "before the beginning"),
        ({"until": ENDS + timedelta(days=40)}, "At most a month"),
        ({"seats": 501}, "At most 500"),
    ):
        with pytest.raises(Refused, match=says):
            opened(teaching, **{"key": "x", **wrong})
    with pytest.raises(NotFound):
        opened(teaching, by=cast.ada, key="y")


def test_what_was_reported_already_is_shown_and_not_doubled(teaching: Teaching) -> None:
    CourseClass.objects.update(starts_at=NOW - timedelta(days=7, hours=2),
                               ends_at=NOW - timedelta(days=7))  # fmt: skip
    ben = teaching.cast.ben
    earlier = sent(teaching, line(named=Named(email=ben.email), completed=DAY))
    assert earlier.state == CompletionState.ACCEPTED
    window = opened(teaching)
    assert claim(by=ben, at=ENDS, code=window.code) == earlier
    assert transcript_of(ben).filter(title="Ethics in practice").count() == 1
    assert not Claim.objects.exists()


def test_a_code_for_a_seat_is_good_once(teaching: Teaching) -> None:
    window = opened(teaching, seats=2)
    first, second = seat_codes_of(window)
    assert code_named(window.code) is None  # the common one opens nothing
    claim(by=teaching.cast.ada, at=ENDS, code=first.code)
    with pytest.raises(Refused, match="each is good once"):
        claim(by=teaching.cast.ben, at=ENDS, code=first.code)
    claim(by=teaching.cast.ben, at=ENDS, code=second.code)


def test_what_was_claimed_by_a_code_that_got_about_is_voided(teaching: Teaching) -> None:
    window, cast = opened(teaching), teaching.cast
    good = claim(by=cast.ada, at=ENDS, code=window.code)
    bad = claim(by=cast.ben, at=ENDS, code=window.code)
    other = sent(teaching, line(named=Named(email=cast.carol.email)))
    asked: dict[str, Any] = {
        "by": teaching.nia, "at": ENDS, "provider_slug": "movement-lab",
        "class_id": teaching.open_class.public_id, "window_id": window.public_id,
    }  # fmt: skip
    chosen = [bad.public_id, other.public_id]
    with pytest.raises(Refused, match="reason"):
        void_claims(**asked, completions=chosen, reason=" ")
    assert void_claims(**asked, completions=chosen, reason="He was not there") == 1
    for each in (good, bad, other):
        each.refresh_from_db()
    assert [each.state for each in (good, bad, other)] == ["accepted", "voided", "accepted"]
    assert not transcript_of(cast.ben).filter(title="Ethics in practice").exists()


def test_by_the_pages(teaching: Teaching, client: Client) -> None:
    def words(address: str, status: int = 200) -> str:
        answer = client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return " ".join(answer.content.decode().split())

    client.force_login(teaching.pia)
    at = f"/provider/movement-lab/classes/{teaching.open_class.public_id}/claims/"
    sent_form = {"since": "2026-12-05T11:00", "until": "2026-12-05T11:45", "key": "f"}
    assert (
        "before the beginning"
        in client.post(at, sent_form | {"until": "2026-12-05T10:00"}).content.decode()
    )
    answer = client.post(at, sent_form)
    assert answer.status_code == 302
    window = ClaimWindow.objects.get()
    assert window.since == ENDS  # on the clock of Chicago
    wall = words(f"{answer['Location']}show")
    assert window.code in wall
    assert f"/claim/{window.code}" in wall
    assert "<svg" in words(f"{answer['Location']}sheet")
    client.logout()
    page = words(f"/claim/{window.code}")
    assert f"next=%2Fme%2Fclaim%2F{window.code}" in page
    assert "No class has this code" in words("/claim/zzzzz-zzzzz", 404)
    for _miss in range(20):
        last = client.get("/claim/zzzzz-zzzzy").status_code
    assert last == 429
    client.force_login(teaching.cast.ada)  # who guessed before was somebody else
    assert "I was there" in words(f"/me/claim/{window.code}")
    assert "EP-C" in words(f"/me/claim/{window.code}") or "ACSM" in words(
        f"/me/claim/{window.code}"
    )
    assert client.post(f"/me/claim/{window.code}").status_code == 302
    assert client.get(f"/me/claim/{window.code}").status_code == 302
    found = code_named(window.code)
    assert found is not None
    assert why_not(found, teaching.cast.ben, ENDS) == ""
    client.force_login(teaching.pia)
    assert "Ada Ruiz" in words(str(answer["Location"]))
