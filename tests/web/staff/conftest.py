"""What the tests of the staff desk share: a stopped clock, a scene, a browser for anybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from recert.people.models import Person
from tests.cast import CAST, NOW, Cast
from tests.web.staff.scene import DESKS, Scene

As = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW


@pytest.fixture
def desks(db: None) -> Scene:
    """The cast, and something of everything that waits."""
    return DESKS.set()


@pytest.fixture
def scene(desks: Scene) -> Scene:
    """Something of everything that waits."""
    return desks


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None) -> Cast:
    """The named people: those of the scene, where a test has one."""
    if "desks" in request.fixturenames:
        scene: Scene = request.getfixturevalue("desks")
        return scene.cast
    return CAST.set()


@pytest.fixture
def as_() -> As:
    """A client signed in as somebody."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
