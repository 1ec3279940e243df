"""Petitions: reading what is asked with its proof, accepting, rejecting, asking for more."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.test import Client

from recert.credentials.actions import register_certification
from recert.journal.queries import lines_about
from recert.people.actions import appoint
from recert.people.models import Role
from recert.rules.amounts import from_grains
from recert.transcript.actions import withdraw_petition
from recert.transcript.models import Petition, PetitionState
from tests.cast import NOW, Cast
from tests.web.staff.conftest import As
from tests.web.staff.scene import Scene


def at(petition: Petition) -> str:
    return f"/staff/acsm/petitions/{petition.public_id}"


def shown(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_an_empty_queue(cast: Cast, as_: As) -> None:
    assert "No petition waits" in shown(as_(cast.dan), "/staff/acsm/petitions")


def test_the_page_shows_the_question_the_activity_and_the_policy(scene: Scene, as_: As) -> None:
    dan = as_(scene.cast.dan)
    assert "Selling Personal Training" in shown(dan, "/staff/acsm/petitions")
    page = shown(dan, at(scene.petition))
    for word in (
        "It was half about coaching.",
        "6 CEC (NASM)",
        "sell.png",
        "directly related to the certification held",
        "in scope",
    ):
        assert word in page, word


def test_the_proof_is_opened_with_a_line_in_the_journal(scene: Scene, as_: As) -> None:
    dan = as_(scene.cast.dan)
    answer = dan.get(f"{at(scene.petition)}/proof/{scene.petition_proof.public_id}")
    assert answer["Content-Type"] == "image/png"
    lines = lines_about(f"petition:{scene.petition.public_id}")
    assert [line.code for line in lines][-1] == "transcript.petition-evidence-opened"
    other = f"{at(scene.petition)}/proof/{scene.proof.public_id}"
    assert dan.get(other).status_code == 404


def test_the_proof_of_a_question_taken_back_is_looked_at_no_more(scene: Scene, as_: As) -> None:
    dan, asked = as_(scene.cast.dan), scene.petition
    withdraw_petition(by=asked.activity.person, at=NOW, public_id=asked.public_id)
    proof = f"{at(asked)}/proof/{scene.petition_proof.public_id}"
    assert dan.get(proof).status_code == 404
    assert proof not in shown(dan, at(asked))


def test_accepting_for_an_amount_in_a_category(scene: Scene, as_: As) -> None:
    dan = as_(scene.cast.dan)
    sent = {"act": "accept", "amount": "3,5", "reason": "Half of it"}
    wrong = dan.post(at(scene.petition), sent)
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "Write the amount with a point: 3.5" in page
    assert "Half of it" in page
    unknown = {**sent, "amount": "3.5", "categories": "no-such"}
    assert dan.post(at(scene.petition), unknown).status_code == 422
    right = {**sent, "amount": "3.5", "categories": "committee", "clause": "in-scope"}
    assert dan.post(at(scene.petition), right).status_code == 302
    scene.petition.refresh_from_db()
    assert scene.petition.state == PetitionState.ACCEPTED
    assert scene.petition.amount_grains is not None
    assert from_grains(scene.petition.amount_grains) == Fraction("3.5")
    assert (scene.petition.categories, scene.petition.clause) == (["committee"], "in-scope")
    assert scene.petition.decided_by == scene.cast.dan
    again = dan.post(at(scene.petition), {**right, "reason": "Changed my mind"})
    assert again.status_code == 422
    scene.petition.refresh_from_db()
    assert scene.petition.reason == "Half of it"
    assert "It counts for 3.5 CECs" in shown(dan, at(scene.petition))


def test_rejecting_names_a_clause(scene: Scene, as_: As) -> None:
    dan = as_(scene.cast.dan)
    assert dan.post(at(scene.petition), {"act": "reject", "reason": "Sales"}).status_code == 422
    sent = {"act": "reject", "reason": "Sales", "clause": "in-scope"}
    assert dan.post(at(scene.petition), sent).status_code == 302
    scene.petition.refresh_from_db()
    assert (scene.petition.state, scene.petition.clause) == (PetitionState.REJECTED, "in-scope")


def test_asking_for_what_is_missing(scene: Scene, as_: As) -> None:
    dan = as_(scene.cast.dan)
    assert dan.post(at(scene.petition), {"act": "return"}).status_code == 422
    dan.post(at(scene.petition), {"act": "return", "reason": "Send the programme"})
    scene.petition.refresh_from_db()
    assert (scene.petition.state, scene.petition.reason) == (
        PetitionState.RETURNED,
        "Send the programme",
    )
    assert "No petition waits" in shown(dan, "/staff/acsm/petitions")


def test_an_unknown_act_does_nothing(scene: Scene, as_: As) -> None:
    answer = as_(scene.cast.dan).post(at(scene.petition), {"act": "burn", "reason": "x"})
    assert answer.status_code == 200
    scene.petition.refresh_from_db()
    assert scene.petition.state == PetitionState.SUBMITTED


def test_nobody_decides_their_own_petition(scene: Scene, as_: As) -> None:
    cast = scene.cast
    appoint(person=cast.ada, body=cast.acsm, role=Role.REVIEWER, by=cast.hal, at=NOW)
    ada = as_(cast.ada)
    page = shown(ada, at(scene.petition))
    assert "your own petition" in page
    assert 'name="act"' not in page
    for act in ("accept", "return", "reject"):
        sent = {"act": act, "reason": "x", "clause": "in-scope"}
        answer = ada.post(at(scene.petition), sent)
        assert "Ask a colleague" in answer.content.decode(), act
    scene.petition.refresh_from_db()
    assert scene.petition.state == PetitionState.SUBMITTED


def test_a_reported_examination_is_recorded_from_the_petition(cast: Cast, as_: As) -> None:
    held = register_certification(
        by=cast.fay,
        at=NOW,
        person=cast.ben,
        body=cast.action,
        credential="cpt",
        level="certificate",
        certified=date(2025, 5, 1),
        expires=date(2027, 4, 30),
        number="C-1",
    )
    ben, fay = as_(cast.ben), as_(cast.fay)
    reported = {
        "subject": "action:cpt",
        "completed": "2026-10-10",
        "at_test_centre": "yes",
        "key": "one",
    }
    sent = ben.post(f"/me/certifications/{held.public_id}/examination", reported)
    assert sent.status_code == 302
    petition = Petition.objects.get(certification=held)
    page = shown(fay, f"/staff/action/petitions/{petition.public_id}")
    where = f"/staff/action/register/{held.public_id}/examination?petition={petition.public_id}"
    assert where in page
    form = shown(fay, where)
    assert 'value="2026-10-10"' in form
    assert "checked" in form
    recorded = fay.post(
        where,
        {
            "title": petition.activity.title,
            "passed_on": "2026-10-10",
            "at_test_centre": "on",
            "next_end": "2028-10-09",
            "reason": "From the day of passing",
        },
    )
    assert recorded["Location"] == f"/staff/action/petitions/{petition.public_id}"
    held.refresh_from_db()
    assert (held.level, held.expires) == ("certification", date(2028, 10, 9))
    other = f"/staff/action/register/{cast.ada_action.public_id}/examination"
    assert fay.get(f"{other}?petition={petition.public_id}").status_code == 404
