"""What the tests of the member's desk share: the clock stands at the cast's own day."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.cast import NOW, Cast


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW


@pytest.fixture
def ada(cast: Cast, client: Client) -> Client:
    """Ada's browser, signed in, as Django's own test client."""
    client.force_login(cast.ada)
    return client
