"""What to take: courses of the catalogue for the plan, with price, day and what they fill."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from recert.catalogue.laying import lay_out
from recert.catalogue.models import CourseClass
from recert.enrolments.actions import close_held_classes, enrol
from recert.people.models import BodyMember
from tests.cast import NOW, Cast
from tests.counting import counted
from tests.teaching import Teaching, approved, held_on, taught
from tests.web.member.test_planned import page_of

PAGE = "/me/to-take/"


@pytest.fixture
def laid(teaching: Teaching) -> Teaching:
    """The catalogue laid out, as the worker does."""
    lay_out(on=NOW.date())
    return teaching


@pytest.fixture
def ada(laid: Teaching, client: Client) -> Client:
    """Ada's browser, with courses to look at."""
    client.force_login(laid.cast.ada)
    return client


def test_home_leads_to_courses_that_are_told_with_what_they_fill(
    laid: Teaching, ada: Client
) -> None:
    assert f'href="{PAGE}"' in page_of(ada, "/me/")
    page = page_of(ada, PAGE)
    assert "No courses we found finish all of it. These 2 do most: $99" in page
    assert "by 12 December 2026" in page
    assert "Still missing then" in page
    assert "Ethics in practice" in page
    assert "2 of 6.3 CECs missing" in page
    assert "ACSM-EP lacks no credit then." in page
    assert "No class we found does all of this." in page
    assert reverse("public:course", args=[laid.course.public_id]) in page


def test_a_member_reads_the_price_of_a_member_and_an_own_place_costs_nothing_more(
    laid: Teaching, ada: Client
) -> None:
    cast = laid.cast
    BodyMember.objects.create(person=cast.ada, body=cast.acsm, since=NOW.date() - timedelta(days=9))
    page = page_of(ada, PAGE)
    assert "These 2 do most: $79" in page
    assert "as a member of" in page
    enrol(by=cast.ada, at=NOW, class_id=laid.open_class.public_id, key="k")
    assert "You have a place" in page_of(ada, PAGE)
    CourseClass.objects.filter(pk=laid.open_class.pk).update(
        starts_at=NOW - timedelta(hours=3), ends_at=NOW - timedelta(hours=1)
    )
    assert close_held_classes(at=NOW)  # as the worker does at once
    assert "Held, not reported yet" in page_of(ada, PAGE)


def test_what_is_cheaper_and_does_as_much_is_told_beside(laid: Teaching, ada: Client) -> None:
    CourseClass.objects.filter(pk=laid.workshop_class.pk).update(cents=30000)
    _course, edition = taught(laid.own, "W-8", "Whole day", 480)
    approved(edition, laid.cast.acsm, "8", "ACSM-W8")
    row = held_on(edition, NOW + timedelta(days=14))
    CourseClass.objects.filter(pk=row.pk).update(cents=20000)
    for number in range(3):
        _course, small = taught(laid.own, f"S-{number}", f"Small {number}", 120)
        approved(small, laid.cast.acsm, "2", f"ACSM-S{number}")
        held_on(small, NOW + timedelta(days=5 + number))
    lay_out(on=NOW.date())
    assert "For less money" in page_of(ada, PAGE)


def test_one_certification_alone_can_be_planned(laid: Teaching, ada: Client) -> None:
    own = laid.cast.ada_acsm
    assert f'href="{PAGE}?for={own.public_id}"' in page_of(
        ada, f"/me/certifications/{own.public_id}/"
    )
    page = page_of(ada, f"{PAGE}?for={own.public_id}")
    assert "These 2 courses finish all the credit you are missing for ACSM-EP: $99" in page
    assert "Still missing" not in page
    assert "NASM" not in page.partition("<h2")[2].partition("For each thing")[0]
    assert "do most" in page_of(ada, f"{PAGE}?for={laid.cast.ben_acsm.public_id}")


def test_full_over_late_and_unapproved_classes_are_not_offered(laid: Teaching, ada: Client) -> None:
    CourseClass.objects.filter(pk=laid.workshop_class.pk).update(seats=0)
    type(laid.by_acsm).objects.filter(pk=laid.by_acsm.pk).update(ended_on=NOW.date())
    type(laid.by_ace).objects.filter(pk=laid.by_ace.pk).update(ended_on=NOW.date())
    page = page_of(ada, PAGE)
    assert "No class that is planned in time fits this" in page
    assert "Ethics in practice" not in page


def test_nothing_missing_and_nobody_there(cast: Cast, client: Client) -> None:
    assert client.get(PAGE).status_code == 302
    client.force_login(cast.carol)
    assert "You are missing no credit" in page_of(client, PAGE)


def test_as_many_questions_however_much_is_taught(laid: Teaching, ada: Client) -> None:
    page_of(ada, PAGE)
    with counted() as before:
        page_of(ada, PAGE)
    for number in range(4):
        _course, edition = taught(laid.own, f"N-{number}", f"New {number}", 60 + number)
        approved(edition, laid.cast.acsm, "1", f"ACSM-N{number}")
        held_on(edition, NOW + timedelta(days=20 + number))
    lay_out(on=NOW.date())
    page_of(ada, PAGE)
    with counted() as after:
        page_of(ada, PAGE)
    assert len(after) == len(before)
