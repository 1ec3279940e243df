"""One activity's page: whose it is, what it counts for, undo, and proof."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from recert.rules.facts import Reporter
from recert.transcript.actions import (
    add_evidence,
    attach_evidence,
    correct_activity,
    open_petition,
    withdraw_activity,
)
from recert.transcript.models import Activity, Evidence
from recert.transcript.queries import activity_for
from tests.cast import NOW, Cast, course, log
from tests.web.member.files import picture, upload


@pytest.fixture
def entry(cast: Cast) -> Activity:
    """An entry of Ada's."""
    return log(cast.ada, course("Coaching older adults", date(2026, 10, 4), "3"))


def page_of(entry: Activity) -> str:
    return f"/me/activities/{entry.public_id}/"


def test_its_owner_sees_its_facts_and_its_worth_everywhere(ada: Client, entry: Activity) -> None:
    page = ada.get(page_of(entry)).content.decode()
    assert "Coaching older adults" in page
    assert "3 CECs by American College of Sports Medicine" in page
    for letters in ("ACTION-CPT", "ACSM-EP", "ACE-CPT", "NASM-CPT"):
        assert letters in page
    assert 'class="figure-clause"' in page


def test_a_stranger_sees_and_changes_nothing(cast: Cast, client: Client, entry: Activity) -> None:
    proof = add_evidence(by=cast.ada, at=NOW, name="a.jpg", content=picture())
    attach_evidence(by=cast.ada, at=NOW, public_id=proof.public_id, activity_id=entry.public_id)
    client.force_login(cast.eve)
    assert client.get(page_of(entry)).status_code == 404
    for act in ("withdraw", "restore", "proof", f"proof/{proof.public_id}/remove", "ask"):
        answer = client.post(page_of(entry) + act, {"proof": upload()})
        assert answer.status_code == 404, act
    entry = activity_for(cast.ada, entry.public_id)
    assert entry.is_standing
    assert list(entry.evidence.all()) == [proof]


def test_whoever_is_not_signed_in_is_asked_to(client: Client, entry: Activity) -> None:
    assert client.get(page_of(entry)).headers["Location"].startswith("/account/login/")
    for act in ("withdraw", "restore", "proof"):
        answer = client.post(page_of(entry) + act)
        assert answer.headers["Location"].startswith("/account/login/")


def test_it_is_taken_out_and_put_back(cast: Cast, ada: Client, entry: Activity) -> None:
    page = ada.post(page_of(entry) + "withdraw", follow=True).content.decode()
    assert "Put it back" in page
    assert not activity_for(cast.ada, entry.public_id).is_standing
    ada.post(page_of(entry) + "restore")
    assert activity_for(cast.ada, entry.public_id).is_standing


@pytest.mark.parametrize("act", ["withdraw", "restore", "proof"])
def test_nothing_happens_by_opening_an_address(ada: Client, entry: Activity, act: str) -> None:
    assert ada.get(page_of(entry) + act).status_code == 405


def test_what_somebody_else_reported_is_not_changed_here(cast: Cast, ada: Client) -> None:
    reported = course("Reported", date(2026, 10, 4), "3", reported_by=Reporter.PROVIDER)
    entry = log(cast.ada, reported)
    page = ada.get(page_of(entry)).content.decode()
    assert "Reported by somebody else" in page
    assert "Take it out" not in page
    ada.post(page_of(entry) + "withdraw")
    assert activity_for(cast.ada, entry.public_id).is_standing
    assert ada.get(page_of(entry) + "correct").status_code == 302


def test_an_entry_that_was_replaced_leads_to_the_new_one(
    cast: Cast, ada: Client, entry: Activity
) -> None:
    newer = correct_activity(
        by=cast.ada,
        at=NOW,
        public_id=entry.public_id,
        activity=course("Coaching older adults, part two", date(2026, 10, 4), "4"),
    )
    page = ada.get(page_of(entry)).content.decode()
    assert page_of(newer) in page
    assert "What it counts for" not in page


