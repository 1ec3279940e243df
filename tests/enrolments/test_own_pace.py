"""What is open at any time: no day ends it, so a report does, or whoever asks to be forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from recert.catalogue.models import CourseApproval, CourseClass
from recert.completions.enrolled import close_completed_places
from recert.completions.lines import Line, Named
from recert.completions.models import ReportWay
from recert.completions.receiving import receive
from recert.enrolments.actions import make_feed
from recert.enrolments.models import Enrolment
from recert.enrolments.own_data import OWN_DATA
from recert.enrolments.own_pace import at_own_pace
from recert.renewals.erasure import erase, open_matters
from tests.cast import NOW, TODAY
from tests.enrolments.conftest import Places


@pytest.fixture
def place(places: Places) -> Enrolment:
    """Eve's place in the course on ethics, which is open at any time now."""
    CourseClass.objects.filter(pk=places.free.pk).update(starts_at=None, ends_at=None)
    return places.ask(places.cast.eve, places.free)


def test_it_keeps_nobody_from_being_forgotten_and_names_nobody_then(
    places: Places, place: Enrolment, client: Client
) -> None:
    eve = places.cast.eve
    assert not OWN_DATA.open_matters(eve)
    client.force_login(eve)
    page = client.get(reverse("member:account_leave")).content.decode()
    assert "end with your account" in page
    assert place.public_id in page
    Enrolment.objects.filter(pk=place.pk).update(named="Eve M.")
    assert not open_matters(eve)
    erase(person=eve, by=eve, at=NOW)
    place.refresh_from_db()
    assert (place.named, place.over_at) == ("", place.enrolled_at)
    assert not at_own_pace(eve).exists()


def test_a_place_somebody_waits_for_is_still_in_the_way(places: Places, place: Enrolment) -> None:
    Enrolment.objects.filter(pk=place.pk).update(state="waiting")
    assert OWN_DATA.open_matters(places.cast.eve)


def test_it_is_done_once_the_provider_reports_it(places: Places, place: Enrolment) -> None:
    teaching = places.teaching
    assert close_completed_places(at=NOW) == 0
    line = Line(
        row=1, external_id="x-1", course=teaching.course.number, completed=TODAY,
        named=Named(email=places.cast.eve.email),
    )  # fmt: skip
    receive(
        by=teaching.oto, at=NOW, provider=teaching.lab, way=ReportWay.DESK, key="k", lines=[line]
    )
    assert close_completed_places(at=NOW) == 1
    assert close_completed_places(at=NOW) == 0
    place.refresh_from_db()
    assert place.over_at == NOW


def test_it_stands_in_the_calendar_on_the_last_day_for_its_credit(
    places: Places, place: Enrolment, client: Client
) -> None:
    eve = places.cast.eve
    client.force_login(eve)
    day = TODAY + timedelta(days=40)
    CourseApproval.objects.filter(pk=places.teaching.by_ace.pk).update(until=day)
    page = client.get(reverse("member:place", args=[place.public_id])).content.decode()
    assert "to earn the credit of American Council on Exercise" in page
    file = client.get(reverse("member:place_calendar", args=[place.public_id])).content.decode()
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in file
    assert "Last day for credit" in file
    feed = make_feed(by=eve, at=NOW)
    shared = client.get(reverse("public:calendar", args=[feed.secret])).content.decode()
    assert "Last day for credit: Ethics in practice" in shared.replace("\r\n ", "")
