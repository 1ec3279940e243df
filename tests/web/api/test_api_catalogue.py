"""Courses and classes by API, by the provider's own numbers."""

from __future__ import annotations

from typing import Any

import pytest

from recert.catalogue.actions import dismiss_from_provider, invite_to_provider
from recert.catalogue.models import Course, CourseClass, ProviderRole
from tests.cast import NOW
from tests.teaching import Teaching
from tests.web.api.calling import Caller, key_for

BALANCE: dict[str, Any] = {
    "title": "Balance for older adults", "kind": "course", "delivery": "live-online",
    "since": "2026-01-01", "minutes": 90, "topics": ["exercise-science"],
    "presenters": [{"name": "Pia Lund"}],
}  # fmt: skip

SATURDAY: dict[str, Any] = {
    "course": "B/1", "zone": "America/Chicago", "starts": "2027-02-06T09:00:00-06:00",
    "ends": "2027-02-06T10:30:00-06:00", "place": "Hall 2", "seats": 20,
}  # fmt: skip


@pytest.fixture
def lms(teaching: Teaching) -> Caller:
    _source, token = key_for(teaching)
    return Caller(token)


def test_a_course_is_entered_once_and_said_anew(teaching: Teaching, lms: Caller) -> None:
    first = lms.ask("PUT", "/courses/B%2F1", BALANCE, if_none_match="*")
    assert (first["number"], first["edition"], first["minutes"]) == ("B/1", 1, 90)
    assert lms.ask("PUT", "/courses/B%2F1", BALANCE) == first
    lms.ask("PUT", "/courses/B%2F1", BALANCE, 412, if_none_match="*")
    tag = lms.call("GET", "/courses/B%2F1").headers["ETag"]
    changed = BALANCE | {"minutes": 120}
    assert lms.ask("PUT", "/courses/B%2F1", changed, if_match=tag)["minutes"] == 120
    lms.ask("PUT", "/courses/B%2F1", BALANCE, 412, if_match=tag)
    relied_on = BALANCE | {"title": "Ethics", "since": "2027-01-01"}
    anew = lms.ask("PUT", "/courses/ML-101", relied_on)  # bodies approved the first edition
    assert (anew["edition"], anew["since"]) == (2, "2027-01-01")
    assert lms.ask("PUT", "/courses/ML-101", relied_on) == anew
    wrong = lms.ask("PUT", "/courses/X", BALANCE | {"pass_percent": 80}, 422)
    assert wrong["errors"][0]["field"] == "pass_percent"
    numbers = [each["number"] for each in lms.ask("GET", "/courses")["courses"]]
    assert numbers == ["B/1", "ML-101"]


def test_a_class_is_planned_once_and_changed(teaching: Teaching, lms: Caller) -> None:
    unknown = lms.ask("PUT", "/classes/S-1", SATURDAY, 422)
    assert unknown["errors"][0]["field"] == "course"
    lms.ask("PUT", "/courses/B%2F1", BALANCE)
    first = lms.ask("PUT", "/classes/S-1", SATURDAY)
    assert first["starts"] == "2027-02-06T15:00:00Z"
    assert lms.ask("PUT", "/classes/S-1", SATURDAY) == first
    assert CourseClass.objects.filter(number="S-1").count() == 1
    later = SATURDAY | {"place": "Hall 3", "ends": "2027-02-06T11:00:00-06:00"}
    assert lms.ask("PUT", "/classes/S-1", later)["place"] == "Hall 3"
    back = SATURDAY | {"ends": "2027-02-06T08:00:00-06:00"}
    assert lms.ask("PUT", "/classes/S-1", back, 422)["errors"][0]["field"] == "ends"
    lms.ask("PUT", "/classes/S-2", SATURDAY | {"zone": "Mars/Olympus"}, 422)
    assert [each["number"] for each in lms.ask("GET", "/classes?course=B/1")["classes"]] == ["S-1"]


def test_a_narrow_key_enters_nothing_new_and_an_owner_answers_for_it(teaching: Teaching) -> None:
    _source, token = key_for(teaching, name="Narrow", courses=[teaching.course.public_id])
    narrow = Caller(token)
    narrow.ask("PUT", "/courses/NEW-1", BALANCE, 403)
    other = Course.objects.create(provider=teaching.lab, number="O", title="Other", entered_at=NOW)
    narrow.ask("GET", f"/courses/{other.number}", status=404)
    invite_to_provider(
        by=teaching.nia, at=NOW, provider_slug="movement-lab", email=teaching.oto.email,
        role=ProviderRole.OWNER,
    )  # fmt: skip
    dismiss_from_provider(
        by=teaching.oto, at=NOW, provider_slug="movement-lab", person_id=teaching.nia.public_id
    )
    anew = BALANCE | {"since": "2027-01-01"}
    assert narrow.ask("PUT", "/courses/ML-101", anew)["edition"] == 2