def test_proof_is_added_and_taken_off(cast: Cast, ada: Client, entry: Activity) -> None:
    ada.post(page_of(entry) + "proof", {"proof": upload("meeting.jpg")})
    proof = Evidence.objects.get(person=cast.ada)
    assert "meeting.jpg" in ada.get(page_of(entry)).content.decode()
    ada.post(f"{page_of(entry)}proof/{proof.public_id}/remove")
    assert not activity_for(cast.ada, entry.public_id).evidence.exists()
    assert Evidence.objects.filter(pk=proof.pk).exists()


def test_good_files_are_kept_and_bad_ones_named(cast: Cast, ada: Client, entry: Activity) -> None:
    files = [upload("good.jpg"), upload("empty.pdf", b""), upload("page.html", b"<script>")]
    page = ada.post(page_of(entry) + "proof", {"proof": files}, follow=True).content.decode()
    assert "empty.pdf: The file is empty." in page
    assert "page.html: This is not a picture or PDF we can open." in page
    assert [each.name for each in activity_for(cast.ada, entry.public_id).evidence.all()] == [
        "good.jpg"
    ]


def test_no_file_at_all_is_said_kindly(ada: Client, entry: Activity) -> None:
    page = ada.post(page_of(entry) + "proof", follow=True).content.decode()
    assert "Choose a file first." in page


def test_nothing_is_proved_by_what_was_taken_out(cast: Cast, ada: Client, entry: Activity) -> None:
    withdraw_activity(by=cast.ada, at=NOW, public_id=entry.public_id)
    page = ada.post(page_of(entry) + "proof", {"proof": upload()}, follow=True).content.decode()
    assert "This entry has been replaced or withdrawn since." in page
    assert not activity_for(cast.ada, entry.public_id).evidence.exists()


def test_the_proof_of_another_is_not_taken_off(cast: Cast, ada: Client, entry: Activity) -> None:
    theirs = add_evidence(by=cast.ben, at=NOW, name="b.jpg", content=picture("navy"))
    assert ada.post(f"{page_of(entry)}proof/{theirs.public_id}/remove").status_code == 404


def test_only_a_body_that_could_decide_otherwise_is_offered_to_be_asked(
    cast: Cast, ada: Client, entry: Activity
) -> None:
    page = ada.get(page_of(entry)).content.decode()
    assert f"{page_of(entry)}ask?for={cast.ada_ace.public_id}" in page
    assert f"ask?for={cast.ada_acsm.public_id}" not in page  # there it counts in full
    form = ada.get(f"{page_of(entry)}ask?for={cast.ada_ace.public_id}").context["form"]
    assert form["certification"].value() == cast.ada_ace.public_id


def test_what_was_asked_of_a_body_is_shown(cast: Cast, ada: Client, entry: Activity) -> None:
    open_petition(
        by=cast.ada,
        at=NOW,
        activity_id=entry.public_id,
        certification_id=cast.ada_ace.public_id,
        question="Does it count?",
    )
    assert "Waiting for the body" in ada.get(page_of(entry)).content.decode()


@pytest.mark.parametrize("many", [3, 30])
def test_a_page_takes_as_many_queries_with_a_long_history(
    cast: Cast,
    ada: Client,
    entry: Activity,
    many: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for version in range(many):
        entry = correct_activity(
            by=cast.ada,
            at=NOW,
            public_id=entry.public_id,
            activity=course(f"Version {version}", date(2026, 10, 4), "3"),
        )
        proof = add_evidence(
            by=cast.ada, at=NOW, name="a.jpg", content=picture(f"#0000{version:02}")
        )
        attach_evidence(by=cast.ada, at=NOW, public_id=proof.public_id, activity_id=entry.public_id)
    with django_assert_max_num_queries(28):
        assert ada.get(page_of(entry)).status_code == 200
