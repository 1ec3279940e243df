"""The demo: told once, believable, and still about now in later years."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.test import TestCase, override_settings

from recert.catalogue.course_queries import classes_at, course_applications_to
from recert.catalogue.drafting import approvals_on
from recert.catalogue.models import Provider
from recert.cli import demo
from recert.cli.demo_people import PASSWORD, SHOWN, years_since
from recert.notices.actions import claim_due
from recert.people.models import Person
from recert.people.queries import body_named, person_by_email
from recert.renewals.actions import remind_due
from recert.renewals.queries import counts_of, queue_of
from recert.rules.findings import Status
from recert.standing.queries import standings_of
from recert.transcript.queries import evidence_of, petition_queue, transcript_of
from tests.cast import NOW


def ada() -> Person:
    found = person_by_email("ada@example.org")
    assert found is not None
    return found


@pytest.mark.slow
class TestTold(TestCase):
    """Told once for all these tests, for it takes some seconds."""

    @classmethod
    def setUpTestData(cls) -> None:
        demo.load(at=NOW)

    def test_it_is_told_once(self) -> None:
        people = Person.objects.count()
        demo.load(at=NOW)
        assert Person.objects.count() == people

    def test_everybody_shown_can_sign_in(self) -> None:
        for each in SHOWN:
            found = authenticate(None, username=each.email, password=PASSWORD)
            assert found == person_by_email(each.email)
            assert found is not None, each.email

    def test_ada_has_a_life_to_look_at(self) -> None:
        assert transcript_of(ada()).count() >= 55
        assert evidence_of(ada()).count() >= 40
        bodies = {held.certification.body.slug for held in standings_of(ada(), NOW)}
        assert bodies == {"action", "acsm", "ace", "nasm"}

    def test_there_is_work_at_the_desk(self) -> None:
        acsm = body_named("acsm")
        counts = counts_of(acsm)
        assert counts["submitted"] >= 10
        assert all(counts[state] for state in ("returned", "approved", "refused"))
        assert [row.verdict for row in queue_of(acsm)][:2] == ["needs-person"] * 2
        assert petition_queue(acsm).exists()

    def test_a_school_teaches_what_two_bodies_approved_and_asks_for_more(self) -> None:
        lab = Provider.objects.get(slug="movement-lab")
        ethics = lab.courses.get(number="ML-101")
        said = approvals_on(ethics.editions.all(), NOW.date())
        assert [each.body.slug for found in said.values() for each in found] == ["ace", "acsm"]
        assert classes_at(lab, NOW, "").count() >= 5
        assert course_applications_to(body_named("acsm")).count() == 1

    def test_invented_people_get_no_mail(self) -> None:
        remind_due(at=NOW)  # as the worker does when it starts
        assert claim_due(at=NOW, most=10) == []


@pytest.mark.parametrize(
    ("year", "month", "years"), [(2026, 11, 0), (2027, 3, 0), (2027, 9, 1), (2030, 1, 3)]
)
def test_the_stories_move_on_by_whole_years(year: int, month: int, years: int) -> None:
    assert years_since(datetime(year, month, 21, tzinfo=UTC)).years == years


@pytest.mark.slow
@pytest.mark.django_db
def test_years_later_ada_is_still_certified() -> None:
    later = NOW.replace(year=2029)
    demo.load(at=later)
    statuses = {held.standing.status for held in standings_of(ada(), later)}
    assert statuses == {Status.ACTIVE}


@override_settings(SANDBOX=False)
@pytest.mark.django_db
def test_invented_people_do_not_move_in_among_real_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert demo.run(argparse.Namespace()) == 1
    assert "not a sandbox" in capsys.readouterr().err
    assert not Person.objects.exists()
