"""What the tests of applications share."""

from __future__ import annotations

import pytest

from tests.renewals.guild import Guild, found_guild


@pytest.fixture
def guild(db: None) -> Guild:
    """An invented guild, and somebody certified by it."""
    return found_guild()
