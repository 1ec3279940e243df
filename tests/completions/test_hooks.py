"""Hooks: what became of completions is posted to whoever asked, signed, once more where nobody
took it, and to no house of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from recert.completions.correcting import correct, void
from recert.completions.deliveries import check_signature
from recert.completions.hooks import (
    close_hook,
    open_hook_for_body,
    open_hook_for_provider,
    replay,
)
from recert.completions.hooks.sending import KEPT, WAITS, forget_postings, send_postings
from recert.completions.models import Completion, Hook, HookEvent, Posting, PostingState
from recert.lib.outgoing import NotSent, is_public, post
from recert.lib.refusals import Refused
from tests.cast import NOW
from tests.completions.scene import DAY, line, sent, set_birthdays
from tests.teaching import Teaching

ALL = [each.value for each in HookEvent]
TRUE = datetime(2031, 5, 5, 12, 0, tzinfo=UTC)
"""What the receiver's clock says, whatever day the sandbox has."""


class Receiver:
    """A system that listens on this machine."""

    def __init__(self) -> None:
        self.status, self.got = 204, list[tuple[dict[str, str], bytes]]()
        mine = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                mine.got.append((dict(self.headers), content))
                self.send_response(mine.status)
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook?a=b"

    @property
    def said(self) -> list[dict[str, Any]]:
        """What it was told."""
        return [json.loads(content) for _headers, content in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    thread = Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()


def work(at: datetime = NOW) -> int:
    return send_postings(at=at, true_time=lambda: TRUE)


def of_lab(teaching: Teaching, receiver: Receiver, events: list[str] = ALL) -> tuple[Hook, str]:
    return open_hook_for_provider(
        by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug, address=receiver.address,
        events=events,
    )  # fmt: skip


def test_what_becomes_of_a_completion_is_told_signed(
    teaching: Teaching, receiver: Receiver
) -> None:
    set_birthdays(teaching)
    _hook, secret = of_lab(teaching, receiver)
    _body, _other = open_hook_for_body(
        by=teaching.cast.hal, at=NOW, body_slug="acsm", address=receiver.address, events=ALL
    )
    completion = sent(teaching, line(external_id="e-1"))
    assert work() == 2
    assert work() == 0
    receiver.got.sort(key=lambda each: b'"person"' not in each[1])  # the provider's first
    headers, content = receiver.got[0]
    check_signature(
        secret=secret, timestamp=headers["Webhook-Timestamp"],
        signatures=headers["Webhook-Signature"], body=content, at=TRUE,
    )  # fmt: skip
    told, to_body = receiver.said
    assert headers["Webhook-Id"] == told["id"]
    assert told["type"] == "completions.accepted"
    assert (
        told["completions"][0] | {"id": completion.public_id, "external_id": "e-1"}
        == (told["completions"][0])
    )
    assert told["completions"][0]["person"]["number"] == "104233"
    assert to_body["completions"][0]["numbers"] == ["104233"]
    assert [each["amount"] for each in to_body["completions"][0]["awards"]] == ["2"]
    assert "Ada" not in json.dumps(to_body)
    new = correct(
        by=teaching.nia, at=NOW, completion=completion, reason="Friday",
        line=line(completed=DAY - timedelta(days=1), external_id="e-1"),
    )  # fmt: skip
    void(by=teaching.nia, at=NOW, completion=new, reason="Not there")
    assert work() == 4
    assert [each["type"] for each in receiver.said[2:]] == [
        "completions.corrected", "completions.corrected",
        "completions.voided", "completions.voided",
    ]  # fmt: skip
    assert {each["completions"][0]["state"] for each in receiver.said[2:]} == {"voided"}


def test_a_long_report_is_few_messages_and_others_are_not_told(
    teaching: Teaching, receiver: Receiver
) -> None:
    set_birthdays(teaching)
    of_lab(teaching, receiver, ["completions.voided"])
    open_hook_for_body(
        by=teaching.cast.hal, at=NOW, body_slug="acsm", address=receiver.address, events=ALL
    )
    days = [DAY - timedelta(days=each) for each in range(40)]
    sent(teaching, *(line(row=row, completed=day) for row, day in enumerate(days, 1)))
    assert [len(each.completions) for each in Posting.objects.all()] == [40]
    assert work() == 1
    assert len(receiver.said[0]["completions"]) == 40


def test_it_is_tried_again_later_each_time_then_given_up_and_replayed(
    teaching: Teaching, receiver: Receiver
) -> None:
    set_birthdays(teaching)
    hook, _secret = of_lab(teaching, receiver)
    receiver.status = 500
    sent(teaching)
    at = NOW
    for wait in WAITS:
        assert work(at) == 1
        assert work(at + wait - timedelta(seconds=1)) == 0
        at += wait
    assert work(at) == 1
    first = hook.postings.get()
    assert (first.state, first.tries, first.answered) == (PostingState.FAILED, len(WAITS) + 1, 500)
    sent(teaching, line(completed=DAY - timedelta(days=1)), key="k2")
    second = hook.postings.get(state=PostingState.QUEUED)
    receiver.status = 302  # nobody is followed anywhere
    replay(by=teaching.nia, at=at, hook=hook, posting_id=first.public_id)
    assert work(at) == 1  # it does not answer, so the other waits
    first.refresh_from_db()
    second.refresh_from_db()
    assert 302 in (first.answered, second.answered)
    assert PostingState.SENT not in (first.state, second.state)
    receiver.status, at = 200, at + timedelta(days=7)
    work(at)
    first.refresh_from_db()
    assert (first.state, first.answered) == (PostingState.SENT, 200)
    ids = {json.loads(content)["id"] for _headers, content in receiver.got}
    assert ids == {first.public_id, second.public_id}  # the same again has the same id
    Posting.objects.filter(pk=first.pk).update(state=PostingState.SENDING, tried_at=at)
    assert work(at + timedelta(minutes=6)) == 1  # whoever sent it was killed on the way
    close_hook(by=teaching.nia, at=at, hook=hook)
    sent(teaching, line(completed=DAY - timedelta(days=2)), key="k3")
    assert work(at) == 0
    assert forget_postings(at=NOW + KEPT + timedelta(days=1)) == 2


def test_nothing_is_told_of_whoever_was_forgotten(teaching: Teaching, receiver: Receiver) -> None:
    set_birthdays(teaching)
    of_lab(teaching, receiver)
    completion = sent(teaching)
    Completion.objects.filter(pk=completion.pk).update(named={}, external_id="")
    work()
    assert receiver.said[0]["completions"][0]["person"] == {}


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.0",  # noqa: S104
        "224.0.0.1", "::1", "fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1",
        "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::", "::",
    ],
)  # fmt: skip
def test_addresses_of_our_own_house_are_none_to_post_to(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(NotSent, match="public network"):
        post(f"https://{f'[{address}]' if ':' in address else address}/", b"", {})


def test_what_is_no_address_is_refused_when_it_is_entered(
    teaching: Teaching, receiver: Receiver, settings: Settings
) -> None:
    assert is_public("93.184.215.14")
    of_lab(teaching, receiver)
    with pytest.raises(Refused, match="already"):
        of_lab(teaching, receiver)
    settings.IN_PRODUCTION = True
    for address in ("http://example.org/", "https://", "ftp://example.org/", "https://u:p@a.b/",
                    "https://a.b:99999/", "javascript:alert(1)"):  # fmt: skip
        with pytest.raises(Refused, match="Write an address"):
            open_hook_for_provider(
                by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug, address=address,
                events=ALL,
            )  # fmt: skip
    set_birthdays(teaching)
    sent(teaching)
    work()
    assert not receiver.got  # what was entered on a developer's machine is not posted to in earnest
    assert Posting.objects.get().problem == "the address has to begin with https://"


def test_by_the_pages(teaching: Teaching, receiver: Receiver, client: Client) -> None:
    set_birthdays(teaching)
    client.force_login(teaching.nia)
    at = "/provider/movement-lab/systems/told"
    assert client.post(at, {"address": "nonsense", "events": ALL}).status_code == 422
    made = client.post(at, {"address": receiver.address, "events": ALL})
    assert "rhk_" in made.content.decode()
    hook = Hook.objects.get()
    assert "rhk_" not in hook.sealed
    sent(teaching)
    work()
    page = f"{at}/{hook.public_id}"
    posting = Posting.objects.get()
    assert posting.public_id in client.get(page).content.decode()
    client.post(page, {"again": posting.public_id})
    posting.refresh_from_db()
    assert posting.state == PostingState.QUEUED
    client.post(page, {"close": "1"})
    hook.refresh_from_db()
    assert hook.closed_at is not None
    assert client.get(at).status_code == 200
