"""The register: finding people, confirming, correcting, deciding, examinations."""

from __future__ import annotations

from datetime import date

from django.test import Client

from recert.credentials.actions import register_certification
from recert.credentials.models import Certification, Register, Ruling, Term
from recert.people.actions import appoint
from recert.people.models import Role
from recert.people.unclaimed import enter_person
from recert.renewals.erasure import erase
from recert.rules.facts import Document, DocumentKind
from recert.rules.findings import Status
from recert.standing.queries import standing_of
from recert.transcript.actions import add_document
from tests.cast import NOW, TODAY, Cast
from tests.web.staff.conftest import As
from tests.web.staff.scene import Scene

LIST = "/staff/acsm/register"


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def test_people_are_found_by_name_number_and_part_of_the_address(scene: Scene, as_: As) -> None:
    dan = as_(scene.cast.dan)
    for found in ("?q=okafor", "?q=11886", "?q=ben%40exam", "?credential=cpt", ""):
        assert "Ben Okafor" in shown(dan, LIST + found), found
    for left_out in ("?q=lindqvist", "?credential=ep", "?register=self-declared"):
        assert "Ben Okafor" not in shown(dan, LIST + left_out), left_out
    assert "Eve Marchetti" in shown(dan, f"{LIST}?register=self-declared")
    assert "Nobody like that" in shown(dan, f"{LIST}?q=zzz")


def test_a_record_shows_this_body_alone(scene: Scene, as_: As) -> None:
    """Ada holds certifications of four bodies; ACSM sees its own."""
    page = shown(as_(scene.cast.dan), f"{LIST}/{scene.cast.ada_acsm.public_id}")
    assert "ACSM-EP" in page
    for other in ("ACTION", "NASM", "A-7719", scene.cast.ada_action.public_id):
        assert other not in page, other


def test_documents_are_shown_of_applicants_and_only_those_asked_about(
    scene: Scene, as_: As
) -> None:
    check = Document(id="", kind=DocumentKind.BACKGROUND_CHECK, issued=date(2026, 1, 5))
    add_document(by=scene.cast.carol, at=NOW, document=check)
    dan = as_(scene.cast.dan)
    page = shown(dan, f"{LIST}/{scene.cast.carol_acsm.public_id}")
    assert "American Red Cross" in page
    assert "ackground check" not in page
    assert "American Red Cross" not in shown(dan, f"{LIST}/{scene.cast.ada_acsm.public_id}")


def test_a_reviewer_reads_and_is_offered_no_act(scene: Scene, as_: As) -> None:
    page = shown(as_(scene.cast.dan), f"{LIST}/{scene.declared.public_id}")
    assert "/confirm" not in page
    assert "/decide" not in page


def test_confirming_and_not_knowing(scene: Scene, as_: As) -> None:
    hal, one = as_(scene.cast.hal), f"{LIST}/{scene.declared.public_id}"
    assert "do you know it?" in shown(hal, one)
    assert hal.post(f"{one}/reject").status_code == 422
    hal.post(f"{one}/reject", {"reason": "No such number in 2024"})
    scene.declared.refresh_from_db()
    assert scene.declared.register == Register.REJECTED
    assert "Confirm after all" in shown(hal, one)
    for _click in range(2):
        hal.post(f"{one}/confirm", {"number": "70012", "expires": "2026-12-31"})
    scene.declared.refresh_from_db()
    assert scene.declared.is_confirmed
    assert (scene.declared.number, scene.declared.expires) == ("70012", date(2026, 12, 31))
    assert "Hal Osei confirmed it" in shown(hal, one)


def test_a_number_belongs_to_one(scene: Scene, as_: As) -> None:
    answer = as_(scene.cast.hal).post(
        f"{LIST}/{scene.declared.public_id}/confirm", {"number": "118860", "expires": "2026-12-31"}
    )
    assert answer.status_code == 422
    assert "belongs to somebody else" in answer.content.decode()


def test_correcting_the_register(scene: Scene, as_: As) -> None:
    hal, held = as_(scene.cast.hal), scene.cast.ben_acsm
    address = f"{LIST}/{held.public_id}/correct"
    typed = {"certified": "2021-06-15", "expires": "2020-01-01", "number": "118861"}
    answer = hal.post(address, typed)
    assert answer.status_code == 422
    assert "118861" in answer.content.decode()
    hal.post(address, {**typed, "expires": "2026-12-31"})
    held.refresh_from_db()
    assert (held.certified, held.number) == (date(2021, 6, 15), "118861")


def test_entering_a_certification(scene: Scene, as_: As) -> None:
    hal, address = as_(scene.cast.hal), f"{LIST}/enter"
    typed = {
        "email": "fay@example.org",
        "credential": "cep",
        "certified": "2025-02-03",
        "expires": "2027-12-31",
        "number": "88",
    }
    nobody = hal.post(address, {**typed, "email": "nobody@example.org"})
    assert nobody.status_code == 422
    assert "Nobody signs in here with nobody@example.org" in nobody.content.decode()
    own = hal.post(address, {**typed, "email": "hal@example.org"})
    assert "Ask a colleague" in own.content.decode()
    hal.post(address, typed)
    found = Certification.objects.get(person=scene.cast.fay)
    assert (found.credential, found.is_confirmed) == ("cep", True)
    assert hal.post(address, typed).status_code == 422  # the second click
    assert Certification.objects.filter(person=scene.cast.fay).count() == 1


