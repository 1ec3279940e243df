"""The real thing is killed: gunicorn and the worker, each in the middle of what takes long.

What was being written when the power went is there whole, or not at all; whoever comes after
goes on where it stood, and nothing is done twice.
"""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection
from pytest_django.fixtures import Settings

from recert.audits.actions import draw, freeze, name_source, prepare_draw
from recert.audits.models import Audit, Candidate, Draw, DrawState
from recert.credentials.models import Certification, Register, Ruling, Term
from recert.journal.models import Line
from recert.payments.account import Account
from recert.payments.actions import pay_by_card
from recert.payments.models import Event, Payment
from recert.people.models import Person
from recert.register import bulk
from recert.register.bulk import Choice
from recert.register.importing.acts import start
from recert.register.models import BulkAct, BulkLine, BulkState, Import, LineState
from recert.renewals.models import State
from recert.rules.sampling.frame import Stratum
from tests.cast import NOW, Cast
from tests.fakes.stripe_server import SECRET_KEY, WEBHOOK_SECRET, StripeServer, stripe_server
from tests.pages.test_doors import snapshot
from tests.pages.world import client_of
from tests.pages.world_draws import PLAN
from tests.register.lists import as_csv, bring, line
from tests.web.staff.scene import set_scene

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
MANY = 1_200
DRAWN = 30
IMPORTED = 600
PATIENCE = 60.0
TOKEN = "t" * 32


# ---------------------------------------------------------------- processes


def environment() -> dict[str, str]:
    """This test's own database and vault, on the day of the cast."""
    found = connection.settings_dict
    where = f"sqlite:///{found['NAME']}"
    if connection.vendor == "postgresql":
        host, port = quote(found["HOST"], safe=""), found["PORT"]
        where = f"postgres://{found['USER']}@/{found['NAME']}?host={host}"
        assert not port  # a socket in a folder, as tests.postgres makes it
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "DATABASE_URL": where,
        "RECERT_VAULT": str(settings.VAULT),
        "RECERT_SANDBOX": "true",
        "RECERT_NOW": NOW.isoformat(),
    }


