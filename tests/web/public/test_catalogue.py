"""The public catalogue: what is shown to whom, and that what it says a course is worth is so."""

from __future__ import annotations

import json
import random
import re
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from recert.catalogue.actions import Granting, enter_provider_approval
from recert.catalogue.drafting import approvals_on, draft_of
from recert.catalogue.laying import lay_out
from recert.catalogue.likeness import liken
from recert.catalogue.models import CourseApproval, CourseClass, CourseEdition, Findable, Shape
from recert.catalogue.shapes import taken
from recert.enrolments.actions import enrol
from recert.people.actions import set_membership
from recert.people.models import Person
from recert.rules.facts import Activity, Delivery, Kind, Topic
from recert.standing.filling import (
    Learner,
    findings,
    learner_like,
    learner_of,
    share_of,
    shares,
    worths,
)
from recert.standing.queries import worth_of
from recert.standing.words.pace import pace_words
from tests.cast import NOW, TODAY, course, log
from tests.counting import counted
from tests.teaching import Teaching, approved, held_on, taught


@pytest.fixture
def shown(teaching: Teaching, settings: object) -> Teaching:
    """The stage on its own day, laid out."""
    settings.RECERT_NOW = NOW  # type: ignore[attr-defined]
    lay_out(on=TODAY)
    return teaching


def page(path: str, person: Person | None = None) -> str:
    """A page as somebody gets it."""
    client = Client()
    if person is not None:
        client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def titles(text: str) -> list[str]:
    """The courses of a page, in their order."""
    return re.findall(r'course-card">\s*<div[^>]*>\s*<h2[^>]*><a [^>]*>([^<]+)<', text)


def test_anybody_finds_courses_and_names_a_certification(shown: Teaching) -> None:
    text = page("/courses/")
    assert titles(text) == ["Clinical Exercise Workshop", "Ethics in practice"]
    assert "5 December 2026" in text
    assert "Courses" in text
    like = page("/courses/?like=acsm:ep")
    assert titles(like)[0] == "Clinical Exercise Workshop"  # six of sixty are more than two
    assert "6 CECs" in like
    assert "2 CECs" in like
    assert "course-worths" not in page("/courses/?like=acsm:none")
    assert titles(page("/courses/?q=nothing+like+it")) == []
    assert Client().get("/courses/?since=yesterday").status_code == 422


def test_whoever_has_a_place_is_led_to_it_and_not_asked_to_enrol_again(shown: Teaching) -> None:
    ada, row = shown.cast.ada, shown.open_class
    place = enrol(by=ada, at=NOW, class_id=row.public_id, key="once")
    address, enrolling = f"/courses/{shown.course.public_id}", f"/classes/{row.public_id}/enrol"
    text = page(address, ada)
    assert f"/me/classes/{place.public_id}" in text
    assert enrolling not in text
    assert enrolling in page(address, shown.cast.eve)


def test_what_fills_most_stands_first_for_who_is_signed_in(shown: Teaching) -> None:
    ada = shown.cast.ada
    text = page("/courses/", ada)
    assert titles(text) == ["Clinical Exercise Workshop", "Ethics in practice"]
    assert titles(page("/courses/?order=title", ada)) == sorted(titles(text))
    for_ace = page(f"/courses/?fills={shown.cast.ada_ace.public_id}:credits", ada)
    assert "ACE" in for_ace
    assert titles(page(f"/courses/?fills={shown.cast.ada_ace.public_id}", ada))
    assert titles(page("/courses/?fills=nobody:nothing", ada)) == titles(text)
    theirs = page(f"/courses/?fills={shown.cast.ben_acsm.public_id}", ada)  # not hers: no answer
    assert titles(theirs) == titles(text)
    assert titles(page("/courses/", shown.cast.eve)) == sorted(titles(text))  # holds nothing


