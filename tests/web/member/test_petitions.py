"""Petitions: a question to a body, its answer, and who may read them."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from recert.reporting.actions import promise
from recert.transcript.actions import decide_petition, open_petition, return_petition
from recert.transcript.models import Activity, Petition, PetitionState
from tests.cast import NOW, Cast, course, log

LIST = "/me/activities/petitions/"


@pytest.fixture
def entry(cast: Cast) -> Activity:
    """An entry of Ada's that leaves a question open."""
    return log(cast.ada, course("Hearts in motion", date(2026, 10, 4), "3", by="ymca"))


@pytest.fixture
def petition(cast: Cast, entry: Activity) -> Petition:
    """What Ada asked ACSM."""
    return open_petition(
        by=cast.ada,
        at=NOW,
        activity_id=entry.public_id,
        certification_id=cast.ada_acsm.public_id,
        question="Two days on exercise for heart patients.",
    )


def ask_of(entry: Activity) -> str:
    return f"/me/activities/{entry.public_id}/ask"


def page_of(petition: Petition) -> str:
    return f"{LIST}{petition.public_id}/"


def test_a_question_is_sent(cast: Cast, ada: Client, entry: Activity) -> None:
    page = ada.get(ask_of(entry)).content.decode()
    assert "Certified Exercise Physiologist (ACSM-EP), American College of Sports Medicine" in page
    assert "This entry has no proof yet." in page
    typed = {"certification": cast.ada_acsm.public_id, "question": "It is about hearts."}
    answer = ada.post(ask_of(entry), typed)
    sent = Petition.objects.get(activity=entry)
    assert answer.headers["Location"] == page_of(sent)
    assert sent.question == "It is about hearts."
    assert "Waiting for the body" in ada.get(page_of(sent)).content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"question": "  "}, "Say why you think that it counts."),
        ({"certification": ""}, "Choose the certification you ask about."),
        ({"question": "x" * 5000}, "at most 4000 characters"),
    ],
)
def test_a_mistake_is_named(
    cast: Cast, ada: Client, entry: Activity, change: dict[str, str], sentence: str
) -> None:
    typed = {"certification": cast.ada_acsm.public_id, "question": "It counts.", **change}
    answer = ada.post(ask_of(entry), typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Petition.objects.filter(activity=entry).exists()


def test_the_same_is_not_asked_twice(cast: Cast, ada: Client, petition: Petition) -> None:
    typed = {"certification": cast.ada_acsm.public_id, "question": "Again."}
    answer = ada.post(ask_of(petition.activity), typed)
    assert "You have asked this already." in answer.content.decode()
    assert Petition.objects.filter(activity=petition.activity).count() == 1


def test_nothing_is_asked_for_the_certification_of_another(
    cast: Cast, ada: Client, entry: Activity
) -> None:
    typed = {"certification": cast.ben_acsm.public_id, "question": "It counts."}
    assert ada.post(ask_of(entry), typed).status_code == 422
    assert not Petition.objects.filter(activity=entry).exists()


def test_a_returned_petition_is_answered(cast: Cast, ada: Client, petition: Petition) -> None:
    return_petition(
        by=cast.dan, at=NOW, body_slug="acsm", public_id=petition.public_id, reason="Which days?"
    )
    page = ada.get(page_of(petition)).content.decode()
    assert "Which days?" in page
    assert "Two days on exercise for heart patients." in page
    assert ada.post(page_of(petition), {"question": ""}).status_code == 422
    ada.post(page_of(petition), {"question": "3 and 4 October."})
    petition.refresh_from_db()
    assert (petition.state, petition.question) == (PetitionState.SUBMITTED, "3 and 4 October.")


def test_what_was_not_returned_is_not_answered(ada: Client, petition: Petition) -> None:
    assert ada.post(page_of(petition), {"question": "Something else."}).status_code == 422
    petition.refresh_from_db()
    assert petition.question == "Two days on exercise for heart patients."


def test_the_decision_is_read_with_its_reason(cast: Cast, ada: Client, petition: Petition) -> None:
    decide_petition(
        by=cast.dan,
        at=NOW,
        body_slug="acsm",
        public_id=petition.public_id,
        accept=True,
        reason="Clinical exercise is in scope.",
    )
    page = ada.get(page_of(petition)).content.decode()
    assert "Accepted" in page
    assert "Clinical exercise is in scope." in page


def test_a_petition_is_taken_back(ada: Client, petition: Petition) -> None:
    ada.post(page_of(petition) + "withdraw")
    petition.refresh_from_db()
    assert petition.state == PetitionState.WITHDRAWN
    page = ada.post(page_of(petition) + "withdraw", follow=True).content.decode()
    assert "This petition has moved on" in page


def test_a_stranger_reads_and_moves_nothing(cast: Cast, client: Client, petition: Petition) -> None:
    client.force_login(cast.eve)
    assert client.get(page_of(petition)).status_code == 404
    assert client.post(page_of(petition), {"question": "Mine"}).status_code == 404
    assert client.post(page_of(petition) + "withdraw").status_code == 404
    assert client.get(ask_of(petition.activity)).status_code == 404
    assert "You have asked nothing yet" in client.get(LIST).content.decode()
    petition.refresh_from_db()
    assert petition.state == PetitionState.SUBMITTED


@pytest.mark.parametrize("act", ["", "withdraw"])
def test_whoever_is_not_signed_in_is_asked_to(client: Client, petition: Petition, act: str) -> None:
    for ask in (client.get, client.post):
        assert ask(page_of(petition) + act).headers["Location"].startswith("/account/login/")


def test_what_is_typed_is_shown_and_never_run(cast: Cast, ada: Client, entry: Activity) -> None:
    typed = {"certification": cast.ada_acsm.public_id, "question": "<script>alert(1)</script>"}
    page = ada.post(ask_of(entry), typed, follow=True).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("many", [3, 24])
def test_it_takes_as_many_queries_with_many_petitions(
    cast: Cast,
    ada: Client,
    many: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for day in range(1, many + 1):
        entry = log(cast.ada, course(f"Day {day}", date(2026, 9, day), "0.1"))
        asked = open_petition(
            by=cast.ada,
            at=NOW,
            activity_id=entry.public_id,
            certification_id=cast.ada_acsm.public_id,
            question="Does it count?",
        )
    for address in (LIST, page_of(asked), ask_of(entry)):
        with django_assert_max_num_queries(24):
            assert ada.get(address).status_code == 200


def test_the_list_counts_down_what_the_body_promised(
    cast: Cast, ada: Client, petition: Petition
) -> None:
    promise(by=cast.hal, at=NOW, body_slug="acsm", applications=None, petitions=10, questions=None)
    assert "An answer is promised by" in ada.get(LIST).content.decode()
    decide_petition(
        by=cast.dan, at=NOW, body_slug="acsm", public_id=petition.public_id, accept=True,
        reason="It is about hearts.",
    )  # fmt: skip
    assert "promised" not in ada.get(LIST).content.decode()