@contextmanager
def recert(*arguments: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the command, it and its children in a group of their own; killed at the end."""
    with subprocess.Popen(
        [sys.executable, "-m", "recert.cli", *arguments],
        cwd=ROOT, env={**environment(), **more}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """As a power cut does it, and until the database has noticed."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    wait_until(lambda: not somebody_writes())


def somebody_writes() -> bool:
    """Whether another process is in the middle of writing to the database."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(connection.settings_dict["NAME"], timeout=0) as probe:
            probe.isolation_level = None
            try:
                probe.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            probe.execute("ROLLBACK")
        probe.close()
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL"
        )
        return bool(cursor.fetchone()[0])


def wait_until(it_is: Callable[[], object]) -> None:
    ends = time.monotonic() + PATIENCE
    while not it_is():
        assert time.monotonic() < ends, "it did not come to that"


# ---------------------------------------------------------------- asking the server


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Served:
    """The pages, at a port, for somebody who is signed in."""

    def __init__(self, who: Person, **more: str) -> None:
        self._cookie = f"session={client_of(who).cookies['session'].value}; csrf={TOKEN}"
        self._more = more
        self.port = free_port()

    @contextmanager
    def up(self) -> Iterator[subprocess.Popen[bytes]]:
        with recert("serve", "--port", str(self.port), **self._more) as process:
            wait_until(lambda: self._answers() or process.poll() is not None)
            yield process

    def _answers(self) -> bool:
        with suppress(OSError):
            return self.send("/help/") > 0
        return False

    def send(self, path: str, **form: str) -> int:
        """Look, or send a form; what the server answers."""
        talk = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": self._cookie}
        try:
            if form:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                body = urlencode({**form, "csrfmiddlewaretoken": TOKEN})
                talk.request("POST", path, body, headers)
            else:
                talk.request("GET", path, headers=headers)
            return talk.getresponse().status
        finally:
            talk.close()

    def is_killed_amid(
        self, act: Callable[[], object], amid: Callable[[], object] = somebody_writes
    ) -> bool:
        """Do it, and kill the server as soon as it is at it. Was it, before it was done?"""
        with self.up() as process:
            thread = Thread(target=lambda: _quietly(act))
            thread.start()
            while thread.is_alive() and not amid():
                pass
            was_at_it = thread.is_alive()
            kill(process)
            thread.join()
        return was_at_it


def _quietly(act: Callable[[], object]) -> None:
    with suppress(OSError, HTTPException):
        act()


# ---------------------------------------------------------------- what is killed


def _register(cast: Cast, many: int) -> None:
    """So many more with a certification each, that ends with the others."""
    people = Person.objects.bulk_create(
        Person(email=f"b{number}@example.org", name=f"Bulk {number}", password="!")
        for number in range(many)
    )
    Certification.objects.bulk_create(
        Certification(
            person=each, body=cast.acsm, credential="gei", number=f"B{each.pk}",
            certified=date(2020, 6, 15), expires=date(2026, 12, 31), added_at=NOW,
            register=Register.CONFIRMED,
        )
        for each in people
    )  # fmt: skip


def _prepared(cast: Cast) -> Draw:
    strata = (Stratum(name="gei", says="GEI", number=DRAWN),)
    found = prepare_draw(by=cast.hal, at=NOW, body_slug="acsm", plan=replace(PLAN, strata=strata))
    return name_source(by=cast.hal, at=NOW, body_slug="acsm", draw_id=found.public_id, secret=True)


@pytest.fixture
def stripe(settings: Settings) -> Iterator[StripeServer]:
    """ACSM takes cards, at the stand-in."""
    with stripe_server() as server:
        settings.STRIPE_ACCOUNTS = {"acsm": Account(SECRET_KEY, (WEBHOOK_SECRET,), server.url)}
        yield server


def test_the_server_is_killed_amid_a_draw(cast: Cast) -> None:
    _register(cast, MANY)
    held = _prepared(cast)
    pages, at = Served(cast.hal), f"/staff/acsm/audits/draws/{held.public_id}"
    before = snapshot()
    assert pages.is_killed_amid(lambda: pages.send(at, act="freeze"))
    assert snapshot() == before
    with pages.up():
        assert pages.send(at, act="freeze") == 302
        assert pages.send(at, act="freeze") == 302  # frozen twice is frozen once
    held.refresh_from_db()
    listed = Candidate.objects.filter(draw=held).count()
    assert (held.state, listed) == (DrawState.FROZEN, MANY + 1)  # and Carol
    before = snapshot()
    if pages.is_killed_amid(lambda: pages.send(at, act="draw")):
        held.refresh_from_db()
        assert held.state == DrawState.DRAWN or snapshot() == before
    with pages.up():
        pages.send(at, act="draw")
    held.refresh_from_db()
    assert held.state == DrawState.DRAWN
    assert Candidate.objects.filter(draw=held, is_drawn=True).count() == DRAWN
    assert Line.objects.filter(code="audits.drawn").count() == 1


def test_the_server_is_killed_amid_a_webhook_and_amid_an_approval(
    cast: Cast, stripe: StripeServer
) -> None:
    scene = set_scene(cast)
    checkout = pay_by_card(
        by=cast.carol, at=NOW, public_id=scene.bill.public_id,
        success_url="http://localhost/back", cancel_url="http://localhost/back",
    )  # fmt: skip
    stripe.pay(checkout.session)
    paid = stripe.told("payment_intent.succeeded")
    account = {"STRIPE_SECRET_KEY_ACSM": SECRET_KEY, "STRIPE_WEBHOOK_SECRET_ACSM": WEBHOOK_SECRET}
    pages = Served(cast.hal, STRIPE_API_BASE=stripe.url, **account)
    webhook = f"http://127.0.0.1:{pages.port}/stripe/acsm"

    def is_working_it_off() -> bool:
        return Event.objects.exists() and somebody_writes()

    pages.is_killed_amid(lambda: stripe.deliver(webhook, paid), is_working_it_off)
    assert Payment.objects.count() <= 1
    with pages.up():
        assert stripe.deliver(webhook, paid, paid) == [200, 200]
    assert Payment.objects.get().cents == scene.bill.total_cents
    assert Line.objects.filter(code="payments.received").count() == 1

    at = f"/staff/acsm/applications/{scene.carols.public_id}/approve"
    before = snapshot()
    pages.is_killed_amid(lambda: pages.send(at, reason="All is there."))
    scene.carols.refresh_from_db()
    assert scene.carols.state == State.APPROVED or snapshot() == before
    with pages.up():
        assert pages.send(at, reason="All is there.") == 302
    scene.carols.refresh_from_db()
    assert scene.carols.state == State.APPROVED
    assert Term.objects.filter(renewal_id=scene.carols.public_id).count() == 1
    assert Line.objects.filter(code="renewals.approved").count() == 1


def test_the_worker_is_killed_amid_opening_cases_a_bulk_act_and_an_import(cast: Cast) -> None:
    _register(cast, MANY)
    _have_drawn(cast)
    act, brought = _confirmed(cast), _started(cast)
    done = BulkLine.objects.filter(act=act, state=LineState.DONE)
    steps: tuple[Callable[[], bool], ...] = (
        lambda: 0 < Audit.objects.count() < DRAWN and somebody_writes(),
        lambda: done.exists() and somebody_writes(),
        lambda: Import.objects.get(pk=brought.pk).last_row > 1 and somebody_writes(),
    )
    for is_amid in steps:
        with recert("worker", "--every", "1"):
            wait_until(is_amid)
    with recert("worker", "--every", "1"):
        wait_until(lambda: Import.objects.get(pk=brought.pk).state == "done")
    assert Audit.objects.count() == DRAWN
    assert Line.objects.filter(code="audits.opened").count() == DRAWN
    act.refresh_from_db()
    assert act.state == BulkState.DONE
    assert Ruling.objects.count() == act.lines.count() == done.count()
    brought.refresh_from_db()
    assert brought.did == {"new": IMPORTED}
    assert Certification.objects.filter(number__startswith="9").count() >= IMPORTED
    assert Person.objects.filter(email__endswith="@example.com").count() == IMPORTED


def _have_drawn(cast: Cast) -> None:
    at: dict[str, Any] = {"by": cast.hal, "at": NOW, "body_slug": "acsm"}
    held = _prepared(cast)
    freeze(**at, draw_id=held.public_id)
    draw(**at, draw_id=held.public_id)


def _confirmed(cast: Cast) -> BulkAct:
    """Everybody is to get three months more."""
    everybody = Choice(expires_since=date(2026, 12, 31), expires_until=date(2026, 12, 31))
    act = bulk.ask_bulk_act(
        by=cast.hal, at=NOW, body_slug="acsm", kind="extend", choice=everybody, key="k",
        reason="The storm closed the test centres.", until=date(2027, 3, 31),
    )  # fmt: skip
    while bulk.advance_bulk_act(act, at=NOW):
        pass
    return bulk.confirm_bulk_act(by=cast.hal, at=NOW, body_slug="acsm", public_id=act.public_id)


def _started(cast: Cast) -> Import:
    brought = bring(cast.hal, as_csv([line(number) for number in range(IMPORTED)]))
    return start(
        by=cast.hal, at=NOW, body_slug="acsm", public_id=brought.public_id, only_whole=False
    )
