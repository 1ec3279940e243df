"""The public check where the policy is silent: neither good nor not good is claimed."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from pytest_django import Settings

from recert.renewals.actions import begin_renewal
from recert.rules.findings import Status
from recert.verification.queries import public_status_by_code
from tests.cast import NOW
from tests.renewals.guild import found_guild


def test_what_the_policy_leaves_open_is_said_to_be_open(
    client: Client, db: None, settings: Settings
) -> None:
    settings.RECERT_NOW = later = NOW + timedelta(days=400)
    held = found_guild().held
    found = public_status_by_code(held.code, later)
    assert found is not None
    assert found.status is Status.SILENT
    page = " ".join(client.get(f"/c/{held.code}").content.decode().split())
    assert "Nobody can tell from the policy whether Mia Member holds an active Trainer" in page
    assert "Ask Guild of Test." in page
    assert "does not hold" not in page


def test_the_check_of_an_application_says_that_nothing_can_be_counted(
    client: Client, db: None, settings: Settings
) -> None:
    settings.RECERT_NOW = NOW
    guild = found_guild()
    renewal = begin_renewal(by=guild.mia, at=NOW, certification_id=guild.held.public_id)
    client.force_login(guild.mia)
    page = client.get(f"/me/renewals/{renewal.public_id}/check").content.decode()
    assert "The policy does not say everything" in page
