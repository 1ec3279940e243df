"""Searching the catalogue: what fits, in which order, page by page, and what the database keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest

from recert.catalogue import keeping, paging
from recert.catalogue.actions import list_course
from recert.catalogue.laying import lay_out
from recert.catalogue.likeness import firsts_of, liken
from recert.catalogue.models import (
    Alike,
    Course,
    CourseApproval,
    CourseClass,
    CourseEdition,
    Findable,
    MemberPrice,
    Provider,
    Shape,
)
from recert.catalogue.paging import Found, Turn
from recert.catalogue.searching import (
    Asked,
    classes_asked_for,
    search,
    search_by_price,
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


def held(edition: CourseEdition, **changes: object) -> CourseClass:
    """A class open at any time."""
    fields = {"zone": "UTC", "currency": "USD", "is_listed": True, "entered_at": NOW}
    return CourseClass.objects.create(edition=edition, **{**fields, **changes})


def test_a_course_is_found_by_what_is_known_of_it(teaching: Teaching) -> None:
    course, edition = taught(teaching.lab, "ML-7", "Ernährung für Ältere", 90)
    type(edition).objects.filter(pk=edition.pk).update(topics=["nutrition"], language="de")
    lay_out(on=TODAY)
    both = ["Clinical Exercise Workshop", "Ernährung für Ältere", "Ethics in practice"]
    assert found() == both
    for words in ("ernahrung", "ÄLTERE für", "ml-7", "  altere er", "er al", "ernä", "E\u0301rn"):
        assert found(words=words) == ["Ernährung für Ältere"], words
    assert found(words="movement lab") == both[1:]
    assert found(words="principles") == both  # an objective
    for words in (
        '"; drop %_ \0',
        "%",
        "__",
        "\\",
        '"',
        "a*",
        "NEAR(a b)",
        "x" * 5000,
    ):
        assert found(words=words) == [], words
        assert found(place=words) == [], words
    assert found(words="\0 \t") == both  # nothing to look for
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
    lay_out(on=TODAY)
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


def test_what_becomes_of_a_class_is_seen_at_once(teaching: Teaching) -> None:
    row = teaching.workshop_class
    lay_out(on=TODAY)

    def offered(**asked: object) -> bool:
        rows = classes_asked_for(Asked(**asked), NOW, [teaching.workshop.pk])  # type: ignore[arg-type]
        return row in rows

    def change(**changes: object) -> None:
        CourseClass.objects.filter(pk=row.pk).update(**changes)

    assert offered()
    change(is_listed=False)
    assert not offered()
    change(is_listed=True)
    assert offered(most_cents=9900)
    change(cents=10_000, country="PT")
    assert not offered(most_cents=9900)
    assert offered(country="PT")
    change(city="Évora")
    lay_out(on=TODAY)
    for place in ("evora", "ÉVO"):
        assert offered(place=place), place
    assert not offered(place="vora")
    change(starts_at=NOW - timedelta(days=1))
    assert not offered()
    change(starts_at=NOW - timedelta(days=9))
    lay_out(on=TODAY)
    change(starts_at=NOW + timedelta(days=9), ends_at=NOW + timedelta(days=9))
    assert offered()
    row.refresh_from_db()
    held(teaching.workshop_edition).delete()
    change(cancelled_at=NOW)
    assert not offered()


def test_members_find_by_what_they_pay(teaching: Teaching) -> None:
    acsm = teaching.cast.acsm.pk
    ethics, workshop = ["Ethics in practice"], ["Clinical Exercise Workshop"]
    MemberPrice.objects.filter(course_class=teaching.workshop_class).update(cents=4000)
    CourseClass.objects.filter(pk=teaching.open_class.pk).update(cents=5000)
    lay_out(on=TODAY)
    assert found(most_cents=4500) == []
    assert found(most_cents=4500, member_of=frozenset({acsm})) == workshop
    assert found(most_cents=4500, member_of=frozenset({teaching.cast.ace.pk})) == []
    assert found(most_cents=4500, currency="EUR", member_of=frozenset({acsm})) == []
    assert titles(search_by_price(Asked(), NOW)) == [*ethics, *workshop]
    assert titles(search_by_price(Asked(member_of=frozenset({acsm})), NOW)) == [*workshop, *ethics]
    CourseClass.objects.filter(pk=teaching.open_class.pk).update(currency="EUR")
    assert titles(search_by_price(Asked(currency="EUR"), NOW)) == [*ethics, *workshop]
    assert titles(search_by_price(Asked(currency="USD"), NOW)) == [*workshop, *ethics]
    CourseClass.objects.filter(pk=teaching.open_class.pk).update(cancelled_at=NOW)
    assert titles(search_by_price(Asked(), NOW)) == workshop


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


@pytest.mark.parametrize("few", [0, paging.FEW])
def test_pages_follow_one_another_both_ways(
    teaching: Teaching, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(paging, "FEW", few)
    fills: dict[int, int] = {}
    for number in range(53):
        _course, edition = taught(
            teaching.lab, f"P-{number}", f"Page {number % 7}", 30 + number % 4
        )
        held(edition, cents=number % 3 * 100)
    lay_out(on=TODAY)
    asked = Asked(words="page")
    counts = shapes_asked_for(asked, NOW)
    for place, pk in enumerate(sorted(counts)):
        fills[pk] = min(place, 2)  # two are as good, one does nothing

    def turn(**mark: str) -> Found:
        return search_filling(asked, NOW, fills, counts, Turn(**mark))

    ways: tuple[Callable[..., Found], ...] = (
        turn,
        lambda **mark: search(asked, NOW, Turn(**mark)),
        lambda **mark: search_by_price(asked, NOW, Turn(**mark)),
    )
    for way in ways:
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


def test_what_a_rulebook_takes_for_the_same_is_learned_once(teaching: Teaching) -> None:
    for number in range(3):
        _course, edition = taught(teaching.lab, f"L-{number}", f"Like {number}", 60 + number)
        approved(edition, teaching.cast.acsm, "1", f"N-{number}")
    lay_out(on=TODAY)
    assert liken()
    assert liken() == 0
    row = Alike.objects.order_by("rulebook").first()
    assert row
    known = firsts_of([row.rulebook])[row.rulebook]
    assert all(known[pk] for pk in Shape.objects.values_list("pk", flat=True))
    _course, edition = taught(teaching.lab, "L-9", "Like 9", 95)
    approved(edition, teaching.cast.acsm, "9", "N-9")
    lay_out(on=TODAY)
    assert liken()
    after = firsts_of([row.rulebook])[row.rulebook]
    assert list(after[: len(known)]) == list(known)
    Alike.objects.all().delete()
    liken()
    assert list(firsts_of([row.rulebook])[row.rulebook]) == list(after)
    assert list(firsts_of(["unheard of"])) == []


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
