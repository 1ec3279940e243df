"""The public check: active or not today, only what is confirmed, and not for copying a register."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from recert.web.public.check import MOST_CHECKS
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW


def asked(client: Client, number: str, body: str = "acsm", status: int = 200) -> str:
    answer = client.get("/check", {"body": body, "number": number})
    assert answer.status_code == status
    return str(answer.content.decode())


def test_a_confirmed_number_is_answered_with_status_and_dates(client: Client, cast: Cast) -> None:
    html = asked(client, "104233")
    assert "Ada Ruiz is certified today" in html
    assert "31 December 2026" in html
    assert "Active" in html


def test_no_more_is_said_than_a_card_would_show(client: Client, cast: Cast) -> None:
    html = asked(client, "104233") + client.get(f"/c/{cast.ada_acsm.code}").content.decode()
    assert cast.ada.email not in html
    assert cast.ada.public_id not in html
    assert cast.ada_acsm.public_id not in html
    assert "Annual Meeting" not in html


def test_the_code_stands_for_the_number_and_has_a_page(client: Client, cast: Cast) -> None:
    assert "Ada Ruiz is certified today" in asked(client, cast.ada_acsm.code)
    html = client.get(f"/c/{cast.ada_acsm.code}").content.decode()
    assert "Ada Ruiz is certified today" in html
    assert 'content="noindex"' in html


def test_grace_is_shown_as_not_active(client: Client, cast: Cast, settings: Settings) -> None:
    settings.RECERT_NOW = NOW + timedelta(days=60)
    html = asked(client, "104233")
    assert "does not hold an active" in html
    assert "Not active" in html
    assert "is certified today" not in html


def test_what_nobody_confirmed_is_unknown(client: Client, cast: Cast) -> None:
    assert "No confirmed certification" in asked(client, cast.ada_ace.code, body="ace")
    assert client.get(f"/c/{cast.ada_ace.code}").status_code == 404
    assert client.get("/c/none-such").status_code == 404


def test_another_bodys_number_is_unknown(client: Client, cast: Cast) -> None:
    assert "No confirmed certification" in asked(client, "104233", body="action")


def test_a_missing_number_is_asked_for_and_the_body_kept(client: Client, cast: Cast) -> None:
    html = asked(client, "", body="ace", status=422)
    assert "Enter the number or the code." in html
    assert '<option value="ace" selected>' in html


def test_a_copier_is_told_to_wait(client: Client, cast: Cast) -> None:
    for _time in range(MOST_CHECKS):
        asked(client, "0")
    assert "Wait ten minutes" in asked(client, "104233", status=429)
    assert client.get(f"/c/{cast.ada_acsm.code}").status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert "Ada Ruiz" in asked(elsewhere, "104233")


def test_the_square_to_scan_is_a_picture_of_the_page_address(client: Client) -> None:
    answer = client.get("/c/abcde-fghij/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content
    assert answer.content != client.get("/c/abcde-fghik/qr.svg").content
