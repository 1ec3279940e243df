"""A course before a body: asked for, looked at under the rules, returned, approved, ended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from recert.catalogue.actions import Ask, answer_course_application
from recert.catalogue.drafting import approvals_on, draft_of
from recert.catalogue.models import CourseApproval, ProviderRole, ProviderStaff
from recert.enrolments.course_fees import apply_for_courses
from recert.notices.models import Notice
from recert.rules.facts import Reporter
from recert.rules.findings import ActivityFinding
from recert.standing.queries import standings_of
from recert.transcript.models import Activity, Award
from recert.transcript.records import activity_columns, award_rows
from tests.cast import NOW
from tests.teaching import SINCE, Teaching, taught

DESK = "/staff/acsm/courses"


@pytest.fixture
def asked(teaching: Teaching) -> CourseApproval:
    course, edition = taught(teaching.lab, "ML-200", "Balance", 120)
    rows = apply_for_courses(
        by=teaching.oto,
        at=NOW,
        provider_slug="movement-lab",
        course_id=course.public_id,
        edition_id=edition.public_id,
        asks=[Ask(body="acsm", unit="cec", amount=None)],
        text="Two hours on balance.",
    )
    return rows[0]


GIVEN = {
    "act": "approve", "amount": "2", "unit": "cec", "number": "B-1", "since": "2026-01-01",
    "until": "2026-12-31", "conditions": "Keep the sign-in sheets.",
}  # fmt: skip


def test_a_reviewer_sees_what_it_would_be_worth_and_approves(
    asked: CourseApproval, teaching: Teaching, client: Client
) -> None:
    client.force_login(teaching.cast.dan)
    assert "Balance" in client.get(DESK).content.decode()
    one = f"{DESK}/{asked.public_id}"
    page = client.get(one).content.decode()
    assert "without your approval" in page
    looked = client.post(one, GIVEN | {"act": "look"})
    assert looked.status_code == 200
    assert "For 2 as your award" in looked.content.decode()
    assert looked.context["worth"][0].counted.startswith("2 ")
    wrong = client.post(one, GIVEN | {"amount": "1,5", "until": "2025-01-01"})
    assert wrong.status_code == 422
    assert client.post(one, GIVEN | {"until": "2025-01-01"}).status_code == 422
    assert client.post(one, GIVEN).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.number) == ("approved", "B-1")
    assert Notice.objects.filter(kind="course-approval", recipient_id=teaching.oto.public_id)
    assert client.post(one, GIVEN).status_code == 422  # it has moved on
    page = client.get(f"{DESK}/decided", {"q": "balance", "state": "approved"}).content.decode()
    assert "B-1" in page


def test_nobody_decides_for_a_provider_they_work_at(
    asked: CourseApproval, teaching: Teaching, client: Client
) -> None:
    ProviderStaff.objects.create(
        person=teaching.cast.dan, provider=teaching.lab, role=ProviderRole.INSTRUCTOR
    )
    client.force_login(teaching.cast.dan)
    one = f"{DESK}/{asked.public_id}"
    assert "You work at this provider" in client.get(one).content.decode()
    assert client.post(one, GIVEN).status_code == 422
    asked.refresh_from_db()
    assert asked.state == "submitted"
    client.force_login(teaching.cast.fay)  # another body's
    assert client.get(one).status_code == 404
    client.force_login(teaching.cast.gus)  # takes the money
    assert client.get(one).status_code == 404


def test_what_is_returned_is_answered_and_the_days_begin_anew(
    asked: CourseApproval, teaching: Teaching, client: Client
) -> None:
    client.force_login(teaching.cast.dan)
    one = f"{DESK}/{asked.public_id}"
    assert client.post(one, {"act": "return", "reason": ""}).status_code == 422
    assert client.post(one, {"act": "return", "reason": "Which muscles?"}).status_code == 302
    assert "Your days stand still" in client.get(one).content.decode()
    later = NOW + timedelta(days=3)
    answer_course_application(
        by=teaching.oto, at=later, provider_slug="movement-lab", public_id=asked.public_id,
        text="All of them.", amount=None, unit="cec",
    )  # fmt: skip
    asked.refresh_from_db()
    assert (asked.state, asked.submitted_at) == ("submitted", later)
    assert client.post(one, {"act": "refuse", "reason": "Workouts only."}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("refused", "Workouts only.")


def test_an_approval_that_ends_early_takes_nothing_from_before(
    teaching: Teaching, client: Client
) -> None:
    client.force_login(teaching.cast.dan)
    end = f"{DESK}/{teaching.by_acsm.public_id}/end"
    assert client.post(end, {"last_day": "2026-01-05", "reason": "x"}).status_code == 422
    today = NOW.date()
    assert client.post(end, {"last_day": str(today), "reason": "Errors"}).status_code == 302
    edition = teaching.edition
    for day, speaks in ((SINCE, True), (today, True), (today + timedelta(days=1), False)):
        found = approvals_on([edition], day)[edition.pk]
        assert any(each.body.slug == "acsm" for each in found) is speaks


def test_two_approvals_never_speak_on_one_day(
    asked: CourseApproval, teaching: Teaching, client: Client
) -> None:
    client.force_login(teaching.cast.dan)
    client.post(f"{DESK}/{asked.public_id}", GIVEN)
    (again,) = apply_for_courses(
        by=teaching.oto, at=NOW, provider_slug="movement-lab",
        course_id=asked.edition.course.public_id, edition_id=asked.edition.public_id,
        asks=[Ask(body="acsm", unit="cec", amount=None)], text="Again",
    )  # fmt: skip
    one = f"{DESK}/{again.public_id}"
    assert client.post(one, GIVEN | {"since": "2026-12-31", "until": ""}).status_code == 422
    assert client.post(one, GIVEN | {"since": "2027-01-01", "until": ""}).status_code == 302


def test_categories_a_body_approved_are_its_word_about_the_activity(teaching: Teaching) -> None:
    """ACE wants ethics; it approved this one as ethics though its topics say nothing of it."""

    def found() -> ActivityFinding:
        held = next(
            each for each in standings_of(ada, NOW)
            if each.certification.public_id == teaching.cast.ada_ace.public_id
        )  # fmt: skip
        return next(each for each in held.standing.activities if each.activity == row.public_id)

    ada, edition = teaching.cast.ada, teaching.edition
    day = date(2026, 11, 1)
    fact = draft_of(edition, "movement-lab", day, approvals_on([edition], day)[edition.pk])
    assert fact.reported_by is Reporter.PROVIDER
    row = Activity.objects.create(person=ada, entered_at=NOW, **activity_columns(fact))
    Award.objects.bulk_create(award_rows(row, fact))
    assert "ethics" not in found().categories
    CourseApproval.objects.filter(pk=teaching.by_ace.pk).update(categories=["ethics"])
    assert "ethics" in found().categories
