"""The queue and the page of an application: what they show, and at what cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from recert.credentials.models import Certification, Register
from recert.journal.queries import lines_about
from recert.people.impartiality import declare_apart
from recert.renewals.models import Renewal
from recert.transcript.queries import transcript_of
from tests.cast import NOW, Cast, course, log
from tests.web.staff.conftest import As
from tests.web.staff.scene import Scene, crowd

QUEUE = "/staff/acsm/applications"
MOST_QUERIES = 14
MOST_QUERIES_OF_ONE = 60


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def test_an_empty_queue_says_what_will_come(cast: Cast, as_: As) -> None:
    page = shown(as_(cast.dan), QUEUE)
    assert "No application waits" in page
    assert "Nothing waits for you" in shown(as_(cast.dan), "/staff/acsm/")


def test_the_queue_says_how_long_and_what_to_look_at(scene: Scene, as_: As) -> None:
    page = shown(as_(scene.cast.dan), QUEUE)
    assert "Carol Lindqvist" in page
    assert "6 days" in page
    assert "Nothing short" in page
    assert "Money on its way" in page
    at_action = shown(as_(scene.cast.fay), "/staff/action/applications")
    assert "2 things to judge" in at_action
    assert "Fee not said" in at_action


def test_filters_narrow_the_queue_and_can_be_taken_off(scene: Scene, as_: As) -> None:
    dan = as_(scene.cast.dan)
    one = scene.carols.public_id
    for found in ("?q=lindq", "?q=99120", "?credential=gei", "?only=", "?show=waiting"):
        assert one in shown(dan, QUEUE + found), found
    for left_out in (
        "?q=nobody",
        "?credential=ep",
        "?only=judge",
        "?only=late",
        "?only=fee",
        "?only=unconfirmed",
        "?show=returned",
        "?show=decided",
        "?q=%27--",
    ):
        assert one not in shown(dan, QUEUE + left_out), left_out
    assert "Show all" in shown(dan, f"{QUEUE}?q=nobody")
    assert one in shown(dan, f"{QUEUE}?page=99&credential=none-such")


def test_late_and_unconfirmed_applications_are_found(scene: Scene, as_: As) -> None:
    Renewal.objects.filter(pk=scene.carols.pk).update(cycle_end=date(2026, 11, 10))
    Certification.objects.filter(pk=scene.cast.carol_acsm.pk).update(
        register=Register.SELF_DECLARED
    )
    dan = as_(scene.cast.dan)
    page = shown(dan, f"{QUEUE}?only=late")
    assert "5 days late" in page
    assert "Not confirmed" in shown(dan, f"{QUEUE}?only=unconfirmed")
    case, way = f"{QUEUE}/{scene.carols.public_id}", "Confirm the certification</a>"
    assert way not in shown(dan, case)  # a reviewer does not keep the register
    assert way in shown(as_(scene.cast.hal), case)


def test_the_page_shows_the_case_with_clauses_proof_money_and_history(
    scene: Scene, as_: As
) -> None:
    page = shown(as_(scene.cast.dan), f"{QUEUE}/{scene.carols.public_id}")
    for word in (
        "Only the money is missing",
        "The fee has not arrived yet",
        "Credits in all",
        "Recertification (2025 or later)",  # a clause's source
        "Group Fitness Summit",
        "summit.png",
        "American Red Cross",
        "Affirmed on 15 November 2026",
        "ACSM-00001",
        "Carol Lindqvist sent it",
        "Times are those in New York",
        "15 November 2026, 10:00",
    ):
        assert word in page, word
    assert "Record the payment" not in page  # Dan takes no money
    owners = shown(as_(scene.cast.hal), f"{QUEUE}/{scene.carols.public_id}")
    assert "Record the payment" in owners


def test_what_was_logged_since_is_told_apart_from_what_was_sent(scene: Scene, as_: As) -> None:
    log(scene.cast.carol, course("Extra", date(2026, 10, 1), "3"))
    page = shown(as_(scene.cast.dan), f"{QUEUE}/{scene.carols.public_id}")
    assert '<td class="num" data-label="When sent">45</td>' in page
    assert '<td class="num" data-label="Today">48</td>' in page
    assert "Extra" not in page.split("<h2>Activities</h2>")[1].split("<h2>Documents</h2>")[0]


def test_notes_and_other_years_stay_private(scene: Scene, as_: As) -> None:
    carol = scene.cast.carol
    old = log(carol, course("Years ago", date(2021, 3, 1), "9"))
    transcript_of(carol).filter(title="Group Fitness Summit").update(note="My boss paid")
    page = shown(as_(scene.cast.dan), f"{QUEUE}/{scene.carols.public_id}")
    assert "My boss paid" not in page
    assert old.title not in page


def test_opening_a_proof_is_written_down_and_safe(scene: Scene, as_: As) -> None:
    address = f"{QUEUE}/{scene.carols.public_id}/proof/{scene.proof.public_id}"
    answer = as_(scene.cast.dan).get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="summit.png"'
    opened = [line for line in lines_about(scene.carols.subject) if "evidence-opened" in line.code]
    assert [line.actor_id for line in opened] == [scene.cast.dan.public_id]
    page = shown(as_(scene.cast.dan), f"{QUEUE}/{scene.carols.public_id}")
    assert "Dan Whitfield opened a proof" in page


def test_proof_of_something_else_is_not_found_by_its_id(scene: Scene, as_: As) -> None:
    address = f"{QUEUE}/{scene.carols.public_id}/proof/{scene.petition_proof.public_id}"
    assert as_(scene.cast.dan).get(address).status_code == 404


def test_titles_are_text_and_never_markup(scene: Scene, as_: As) -> None:
    transcript_of(scene.cast.carol).filter(title="Cueing and Music").update(
        title="<script>alert(1)</script>"
    )
    page = shown(as_(scene.cast.dan), f"{QUEUE}/{scene.carols.public_id}")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.slow
def test_a_longer_queue_costs_no_more_queries(
    scene: Scene, as_: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    dan, hal = as_(scene.cast.dan), as_(scene.cast.hal)
    crowd(scene.cast, 12)
    for client, address, most in (
        (dan, QUEUE, MOST_QUERIES),
        (hal, "/staff/acsm/", 18),  # two questions count all piles
        (dan, "/staff/acsm/register", 22),
        (hal, "/staff/acsm/payments", 14),  # what is to be looked at is counted on its tab
    ):
        shown(client, address)  # editions are read once
        with django_assert_max_num_queries(most):
            assert "Lane" in shown(client, address) or address == "/staff/acsm/"


def test_one_application_costs_no_more_with_more_entries(
    scene: Scene, as_: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for day in range(30):
        log(scene.cast.ada, course(f"Talk {day}", date(2026, 8, 1) + timedelta(days=day), "0.1"))
    with django_assert_max_num_queries(MOST_QUERIES_OF_ONE):
        shown(as_(scene.cast.fay), f"/staff/action/applications/{scene.adas.public_id}")


def test_days_are_the_bodys_own(scene: Scene, as_: As, settings: Settings) -> None:
    settings.RECERT_NOW = NOW.replace(day=22, hour=3)  # still the 21st in New York
    assert "6 days" in shown(as_(scene.cast.dan), QUEUE)


def test_whoever_declared_a_relation_is_told_so_instead_of_a_proof(scene: Scene, as_: As) -> None:
    cast, dan = scene.cast, as_(scene.cast.dan)
    for person in (cast.carol, cast.ada):
        declare_apart(by=cast.dan, at=NOW, body_slug="acsm", person=person, says="Friends.")
    for matter, file in (
        (f"applications/{scene.carols.public_id}", scene.proof),
        (f"petitions/{scene.petition.public_id}", scene.petition_proof),
    ):
        answer = dan.get(f"/staff/acsm/{matter}/proof/{file.public_id}", follow=True)
        assert answer.redirect_chain == [(f"/staff/acsm/{matter}", 302)]
        assert "You declared a relation to this person" in answer.content.decode()
