"""What the stories share: a clock that is set, and a browser for each who acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import BrowserContext
from pytest_django import Settings

from tests.cast import NOW
from tests.jobs.hands import Hand

SetClock = Callable[[datetime], None]
OpenBrowser = Callable[..., Hand]


@pytest.fixture
def set_clock(settings: Settings) -> SetClock:
    """Let it be another moment for the whole installation."""

    def set_to(moment: datetime) -> None:
        settings.RECERT_NOW = moment

    set_to(NOW)
    return set_to


@pytest.fixture
def open_browser(new_context: Callable[..., BrowserContext], set_clock: SetClock) -> OpenBrowser:
    """A browser of somebody's own, worked by the kind of hand they have."""

    def open_one(kind: type[Hand] = Hand, **options: Any) -> Hand:
        return kind(new_context(**options).new_page())

    return open_one
