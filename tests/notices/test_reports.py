"""Delivery reports as mail servers write them (RFC 3464), and what is none."""

from __future__ import annotations

from typing import Any

import pytest

from recert.lib.refusals import NotFound
from recert.notices.actions import address_works, check_token, note_bounce, read_check_token
from recert.notices.models import Bouncing, Notice, State
from recert.notices.queries import bounces
from recert.notices.reports import read_reports
from tests.cast import NOW
from tests.notices.bounced import queued_and_sent, report

pytestmark = pytest.mark.django_db

ID = "h3k9w2m7q4x8b5t6n1p0"


def test_a_mailbox_that_is_not_there() -> None:
    (found,) = read_reports(report(ID))
    assert (found.letter_id, found.is_final) == (ID, True)
    assert found.recipients == ("ada@example.org", "ada@example.org")
    assert found.problem == "5.1.1 550 5.1.1 <ada@example.org>: Recipient address rejected"


@pytest.mark.parametrize("quoted", ["message/rfc822", "text/rfc822-headers"])
def test_the_letter_is_known_by_what_is_quoted_of_it(quoted: str) -> None:
    (found,) = read_reports(report(ID, to="recert@example.org", quoted=quoted))
    assert found.letter_id == ID


@pytest.mark.parametrize(
    ("action", "status", "is_final"),
    [
        ("failed", "5.1.1", True),
        ("failed", "5.2.1", True),
        ("failed", "5.0.0", True),
        ("failed", "4.4.7", False),  # given up after days of trying
        ("failed", "5.2.2", False),  # the mailbox is full
        ("failed", "5.7.1", False),  # somebody did not like the letter
        ("failed", "", False),
    ],
)
def test_what_is_final(action: str, status: str, is_final: bool) -> None:
    (found,) = read_reports(report(ID, action=action, status=status))
    assert found.is_final is is_final


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_what_did_not_fail_is_no_matter(action: str) -> None:
    assert read_reports(report(ID, action=action)) == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: Out of office\n\nI am away.",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nnot much\n--x--\n",
        b"Content-Type: multipart/report\n\n",
        report("not-one-of-ours", to="recert@example.org"),
        report(ID)[:300],
    ],
)
def test_what_is_no_report_is_nothing(content: bytes) -> None:
    assert read_reports(content) == ()


def test_after_a_bounce_nothing_more_is_mailed_until_the_address_is_checked() -> None:
    sent, waiting = queued_and_sent()
    asked: Any = {"at": NOW, "notice_id": sent.public_id, "problem": "5.1.1 no such user"}
    assert not note_bounce(**asked, recipient="eve@example.org")
    assert not note_bounce(**{**asked, "notice_id": "guessed"}, recipient="ada@example.org")
    assert bounces("ada@example.org") is None
    for _twice in range(2):
        assert note_bounce(**asked, recipient="ADA@example.org")
    sent.refresh_from_db()
    waiting.refresh_from_db()
    assert (sent.state, waiting.state) == (State.BOUNCED, State.KEPT)
    assert Bouncing.objects.count() == 1
    later = queued_and_sent(key="later")[1]
    assert (later.state, later.problem) == (State.KEPT, "Letters to this address come back.")
    assert address_works(at=NOW, email="ada@example.org")
    assert not address_works(at=NOW, email="ada@example.org")
    assert queued_and_sent(key="again")[1].state == State.QUEUED
    assert Notice.objects.filter(state=State.BOUNCED).count() == 1


def test_the_link_in_a_check_holds_for_a_week() -> None:
    token = check_token("Ada@example.org", NOW)
    assert read_check_token(token, NOW) == "ada@example.org"
    for at, forged in ((NOW.replace(month=12), token), (NOW, token + "x"), (NOW, "x")):
        with pytest.raises(NotFound):
            read_check_token(forged, at)
