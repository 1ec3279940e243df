"""`recert worker`: every notice goes out once, and one that cannot waits and tries again."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from smtplib import SMTPServerDisconnected
from threading import Event
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from pytest_django import Settings

from recert.cli.stopping import ending_on
from recert.cli.worker import AT_ONCE, tidy, work
from recert.notices.actions import claim_due, queue_notice
from recert.notices.models import Notice, State
from tests.cli.conftest import Installation

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW


def queue(number: int = 1, at: datetime = NOW) -> Notice:
    return queue_notice(
        at=at,
        recipient_id="ada",
        email="ada@example.org",
        kind="renewal-decided",
        subject=f"Your application {number}",
        text="It was approved.",
        key=f"decided-{number}",
    )


def test_a_notice_is_sent_once() -> None:
    notice = queue()
    assert work() == (1, 0)
    assert work() == (0, 0)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["ada@example.org"], "Your application 1")
    assert letter.extra_headers["Message-ID"].startswith(f"<{notice.public_id}@")
    notice.refresh_from_db()
    assert (notice.state, notice.sent_at) == (State.SENT, NOW)


def test_more_than_one_connection_takes_are_all_sent() -> None:
    for number in range(AT_ONCE + 3):
        queue(number)
    assert work() == (AT_ONCE + 3, 0)


def test_what_is_not_due_waits() -> None:
    queue(at=NOW + timedelta(minutes=1))
    assert work() == (0, 0)


def test_a_refused_letter_waits_longer_each_time_and_holds_up_nobody(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    bad, good = queue(1), queue(2)
    deliver = EmailMessage.send

    def send(letter: EmailMessage, **options: Any) -> int:
        if letter.subject == bad.subject:
            raise SMTPServerDisconnected("try later")
        return deliver(letter, **options)

    monkeypatch.setattr(EmailMessage, "send", send)
    assert work() == (1, 1)
    waits = []
    for attempt in (1, 2, 3):
        bad.refresh_from_db()
        assert (bad.state, bad.attempts, bad.problem) == (State.QUEUED, attempt, "try later")
        waits.append(bad.not_before - settings.RECERT_NOW)
        settings.RECERT_NOW = bad.not_before
        work()
    assert waits == sorted(set(waits))
    good.refresh_from_db()
    assert good.state == State.SENT


def test_a_letter_that_cannot_be_written_holds_up_nobody(caplog: pytest.LogCaptureFixture) -> None:
    bad, good = queue(1), queue(2)
    Notice.objects.filter(pk=bad.pk).update(subject="Two\nlines")
    assert work() == (1, 1)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (State.QUEUED, State.SENT)
    assert bad.email not in caplog.text


def test_what_a_killed_worker_left_is_sent_by_the_next(settings: Settings) -> None:
    queue()
    claim_due(at=NOW, most=1)
    assert work() == (0, 0)
    settings.RECERT_NOW = NOW + timedelta(minutes=16)
    assert work() == (1, 0)


def test_sign_ins_that_ran_out_are_forgotten() -> None:
    old, new = SessionStore(), SessionStore()
    for session, days in ((old, -1), (new, 1)):
        session.set_expiry(datetime.now(UTC) + timedelta(days=days))
        session.save()
    tidy()
    assert [row.session_key for row in Session.objects.all()] == [new.session_key]


def test_one_round_reminds_and_sends(started: Installation) -> None:
    assert started.recert("worker", "--once").stdout == "0 sent, 0 failed.\n"


def test_who_is_to_end_finishes_one_letter_and_queues_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop, deliver = Event(), EmailMessage.send

    def send(letter: EmailMessage, **options: Any) -> int:
        stop.set()
        return deliver(letter, **options)

    monkeypatch.setattr(EmailMessage, "send", send)
    for number in range(3):
        queue(number)
    assert work(stop) == (1, 0)
    assert sorted(Notice.objects.values_list("state", flat=True)) == ["queued", "queued", "sent"]
    assert work() == (2, 0)


def test_who_is_to_end_begins_no_other_step_and_leaves_none_half_done(
    transactional_db: None,
) -> None:
    stop = Event()
    with ending_on(stop):
        queue(1)
        with transaction.atomic():
            queue(2)
            stop.set()
            queue(3)
    assert [each.subject for each in Notice.objects.all()] == ["Your application 1"]
    with ending_on(stop), suppress(Exception):  # who sees to failures does not see to this
        queue(4)
    assert Notice.objects.count() == 1


def test_a_signal_ends_it(started: Installation) -> None:
    with started.running("worker", "--every", "600") as worker:
        wait_until_caught(worker, signal.SIGTERM)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0


def wait_until_caught(process: subprocess.Popen[str], number: signal.Signals) -> None:
    """It says nothing while all is well, so the kernel is asked whether it minds the signal."""
    for _ in range(600):
        status = Path(f"/proc/{process.pid}/status").read_text()
        caught = re.search(r"^SigCgt:\s*([0-9a-f]+)$", status, re.MULTILINE)
        if caught and int(caught[1], 16) >> (number - 1) & 1:
            return
        time.sleep(0.1)
    raise TimeoutError("the worker never came so far")
