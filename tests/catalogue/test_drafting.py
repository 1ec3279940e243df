"""Drafting: which approvals speak of an edition on a day, and what every rulebook makes of it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from recert.catalogue.actions import Granting, enter_provider_approval, suspend_provider
from recert.catalogue.drafting import approvals_on, draft_of
from recert.catalogue.models import CourseApproval, CourseEdition
from recert.rules.amounts import from_grains
from recert.rules.facts import Activity, Reporter, Unit
from recert.standing.queries import worth_of
from tests.cast import NOW, TODAY
from tests.counting import counted
from tests.teaching import SINCE, UNTIL, Teaching, taught

ONE_DAY = timedelta(days=1)


def allowed(teaching: Teaching, slug: str = "action", **more: object) -> None:
    """A body lets Movement Lab's courses earn a tenth of its credit an hour."""
    granted = {"since": SINCE, "until": UNTIL, "number": "P-9", "unit": "cec",
               "an_hour": Fraction("0.1"), **more}  # fmt: skip
    owner = teaching.cast.fay if slug == "action" else teaching.cast.hal
    enter_provider_approval(
        by=owner, at=NOW, body_slug=slug, of_provider="movement-lab",
        granting=Granting(**granted),  # type: ignore[arg-type]
    )  # fmt: skip


def of(edition: CourseEdition, on: date = TODAY) -> list[tuple[str, Fraction]]:
    """Which body gives how much on a day."""
    return [
        (each.body.slug, from_grains(each.amount_grains or 0))
        for each in approvals_on([edition], on)[edition.pk]
    ]


def draft(edition: CourseEdition, on: date = TODAY) -> Activity:
    provider = edition.course.provider.slug
    return draft_of(edition, provider, on, approvals_on([edition], on)[edition.pk])


def test_an_edition_has_what_bodies_approved_on_the_day(teaching: Teaching) -> None:
    edition = teaching.edition
    assert of(edition) == [("ace", Fraction("0.2")), ("acsm", Fraction(2))]
    assert of(edition, SINCE - ONE_DAY) == []
    CourseApproval.objects.filter(pk=teaching.by_acsm.pk).update(ended_on=TODAY)
    assert of(edition, TODAY + ONE_DAY) == [("ace", Fraction("0.2"))]
    fact = draft(edition)
    assert (fact.provider, fact.course, fact.reported_by) == (
        "movement-lab", "movement-lab:ML-101", Reporter.PROVIDER,
    )  # fmt: skip
    assert [(each.by, each.number) for each in fact.awards] == [
        ("ace", "ACE-88"), ("acsm", "ACSM-2211"),
    ]  # fmt: skip


def test_where_a_provider_is_approved_for_its_courses_its_hours_are_the_credit(
    teaching: Teaching,
) -> None:
    allowed(teaching, most=Fraction("0.5"))
    assert ("action", Fraction("0.2")) in of(teaching.edition)
    _course, long = taught(teaching.lab, "ML-9", "A long day", 480)
    assert of(long) == [("action", Fraction("0.5"))]  # no more than one course may earn
    assert of(long, UNTIL + ONE_DAY) == []
    (award,) = draft(long).awards
    assert (award.unit, award.by, award.number) == (Unit.CEC, "action", "P-9")
    no_length = CourseEdition.objects.get(pk=long.pk)
    no_length.minutes = None
    assert of(no_length) == []


def test_only_what_lies_within_the_scope_earns(teaching: Teaching) -> None:
    allowed(teaching, topics=("nutrition",), deliveries=("live-online",))
    edition = teaching.edition
    assert "action" not in dict(of(edition))
    edition.parts = [{"share": "1/4", "topics": ["nutrition"]}]
    assert dict(of(edition))["action"] == Fraction("0.05")  # a quarter of two hours
    edition.topics = ["nutrition"]
    assert dict(of(edition))["action"] == Fraction("0.2")
    edition.delivery = "in-person"
    assert "action" not in dict(of(edition))


def test_a_course_approved_by_itself_goes_by_that(teaching: Teaching) -> None:
    allowed(teaching, "acsm", unit="cec", an_hour=Fraction(3))
    assert dict(of(teaching.edition))["acsm"] == 2
    _course, other = taught(teaching.lab, "ML-2", "Another", 60)
    assert of(other) == [("acsm", Fraction(3))]


def test_while_a_provider_is_suspended_nothing_of_that_body_is_given(teaching: Teaching) -> None:
    suspend_provider(
        by=teaching.cast.hal, at=NOW, body_slug="acsm", public_id=teaching.lab_at_acsm.public_id,
        since=TODAY, until=TODAY + ONE_DAY, reason="Late.",
    )  # fmt: skip
    days = [TODAY + timedelta(days=each) for each in (-1, 0, 1, 2)]
    assert ["acsm" in dict(of(teaching.edition, on)) for on in days] == [True, False, False, True]
    assert "ace" in dict(of(teaching.edition, TODAY))


def test_every_rulebook_reads_it_as_its_own_certificates(teaching: Teaching) -> None:
    """ACSM counts an hour as one credit, ACE and ACTION as a tenth: each reads its own award."""
    allowed(teaching)
    worth = {
        each.certification.body.slug: each.finding.counted
        for each in worth_of(teaching.cast.ada, draft(teaching.edition), NOW)
        if each.finding is not None
    }
    assert {slug: worth[slug] for slug in ("acsm", "ace", "action")} == {
        "acsm": 2, "ace": Fraction("0.2"), "action": Fraction("0.2"),
    }  # fmt: skip


@pytest.mark.django_db
def test_many_editions_take_as_many_queries_as_one(teaching: Teaching) -> None:
    allowed(teaching)
    for number in range(8):
        taught(teaching.lab, f"X-{number}", f"Course {number}", 60)
    asked = []
    for editions in ([teaching.edition], list(CourseEdition.objects.all())):
        with counted() as captured:
            found = approvals_on(editions, TODAY)
        asked.append(len(captured))
        assert len(found) == len(editions)
    assert asked[0] == asked[1] == 4
