"""The pages of a provider's courses and classes, walked as a coordinator walks them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recert.catalogue.course_queries import newest_edition
from recert.catalogue.models import ApprovalTerms, Course, CourseApproval, CourseClass
from recert.catalogue.records import edition_draft
from recert.payments.actions import pay_in_sandbox
from recert.payments.models import Invoice
from tests.cast import NOW
from tests.teaching import Teaching

LAB = "/provider/movement-lab"

COURSE = {
    "number": "ML-9",
    "title": "Deciding fairly",
    "kind": "course",
    "delivery": "in-person",
    "since": "2026-01-01",
    "minutes": "240",
    "topics": ["exercise-science"],
    "part_topic_0": "ethics",
    "part_share_0": "30",
    "part_topic_1": "law",
    "part_share_1": "12.5 %",
    "objectives": "Name four.\n\nDecide one.",
    "presenters": "Pia Lund, MSc\nOto Sakai",
    "language": "en",
}


@pytest.fixture
def oto(teaching: Teaching, client: Client) -> Client:
    client.force_login(teaching.oto)
    return client


def _enter(client: Client, **more: Any) -> Course:
    answer = client.post(f"{LAB}/courses/new", COURSE | more)
    assert answer.status_code == 302, answer.context["form"].errors
    return Course.objects.get(number=(COURSE | more)["number"])


def test_a_course_is_entered_and_the_form_of_it_says_the_same(oto: Client) -> None:
    course = _enter(oto)
    said = edition_draft(newest_edition(course))
    assert [str(part.share) for part in said.parts] == ["1/8", "1/8"]
    assert [each.qualification for each in said.presenters] == ["MSc", ""]
    page = oto.get(f"{LAB}/courses/{course.public_id}/mend")
    shown = {
        name: page.context["form"].initial.get(name, "") for name in page.context["form"].fields
    }
    assert shown["part_share_1"] == "30"
    sent = {name: value for name, value in shown.items() if value not in (None, False)}
    assert oto.post(f"{LAB}/courses/{course.public_id}/mend", sent).status_code == 302
    assert edition_draft(newest_edition(course)) == said
    seen = oto.get(f"{LAB}/courses/{course.public_id}/").content.decode()
    assert "30 minutes: ethics" in seen.lower()
    assert "No body has been asked" in seen


def test_nothing_typed_is_lost_when_something_is_wrong(oto: Client) -> None:
    answer = oto.post(
        f"{LAB}/courses/new",
        COURSE | {"minutes": "", "part_share_0": "soon", "title": "", "pass_percent": "50"},
    )
    assert answer.status_code == 422
    assert {"title", "part_share_0"} <= set(answer.context["form"].errors)
    assert "Decide one." in answer.content.decode()
    answer = oto.post(f"{LAB}/courses/new", COURSE | {"number": "ML-101"})
    assert "You have a course with this number" in answer.content.decode()


def test_courses_are_found_listed_and_retired(oto: Client, teaching: Teaching) -> None:
    course = _enter(oto)
    page = oto.get(f"{LAB}/courses", {"q": "fairly"}).content.decode()
    assert "Deciding fairly" in page
    assert "Ethics in practice" not in page
    for act, field in (("list", "is_listed"), ("retire", "retired_at"), ("bring-back", "number")):
        oto.post(f"{LAB}/courses/{course.public_id}/change", {"act": act})
        course.refresh_from_db()
        assert getattr(course, field)
    assert not course.is_listed
    assert course.retired_at is None
    oto.force_login(teaching.pia)  # she teaches, and changes no courses
    assert oto.get(f"{LAB}/courses").status_code == 200
    assert oto.get(f"{LAB}/courses/new").status_code == 404
    oto.force_login(teaching.cast.eve)
    assert oto.get(f"{LAB}/courses").status_code == 404


def test_a_series_is_planned_changed_and_cancelled(oto: Client) -> None:
    course = _enter(oto)
    form = {
        "starts": "2027-03-04T18:00", "ends": "2027-03-04T20:00", "zone": "America/Chicago",
        "every": "1", "times": "3", "also_on": "2027-06-01", "key": "abc", "seats": "12",
        "city": "Austin", "region": "tx", "country": "US", "is_listed": "on",
    }  # fmt: skip
    answer = oto.post(f"{LAB}/courses/{course.public_id}/classes/new", form)
    assert answer.status_code == 302
    assert oto.post(f"{LAB}/courses/{course.public_id}/classes/new", form).status_code == 302
    rows = CourseClass.objects.filter(edition__course=course)
    assert rows.count() == 4
    row = rows[0]
    assert row.region == "TX"
    page = oto.get(f"{LAB}/classes", {"q": "austin"}).content.decode()
    assert page.count("Austin, TX, US") == 4
    wrong = oto.post(f"{LAB}/classes/{row.public_id}/change", form | {"ends": "2027-03-04T17:00"})
    assert wrong.status_code == 422
    assert "It ends before it begins" in wrong.content.decode()
    answer = oto.post(f"{LAB}/classes/{row.public_id}/change", form | {"place": "Room 9"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.place == "Room 9"
    assert oto.post(f"{LAB}/classes/{row.public_id}/cancel", {"reason": ""}).status_code == 422
    oto.post(f"{LAB}/classes/{row.public_id}/cancel", {"reason": "Storm"})
    assert "Storm" in oto.get(f"{LAB}/classes/{row.public_id}/").content.decode()


def test_several_bodies_are_asked_at_once_and_a_fee_is_paid_first(
    oto: Client, teaching: Teaching, settings: Any
) -> None:
    settings.SANDBOX = True
    ApprovalTerms.objects.create(body=teaching.cast.action, course_fee_cents=5000)
    course = _enter(oto)
    address = f"{LAB}/courses/{course.public_id}/submit?bodies=action&bodies=acsm"
    page = oto.get(address).content.decode()
    assert "it asks $50 for looking at it" in page
    form = {"amount_action": "0.4", "unit_action": "cec", "amount_acsm": "", "unit_acsm": "cec"}
    assert oto.post(address, form | {"amount_action": "1,5"}).status_code == 422
    assert oto.post(address, form).status_code == 302
    to_acsm = CourseApproval.objects.get(edition__course=course, body__slug="acsm")
    to_action = CourseApproval.objects.get(edition__course=course, body__slug="action")
    assert (to_acsm.state, to_action.state) == ("submitted", "draft")
    assert (
        "Pay the bill"
        in oto.get(f"{LAB}/courses/approvals/{to_action.public_id}/").content.decode()
    )
    bill = Invoice.objects.get(subject=f"course-approval:{to_action.public_id}")
    pay_in_sandbox(by=teaching.oto, at=to_action.entered_at, public_id=bill.public_id)
    to_action.refresh_from_db()
    assert to_action.state == "submitted"
    oto.post(f"{LAB}/courses/approvals/{to_action.public_id}/withdraw")
    to_action.refresh_from_db()
    bill.refresh_from_db()
    assert (to_action.state, bill.moot) == ("withdrawn", "withdrawn")


def test_a_list_is_looked_at_mended_and_entered(oto: Client) -> None:
    text = (
        "Course number;Title;Hours;Topics;Parts;Taught by\n"
        "A-1;Anatomy;1.5;exercise science;;x\n"
        "A-2;Balance;soon;nonsense;ethics 3;y\n"
    )
    upload = SimpleUploadedFile("courses.csv", text.encode("cp1252"))
    page = oto.post(f"{LAB}/courses/list", {"file": upload, "act": "look"})
    assert page.status_code == 200
    shown = page.content.decode()
    assert "1 row needs attention" in shown
    assert "Taught by" in shown
    assert not Course.objects.filter(number__startswith="A-").exists()
    listed = page.context["form"].initial["text"]
    assert oto.post(f"{LAB}/courses/list", {"text": listed, "act": "enter"}).status_code == 422
    assert not Course.objects.filter(number__startswith="A-").exists()
    mended = listed.replace("soon", "2").replace("nonsense", "safety").replace("ethics 3", "")
    assert oto.post(f"{LAB}/courses/list", {"text": mended, "act": "enter"}).status_code == 302
    assert oto.post(f"{LAB}/courses/list", {"text": mended, "act": "enter"}).status_code == 302
    assert newest_edition(Course.objects.get(number="A-2")).minutes == 120
    changed = mended.replace("Balance", "Balance and strength")
    oto.post(f"{LAB}/courses/list", {"text": changed, "act": "enter"})
    assert Course.objects.get(number="A-2").title == "Balance and strength"


def test_what_waits_for_whoever_sees_to_courses_is_told_first(
    oto: Client, teaching: Teaching
) -> None:
    CourseApproval.objects.filter(pk=teaching.by_ace.pk).update(until=NOW.date())
    CourseApproval.objects.filter(pk=teaching.by_acsm.pk).update(
        state="returned", reason="Which principles?"
    )
    page = oto.get(f"{LAB}/").content.decode()
    assert "approval of “Ethics in practice” ends" in page
    assert "Which principles?" in page
    oto.force_login(teaching.pia)  # she only teaches
    assert "Which principles?" not in oto.get(f"{LAB}/").content.decode()
