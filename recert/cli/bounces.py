"""Reading the mailbox where letters come back: a folder of files (Maildir), or IMAP."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing, suppress
from imaplib import IMAP4, IMAP4_SSL
from mailbox import Error as MailboxError
from mailbox import Maildir
from urllib.parse import unquote, urlsplit

from recert.cli import clock
from recert.notices.actions import note_bounce
from recert.notices.reports import read_reports

MOST_AT_ONCE = 200
LARGEST = 1024 * 1024  # of a report; who quotes more than that is passed over
TIMEOUT = 30  # seconds

log = logging.getLogger(__name__)


def read_bounces(url: str) -> int:
    """Work through what is new in the mailbox. Returns how many letters came back for good.

    A mailbox that cannot be reached is tried again the next time.
    """
    if not url:
        return 0
    new = _in_maildir if urlsplit(url).scheme == "maildir" else _in_imap
    noted = 0
    try:
        for content in new(url):
            noted += _work_off(content)
    except (OSError, IMAP4.error, MailboxError) as error:
        # What went wrong may name the mailbox's user: the kind is enough for the log.
        log.warning("the mailbox for what comes back was not read: %s", type(error).__name__)
    return noted


def _work_off(content: bytes) -> int:
    if len(content) > LARGEST:
        return 0
    noted = 0
    for report in read_reports(content):
        if report.is_final:
            noted += any(
                note_bounce(
                    at=clock.now(),
                    notice_id=report.letter_id,
                    recipient=recipient,
                    problem=report.problem,
                )
                for recipient in report.recipients
            )
    return noted


def _in_maildir(url: str) -> Iterator[bytes]:
    """Each new message; it counts as seen when the next is asked for."""
    box = Maildir(unquote(urlsplit(url).path), create=False)
    new = [(key, each) for key, each in box.iteritems() if each.get_subdir() == "new"]
    for key, message in new[:MOST_AT_ONCE]:
        yield box.get_bytes(key)
        message.set_subdir("cur")
        message.add_flag("S")
        with suppress(KeyError):
            box[key] = message


def _in_imap(url: str) -> Iterator[bytes]:
    parts = urlsplit(url)
    opener = IMAP4_SSL if parts.scheme == "imaps" else IMAP4
    default = 993 if parts.scheme == "imaps" else 143
    server = opener(parts.hostname or "", parts.port or default, timeout=TIMEOUT)
    with closing(_Door(server)):
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        server.select(unquote(parts.path.strip("/")) or "INBOX")
        _state, found = server.search(None, "UNSEEN")
        for number in (found[0] or b"").split()[:MOST_AT_ONCE]:
            _state, answer = server.fetch(number.decode(), "(BODY.PEEK[])")
            for item in answer:
                if isinstance(item, tuple):
                    yield item[1]
            server.store(number.decode(), "+FLAGS", "\\Seen")


class _Door:
    """Leaves the mailbox politely, whatever happened inside."""

    def __init__(self, server: IMAP4) -> None:
        self.server = server

    def close(self) -> None:
        with suppress(OSError, IMAP4.error):
            self.server.logout()
