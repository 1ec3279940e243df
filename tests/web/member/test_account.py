"""The account: what one says of oneself, taking one's record along, and leaving."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.test import Client

from recert.people.models import Person
from recert.renewals.actions import begin_renewal
from recert.renewals.models import Renewal, State
from recert.transcript.actions import add_evidence
from recert.transcript.models import Activity
from tests.cast import NOW, Cast
from tests.web.member.files import picture

PROFILE = {"name": "Ada R. Ruiz", "country": "CA", "zone": "America/Toronto"}


@pytest.fixture
def ada(cast: Cast, client: Client) -> Client:
    """Ada's browser."""
    client.force_login(cast.ada)
    return client


def test_what_one_says_of_oneself_is_kept(cast: Cast, ada: Client) -> None:
    assert 'value="Ada Ruiz"' in ada.get("/me/account/").content.decode()
    assert ada.post("/me/account/", PROFILE)["Location"] == "/me/account/"
    found = Person.objects.get(pk=cast.ada.pk)
    assert (found.name, found.country, found.zone) == ("Ada R. Ruiz", "CA", "America/Toronto")


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"country": "XX"}, {"zone": "Mars/Olympus"}, {"name": "A" * 151}]
)
def test_a_slip_changes_nothing(cast: Cast, ada: Client, wrong: dict[str, str]) -> None:
    answer = ada.post("/me/account/", {**PROFILE, **wrong})
    assert answer.status_code == 422
    assert Person.objects.get(pk=cast.ada.pk).name == "Ada Ruiz"


def test_signing_in_is_a_link_away(ada: Client) -> None:
    page = ada.get("/me/account/").content.decode()
    for address in ("/account/password/change/", "/account/2fa/", "/account/email/"):
        assert f'href="{address}"' in page


def test_everything_about_me_and_nobody_else(cast: Cast, ada: Client) -> None:
    add_evidence(by=cast.ada, at=NOW, name="card.jpg", content=picture())
    answer = ada.get("/me/account/download")
    assert answer["Content-Type"] == "application/zip"
    assert 'filename="recert-my-record-2026-11-21.zip"' in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        record = json.loads(archive.read("recert.json"))
        assert any(name.endswith("card.jpg") for name in archive.namelist())
    assert record["person"]["email"] == "ada@example.org"
    assert {each["title"] for each in record["activities"]} == {
        "Annual Meeting",
        "Exercise and Hypertension",
        "Functional Training",
    }
    assert "carol@example.org" not in json.dumps(record)


def test_leaving_asks_for_the_address_and_says_what_stays(cast: Cast, ada: Client) -> None:
    assert "What is kept, and why" in ada.get("/me/account/leave").content.decode()
    answer = ada.post("/me/account/leave", {"email": "eve@example.org"})
    assert answer.status_code == 422
    assert Person.objects.get(pk=cast.ada.pk).is_active


def test_leaving_deletes_who_one_is(cast: Cast, ada: Client) -> None:
    answer = ada.post("/me/account/leave", {"email": "Ada@Example.org"})
    assert "Your account is deleted" in answer.content.decode()
    gone = Person.objects.get(pk=cast.ada.pk)
    assert (gone.is_active, gone.name) == (False, "")
    assert not Activity.objects.filter(person=gone).exclude(title="").exists()
    assert ada.get("/me/").status_code == 302


def test_what_is_still_open_is_closed_first(cast: Cast, client: Client) -> None:
    renewal = begin_renewal(by=cast.carol, at=NOW, certification_id=cast.carol_acsm.public_id)
    Renewal.objects.filter(pk=renewal.pk).update(state=State.SUBMITTED)
    client.force_login(cast.carol)
    page = client.get("/me/account/leave").content.decode()
    assert "An application is not decided yet." in page
    assert 'name="email"' not in page
    answer = client.post("/me/account/leave", {"email": "carol@example.org"})
    assert answer.status_code == 422
    assert Person.objects.get(pk=cast.carol.pk).is_active


def test_whoever_is_not_signed_in_is_asked_to(db: None, client: Client) -> None:
    for act in ("", "download", "leave"):
        assert client.get(f"/me/account/{act}")["Location"].startswith("/account/login/")
