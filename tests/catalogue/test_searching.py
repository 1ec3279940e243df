"""Searching the catalogue: what fits, in which order, page by page, and what the database keeps."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from recert.catalogue import keeping
from recert.catalogue.actions import list_course
from recert.catalogue.laying import lay_out
from recert.catalogue.models import Course, CourseApproval, CourseClass, Findable, Provider, Shape
from recert.catalogue.searching import (
    Asked,
    Found,
    search,
    search_filling,
    shapes_asked_for,
)
from recert.catalogue.shapes import taken
from tests.cast import NOW, TODAY
from tests.counting import counted
from tests.teaching import UNTIL, Teaching, approved, taught


def titles(found: Found) -> list[str]:
    """What was found."""
    return [row.edition.title for row in found.rows if row.edition]


def found(**asked: object) -> list[str]:
    """The titles found."""
    return titles(search(Asked(**asked), NOW))  # type: ignore[arg-type]


def test_a_course_is_found_by_what_is_known_of_it(teaching: Teaching) -> None:
    course, edition = taught(teaching.lab, "ML-7", "Ernährung für Ältere", 90)
    type(edition).objects.filter(pk=edition.pk).update(topics=["nutrition"], language="de")
    lay_out(on=TODAY)
    both = ["Clinical Exercise Workshop", "Ernährung für Ältere", "Ethics in practice"]
    assert found() == both
    for words in ("ernahrung", "ÄLTERE für", "ml-7", "  altere er"):
        assert found(words=words) == ["Ernährung für Ältere"], words
    assert found(words="movement lab") == both[1:]
    assert found(words="principles") == both  # an objective
    assert found(words='"; drop %_ \0') == []
    assert found(topic="nutrition") == both[1:2] == found(language="de")
    assert found(body="ace") == ["Ethics in practice"]
    assert found(provider=teaching.own.slug) == both[:1]
    assert found(delivery="in-person") == []
    unlisted = list_course(
        by=teaching.nia, at=NOW, provider_slug="movement-lab", course_id=course.public_id,
        listed=False,
    )  # fmt: skip
    assert unlisted.is_listed is False
    assert found(words="ernahrung") == []


def test_when_where_and_how_dear_are_asked_of_one_class(teaching: Teaching) -> None:
    lay_out(on=TODAY)
    ethics, workshop = ["Ethics in practice"], ["Clinical Exercise Workshop"]
    row = teaching.workshop_class
    CourseClass.objects.filter(pk=row.pk).update(city="Łódź", region="LD", country="PL")
    assert found(since=date(2026, 12, 6)) == workshop
    assert found(until=date(2026, 12, 5)) == ethics
    assert found(since=date(2026, 12, 5), until=date(2026, 12, 5)) == ethics
    assert found(country="PL") == workshop == found(place="ld")
    assert found(most_cents=5000) == ethics
    assert found(most_cents=9900, currency="USD") == [*workshop, *ethics]
    assert found(most_cents=9900, currency="EUR") == ethics  # what is free is so in any currency
    assert found(country="PL", until=date(2026, 12, 5)) == []
    assert found(on_demand=True) == []
    CourseClass.objects.filter(pk=row.pk).update(starts_at=None, ends_at=None)
    assert found(on_demand=True) == workshop
    CourseClass.objects.filter(pk=row.pk).update(cancelled_at=NOW)
    assert found(on_demand=True) == []


def test_the_database_marks_what_changed(teaching: Teaching) -> None:
    assert lay_out(on=TODAY) == Course.objects.count()
    assert lay_out(on=TODAY) == 0
    row = Findable.objects.get(course=teaching.course)

    def marked() -> bool:
        row.refresh_from_db()
        was = row.laid_on is None
        lay_out(on=TODAY)
        return was

    CourseApproval.objects.filter(pk=teaching.by_ace.pk).update(ended_on=TODAY - timedelta(days=1))
    assert marked()
    row.refresh_from_db()
    assert row.bodies == " acsm "
    type(teaching.edition).objects.filter(pk=teaching.edition.pk).update(title="Ethics anew")
    assert marked()
    assert found(words="anew") == ["Ethics anew"]
    Provider.objects.filter(pk=teaching.lab.pk).update(closed_at=NOW)
    assert found(words="anew") == []  # at once, before it is laid out
    assert marked()
    Provider.objects.filter(pk=teaching.lab.pk).update(closed_at=None)
    assert marked()
    assert found(words="anew") == ["Ethics anew"]
    Course.objects.filter(pk=teaching.course.pk).update(is_listed=False)
    assert found(words="anew") == []
    assert keeping.is_kept()


def test_an_approval_that_ends_is_noticed_the_day_after(teaching: Teaching) -> None:
    lay_out(on=UNTIL)
    assert found(body="ace") == ["Ethics in practice"]
    assert lay_out(on=UNTIL + timedelta(days=1)) == Course.objects.count()
    assert found(body="ace") == []


def test_courses_alike_have_one_shape(teaching: Teaching) -> None:
    for number in range(5):
        _course, edition = taught(teaching.lab, f"T-{number}", f"Twin {number}", 60)
        approved(edition, teaching.cast.acsm, "1", f"N-{number}")
    lay_out(on=TODAY)
    assert Shape.objects.count() == 3
    counts = shapes_asked_for(Asked(words="twin"), NOW)
    ((pk, (_digest, (activity, _said))),) = taken(counts).items()
    assert counts[pk] == 5
    assert [(each.by, each.amount) for each in activity.awards] == [("acsm", Fraction(1))]


def test_pages_follow_one_another_both_ways(teaching: Teaching) -> None:
    fills: dict[int, Fraction] = {}
    for number in range(53):
        taught(teaching.lab, f"P-{number}", f"Page {number % 7}", 30 + number % 4)
    lay_out(on=TODAY)
    asked = Asked(words="page")
    counts = shapes_asked_for(asked, NOW)
    for place, pk in enumerate(sorted(counts)):
        fills[pk] = Fraction(min(place, 2), 2)  # two are as good, one does nothing

    def turn(**mark: str) -> Found:
        return search_filling(asked, NOW, fills, counts, **mark)  # type: ignore[arg-type]

    for way in (turn, lambda **mark: search(asked, NOW, **mark)):
        page, seen = way(), []
        backs = []
        while True:
            seen += [row.pk for row in page.rows]
            if not page.is_more_after:
                break
            backs.append([row.pk for row in page.rows])
            page = way(after=page.rows[-1].course.public_id)
        assert len(seen) == len(set(seen)) == page.count == 53
        while backs:
            page = way(before=page.rows[0].course.public_id)
            assert [row.pk for row in page.rows] == backs.pop()
        assert not page.is_more_before
    ordered = [fills[row.shape_id or 0] for row in turn().rows]
    assert ordered == sorted(ordered, reverse=True)
    only = search_filling(asked, NOW, fills, counts, only=True)
    assert only.count == sum(many for pk, many in counts.items() if fills[pk])


@pytest.mark.one_is_enough
def test_laying_out_many_asks_no_more_than_one(teaching: Teaching) -> None:
    lay_out(on=TODAY)
    Course.objects.filter(pk=teaching.course.pk).update(number="X")
    with counted() as few:
        lay_out(on=TODAY)
    for number in range(30):
        taught(teaching.lab, f"Q-{number}", "Many", 60)
    with counted() as many:
        assert lay_out(on=TODAY) == 30
    assert len(many) <= len(few) + 2  # a shape that is new