def test_suspending_and_lifting_it(scene: Scene, as_: As) -> None:
    hal, held = as_(scene.cast.hal), scene.cast.ben_acsm
    address = f"{LIST}/{held.public_id}/decide"
    assert hal.post(address, {"kind": "suspend"}).status_code == 422
    hal.post(address, {"kind": "suspend", "reason": "Under inquiry"})
    assert standing_of(held, TODAY).status is Status.SUSPENDED
    page = shown(hal, f"{LIST}/{held.public_id}")
    assert "Under inquiry" in page
    assert "End it today" in page
    ruling = Ruling.objects.get()
    for _click in range(2):
        hal.post(f"{LIST}/{held.public_id}/decisions/{ruling.public_id}/end")
    assert standing_of(held, TODAY).status is Status.ACTIVE
    assert "End it today" not in shown(hal, f"{LIST}/{held.public_id}")


def test_each_kind_of_decision_asks_for_what_it_needs(scene: Scene, as_: As) -> None:
    hal = as_(scene.cast.hal)
    address = f"{LIST}/{scene.cast.ben_acsm.public_id}/decide"
    for wrong in (
        {"kind": "extend", "reason": "Ill"},
        {"kind": "extend", "reason": "Ill", "until": "2026-11-01"},
        {"kind": "waive", "reason": "Ill"},
        {"kind": "accept", "reason": "Ill"},
        {"kind": "waive", "reason": "Ill", "clause": "no-such"},
    ):
        answer = hal.post(address, wrong)
        assert answer.status_code == 422, wrong
        assert "Ill" in answer.content.decode()
    hal.post(address, {"kind": "extend", "reason": "Ill", "until": "2027-03-31"})
    hal.post(address, {"kind": "waive", "reason": "Abroad", "clause": "cpr"})
    assert {(row.kind, row.until) for row in Ruling.objects.all()} == {
        ("extend", date(2027, 3, 31)),
        ("waive", None),
    }
    # another certification's decision is not found under this one
    ruling, other = Ruling.objects.first(), scene.cast.carol_acsm.public_id
    assert ruling is not None
    assert hal.post(f"{LIST}/{other}/decisions/{ruling.public_id}/end").status_code == 404


def test_nobody_decides_about_a_certification_of_their_own(scene: Scene, as_: As) -> None:
    cast = scene.cast
    appoint(person=cast.dan, body=cast.acsm, role=Role.OFFICER, by=cast.hal, at=NOW)
    dan, own = as_(cast.dan), f"{LIST}/{cast.dan_acsm.public_id}"
    page = shown(dan, own)
    assert "This is your own record" in page
    assert f"{own}/decide" not in page
    for act, data in (
        ("confirm", {"number": "1", "expires": "2026-12-31"}),
        ("reject", {"reason": "x"}),
        ("correct", {"certified": "2020-06-15", "expires": "2030-12-31", "number": "1"}),
        ("decide", {"kind": "extend", "reason": "x", "until": "2030-12-31"}),
        ("examination", {"title": "x", "passed_on": "2026-10-01"}),
    ):
        answer = dan.post(f"{own}/{act}", data)
        assert answer.status_code == 422, act
        assert "Ask a colleague" in answer.content.decode(), act
    assert not Ruling.objects.exists()


def test_the_upgrade_by_examination_asks_for_the_day_the_policy_leaves_open(
    cast: Cast, as_: As
) -> None:
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
    fay = as_(cast.fay)
    address = f"/staff/action/register/{held.public_id}/examination"
    assert "two more years" in shown(fay, address)
    typed = {"title": "Accredited examination", "passed_on": "2026-10-10", "at_test_centre": "on"}
    silent = fay.post(address, typed)
    assert silent.status_code == 422
    assert "does not say from when" in silent.content.decode()
    assert fay.post(address, {**typed, "next_end": "2028-10-09"}).status_code == 422
    whole = {**typed, "next_end": "2028-10-09", "reason": "From the day of passing"}
    for _click in range(2):
        assert fay.post(address, whole).status_code == 302
    held.refresh_from_db()
    assert (held.level, held.expires) == ("certification", date(2028, 10, 9))
    assert Term.objects.get(certification=held).reason == "From the day of passing"


def test_the_same_examination_twice_is_refused_with_the_clause(cast: Cast, as_: As) -> None:
    answer = as_(cast.fay).post(
        f"/staff/action/register/{cast.ada_action.public_id}/examination",
        {"title": "Again", "passed_on": "2026-10-10", "at_test_centre": "on"},
    )
    assert answer.status_code == 422
    assert "sitting the same examination a second time" in " ".join(answer.content.decode().split())
    assert not Term.objects.exists()


def test_nobody_is_shown_an_address_that_is_none(scene: Scene, as_: As) -> None:
    cast = scene.cast
    erase(person=cast.ben, by=cast.ben, at=NOW)
    listed = enter_person(by=cast.hal, at=NOW, name="Rin Ito")
    entered = register_certification(
        by=cast.hal, at=NOW, person=listed, body=cast.acsm, credential="cpt",
        certified=date(2024, 1, 1), expires=date(2026, 12, 31), number="Z1",
    )  # fmt: skip
    hal = as_(cast.hal)
    assert "Somebody who has left" in shown(hal, f"{LIST}?q=118860")
    for held in (entered, cast.ben_acsm):
        assert ".invalid" not in shown(hal, f"{LIST}/{held.public_id}")
    assert ".invalid" not in shown(hal, "/staff/acsm/reports/ending?within=60")
    assert ".invalid" not in shown(hal, "/staff/acsm/reports/ending?within=60&file=csv")
