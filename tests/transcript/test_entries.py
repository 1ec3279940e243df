"""Entries: logged once, corrected by newer ones, withdrawn and put back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoAssertNumQueries

from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.rules import facts
from recert.rules.facts import Award, DocumentKind, Part, Reporter, Topic, Unit
from recert.transcript.actions import (
    add_document,
    correct_activity,
    correct_document,
    log_activity,
    open_petition,
    restore_activity,
    restore_document,
    withdraw_activity,
    withdraw_document,
)
from recert.transcript.entering import activity_refusals, document_refusals, read_amount
from recert.transcript.models import Activity, Document, PetitionState
from recert.transcript.queries import (
    activity_for,
    document_for,
    documents_of,
    earlier_versions,
    open_petitions_of,
    transcript_of,
)
from recert.transcript.records import activity_fact, document_fact
from tests.cast import NOW, Cast, course, log

WHOLE = facts.Activity(
    id="",
    title="A day on hips and ethics",
    kind=facts.Kind.WORKSHOP,
    completed=date(2026, 5, 3),
    started=date(2026, 5, 2),
    delivery=facts.Delivery.BLENDED,
    provider="summit",
    awards=(
        Award(amount=Fraction("0.8"), unit=Unit.CEC, by="ace", number="CEP-1"),
        Award(amount=Fraction(8), unit=Unit.CONTACT_HOUR),
    ),
    minutes=480,
    topics=frozenset({Topic.EXERCISE_SCIENCE}),
    parts=(Part(share=Fraction(1, 8), topics=frozenset({Topic.ETHICS})),),
    assessed=True,
    passed=True,
    grade="B",
    course="hips-1",
    subject="ace:cpt",
    accredited_by=frozenset({"ncca"}),
    at_test_centre=False,
    card_months=24,
)


def test_an_entry_comes_back_as_the_fact_it_was(cast: Cast) -> None:
    row = log(cast.eve, WHOLE)
    again = activity_fact(activity_for(cast.eve, row.public_id))
    assert again == replace(WHOLE, id=row.public_id)


@given(
    amount=st.fractions(min_value=Fraction(1, 1000), max_value=100).map(
        lambda value: Fraction(round(value * 1000), 1000)
    )
)
def test_an_amount_that_was_typed_is_that_amount(amount: Fraction) -> None:
    thousandths = int(amount * 1000)
    text = f"{thousandths // 1000}.{thousandths % 1000:03d}"
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1,5", "Write the amount with a point: 1.5."),
        ("-2", "An amount cannot be negative. Write it without the minus sign."),
        ("", "Enter the amount as the certificate prints it, such as 0.8."),
        ("two", "“two” is not an amount. Write digits and at most one point, such as 1.5."),
        ("1e3", "“1e3” is not an amount. Write digits and at most one point, such as 1.5."),
        ("1,000.5", "“1,000.5” is not an amount. Write digits and at most one point, such as 1.5."),
        (
            "0.33333",
            "“0.33333” is finer than any certificate prints. Write at most three decimals.",
        ),
        ("99999", "That is more than 10,000. Check the point."),
    ],
)
def test_an_amount_that_cannot_be_says_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read_amount(text, "hours")
    assert refused.value.sentences == (sentence,)
    assert refused.value.refusals[0].field == "hours"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"completed": NOW.date() + timedelta(days=2), "started": None}, "completed"),
        ({"completed": date(1926, 5, 3), "started": None}, "completed"),
        ({"started": date(2026, 5, 4)}, "started"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": -5}, "minutes"),
        ({"minutes": 2 * 24 * 60 + 1}, "minutes"),
        ({"minutes": 100 * 60 + 1, "started": None}, "minutes"),
        ({"awards": (Award(amount=Fraction(-1), unit=Unit.CEC),)}, "amount"),
        ({"awards": (Award(amount=Fraction(0), unit=Unit.CEC),)}, "amount"),
        ({"awards": (Award(amount=Fraction(1, 7), unit=Unit.CEC),)}, "amount"),
        ({"awards": (Award(amount=Fraction(10_001), unit=Unit.CEC),)}, "amount"),
        ({"awards": (Award(amount=Fraction(1), unit=Unit.CEC),) * 2}, "amount"),
        ({"parts": (Part(share=Fraction(2), topics=frozenset({Topic.LAW})),)}, "parts"),
        ({"parts": (Part(share=Fraction(1, 2), topics=frozenset()),)}, "parts"),
    ],
)
def test_an_entry_that_cannot_be_names_its_field(change: dict[str, object], field: str) -> None:
    found = activity_refusals(replace(WHOLE, **change), NOW)  # type: ignore[arg-type]
    assert [each.field for each in found] == [field]


def test_an_entry_that_can_be_is_not_refused() -> None:
    assert activity_refusals(WHOLE, NOW) == []
    today_in_kiribati = replace(WHOLE, completed=NOW.date() + timedelta(days=1))
    assert activity_refusals(today_in_kiribati, NOW) == []


def test_everything_wrong_is_told_at_once_and_nothing_is_written(cast: Cast) -> None:
    wrong = replace(WHOLE, title="", minutes=0)
    with pytest.raises(Refused) as refused:
        log(cast.eve, wrong)
    assert [each.field for each in refused.value.refusals] == ["title", "minutes"]
    assert not transcript_of(cast.eve).exists()


def test_a_form_sent_twice_is_one_entry(cast: Cast) -> None:
    first, second = (
        log_activity(by=cast.eve, at=NOW, person=cast.eve, activity=WHOLE, key="form-1")
        for _click in range(2)
    )
    assert first == second
    assert transcript_of(cast.eve).count() == 1
    assert lines_about(f"activity:{first.public_id}").count() == 1


def test_the_key_of_one_person_is_not_anothers(cast: Cast) -> None:
    for somebody in (cast.eve, cast.ben):
        log_activity(by=somebody, at=NOW, person=somebody, activity=WHOLE, key="form-1")
    assert Activity.objects.filter(key="form-1").count() == 2


def test_ones_entries_are_nobody_elses(cast: Cast) -> None:
    row = log(cast.eve, WHOLE)
    for somebody in (cast.ada, cast.dan, cast.hal):
        with pytest.raises(NotFound):
            activity_for(somebody, row.public_id)
        with pytest.raises(NotFound):
            withdraw_activity(by=somebody, at=NOW, public_id=row.public_id)
        with pytest.raises(NotFound):
            correct_activity(by=somebody, at=NOW, public_id=row.public_id, activity=WHOLE)


def test_a_correction_stands_in_the_place_of_the_old_entry(cast: Cast) -> None:
    old = log(cast.eve, WHOLE)
    new = correct_activity(
        by=cast.eve, at=NOW, public_id=old.public_id, activity=replace(WHOLE, minutes=400)
    )
    assert [row.minutes for row in transcript_of(cast.eve)] == [400]
    old.refresh_from_db()
    assert (old.superseded_by, old.minutes, old.is_standing) == (new, 480, False)
    assert earlier_versions(new) == (old,)
    line = lines_about(f"activity:{new.public_id}").get()
    assert line.detail == {"supersedes": old.public_id}


def test_an_old_version_is_not_corrected_again(cast: Cast) -> None:
    old = log(cast.eve, WHOLE)
    correct_activity(by=cast.eve, at=NOW, public_id=old.public_id, activity=WHOLE)
    with pytest.raises(Refused, match="Open the newest one"):
        correct_activity(by=cast.eve, at=NOW, public_id=old.public_id, activity=WHOLE)
    assert transcript_of(cast.eve).count() == 1


def test_a_correction_takes_the_open_petition_back(cast: Cast) -> None:
    old = log(cast.ada, course("Law for trainers", date(2026, 5, 5), "2"))
    petition = open_petition(
        by=cast.ada,
        at=NOW,
        activity_id=old.public_id,
        certification_id=cast.ada_acsm.public_id,
        question="Does it count?",
    )
    correct_activity(
        by=cast.ada,
        at=NOW,
        public_id=old.public_id,
        activity=course("Law for trainers", date(2026, 5, 6), "2"),
    )
    petition.refresh_from_db()
    assert petition.state == PetitionState.WITHDRAWN
    assert not open_petitions_of(cast.ada).exists()


def test_what_others_reported_is_theirs_to_correct(cast: Cast) -> None:
    row = log_activity(
        by=None, at=NOW, person=cast.eve, activity=replace(WHOLE, reported_by=Reporter.PROVIDER)
    )
    with pytest.raises(Refused, match="somebody else"):
        correct_activity(by=cast.eve, at=NOW, public_id=row.public_id, activity=WHOLE)
    with pytest.raises(Refused, match="somebody else"):
        withdraw_activity(by=cast.eve, at=NOW, public_id=row.public_id)
    assert lines_about(f"activity:{row.public_id}").get().actor_id == ""


def test_withdrawing_can_be_undone(cast: Cast) -> None:
    row = log(cast.eve, WHOLE)
    for _click in range(2):
        assert not withdraw_activity(by=cast.eve, at=NOW, public_id=row.public_id).is_standing
    assert not transcript_of(cast.eve).exists()
    for _click in range(2):
        assert restore_activity(by=cast.eve, at=NOW, public_id=row.public_id).is_standing
    assert [line.code for line in lines_about(f"activity:{row.public_id}")] == [
        "transcript.logged",
        "transcript.withdrawn",
        "transcript.restored",
    ]


def test_a_transcript_costs_the_same_however_long(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        log(cast.eve, replace(WHOLE, title=f"Part {number}"))
    with django_assert_max_num_queries(4):
        rows = list(transcript_of(cast.eve))
        assert [len(row.awards.all()) for row in rows] == [2] * 12
        assert all(not row.petitions.all() for row in rows)


CARD = facts.Document(
    id="",
    kind=DocumentKind.CPR,
    issued=date(2026, 1, 2),
    expires=date(2028, 1, 1),
    skills=facts.Skills.HANDS_ON,
    issuer="Red Cross",
)


def test_the_same_card_twice_is_one(cast: Cast) -> None:
    first, second = (add_document(by=cast.eve, at=NOW, document=CARD) for _click in range(2))
    assert first == second
    assert document_fact(first) == replace(CARD, id=first.public_id)
    with pytest.raises(NotFound):
        document_for(cast.ada, first.public_id)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"issued": NOW.date() + timedelta(days=2)}, "issued"),
        ({"issued": date(1930, 1, 1)}, "issued"),
        ({"expires": date(2026, 1, 1)}, "expires"),
    ],
)
def test_a_card_that_cannot_be_names_its_field(change: dict[str, object], field: str) -> None:
    found = document_refusals(replace(CARD, **change), NOW)  # type: ignore[arg-type]
    assert field in {each.field for each in found}


def test_the_same_card_is_taken_even_where_it_stands_twice(cast: Cast) -> None:
    old = add_document(by=cast.eve, at=NOW, document=CARD)
    withdraw_document(by=cast.eve, at=NOW, public_id=old.public_id)
    new = add_document(by=cast.eve, at=NOW, document=CARD)
    restore_document(by=cast.eve, at=NOW, public_id=old.public_id)
    assert add_document(by=cast.eve, at=NOW, document=CARD) in (old, new)


def test_a_card_is_corrected_withdrawn_and_put_back(cast: Cast) -> None:
    old = add_document(by=cast.eve, at=NOW, document=CARD)
    new = correct_document(
        by=cast.eve,
        at=NOW,
        public_id=old.public_id,
        document=replace(CARD, expires=date(2027, 1, 1)),
    )
    assert list(documents_of(cast.eve)) == [new]
    withdraw_document(by=cast.eve, at=NOW, public_id=new.public_id)
    assert not documents_of(cast.eve).exists()
    restore_document(by=cast.eve, at=NOW, public_id=new.public_id)
    assert list(documents_of(cast.eve)) == [new]
    assert Document.objects.filter(person=cast.eve).count() == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by its statistics")
@pytest.mark.django_db
def test_one_persons_entries_are_found_without_going_through_everybodys(cast: Cast) -> None:
    one = transcript_of(cast.ada).explain()
    standing = Activity.objects.filter(superseded_by=None, withdrawn_at=None)
    several = standing.filter(person_id__in=[1, 2]).explain()
    for plan in (one, several):
        assert "USING INDEX what_stands_of_a_person" in plan
        assert "(person_id=?" in plan
