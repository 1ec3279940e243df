"""The machine stops in the middle: whatever was being written is there whole, or not at all.

A process of its own sends a form and is killed, as if by a power cut, at its first write to
the database, then another at its second, and so on until one comes through.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from recert.lib.vault import Vault
from tests.cast import assemble
from tests.pages.addresses import PAGES
from tests.pages.test_doors import snapshot
from tests.pages.world import WORLD, client_of, everybody
from tests.web.staff.scene import picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WRITES = ("INSERT", "UPDATE", "DELETE")
MOST = 60

FORMS = (
    "member:activity_correct",
    "member:renewal_practise",
    "member:certification_add_of",
    "staff:return",
    "staff:refuse",
    "staff:petition",
    "staff:invoice",
    "staff:examination",
    "staff:register_confirm",
    "member:document_correct",
)


def is_killed_at(number: int, act: Callable[[], object]) -> bool:
    """Do it in a process that is killed before its write of that number. Was it reached?"""
    written = 0

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal written
        if sql.lstrip().startswith(WRITES) and "django_session" not in sql:
            written += 1
            if written == number:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    connections.close_all()  # the two must not share one
    child = os.fork()
    if child == 0:
        with connection.execute_wrapper(watch):
            act()
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.parametrize("name", FORMS)
def test_whatever_is_killed_has_not_begun(name: str) -> None:
    world = WORLD.set()
    page = next(page for page in PAGES if page.name == name)
    who = page.reader
    client, at = client_of(everybody(world)[who]), page.at(world)
    assert page.form is not None
    form = page.form(world)
    before = snapshot()
    for number in range(1, MOST):
        if not is_killed_at(number, lambda: client.post(at, form)):
            break
        assert snapshot() == before, f"killed at write {number}"
    assert number > 2
    assert snapshot() != before


def test_a_file_whose_row_was_not_written_is_nobodys_and_can_be_sent_again() -> None:
    cast = assemble()
    client, before = client_of(cast.ada), snapshot()

    def send() -> None:
        file = SimpleUploadedFile("x.png", picture("teal"))
        client.post("/me/activities/proof/", {"proof": file})

    assert is_killed_at(1, send)
    assert snapshot() == before
    send()
    assert snapshot()["transcript.Evidence"][0] == 1
    assert len(list(Vault(settings.VAULT).names())) >= 1