def test_a_course_says_all_there_is_to_know(shown: Teaching) -> None:
    course, row = shown.workshop, shown.workshop_class
    text = page(f"/courses/{course.public_id}")
    told = ("Decide a case with them.", "Pia Lund", "ACSM-W7", "$99", "$79", "20 free", "English")
    for said in (course.title, *told, f"/classes/{row.public_id}/enrol"):
        assert said in text, said
    set_membership(person=shown.cast.ada, body=shown.cast.acsm, since=TODAY, until=None,
                   by=shown.cast.hal, at=NOW)  # fmt: skip
    mine = page(f"/courses/{course.public_id}", shown.cast.ada)
    assert "your price as a member of" in mine
    assert "12 December 2026" in mine
    assert "joining" not in text
    assert "lab.example/room" not in mine
    assert Client().get(f"/courses/{course.public_id}x").status_code == 404
    type(course).objects.filter(pk=course.pk).update(is_listed=False)
    assert Client().get(f"/courses/{course.public_id}").status_code == 404
    type(course).objects.filter(pk=course.pk).update(retired_at=NOW)
    gone = Client().get(f"/courses/{course.public_id}")
    assert gone.status_code == 410
    assert reverse("member:reported_missing", args=[course.public_id]) in gone.content.decode()
    assert page(reverse("member:reported_missing", args=[course.public_id]), shown.cast.ada)
    CourseClass.objects.filter(pk=row.pk).update(is_listed=False)
    assert Client().get(f"/courses/{course.public_id}").status_code == 404


def test_a_member_sees_her_price_and_finds_by_it(shown: Teaching) -> None:
    ada = shown.cast.ada
    set_membership(person=ada, body=shown.cast.acsm, since=TODAY, until=None,
                   by=shown.cast.hal, at=NOW)  # fmt: skip
    dear = "/courses/?price=80&currency=USD&q=workshop"
    assert titles(page(dear)) == []
    mine = page(dear, ada)
    assert "$79" in mine
    assert "as a member of American College of Sports Medicine" in mine
    assert "$79" in page("/courses/calendar?month=2026-12", ada)
    assert "$99" in page("/courses/calendar?month=2026-12")
    assert titles(page("/courses/?order=price", ada)) == [
        "Ethics in practice", "Clinical Exercise Workshop",
    ]  # fmt: skip
    assert 'value="fills"' not in page("/courses/?order=price")


def test_machines_read_a_course_too(shown: Teaching) -> None:
    CourseEdition.objects.filter(pk=shown.workshop_edition.pk).update(
        summary="Ends </script><script>alert(1)</script> & so on"
    )
    text = page(f"/courses/{shown.workshop.public_id}")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    told = json.loads(found[1])
    assert told["@type"] == "Course"
    assert told["description"].startswith("Ends </script>")
    (held,) = told["hasCourseInstance"]
    assert held["startDate"] == "2026-12-12T15:00:00+00:00"
    assert (held["offers"]["price"], held["offers"]["priceCurrency"]) == ("99.00", "USD")
    assert f'rel="canonical" href="{told["url"]}"' in text
    part = re.search(r"<loc>[^<]+?(/sitemap-\d+.xml)</loc>", page("/sitemap.xml"))
    assert part
    assert told["url"] in page(part[1])


