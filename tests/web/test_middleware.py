"""What every answer carries, and what is refused before it is read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from recert.web import clock


@pytest.mark.django_db
def test_every_page_carries_the_strict_headers(client: Client) -> None:
    headers = client.get("/account/login/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "private" in headers["Cache-Control"]


@pytest.mark.django_db
def test_a_request_too_large_is_refused_with_a_sentence(client: Client, settings: Settings) -> None:
    settings.REQUEST_LIMIT = 1000
    answer = client.post("/account/login/", {"login": "x" * 1001})
    assert answer.status_code == 413
    assert "up to 10 MB" in answer.content.decode()
    told = client.post("/api/v1/completions", "x" * 1001, content_type="application/json")
    assert (told.status_code, told.headers["Content-Type"]) == (413, "application/problem+json")
    assert told.json()["type"].endswith("#too-large")


@pytest.mark.django_db
def test_a_letter_nobody_can_type_is_refused(client: Client) -> None:
    for answer in (
        client.get("/help/%00"),
        client.get("/check", {"number": "1\x002"}),
        client.post("/account/login/", {"login": "ada\x00"}),
        client.get("/", headers={"Cookie": r'session="\000abcdefgh"'}),
    ):
        assert answer.status_code == 400
        assert "This cannot be read" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["²", "9" * 5000, "-1", "1e9"])
def test_a_length_that_is_no_number_is_refused(client: Client, length: str) -> None:
    assert client.get("/help/", CONTENT_LENGTH=length).status_code == 413


def test_the_clock_stands_still_within_one_request(rf: RequestFactory) -> None:
    request = rf.get("/")
    assert clock.now(request) is clock.now(request)


def test_a_day_depends_on_where_one_is(rf: RequestFactory, settings: Settings) -> None:
    settings.RECERT_NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    request = rf.get("/")
    assert clock.today(request, "America/New_York") == date(2026, 11, 21)
    assert clock.today(request, "Asia/Tokyo") == date(2026, 11, 22)
