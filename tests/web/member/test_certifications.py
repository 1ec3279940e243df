"""Adding a certification held, correcting it, taking it off and putting it back."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from recert.credentials.models import Certification
from recert.credentials.queries import certifications_of
from tests.cast import Cast, another_body


@pytest.fixture
def eve(cast: Cast, client: Client) -> Client:
    """The browser of Eve, who holds nothing yet."""
    client.force_login(cast.eve)
    return client


def test_bodies_are_offered_with_what_they_grant(eve: Client) -> None:
    page = eve.get("/me/certifications/add").content.decode()
    assert "American College of Sports Medicine" in page
    assert "ACSM-EP" in page


def test_one_is_added_and_its_page_follows(cast: Cast, eve: Client) -> None:
    answer = eve.post(
        "/me/certifications/add/ace",
        {"credential": "cpt", "certified": "2025-06-01", "expires": "", "number": " T-9 "},
    )
    (held,) = certifications_of(cast.eve)
    assert answer["Location"] == f"/me/certifications/{held.public_id}/"
    assert (held.credential, held.certified, held.number) == ("cpt", date(2025, 6, 1), "T-9")
    assert "This is where you stand." in eve.get(answer["Location"]).content.decode()


def test_a_slip_keeps_what_was_typed_and_names_the_field(cast: Cast, eve: Client) -> None:
    answer = eve.post(
        "/me/certifications/add/acsm",
        {"credential": "ep", "certified": "2027-06-01", "number": "55-A<b>"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "lies in the future" in page
    assert 'value="2027-06-01"' in page
    assert 'value="55-A&lt;b&gt;"' in page
    assert certifications_of(cast.eve) == ()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"credential": "nope", "certified": "2025-01-01"}, "Select a valid choice"),
        ({"credential": "cpt", "certified": "1.1.25"}, "Enter a whole day"),
        ({"credential": "cpt"}, "This field is required"),
        ({"credential": "cpt", "certified": "2025-01-01", "level": ""}, "This field is required"),
        (
            {
                "credential": "cpt",
                "certified": "2025-01-01",
                "expires": "2024-01-01",
                "level": "certificate",
            },
            "lies before the day you were certified",
        ),
    ],
)
def test_mistakes_are_said(cast: Cast, eve: Client, sent: dict[str, str], said: str) -> None:
    answer = eve.post("/me/certifications/add/action", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert certifications_of(cast.eve) == ()


def test_the_same_one_is_not_added_twice(cast: Cast, eve: Client) -> None:
    sent = {"credential": "cpt", "certified": "2025-06-01"}
    eve.post("/me/certifications/add/ace", sent)
    answer = eve.post("/me/certifications/add/ace", sent)
    assert answer.status_code == 422
    assert "recorded already" in answer.content.decode()
    assert len(certifications_of(cast.eve)) == 1


def test_a_body_without_policy_grants_nothing_here(cast: Cast, eve: Client) -> None:
    another_body()
    assert eve.get("/me/certifications/add/nobody").status_code == 404
    assert eve.get("/me/certifications/add/none-such").status_code == 404


def test_what_one_declared_one_corrects(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    address = f"/me/certifications/{cast.ada_ace.public_id}/correct"
    assert 'value="2025-06-01"' in client.get(address).content.decode()
    client.post(address, {"certified": "2025-05-01", "expires": "", "number": "N 1"})
    cast.ada_ace.refresh_from_db()
    assert (cast.ada_ace.certified, cast.ada_ace.number) == (date(2025, 5, 1), "N 1")


def test_what_the_body_confirmed_it_corrects_itself(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    address = f"/me/certifications/{cast.ada_acsm.public_id}/correct"
    page = client.get(address).content.decode()
    assert "can change" in page
    assert 'name="certified"' not in page
    client.post(address, {"certified": "2024-01-01"})
    cast.ada_acsm.refresh_from_db()
    assert cast.ada_acsm.certified == date(2020, 6, 15)


def test_one_is_taken_off_and_put_back(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    page = f"/me/certifications/{cast.ada_nasm.public_id}/"
    answer = client.post(f"{page}remove")
    assert answer["Location"] == "/me/certifications/removed"
    assert "NASM-CPT" in client.get("/me/certifications/removed").content.decode()
    assert client.get(page).status_code == 404
    answer = client.post(f"{page}restore")
    assert answer["Location"] == page
    assert client.get(page).status_code == 200


def test_one_added_again_since_is_not_put_back(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    page = f"/me/certifications/{cast.ada_nasm.public_id}/"
    client.post(f"{page}remove")
    client.post("/me/certifications/add/nasm", {"credential": "cpt", "certified": "2025-09-15"})
    answer = client.post(f"{page}restore", follow=True)
    assert "nothing to undo" in answer.content.decode()


ACTS = ("", "correct", "examination")
POSTS = ("correct", "remove", "restore", "renew", "examination")


def test_a_stranger_finds_nothing_and_changes_nothing(cast: Cast, eve: Client) -> None:
    page = f"/me/certifications/{cast.ada_ace.public_id}/"
    for act in ACTS:
        assert eve.get(page + act).status_code == 404, act
    for act in POSTS:
        assert eve.post(page + act, {"certified": "2024-01-01"}).status_code == 404, act
    unchanged = Certification.objects.get(pk=cast.ada_ace.pk)
    assert unchanged.certified == date(2025, 6, 1)
    assert unchanged.removed_at is None


def test_whoever_is_not_signed_in_is_asked_to(cast: Cast, client: Client) -> None:
    page = f"/me/certifications/{cast.ada_ace.public_id}/"
    for address in ("/me/certifications/add", "/me/certifications/add/ace", page, f"{page}remove"):
        assert client.get(address)["Location"].startswith("/account/login/"), address


def test_removing_by_a_link_does_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    for act in ("remove", "restore", "renew"):
        address = f"/me/certifications/{cast.ada_ace.public_id}/{act}"
        assert client.get(address).status_code == 405


def test_the_list_of_bodies_costs_the_same_however_many(
    cast: Cast, eve: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        eve.get("/me/certifications/add")
    with django_assert_max_num_queries(10):
        eve.get("/me/certifications/add/ace")