def test_a_month_and_a_calendar_to_subscribe_to(shown: Teaching) -> None:
    december = page("/courses/calendar?month=2026-12")
    assert "Saturday, 5 December 2026" in december
    assert "Clinical Exercise Workshop" in december
    assert "Ethics in practice" not in page("/courses/calendar?month=2026-12&q=workshop")
    assert "No class in this month" in page("/courses/calendar?month=2027-01")
    assert "November 2026" in page("/courses/calendar?month=9999-12")
    answer = Client().get("/courses/calendar.ics?q=ethics")
    assert answer["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["SUMMARY"] == "Ethics in practice"
    assert b"lab.example/room" not in answer.content


def _random_editions(teaching: Teaching, dice: random.Random) -> list[CourseEdition]:
    """Courses of any sort, some approved, some for categories a body named."""
    found = []
    changes: dict[str, object] = {}
    for number in range(16):
        _course, edition = taught(teaching.lab, f"R-{number}", f"Any {number}", 60)
        changes = (
            changes
            if number % 3 == 2
            else {
                "kind": dice.choice([Kind.COURSE, Kind.WORKSHOP, Kind.WEBINAR, Kind.QUIZ]).value,
                "delivery": dice.choice(list(Delivery)).value,
                "minutes": dice.choice([None, 15, 50, 120, 480]),
                "topics": sorted(dice.sample([each.value for each in Topic], 2)),
                "assessed": dice.random() < 0.5,
                "parts": [{"share": "1/4", "topics": ["ethics"]}] if dice.random() < 0.3 else [],
            }
        )
        CourseEdition.objects.filter(pk=edition.pk).update(**changes)
        for body in dice.sample([teaching.cast.acsm, teaching.cast.ace, teaching.cast.nasm], 2):
            if dice.random() < 0.6:
                row = approved(edition, body, dice.choice(["0.1", "1", "30"]), f"{number}")
                CourseApproval.objects.filter(pk=row.pk).update(
                    categories=["other"] if dice.random() < 0.2 else []
                )
        found.append(edition.pk)
    return list(CourseEdition.objects.filter(pk__in=found).select_related("course__provider"))


@pytest.mark.parametrize("seed", range(3))
def test_what_a_card_says_is_what_the_law_says(shown: Teaching, seed: int) -> None:
    editions = _random_editions(shown, random.Random(seed))  # noqa: S311 - an invented course
    owner = shown.cast.fay
    enter_provider_approval(
        by=owner, at=NOW, body_slug="action", of_provider="movement-lab",
        granting=Granting(since=TODAY, until=TODAY + timedelta(days=9), number="P-9", unit="cec",
                          an_hour=Fraction("0.1")),
    )  # fmt: skip
    _did_before(shown.cast.ada, editions)
    given = approvals_on(editions, TODAY)
    drafts = [draft_of(each, "movement-lab", TODAY, given[each.pk]) for each in editions]
    assert any(draft.awards for draft in drafts)
    for person in (shown.cast.ada, shown.cast.ben, shown.cast.carol):
        learner = learner_of(person, NOW)
        cards = findings(learner, drafts)
        for draft, told, card in zip(drafts, worths(learner, drafts), cards, strict=True):
            exactly = worth_of(person, draft, NOW)
            assert [each.finding for each in told] == [each.finding for each in exactly]
            assert [each.finding for each in card] == [each.finding for each in exactly]
            assert [each.rulebook for each in card] == [each.rulebook for each in exactly]
            assert [each.after for each in told] == [each.after for each in exactly]
    lay_out(on=TODAY)
    learner = learner_of(shown.cast.ada, NOW)
    fills = shares(learner, Shape.objects.values_list("pk", flat=True), TODAY)
    for draft, told in zip(drafts, worths(learner, drafts), strict=True):
        if any(each.finding and each.finding.serves and _mends(each.before, each.after)
               for each in told):  # fmt: skip
            assert any(share_of(ledger, draft) for ledger in learner.short), draft
    assert fills
    liken()
    assert shares(learner, Shape.objects.values_list("pk", flat=True), TODAY) == fills
    _ranked_as_the_law_has_it(learner, dict(zip((each.pk for each in editions), drafts,
                                                strict=True)), fills)  # fmt: skip


def _did_before(person: Person, editions: list[CourseEdition]) -> None:
    """Two of the courses; half the time something today."""
    for edition, days in zip(editions, (40, 80, 0)[: 2 + editions[0].assessed], strict=False):
        done = course(edition.title, TODAY - timedelta(days=days), "1", provider="movement-lab",
                      course=f"movement-lab:{edition.course.number}")  # fmt: skip
        log(person, done)


def _ranked_as_the_law_has_it(
    learner: Learner, drafts: dict[int, Activity], fills: dict[int, int]
) -> None:
    """What stands for a course by its shape is what the course itself would fill."""
    rows = Findable.objects.filter(edition__in=drafts)
    known = taken(rows.values_list("shape", flat=True))
    parts = set()
    for row in rows:
        assert row.shape_id
        assert row.edition_id
        _digest, (_activity, said) = known[row.shape_id]
        own = sum(share_of(each, drafts[row.edition_id], said) for each in learner.short)
        assert bool(own) == (row.shape_id in fills)
        if own:
            parts.add(fills[row.shape_id] / own)
    assert len(parts) == 1


def _mends(before: object, after: object) -> bool:
    """Whether less is short."""

    def short(standing: object) -> dict[object, Fraction]:
        return {(r.clause, r.since): r.short for r in standing.requirements}  # type: ignore[attr-defined]

    was, now = short(before), short(after)
    return any(now[key] < amount for key, amount in was.items() if key in now)


@pytest.mark.one_is_enough
def test_a_list_asks_as_much_of_many_courses_as_of_few(shown: Teaching) -> None:
    client = Client()
    client.force_login(shown.cast.ada)
    lists = ("", "?q=e", "?order=price", "?price=200&currency=USD", "?topic=exercise-science")

    def asked() -> list[int]:
        found = []
        for query in lists:
            client.get(f"/courses/{query}")
            with counted() as captured:
                assert client.get(f"/courses/{query}").status_code == 200
            found.append(len(captured))
        return found

    liken()
    few = asked()
    for number in range(24):
        _course, edition = taught(shown.lab, f"M-{number}", f"Many {number}", 30 + number)
        approved(edition, shown.cast.acsm, "1", f"M-{number}")
        held_on(edition, NOW + timedelta(days=number + 1))
    lay_out(on=TODAY)
    liken()
    assert asked() == few


def test_somebody_like_a_reader_has_a_whole_cycle_ahead(shown: Teaching) -> None:
    learner = learner_like(shown.cast.acsm, "ep", "", NOW)
    (held,) = learner.held
    assert held.standing.counted == 0
    assert learner.short


def test_classes_elsewhere_or_over_are_not_offered(shown: Teaching) -> None:
    CourseClass.objects.filter(pk=shown.open_class.pk).update(
        starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=2)
    )
    text = page("/courses/?q=ethics")
    assert "No class is planned" in text


