"""The pages of places: the price with its reason, what is to do, and who sees how to join."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any, cast

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pytest_django import Settings

from recert.catalogue.models import CourseClass
from recert.enrolments.actions import make_feed
from recert.enrolments.models import Enrolment
from recert.notices.models import Notice
from recert.people.models import Person
from tests.cast import NOW
from tests.enrolments.conftest import Places

ROOM = "https://lab.example/room"


@pytest.fixture(autouse=True)
def _on_that_saturday(settings: Settings) -> None:
    settings.RECERT_NOW = NOW


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def page(client: Client, name: str, *parts: str) -> str:
    answer = client.get(reverse(name, args=parts))
    assert answer.status_code == 200
    return text(cast(HttpResponse, answer))


def send(client: Client, to: str, /, *parts: str, **form: Any) -> HttpResponse:
    answer: HttpResponse = client.post(reverse(to, args=parts), form)  # type: ignore[assignment]
    return answer


def test_the_price_stands_there_with_its_reason(places: Places) -> None:
    ada, class_id = places.cast.ada, places.workshop.public_id
    client = browser(ada)
    said = page(client, "member:enrol", class_id)
    assert "$99" in said
    assert "Members of American College of Sports Medicine pay $79." in said
    places.join(ada)
    said = page(client, "member:enrol", class_id)
    assert "The price for members of American College of Sports Medicine, instead of $99" in said
    assert "Give your place back by 5 December 2026" in said
    for _click in range(2):
        send(client, "member:enrol", class_id, key="form")
    (place,) = Enrolment.objects.all()
    said = page(client, "member:place", place.public_id)
    assert "$79 to pay by 28 November 2026" in said
    assert ROOM not in said
    assert page(client, "member:home").count(reverse("member:place", args=[place.public_id])) == 1
    places.pay(place)
    said = page(client, "member:place", place.public_id)
    assert ROOM in said
    assert "Give your place back" in said
    assert "all you paid: $79" in page(client, "member:place_leave", place.public_id)
    send(client, "member:place_leave", place.public_id)
    assert "Refunded" in page(client, "member:place", place.public_id)


def test_calendars_follow_a_class_and_end_with_their_address(places: Places) -> None:
    ada = places.cast.ada
    place = places.ask(ada, places.free)
    client, stranger = browser(ada), Client()
    one = client.get(reverse("member:place_calendar", args=[place.public_id]))
    assert one["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(one.content).walk("VEVENT")
    address = reverse("public:calendar", args=[make_feed(by=ada, at=NOW).secret])
    starts = places.free.starts_at
    assert starts is not None
    changed = send(
        browser(places.teaching.oto), "provider:class_change", "movement-lab",
        places.free.public_id, starts="2026-12-06T10:00", ends="2026-12-06T12:00",
        zone="America/Chicago", joining="Room 4", seats="12", is_listed="on",
    )  # fmt: skip
    assert changed.status_code == 302
    feed = Calendar.from_ical(stranger.get(address).content)
    assert str(feed["METHOD"]) == "PUBLISH"
    (moved,) = feed.walk("VEVENT")
    assert (moved["UID"], moved["SEQUENCE"], event["SEQUENCE"]) == (event["UID"], 1, 0)
    assert moved.decoded("DTSTART") == (starts + timedelta(days=1, hours=1)).astimezone(UTC)
    assert "Room 4" in str(moved["DESCRIPTION"])
    assert Notice.objects.filter(subject="Your class has changed: Ethics in practice").exists()
    send(browser(places.teaching.oto), "provider:class_cancel", "movement-lab",
         places.free.public_id, reason="Flood")  # fmt: skip
    (off,) = Calendar.from_ical(stranger.get(address).content).walk("VEVENT")
    assert (off["STATUS"], off["SEQUENCE"]) == ("CANCELLED", 2)
    send(client, "member:classes_feed", act="end")
    assert stranger.get(address).status_code == 404


def test_the_provider_reads_its_list_and_says_no_more_than_it_typed(places: Places) -> None:
    teaching, ada = places.teaching, places.cast.ada
    oto = browser(teaching.oto)
    list_of = ("movement-lab", places.free.public_id)
    places.ask(places.cast.ben, places.free)
    answer = send(oto, "provider:place_new", *list_of, name="=A. Known", email=ada.email, key="k")
    assert answer.status_code == 302
    said = page(oto, "provider:places", *list_of)
    assert "=A. Known" in said
    assert ada.name not in said
    assert "2 enrolled of 12 seats" in said
    rows = oto.get(reverse("provider:places_export", args=list_of)).content.decode().splitlines()
    assert rows[0].startswith("name,email,state")
    assert rows[2].startswith("'=A. Known")  # no spreadsheet reckons with it
    wrong = send(oto, "provider:place_new", *list_of, name="", email="x", key="l")
    assert wrong.status_code == 422
    pia = browser(teaching.pia)
    assert "Put somebody on the list" not in page(pia, "provider:places", *list_of)
    other = places.ask(ada, places.workshop)
    assert oto.get(
        reverse("provider:place_off", args=["movement-lab", other.public_id])
    ).status_code == 404  # fmt: skip


def test_the_waiting_list_on_a_page(places: Places) -> None:
    ada, ben = places.cast.ada, places.cast.ben
    places.seats(places.free, 1)
    first = places.ask(ada, places.free)
    client = browser(ben)
    assert "Join the waiting list" in page(client, "member:enrol", places.free.public_id)
    send(client, "member:enrol", places.free.public_id, key="form")
    waits = Enrolment.objects.get(person=ben)
    assert "the next on the waiting list" in page(client, "member:place", waits.public_id)
    send(browser(ada), "member:place_leave", first.public_id)
    assert "Take it by 23 November 2026" in page(client, "member:place", waits.public_id)
    send(client, "member:place_take", waits.public_id)
    assert ROOM in page(client, "member:place", waits.public_id)
    assert CourseClass.objects.get(pk=places.free.pk).seats == 1
