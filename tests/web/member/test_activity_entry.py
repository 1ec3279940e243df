"""Logging an activity: nothing typed is lost, nothing is entered twice, worth is seen before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from recert.rules.facts import Kind
from recert.transcript.models import Activity, Evidence
from recert.transcript.queries import transcript_of
from recert.web.member.asking import ASKED, GROUPS, QUESTIONS
from tests.cast import Cast, course, log
from tests.web.member.files import upload

LOG = "/me/activities/log"
WORTH = "/me/activities/worth"

TYPED = {
    "key": "form-1",
    "kind": "course",
    "title": "Ethics for trainers",
    "provider_name": "American College of Sports Medicine",
    "completed": "2026-10-04",
    "rows": "1",
    "amount_0": "1.5",
    "unit_0": "cec",
    "by_0": "ACSM",
    "hours": "1",
    "minutes": "30",
}


def logged(cast: Cast) -> Activity:
    return transcript_of(cast.ada).get(title="Ethics for trainers")


def test_what_is_typed_becomes_one_entry(cast: Cast, ada: Client) -> None:
    answer = ada.post(LOG, TYPED)
    entry = logged(cast)
    assert answer.headers["Location"] == f"/me/activities/{entry.public_id}/?saved=1"
    assert (entry.provider, entry.minutes, entry.completed) == ("acsm", 90, date(2026, 10, 4))
    assert [(each.by, each.unit) for each in entry.awards.all()] == [("acsm", "cec")]


def test_a_form_sent_twice_is_one_entry(cast: Cast, ada: Client) -> None:
    first, second = ada.post(LOG, TYPED), ada.post(LOG, TYPED)
    assert first.headers["Location"] == second.headers["Location"]
    assert transcript_of(cast.ada).filter(title="Ethics for trainers").count() == 1


def test_the_page_after_says_what_has_changed_and_offers_undo(cast: Cast, ada: Client) -> None:
    page = ada.post(LOG, TYPED, follow=True).content.decode()
    entry = logged(cast)
    assert "From 53.7 to 55.2 CECs in all." in page
    undo = f"/me/activities/{entry.public_id}/withdraw"
    assert f'action="{undo}"' in page
    ada.post(undo)
    entry.refresh_from_db()
    assert entry.withdrawn_at is not None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"amount_0": "1,5"}, "Write the amount with a point: 1.5."),
        ({"amount_0": "-2"}, "An amount cannot be negative."),
        ({"amount_0": "1e5"}, "is not an amount"),
        ({"amount_0": ""}, "Enter the amount as the certificate prints it"),
        ({"amount_0": "99999"}, "That is more than 10,000."),
        ({"unit_0": ""}, "Choose the unit the certificate names."),
        ({"completed": "2031-01-01"}, "This day lies in the future."),
        ({"completed": "4/10/26 or so"}, "Enter a whole day"),
        ({"completed": ""}, "Enter a whole day"),
        ({"started": "2026-10-05"}, "It starts after it was completed."),
        ({"hours": "4000"}, "That is over 100 hours."),
        ({"minutes": "-5"}, "Write it without a minus sign."),
        ({"minutes": "ten"}, "Write a whole number"),
        ({"hours": "999999999999999999999"}, "That is more than anybody does."),
        ({"title": ""}, "Enter the title as it stands on the certificate."),
        ({"title": "x" * 5000}, "Shorten the title to 200 letters."),
        ({"part_topic": "ethics"}, "Enter how long that part was."),
        ({"part_topic": "ethics", "part_minutes": "999"}, "add up to more than the whole."),
        (
            {"part_topic": "ethics", "part_minutes": "9", "hours": "", "minutes": ""},
            "Enter how long all of it was, so that the part counts.",
        ),
        ({"kind": "nap"}, "nap is not one of the available choices"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(
    cast: Cast, ada: Client, change: dict[str, str], sentence: str
) -> None:
    answer = ada.post(LOG, {**TYPED, **change})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "data-error-summary" in page
    assert sentence in page.replace("&#x27;", "'")
    kept = {name: value for name, value in {**TYPED, **change}.items() if name in FREE}
    for value in filter(None, kept.values()):
        assert f'value="{value}"' in page
    assert not transcript_of(cast.ada).filter(completed=date(2026, 10, 4)).exists()


FREE = {"title", "provider_name", "amount_0", "by_0", "hours"}


def test_what_one_sentence_says_is_said_once_at_its_field(ada: Client) -> None:
    page = ada.post(LOG, {**TYPED, "title": ""}).content.decode()
    assert page.count("Enter the title as it stands on the certificate.") == 2  # summary and field


def test_rows_of_awards_come_and_go_without_a_script(ada: Client) -> None:
    page = ada.post(LOG, {**TYPED, "add_award": "1"}).content.decode()
    assert 'name="amount_1"' in page
    assert 'value="1.5"' in page
    assert "data-error-summary" not in page
    two = {**TYPED, "rows": "2", "amount_1": "0.2", "unit_1": "ceu", "by_1": "NASM"}
    page = ada.post(LOG, {**two, "remove_award": "0"}).content.decode()
    assert 'name="amount_1"' not in page
    assert 'name="amount_0" value="0.2"' in page


@pytest.mark.parametrize("sent", ["", "0", "-3", "99999999999", "many", "²"])
def test_a_number_of_rows_nobody_offers_does_no_harm(ada: Client, sent: str) -> None:
    answer = ada.post(LOG, {**TYPED, "rows": sent, "add_award": "1"})
    assert answer.status_code == 200
    assert ada.post(LOG, {**TYPED, "remove_award": sent}).status_code == 200


def test_two_awards_are_two_awards(cast: Cast, ada: Client) -> None:
    ada.post(LOG, {**TYPED, "rows": "2", "amount_1": "0.2", "unit_1": "ceu", "by_1": "NASM"})
    assert [each.by for each in logged(cast).awards.all()] == ["acsm", "nasm"]


def test_a_part_about_something_else_is_a_share_of_the_whole(cast: Cast, ada: Client) -> None:
    ada.post(LOG, {**TYPED, "topics": "nutrition", "part_topic": "ethics", "part_minutes": "30"})
    entry = logged(cast)
    assert entry.parts == [{"share": "1/3", "topics": ["ethics"]}]
    page = ada.get(f"/me/activities/{entry.public_id}/").content.decode()
    assert "1/3 about ethics" in page
    form = ada.get(f"/me/activities/{entry.public_id}/correct").context["form"]
    assert (form["part_topic"].value(), form["part_minutes"].value()) == ("ethics", 30)


def test_another_kind_has_other_questions_and_keeps_what_was_answered(ada: Client) -> None:
    college = {**TYPED, "kind": "college-course", "grade": "A", "questions": "1"}
    page = ada.post(LOG, college).content.decode()
    assert '<select name="grade"' in page
    page = ada.post(LOG, {**college, "kind": "workshop"}).content.decode()
    assert '<input type="hidden" name="grade" value="A"' in page


def test_a_life_support_course_says_which_cards_it_gave(cast: Cast, ada: Client) -> None:
    course = {**TYPED, "kind": "life-support-training", "cards": ["cpr", "aed"]}
    ada.post(LOG, course)
    entry = logged(cast)
    assert entry.cards == ["aed", "cpr"]
    assert "AED and CPR" in ada.get(f"/me/activities/{entry.public_id}/").content.decode()
    form = ada.get(f"/me/activities/{entry.public_id}/correct").context["form"]
    assert form["cards"].value() == ["aed", "cpr"]


def test_an_answer_to_a_question_not_asked_is_not_recorded(cast: Cast, ada: Client) -> None:
    ada.post(LOG, {**TYPED, "grade": "A", "card_months": "24"})
    entry = logged(cast)
    assert (entry.grade, entry.card_months) == ("", None)


def test_every_kind_is_offered_once_and_asks_only_known_questions() -> None:
    offered = [kind for _label, kinds in GROUPS for kind in kinds]
    assert sorted(offered) == sorted(Kind)
    assert set(ASKED) == set(Kind)
    assert {question for asked in ASKED.values() for question in asked} <= set(QUESTIONS)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_logged(cast: Cast, ada: Client, kind: Kind) -> None:
    assert ada.post(LOG, {**TYPED, "kind": kind.value}).status_code == 302
    assert logged(cast).kind == kind


# ---------------------------------------------------------------- worth


def test_worth_is_seen_before_saving(cast: Cast, ada: Client) -> None:
    page = ada.post(WORTH, TYPED).content.decode()
    assert "ACSM-EP" in page
    assert "Counts in full" in page
    assert "From 53.7 to 55.2 CECs in all." in page
    assert 'class="figure-clause"' in page  # each reason opens to its clause
    assert not transcript_of(cast.ada).filter(title="Ethics for trainers").exists()


def test_worth_needs_no_script(ada: Client) -> None:
    page = ada.post(LOG, {**TYPED, "title": "", "see": "1"}).content.decode()
    assert "From 53.7 to 55.2 CECs in all." in page
    assert "data-error-summary" not in page


def test_worth_says_that_it_leaves_out_what_it_cannot_read(ada: Client) -> None:
    leaves_out = "An amount cannot be read yet; this leaves it out."
    assert leaves_out in ada.post(WORTH, {**TYPED, "amount_0": "1,5"}).content.decode()
    assert leaves_out not in ada.post(WORTH, TYPED).content.decode()


def test_worth_of_half_a_form_asks_for_the_day(ada: Client) -> None:
    page = ada.post(WORTH, {"kind": "course"}).content.decode()
    assert "Enter the day you completed it" in page


def test_a_correction_shows_what_it_would_change(cast: Cast, ada: Client) -> None:
    entry = log(cast.ada, course("Ethics for trainers", date(2026, 10, 4), "3"))
    page = ada.post(WORTH, {**TYPED, "instead_of": entry.public_id}).content.decode()
    assert "From 53.7 to 55.2 CECs in all." in page  # the 3 it said before are out


def test_worth_of_an_entry_of_somebody_else_is_not_found(cast: Cast, ada: Client) -> None:
    entry = log(cast.ben, course("Bens", date(2026, 10, 4), "3"))
    answer = ada.post(WORTH, {**TYPED, "instead_of": entry.public_id})
    assert answer.status_code == 404


def test_worth_takes_as_many_queries_with_many_entries(
    cast: Cast, ada: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for day in range(1, 29):
        log(cast.ada, course(f"Day {day}", date(2026, 9, day), "0.1"))
    with django_assert_max_num_queries(24):
        ada.post(WORTH, TYPED)


# ---------------------------------------------------------------- proof with the form


def test_proof_comes_with_the_form(cast: Cast, ada: Client) -> None:
    ada.post(LOG, {**TYPED, "proof": [upload("one.jpg"), upload("two.jpg")]})
    assert logged(cast).evidence.count() == 1  # the same picture twice is one file


def test_a_file_survives_a_mistake_elsewhere(cast: Cast, ada: Client) -> None:
    page = ada.post(LOG, {**TYPED, "title": "", "proof": upload()}).content.decode()
    kept = Evidence.objects.get(person=cast.ada)
    assert f'name="proof_kept" value="{kept.public_id}"' in page
    ada.post(LOG, {**TYPED, "proof_kept": kept.public_id})
    assert list(logged(cast).evidence.all()) == [kept]


def test_a_bad_file_is_named_and_keeps_the_entry_back(cast: Cast, ada: Client) -> None:
    answer = ada.post(LOG, {**TYPED, "proof": upload("notes.docx", b"PK\x03\x04 words")})
    assert answer.status_code == 422
    assert "notes.docx: This is not a picture or PDF we can open." in answer.content.decode()
    assert not transcript_of(cast.ada).filter(title="Ethics for trainers").exists()


def test_nobody_attaches_the_proof_of_another(cast: Cast, ada: Client, client: Client) -> None:
    other = Client()
    other.force_login(cast.eve)
    other.post("/me/activities/proof/", {"proof": upload()})
    theirs = Evidence.objects.get(person=cast.eve)
    assert ada.post(LOG, {**TYPED, "proof_kept": theirs.public_id}).status_code == 404
    assert ada.get(LOG, {"proof": theirs.public_id}).status_code == 404
    assert not theirs.activities.exists()


# ---------------------------------------------------------------- correcting


def test_a_correction_takes_the_place_of_the_entry(cast: Cast, ada: Client) -> None:
    entry = log(cast.ada, course("Ethics for trainers", date(2026, 10, 4), "3"))
    page = ada.get(f"/me/activities/{entry.public_id}/correct").content.decode()
    assert 'name="amount_0" value="3"' in page
    ada.post(f"/me/activities/{entry.public_id}/correct", {**TYPED, "title": "Ethics, day one"})
    entry.refresh_from_db()
    assert entry.superseded_by is not None
    assert entry.superseded_by.title == "Ethics, day one"
    page = ada.get(f"/me/activities/{entry.superseded_by.public_id}/").content.decode()
    assert "Ethics for trainers" in page  # what it said before


def test_an_entry_cannot_be_corrected_twice(cast: Cast, ada: Client) -> None:
    entry = log(cast.ada, course("Ethics for trainers", date(2026, 10, 4), "3"))
    address = f"/me/activities/{entry.public_id}/correct"
    ada.post(address, TYPED)
    page = ada.post(address, TYPED, follow=True).content.decode()
    assert "This entry has been replaced or withdrawn since." in page
    assert transcript_of(cast.ada).filter(title="Ethics for trainers").count() == 1


# ---------------------------------------------------------------- who


def test_a_stranger_corrects_nothing(cast: Cast, client: Client) -> None:
    entry = log(cast.ada, course("Ethics", date(2026, 10, 4), "3"))
    client.force_login(cast.eve)
    address = f"/me/activities/{entry.public_id}/correct"
    assert client.get(address).status_code == 404
    assert client.post(address, TYPED).status_code == 404


@pytest.mark.parametrize("address", [LOG, WORTH, "/me/activities/none/correct"])
def test_whoever_is_not_signed_in_is_asked_to(db: None, client: Client, address: str) -> None:
    for ask in (client.get, client.post):
        assert ask(address).headers["Location"].startswith("/account/login/")


def test_worth_is_only_asked_by_post(ada: Client) -> None:
    assert ada.get(WORTH).status_code == 405


HOSTILE: list[tuple[str, Any]] = [
    ("title", "<script>alert(1)</script>"),
    ("provider_name", '"><img src=x onerror=alert(1)>'),
    ("by_0", "'; drop table people_person; --"),
    ("note", "{{ request.user }}{% debug %}"),
]


@pytest.mark.parametrize(("field", "value"), HOSTILE)
def test_what_is_typed_is_shown_and_never_run(
    cast: Cast, ada: Client, field: str, value: str
) -> None:
    page = ada.post(LOG, {**TYPED, field: value}, follow=True).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "Person object" not in page


def test_a_nul_is_refused_and_nothing_recorded(ada: Client) -> None:
    before = Activity.objects.count()
    assert ada.post(LOG, {**TYPED, "title": "a\x00b"}).status_code == 400
    assert Activity.objects.count() == before
