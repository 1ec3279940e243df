"""What these tests share: the clock stands at the cast's own day, and the world is assembled."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.cast import NOW
from tests.pages.world import WORLD, World


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW


@pytest.fixture
def world(db: None) -> World:
    """The cast, and one of everything that has an address of its own."""
    return WORLD.set()
