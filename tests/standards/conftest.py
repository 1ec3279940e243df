"""The stage on which what accreditation asks is tried."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from pytest_django import Settings

from recert.people.actions import appoint
from recert.people.models import Role
from tests.cast import NOW, Cast
from tests.web.staff.scene import Scene, set_scene


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW
    cache.clear()


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """What waits at two desks; Eve is a second officer at ACSM."""
    appoint(person=cast.eve, body=cast.acsm, role=Role.OFFICER, by=cast.hal, at=NOW)
    return set_scene(cast)
