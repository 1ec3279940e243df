"""Carried in: told by the holder where nobody recorded it, shown with its bars, taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from recert.credentials.actions import add_certification, record_carried
from recert.credentials.models import Certification
from recert.credentials.queries import carried_of
from recert.people.queries import body_named
from recert.rules.facts import Carried
from tests.cast import NOW, Cast, bring_in


@pytest.fixture
def eve(cast: Cast, client: Client) -> Client:
    """Eve's browser, signed in."""
    client.force_login(cast.eve)
    return client


@pytest.fixture
def licence(cast: Cast) -> Certification:
    """Eve's licence in Texas, in its twelfth year."""
    bring_in("tx-pe")
    bring_in("tx-pe")
    return add_certification(
        by=cast.eve,
        at=NOW,
        body=body_named("tx-pe"),
        credential="pe",
        certified=date(2015, 7, 1),
        expires=date(2027, 6, 30),
    )


def page_of(client: Client, held: Certification) -> str:
    return client.get(f"/me/certifications/{held.public_id}/").content.decode()


def test_what_is_told_counts_but_not_for_ethics(eve: Client, licence: Certification) -> None:
    assert "What passed on from your last cycle?" in page_of(eve, licence)
    url = f"/me/certifications/{licence.public_id}/carried"
    assert eve.post(url, {"amount": "14", "earned": "2026-03-01"}).status_code == 302
    page = page_of(eve, licence)
    assert "Carried in from your last cycle" in page
    assert "It cannot serve ethics." in page
    (row,) = carried_of(licence)
    assert row.into == date(2026, 7, 1)
    eve.post(f"{url}/{row.public_id}/take-back")
    assert "Carried in from your last cycle" not in page_of(eve, licence)


@pytest.mark.parametrize("amount", ["", "much", "-3", "0"])
def test_mistakes_are_said_and_kept(eve: Client, licence: Certification, amount: str) -> None:
    answer = eve.post(f"/me/certifications/{licence.public_id}/carried", {"amount": amount})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not carried_of(licence).exists()


def test_what_the_body_recorded_is_not_asked_for(eve: Client, licence: Certification) -> None:
    brought = Carried(holding="", amount=14, into=date(2026, 7, 1))  # type: ignore[arg-type]
    record_carried(at=NOW, certification=licence, carried=(brought,), renewal_id="r")
    page = page_of(eve, licence)
    assert "Carried in from your last cycle" in page
    assert "What passed on from your last cycle?" not in page
    (row,) = carried_of(licence)
    url = f"/me/certifications/{licence.public_id}/carried/{row.public_id}/take-back"
    assert eve.post(url).status_code == 404


def test_nothing_is_asked_where_nothing_can_pass_on(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    assert "What passed on" not in page_of(client, cast.ada_acsm)
