"""Asking: a browser of somebody, and the page it gets."""

from __future__ import annotations

from typing import Any

from django.test import Client

from recert.people.models import Person
from tests.cast import NOW

AT_ACSM: dict[str, Any] = {"at": NOW, "body_slug": "acsm"}


def browser(person: Person | None = None) -> Client:
    """Somebody's browser, or nobody's."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def read(client: Client, address: str) -> str:
    """A page that must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())
