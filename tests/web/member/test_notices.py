"""What one was told, and the choice of what comes by e-mail."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from recert.notices.actions import queue_notice
from recert.notices.queries import preferences_of, reminder_days
from recert.people.models import Person
from tests.cast import NOW, Cast


@pytest.fixture
def ada(cast: Cast, client: Client) -> Client:
    """Ada's browser."""
    client.force_login(cast.ada)
    return client


def told(whom: Person, subject: str, text: str = "Sign in to see it.") -> None:
    queue_notice(
        at=NOW,
        recipient_id=whom.public_id,
        email=whom.email,
        kind="renewal-due",
        subject=subject,
        text=text,
        key=f"{whom.public_id}:{subject}",
    )


def test_one_reads_ones_own_in_ones_own_time(cast: Cast, ada: Client) -> None:
    told(cast.ada, "Thirty days left", "<i>Soon</i>")
    told(cast.ben, "Not for Ada")
    page = ada.get("/me/notices/").content.decode()
    assert "Thirty days left" in page
    assert "&lt;i&gt;Soon&lt;/i&gt;" in page
    assert "21 November 2026, 09:00" in page  # in Chicago
    assert "Not for Ada" not in page


def test_an_empty_page_says_what_will_be_there(ada: Client) -> None:
    assert "Nothing to tell you yet" in ada.get("/me/notices/").content.decode()


def test_the_choice_is_kept(cast: Cast, ada: Client) -> None:
    answer = ada.post("/me/notices/settings", {"emailed": ["renewal-due"], "days": "90, 7,7"})
    assert answer["Location"] == "/me/notices/"
    chosen = preferences_of(cast.ada.public_id)
    assert chosen["renewal-due"].email
    assert not chosen["card-expiring"].email
    assert chosen["renewal-decided"].email
    ids = [cast.ada.public_id]
    assert reminder_days(ids, "card-expiring") == {cast.ada.public_id: (90, 7)}
    page = ada.get("/me/notices/settings").content.decode()
    assert 'value="90, 7"' in page


def test_choosing_nothing_is_a_choice(cast: Cast, ada: Client) -> None:
    ada.post("/me/notices/settings", {})
    chosen = preferences_of(cast.ada.public_id)
    assert not chosen["renewal-due"].email


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ninety", "is not a number of days"),
        ("-3", "is not a number of days"),
        ("0", "between 1 and 730"),
        ("9999", "between 1 and 730"),
        (",".join(str(day) for day in range(1, 20)), "at most 12"),
        ("²", "is not a number of days"),
    ],
)
def test_days_that_are_none_are_said_and_kept(
    cast: Cast, ada: Client, typed: str, said: str
) -> None:
    answer = ada.post("/me/notices/settings", {"days": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{typed}"' in page
    assert preferences_of(cast.ada.public_id)["renewal-due"].email


def test_what_must_come_cannot_be_turned_off(cast: Cast, ada: Client) -> None:
    answer = ada.post("/me/notices/settings", {"emailed": ["renewal-decided"]})
    assert answer.status_code == 422
    assert preferences_of(cast.ada.public_id)["renewal-decided"].email


def test_whoever_is_not_signed_in_is_asked_to(db: None, client: Client) -> None:
    for address in ("/me/notices/", "/me/notices/settings"):
        assert client.get(address)["Location"].startswith("/account/login/")


def test_as_many_queries_for_many(
    cast: Cast, ada: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        told(cast.ada, f"Notice {number}")
    with django_assert_max_num_queries(8):
        page = ada.get("/me/notices/").content.decode()
    assert "Notice 29" in page
    assert "1 to 25 of 30" in page
