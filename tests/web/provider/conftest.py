"""What the tests of the provider's desk share: a stopped clock, a browser for anybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from recert.people.models import Person
from tests.cast import NOW

As = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW


@pytest.fixture
def as_() -> As:
    """A client signed in as somebody."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
