"""Renewing by examination: open, closed, reported with proof, and who is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from recert.credentials.actions import register_certification
from recert.credentials.models import Certification
from recert.transcript.models import Activity, Petition
from tests.cast import NOW, Cast
from tests.web.member.files import upload


@pytest.fixture
def online(cast: Cast) -> Certification:
    """The certificate of ACTION's online examination, held by Eve."""
    return register_certification(
        by=cast.fay,
        at=NOW,
        person=cast.eve,
        body=cast.action,
        credential="cpt",
        level="certificate",
        certified=date(2025, 6, 1),
        expires=date(2027, 5, 31),
        number="B-1",
    )


@pytest.fixture
def eve(cast: Cast, client: Client) -> Client:
    """Eve's browser."""
    client.force_login(cast.eve)
    return client


def page_of(held: Certification) -> str:
    return f"/me/certifications/{held.public_id}/examination"


PASSED = {
    "subject": "action:cpt",
    "completed": "2026-11-02",
    "at_test_centre": "yes",
    "key": "one-form",
}


def test_the_conditions_are_said(eve: Client, online: Certification) -> None:
    page = eve.get(page_of(online)).content.decode()
    assert "Open to you" in page
    assert "no application, no fee and no credits" in " ".join(page.split())
    assert "How do I get Recertified?" in page


def test_a_pass_is_logged_with_its_proof_and_the_body_asked_once(
    cast: Cast, eve: Client, online: Certification
) -> None:
    for _time in range(2):
        answer = eve.post(page_of(online), {**PASSED, "proof": upload()})
        assert answer.status_code == 302
    entry = Activity.objects.get(person=cast.eve)
    assert (entry.kind, entry.subject, entry.passed) == ("examination", "action:cpt", True)
    assert entry.at_test_centre is True
    assert entry.evidence.count() == 1
    petition = Petition.objects.get()
    assert petition.certification == online
    page = eve.get(f"/me/certifications/{online.public_id}/").content.decode()
    assert "You passed the examination." in page


def test_a_slip_keeps_everything_and_logs_nothing(
    cast: Cast, eve: Client, online: Certification
) -> None:
    sent = {**PASSED, "completed": "2027-11-02", "proof": upload()}
    answer = eve.post(page_of(online), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="2027-11-02"' in page
    assert 'name="proof_kept"' in page
    assert not Activity.objects.filter(person=cast.eve).exists()
    assert not Petition.objects.exists()


def test_a_wrong_file_is_named(cast: Cast, eve: Client, online: Certification) -> None:
    answer = eve.post(page_of(online), {**PASSED, "proof": upload(content=b"MZ not a picture")})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not Activity.objects.filter(person=cast.eve).exists()


def test_another_examination_is_no_choice(cast: Cast, eve: Client, online: Certification) -> None:
    answer = eve.post(page_of(online), {**PASSED, "subject": "nsca:cscs"})
    assert answer.status_code == 422
    assert not Activity.objects.filter(person=cast.eve).exists()


def test_the_full_certification_is_refused_with_the_reason(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    page = client.get(page_of(cast.ada_action)).content.decode()
    assert "Not open to you" in page
    assert "cannot renew by sitting the same examination" in page
    assert 'name="completed"' not in page
    before = Activity.objects.count()
    client.post(page_of(cast.ada_action), PASSED)
    assert Activity.objects.count() == before


def test_where_an_application_is_still_needed_it_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    page = client.get(page_of(cast.ada_acsm)).content.decode()
    assert "You still file the application" in page


def test_a_policy_without_such_a_way_has_no_such_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    assert client.get(page_of(cast.ada_nasm)).status_code == 404


def test_a_stranger_reports_nothing(cast: Cast, client: Client, online: Certification) -> None:
    client.force_login(cast.ben)
    assert client.get(page_of(online)).status_code == 404
    assert client.post(page_of(online), PASSED).status_code == 404
    client.logout()
    assert client.get(page_of(online)).status_code == 302