def test_the_plan_and_each_requirement_lead_to_what_fills_them(shown: Teaching) -> None:
    ada, own = shown.cast.ada, shown.cast.ada_acsm.public_id
    home = page("/me/", ada)
    assert f"/courses/?fills={own}" in home
    assert "This is advice, not a rule." in home
    assert "This is advice, not a rule." in page("/courses/", ada)
    asked = re.search(
        rf"/courses/\?fills={own}:[a-z0-9.-]+", page(f"/me/certifications/{own}/", ada)
    )
    assert asked
    assert "What fills ACSM-EP" in page(asked[0], ada)


@pytest.mark.parametrize(
    ("hours", "until", "often"),
    [
        (30, TODAY + timedelta(days=1095), "every 2 months"),
        (4, TODAY + timedelta(days=60), "every 4 weeks"),
        (2, TODAY + timedelta(days=60), "once"),
        (1, TODAY + timedelta(days=60), "about 1 hour more"),
        (40, TODAY + timedelta(days=40), "every 2 days"),
        (40, TODAY + timedelta(days=3), "more than once a day"),
    ],
)
def test_pace_is_soon_enough(hours: int, until: date, often: str) -> None:
    assert often in pace_words(Fraction(hours), until, TODAY)
    assert pace_words(Fraction(0), until, TODAY) == ""
    assert pace_words(Fraction(hours), TODAY, TODAY) == ""
