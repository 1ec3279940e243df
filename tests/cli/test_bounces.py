"""The mailbox for what comes back: a folder of files, and a server that speaks IMAP."""

from __future__ import annotations

import socketserver
import threading
from mailbox import Maildir
from pathlib import Path

import pytest
from pytest_django import Settings

from recert.cli.bounces import read_bounces
from recert.notices.models import State
from recert.notices.queries import bounces
from tests.cast import NOW
from tests.notices.bounced import queued_and_sent, report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW


def test_a_folder_of_files_is_worked_off_once(tmp_path: Path) -> None:
    sent, _waiting = queued_and_sent()
    box = Maildir(tmp_path / "box", create=True)
    for content in (report(sent.public_id), b"Subject: spam\n\nBuy.", b"x" * 2_000_000):
        box.add(content)
    url = f"maildir://{tmp_path}/box"
    assert read_bounces(url) == 1
    assert read_bounces(url) == 0
    sent.refresh_from_db()
    assert sent.state == State.BOUNCED
    assert [each.get_subdir() for each in box] == ["cur"] * 3


def test_a_mailbox_that_is_not_there_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert read_bounces("") == 0
    assert read_bounces(f"maildir://{tmp_path}/none") == 0
    assert read_bounces("imap://u:secret@127.0.0.1:1/INBOX") == 0
    assert "was not read" in caplog.text
    assert "secret" not in caplog.text


class OneLetter(socketserver.StreamRequestHandler):
    """As much IMAP as it takes to hand over one unseen letter."""

    content = b""
    seen: list[bytes]

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, command, *rest = line.split(maxsplit=2)
            answer = {
                b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
                b"SEARCH": b"* SEARCH 1\r\n",
                b"FETCH": b"* 1 FETCH (BODY[] {%d}\r\n%s)\r\n" % (len(self.content), self.content),
                b"SELECT": b"* 1 EXISTS\r\n",
            }.get(command.upper(), b"")
            if command.upper() in (b"LOGIN", b"STORE"):
                self.seen.append(b" ".join(rest).strip())
            self.wfile.write(answer + tag + b" OK done\r\n")
            if command.upper() == b"LOGOUT":
                return


def test_a_mailbox_on_a_server() -> None:
    sent, _waiting = queued_and_sent()
    handler = type("Letter", (OneLetter,), {"content": report(sent.public_id), "seen": []})
    with socketserver.TCPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        assert read_bounces(f"imap://me%40x:pass@127.0.0.1:{port}/INBOX") == 1
        server.shutdown()
    assert bounces("ada@example.org") is not None
    assert handler.seen[0] == b'me@x "pass"'  # type: ignore[attr-defined]
    assert b"\\Seen" in handler.seen[-1]  # type: ignore[attr-defined]
