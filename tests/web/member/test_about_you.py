"""About you: what rulebooks ask, how it is answered, and who reads it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from recert.credentials.actions import add_certification
from recert.credentials.models import Certification
from recert.credentials.queries import answers_of
from recert.people.actions import appoint
from recert.people.models import Role
from recert.people.queries import body_named
from recert.standing.queries import held_of
from tests.cast import NOW, Cast, bring_in


@pytest.fixture
def eve(cast: Cast, client: Client) -> Client:
    """Eve's browser, signed in, where two bodies more are known."""
    bring_in("il-mcle", "tx-bon")
    client.force_login(cast.eve)
    return client


def hold(cast: Cast, body: str, credential: str) -> Certification:
    bring_in(body)
    return add_certification(
        by=cast.eve,
        at=NOW,
        body=body_named(body),
        credential=credential,
        certified=date(2024, 6, 5),
    )


def test_a_question_is_asked_and_its_answer_opens_the_cycle(cast: Cast, eve: Client) -> None:
    held = hold(cast, "il-mcle", "attorney")
    page = eve.get(f"/me/certifications/{held.public_id}/").content.decode()
    assert "asks of you turns on this" in page
    name = held_of(held, NOW).standing.questions[0]
    value = str(held_of(held, NOW).rulebook.asks[name].answers[0])  # type: ignore[union-attr]
    answer = eve.post(f"/me/certifications/{held.public_id}/about", {name: value})
    assert answer["Location"] == f"/me/certifications/{held.public_id}/"
    assert held_of(held, NOW).standing.questions == ()
    page = eve.get(answer["Location"]).content.decode()
    assert "What you told us, and how to change it" in page


def test_an_answer_can_be_changed_and_taken_back(cast: Cast, eve: Client) -> None:
    held = hold(cast, "il-mcle", "attorney")
    (name,) = held_of(held, NOW).standing.questions
    url = f"/me/certifications/{held.public_id}/about"
    first, second = held_of(held, NOW).rulebook.asks[name].answers[:2]  # type: ignore[union-attr]
    for value, expected in ((first, {name: first}), (second, {name: second}), ("", {})):
        eve.post(url, {name: value})
        assert answers_of(cast.eve, "il-mcle") == expected


def test_an_answer_that_is_none_is_refused_and_said(cast: Cast, eve: Client) -> None:
    held = hold(cast, "il-mcle", "attorney")
    (name,) = held_of(held, NOW).standing.questions
    answer = eve.post(f"/me/certifications/{held.public_id}/about", {name: "perhaps"})
    assert answer.status_code == 422
    assert answers_of(cast.eve, "il-mcle") == {}


def test_a_cycle_that_follows_the_birthday_is_asked_for_first(cast: Cast, eve: Client) -> None:
    bring_in("tx-bon")
    added = eve.post(
        "/me/certifications/add/tx-bon", {"credential": "rn", "certified": "2024-06-05"}
    )
    assert added["Location"].endswith("/about")
    page = eve.get(added["Location"]).content.decode()
    assert "In which month were you born?" in page
    assert "never your whole date of birth" in page
    assert "September" in page
    eve.post(added["Location"], {"birth-month": "9", "birth-year": "odd"})
    known = {"birth-month": "9", "birth-year": "odd"}
    assert answers_of(cast.eve, "tx-bon") == known


def test_staff_read_the_answers(cast: Cast, eve: Client) -> None:
    held = hold(cast, "tx-bon", "rn")
    eve.post(f"/me/certifications/{held.public_id}/about", {"birth-month": "9"})
    appoint(person=cast.dan, body=body_named("tx-bon"), role=Role.REVIEWER, by=None, at=NOW)
    eve.force_login(cast.dan)
    page = eve.get(f"/staff/tx-bon/register/{held.public_id}").content.decode()
    assert "In which month were you born?" in page
    assert "September" in page


def test_nothing_is_asked_where_no_rule_turns_on_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    url = f"/me/certifications/{cast.ada_ace.public_id}/"
    assert "About you" not in client.get(url).content.decode()
    assert client.get(f"{url}about")["Location"] == url
