"""A course somebody types in that a body approved: its credit is offered, and taken as it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from django.test import Client

from recert.people.actions import appoint
from recert.people.models import Role
from recert.rules.facts import Award, Unit
from recert.transcript.models import Activity, Petition
from tests.cast import NOW, course, log, person
from tests.teaching import Teaching, held_on


def test_a_course_that_is_approved_is_offered_and_taken(teaching: Teaching, client: Client) -> None:
    ada = teaching.cast.ada
    client.force_login(ada)
    entry = log(
        ada,
        course(
            "ethics in practice", date(2026, 11, 2), "2", provider="movement-lab",
            awards=(Award(amount=Fraction(2), unit=Unit.CONTACT_HOUR),),
        ),
    )  # fmt: skip
    page = client.get(f"/me/activities/{entry.public_id}/").content.decode()
    assert "This course is approved" in page
    assert "number ACE-88" in page
    asked = client.get(f"/me/activities/{entry.public_id}/ask").content.decode()
    assert "This course is approved" in asked
    assert "Asking costs $25." in asked
    answer = client.post(f"/me/activities/{entry.public_id}/approved", follow=True)
    assert "This course is approved" not in answer.content.decode()
    newest = Activity.objects.get(person=ada, supersedes=entry)
    assert {(each.by, each.number) for each in newest.awards.all()} == {
        ("ace", "ACE-88"), ("acsm", "ACSM-2211"), ("", ""),
    }  # fmt: skip
    assert newest.course == "movement-lab:ML-101"
    assert client.post(f"/me/activities/{newest.public_id}/approved").status_code == 404
    client.force_login(teaching.cast.eve)
    assert client.post(f"/me/activities/{entry.public_id}/approved").status_code == 404


def test_what_was_taken_is_logged_from_its_page_in_the_catalogue(
    teaching: Teaching, client: Client
) -> None:
    client.force_login(teaching.cast.ada)
    page = client.get("/me/activities/log", {"course": teaching.course.public_id})
    shown = page.context["form"].initial
    assert (shown["title"], shown["number_0"]) == ("Ethics in practice", "ACE-88")
    assert "completed" not in shown
    assert client.get("/me/activities/log", {"course": "nothing"}).status_code == 404
    over = held_on(teaching.edition, datetime(2026, 11, 7, 15, 0, tzinfo=UTC))
    asked = {"course": teaching.course.public_id, "class": over.public_id}
    shown = client.get("/me/activities/log", asked).context["form"].initial
    assert shown["completed"] == date(2026, 11, 7)


def test_a_petition_with_a_fee_is_paid_counted_down_and_spread(
    teaching: Teaching, client: Client, settings: Any
) -> None:
    settings.SANDBOX = True
    cast, amy = teaching.cast, person("Amy Otieno")
    appoint(person=amy, body=cast.ace, role=Role.OWNER, by=None, at=NOW)
    client.force_login(cast.ada)
    entry = log(cast.ada, course("Kettlebells", date(2026, 10, 3), "6", provider="kettle-school"))
    form = {"certification": cast.ada_ace.public_id, "question": "It is about technique."}
    sent = client.post(f"/me/activities/{entry.public_id}/ask", form)
    petition = Petition.objects.get(activity=entry)
    assert sent["Location"] == f"/me/bills/{petition.invoice}/"
    assert (
        "Pay the bill"
        in client.get(f"/me/activities/petitions/{petition.public_id}/").content.decode()
    )
    client.post(f"/me/bills/{petition.invoice}/practice")

    client.force_login(amy)
    client.post("/staff/ace/reports/promises", {"petitions": "30"})
    desk = f"/staff/ace/petitions/{petition.public_id}"
    client.post(desk, {"act": "accept", "amount": "0.6", "reason": "Fine."})
    assert "Approve the course for everybody" in client.get(desk).content.decode()
    spread = f"{desk}/everybody"
    shown = client.get(spread).context["form"].initial
    assert (shown["title"], shown["amount"]) == ("Kettlebells", "0.6")
    given = {
        "provider": "-", "provider_name": "Kettle School", "course": "KB-1",
        "title": "Kettlebells", "delivery": "in-person", "topics": ["exercise-technique"],
        "amount": "0.6", "unit": "cec", "since": "2026-01-01", "number": "ACE-K1",
    }  # fmt: skip
    assert client.post(spread, given | {"course": ""}).status_code == 422
    assert client.post(spread, given).status_code == 302
    assert client.get(spread).status_code == 302  # it is done

    client.force_login(cast.ben)
    other = log(cast.ben, course("kettlebells", date(2026, 11, 1), "6", provider="kettle-school"))
    page = client.get(f"/me/activities/{other.public_id}/").content.decode()
    assert "number ACE-K1" in page
