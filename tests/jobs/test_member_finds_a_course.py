"""A member finds what she is missing, by the keys alone and on a screen no wider than a phone."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar
from playwright.sync_api import expect

from recert.catalogue.laying import lay_out
from recert.catalogue.likeness import liken
from recert.catalogue.models import CourseClass, CourseEdition
from recert.people.models import BodyMember
from recert.rules.facts import Delivery, Topic
from tests.cast import PASSWORD, TODAY
from tests.jobs import newcomer
from tests.jobs.conftest import OpenBrowser
from tests.jobs.hands import Hand, Keys
from tests.teaching import Teaching, approved

WORKSHOP = "Clinical Exercise Workshop"
NARROW = {"viewport": {"width": 390, "height": 844}}


def test_a_member_finds_a_course(open_browser: OpenBrowser, teaching: Teaching) -> None:
    _in_austin(teaching)
    hand = open_browser(Keys, **NARROW)
    newcomer.sign_in(hand, teaching.cast.ada.email, PASSWORD)
    narrows_it_down(hand)
    sees_what_it_is_worth(hand)
    subscribes_to_its_classes(hand)


def _in_austin(teaching: Teaching) -> None:
    """The workshop is held where she lives; she is a member of who holds it."""
    ada, acsm = teaching.cast.ada, teaching.cast.acsm
    BodyMember.objects.create(person=ada, body=acsm, since=TODAY - timedelta(days=100))
    approved(teaching.workshop_edition, teaching.cast.ace, "0.6", "ACE-W7")
    CourseEdition.objects.filter(pk=teaching.workshop_edition.pk).update(
        delivery=Delivery.IN_PERSON.value, topics=[Topic.NUTRITION.value]
    )
    CourseClass.objects.filter(pk=teaching.workshop_class.pk).update(
        city="Austin", region="TX", country="US"
    )
    lay_out(on=TODAY)
    liken()


def narrows_it_down(hand: Hand) -> None:
    """By subject, how, where and how dear: what she pays as a member decides."""
    page = hand.page
    page.goto("/courses/")
    cards = page.get_by_role("main").locator(".course-card")
    expect(cards).to_have_count(2)
    hand.press(page.get_by_text("Narrow it down"))
    hand.choose(page.locator("#id_topic"), "Nutrition")
    hand.choose(page.locator("#id_delivery"), "In person")
    hand.write(page.get_by_label("City or region"), "aus")
    hand.write(page.get_by_label("Price up to"), "80")
    hand.choose(page.get_by_label("Currency"), "USD")
    hand.press(page.get_by_role("main").get_by_role("button", name="Show", exact=True))
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text(WORKSHOP)
    expect(cards).to_contain_text("$79 as a member of American College of Sports Medicine")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def sees_what_it_is_worth(hand: Hand) -> None:
    """Under each certification she holds, with the clause."""
    page = hand.page
    worth = page.get_by_role("main").locator(".course-worths").get_by_role("listitem")
    for letters, amount in (("ACSM-EP", "6 CECs"), ("ACE-CPT", "0.6 CECs")):
        own = worth.filter(has_text=letters)
        expect(own).to_contain_text(amount)
        hand.press(own.get_by_role("button", name="The rule"))
        clause = own.get_by_role("note")
        expect(clause).to_be_visible()
        expect(clause.get_by_role("link").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(clause).to_be_hidden()


def subscribes_to_its_classes(hand: Hand) -> None:
    """The course's own page, and its dates for her calendar."""
    page = hand.page
    hand.press(page.get_by_role("link", name=WORKSHOP))
    expect(page.get_by_role("heading", level=1)).to_have_text(WORKSHOP)
    feed = page.get_by_role("link", name="Subscribe to its classes in your calendar")
    address = feed.get_attribute("href")
    assert address
    answer = page.request.get(address)
    (event,) = Calendar.from_ical(answer.body()).walk("VEVENT")
    assert str(event["SUMMARY"]) == WORKSHOP
    assert "Austin" in str(event["LOCATION"])
    with page.expect_download():
        hand.press(feed)
