"""Documents: which gates each opens, and that nobody else sees or moves them."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from recert.rules.facts import Document, DocumentKind, Skills
from recert.rules.findings import State
from recert.standing.documents import doors_of
from recert.transcript import models as rows
from recert.transcript.actions import add_document, add_evidence, attach_evidence
from recert.transcript.models import Evidence
from recert.transcript.queries import document_for, documents_of
from tests.cast import NOW, Cast, card
from tests.web.member.files import picture, upload

LIST = "/me/documents/"
ADD = "/me/documents/add"

TYPED = {
    "kind": "aed",
    "issued": "2025-01-10",
    "expires": "2027-01-10",
    "skills": "online-only",
    "issuer": "Online Cards",
}


@pytest.fixture
def cpr(cast: Cast) -> rows.Document:
    """Ada's hands-on CPR card."""
    return documents_of(cast.ada).get(kind="cpr")


def page_of(row: rows.Document) -> str:
    return f"{LIST}{row.public_id}/"


def test_a_card_shows_what_it_opens_and_what_it_does_not(cast: Cast, ada: Client) -> None:
    answer = ada.post(ADD, TYPED)
    row = documents_of(cast.ada).get(kind="aed")
    assert answer.headers["Location"] == page_of(row)
    page = ada.get(page_of(row)).content.decode()
    assert "NASM-CPT" in page
    assert "Your AED card is of a kind not accepted" in page
    assert "hands-on" in page  # the clause's own words, on opening it
    assert "ACE-CPT" in page


def test_each_document_is_judged_alone(cast: Cast, cpr: rows.Document) -> None:
    worse = add_document(
        by=cast.ada,
        at=NOW,
        document=Document(
            id="",
            kind=DocumentKind.CPR,
            issued=date(2026, 1, 1),
            expires=date(2027, 12, 31),
            skills=Skills.EVALUATED,
        ),
    )
    states = {
        (door.document, door.certification.body.slug): door.finding.state
        for door in doors_of(cast.ada, NOW)
        if door.kind is DocumentKind.CPR
    }
    assert states[(cpr.public_id, "nasm")] is State.MET
    assert states[(worse.public_id, "nasm")] is State.SHORT
    assert states[(worse.public_id, "ace")] is State.MET


def test_what_is_asked_for_and_not_held_comes_first(ada: Client) -> None:
    page = ada.get(LIST).content.decode()
    assert "Asked for, and not here" in page  # NASM and ACE ask for AED
    assert page.index("You have no AED card recorded.") < page.index("hands-on")


def test_an_empty_page_says_what_to_do_first(cast: Cast, client: Client) -> None:
    client.force_login(cast.eve)
    page = client.get(LIST).content.decode()
    assert "No documents yet" in page
    assert ADD in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"issued": ""}, "Enter a whole day"),
        ({"issued": "2031-01-01"}, "The day of issue lies in the future."),
        ({"expires": "2024-01-01"}, "It expires before it was issued."),
        ({"kind": "passport"}, "Select a valid choice."),
        ({"skills": "telepathy"}, "Select a valid choice."),
        ({"issuer": "x" * 5000}, "at most 120 characters"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(
    cast: Cast, ada: Client, change: dict[str, str], sentence: str
) -> None:
    answer = ada.post(ADD, {**TYPED, **change})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "data-error-summary" in page
    assert sentence in page
    assert f'value="{change.get("issuer", TYPED["issuer"])}"' in page
    assert not documents_of(cast.ada).filter(kind="aed").exists()


def test_a_file_survives_a_mistake_elsewhere(cast: Cast, ada: Client) -> None:
    page = ada.post(ADD, {**TYPED, "issued": "", "proof": upload()}).content.decode()
    kept = Evidence.objects.get(person=cast.ada)
    assert f'name="proof_kept" value="{kept.public_id}"' in page
    ada.post(ADD, {**TYPED, "proof_kept": kept.public_id})
    assert list(documents_of(cast.ada).get(kind="aed").evidence.all()) == [kept]


def test_a_form_sent_twice_is_one_document(cast: Cast, ada: Client) -> None:
    ada.post(ADD, TYPED)
    ada.post(ADD, TYPED)
    assert documents_of(cast.ada).filter(kind="aed").count() == 1


def test_a_document_is_corrected_and_its_proof_moves_along(
    cast: Cast, ada: Client, cpr: rows.Document
) -> None:
    proof = add_evidence(by=cast.ada, at=NOW, name="a.jpg", content=picture())
    attach_evidence(by=cast.ada, at=NOW, public_id=proof.public_id, document_id=cpr.public_id)
    page = ada.get(page_of(cpr) + "correct").content.decode()
    assert 'value="2025-12-01"' in page
    ada.post(page_of(cpr) + "correct", {**TYPED, "kind": "cpr"})
    newer = documents_of(cast.ada).get(kind="cpr")
    assert (newer.issuer, list(newer.evidence.all())) == ("Online Cards", [proof])


def test_it_is_taken_out_and_put_back(cast: Cast, ada: Client, cpr: rows.Document) -> None:
    page = ada.post(page_of(cpr) + "withdraw", follow=True).content.decode()
    assert "Put it back" in page
    assert not documents_of(cast.ada).exists()
    assert ada.get(page_of(cpr) + "correct").status_code == 302
    ada.post(page_of(cpr) + "restore")
    assert documents_of(cast.ada).exists()


def test_proof_is_added_and_taken_off(cast: Cast, ada: Client, cpr: rows.Document) -> None:
    ada.post(page_of(cpr) + "proof", {"proof": [upload("front.jpg"), upload("x.txt", b"x")]})
    page = ada.get(page_of(cpr)).content.decode()
    assert "front.jpg" in page
    assert "x.txt: This is not a picture or PDF" in page
    proof = Evidence.objects.get(person=cast.ada)
    ada.post(f"{page_of(cpr)}proof/{proof.public_id}/remove")
    assert not cpr.evidence.exists()


def test_a_stranger_sees_and_changes_nothing(
    cast: Cast, client: Client, cpr: rows.Document
) -> None:
    client.force_login(cast.eve)
    assert client.get(page_of(cpr)).status_code == 404
    assert client.get(page_of(cpr) + "correct").status_code == 404
    for act in ("correct", "withdraw", "restore", "proof", "proof/none/remove"):
        assert client.post(page_of(cpr) + act, TYPED).status_code == 404
    assert document_for(cast.ada, cpr.public_id).withdrawn_at is None


@pytest.mark.parametrize("act", ["", "correct", "withdraw", "restore", "proof"])
def test_whoever_is_not_signed_in_is_asked_to(client: Client, cpr: rows.Document, act: str) -> None:
    for ask in (client.get, client.post):
        assert ask(page_of(cpr) + act).headers["Location"].startswith("/account/login/")


def test_what_is_typed_is_shown_and_never_run(ada: Client) -> None:
    page = ada.post(ADD, {**TYPED, "issuer": "<script>alert(1)</script>"}, follow=True)
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("many", [3, 20])
def test_it_takes_as_many_queries_with_many_documents(
    cast: Cast,
    ada: Client,
    many: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for day in range(1, many + 1):
        add_document(
            by=cast.ada,
            at=NOW,
            document=Document(
                id="",
                kind=DocumentKind.AED,
                issued=date(2026, 1, day),
                expires=date(2028, 1, day),
                skills=Skills.HANDS_ON,
            ),
        )
    row = card(cast.ada)
    for address in (LIST, page_of(row)):
        with django_assert_max_num_queries(20):
            assert ada.get(address).status_code == 200
