"""The rest of the office: members, questions, the team, the policy."""

from __future__ import annotations

from datetime import date

from django.core import mail
from django.test import Client

from recert.enquiries.models import State
from recert.notices.models import Notice
from recert.people.actions import appoint
from recert.people.models import BodyMember, Role, StaffRole
from tests.cast import NOW, Cast, another_body
from tests.web.staff.conftest import As
from tests.web.staff.scene import Scene, join


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def test_members_are_entered_found_and_changed(cast: Cast, as_: As) -> None:
    hal, address = as_(cast.hal), "/staff/acsm/members"
    assert "No members yet" in shown(hal, address)
    typed = {"email": "ada@example.org", "number": "M-1", "since": "2026-01-01", "until": ""}
    backwards = hal.post(f"{address}/add", {**typed, "until": "2025-01-01"})
    assert backwards.status_code == 422
    assert "ends before it begins" in backwards.content.decode()
    assert hal.post(f"{address}/add", {**typed, "email": "x@example.org"}).status_code == 422
    own = hal.post(f"{address}/add", {**typed, "email": "hal@example.org"})
    assert "Ask a colleague" in own.content.decode()
    hal.post(f"{address}/add", typed)
    assert "Ada Ruiz" in shown(hal, f"{address}?q=m-1")
    assert "Nobody like that" in shown(hal, f"{address}?q=zzz")
    one = f"{address}/{cast.ada.public_id}"
    hal.post(one, {"number": "M-1", "since": "2026-01-01", "until": "2026-10-31"})
    assert BodyMember.objects.get().until == date(2026, 10, 31)
    assert "Ended" in shown(hal, address)
    assert hal.get(f"{address}/{cast.ben.public_id}").status_code == 404


def test_members_of_another_body_are_not_found(cast: Cast, as_: As) -> None:
    join(cast)
    fay = as_(cast.fay)
    assert "Ada Ruiz" not in shown(fay, "/staff/action/members")
    assert fay.get(f"/staff/action/members/{cast.ada.public_id}").status_code == 404


def test_a_question_is_answered_once(scene: Scene, as_: As) -> None:
    dan, one = as_(scene.cast.dan), f"/staff/acsm/questions/{scene.question.public_id}"
    assert "May I send scans" in shown(dan, "/staff/acsm/questions")
    assert dan.post(one, {"text": " "}).status_code == 422
    dan.post(one, {"text": "Yes, scans will do."})
    again = dan.post(one, {"text": "No."})
    assert "A colleague has answered this already" in again.content.decode()
    scene.question.refresh_from_db()
    assert (scene.question.state, scene.question.answer) == (State.ANSWERED, "Yes, scans will do.")
    assert Notice.objects.filter(kind="enquiry-answered").count() == 1
    assert "Yes, scans will do." in shown(dan, one)
    assert "No question waits" in shown(dan, "/staff/acsm/questions")
    assert "May I send scans" in shown(dan, "/staff/acsm/questions?show=answered")
    assert mail.outbox == []  # the worker sends


def test_the_owner_appoints_and_dismisses(cast: Cast, as_: As) -> None:
    hal, address = as_(cast.hal), "/staff/acsm/team"
    assert "Dan Whitfield" in shown(hal, address)
    assert hal.post(address, {"email": "eve@example.org"}).status_code == 422
    for _click in range(2):
        hal.post(address, {"email": "eve@example.org", "role": "officer"})
    assert StaffRole.objects.filter(person=cast.eve, body=cast.acsm).count() == 1
    eve = as_(cast.eve)
    assert eve.get("/staff/acsm/register").status_code == 200
    for _click in range(2):
        hal.post(f"{address}/{cast.eve.public_id}/officer/dismiss")
    assert eve.get("/staff/acsm/register").status_code == 404


def test_the_last_owner_stays(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    own = f"/staff/acsm/team/{cast.hal.public_id}/owner/dismiss"
    page = hal.post(own, follow=True).content.decode()
    assert "This is the only owner" in page
    assert hal.get(own).status_code == 405
    appoint(person=cast.ben, body=cast.acsm, role=Role.OWNER, by=cast.hal, at=NOW)
    assert hal.post(own).status_code == 302
    assert hal.get("/staff/acsm/team").status_code == 404


def test_staff_of_another_body_cannot_be_dismissed_from_here(cast: Cast, as_: As) -> None:
    answer = as_(cast.hal).post(f"/staff/acsm/team/{cast.fay.public_id}/owner/dismiss")
    assert answer.status_code == 404
    assert StaffRole.objects.filter(person=cast.fay).exists()


def test_the_policy_links_every_edition(cast: Cast, as_: As) -> None:
    page = shown(as_(cast.gus), "/staff/acsm/policy")
    for edition in ("2025", "2019", "2014"):
        assert f'href="/rulebooks/acsm/{edition}' in page, edition
    assert page.count("In force today") == 1


def test_a_body_without_anything_has_a_desk_that_says_what_to_do(cast: Cast, as_: As) -> None:
    body = another_body()
    appoint(person=cast.ben, body=body, role=Role.OWNER, by=None, at=NOW)
    ben = as_(cast.ben)
    for page in ("", "applications", "petitions", "register", "members", "payments", "questions"):
        assert shown(ben, f"/staff/nobody/{page}")
    assert "No edition is published" in shown(ben, "/staff/nobody/policy")
    assert "Enter a certification" in shown(ben, "/staff/nobody/register/enter")
