"""Searching: what of the public catalogue fits, and pages of it in the order asked for.

What a course would fill is asked of shapes, of which there are few, and what it costs of its
classes; `paging` then finds the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from recert.catalogue.keeping import WORDS
from recert.catalogue.models import CourseClass, Findable, FindableClass, MemberPrice
from recert.catalogue.paging import FIRST, Found, Turn, page_by, page_by_title
from recert.lib.folding import fold

MOST_TERMS = 8

Fills = Mapping[int, int]
"""By the row of a shape: how much it does of what is missing. What is not named does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for. What is said of when, where and how dear is true of one class.

    Days are both included; `place` is a city, a region or a venue; `most_cents` is of `currency`,
    and is what whoever asks would pay: a member of the bodies `member_of` (rows).
    """

    words: str = ""
    topic: str = ""
    delivery: str = ""
    language: str = ""
    provider: str = ""  # slugs
    body: str = ""
    course: str = ""  # a public id
    since: date | None = None
    until: date | None = None
    on_demand: bool = False
    place: str = ""
    country: str = ""
    most_cents: int | None = None
    currency: str = ""
    member_of: frozenset[int] = frozenset()

    @property
    def asks_of_classes(self) -> bool:
        """Whether a course without a class to come cannot fit."""
        dated = self.since is not None or self.until is not None
        priced = self.most_cents is not None
        return dated or self.on_demand or priced or bool(self.place or self.country)


_NOT_OF_COURSES: dict[str, Any] = {
    "since": None,
    "until": None,
    "on_demand": False,
    "place": "",
    "country": "",
    "most_cents": None,
}


# ---------------------------------------------------------------- classes


def classes_asked_for(asked: Asked, at: datetime, courses: Iterable[int]) -> QuerySet[CourseClass]:
    """Of these courses (rows) the listed classes still to come, or open at any time, that fit."""
    fitting = _times(asked, at).filter(course__in=list(courses))
    return CourseClass.objects.filter(pk__in=fitting.values("pk"))


def classes_found(asked: Asked, at: datetime) -> QuerySet[CourseClass]:
    """The classes that fit, of courses that fit, the next first."""
    fitting = _matching(replace(asked, **_NOT_OF_COURSES), at).values("course")
    times = _times(asked, at).filter(course__in=fitting).values("pk")
    rows = CourseClass.objects.filter(pk__in=times)
    return rows.select_related("edition__course__provider").order_by("starts_at", "id")


def _times(asked: Asked, at: datetime) -> QuerySet[FindableClass]:
    rows = FindableClass.objects.all()
    dated = asked.since is not None or asked.until is not None
    if asked.on_demand:
        rows = rows.filter(starts_at=None)
    elif dated:
        rows = rows.filter(starts_at__gte=max(at, _begin(asked.since)) if asked.since else at)
    else:
        rows = rows.filter(Q(starts_at=None) | Q(starts_at__gte=at))
    if asked.until is not None and not asked.on_demand:
        rows = rows.filter(starts_at__lt=_begin(asked.until + timedelta(days=1)))
    for word in fold(asked.place).replace("\0", "").split()[:MOST_TERMS]:
        rows = rows.filter(whereabouts__contains=f" {word}")
    if asked.country:
        rows = rows.filter(country=asked.country)
    if asked.most_cents is not None:
        rows = rows.filter(_dear(asked, asked.most_cents))
    return rows


def _dear(asked: Asked, most: int) -> Q:
    """No dearer than that, for somebody who is a member where they are."""
    dear = Q(cents__lte=most)
    if asked.member_of:
        theirs = MemberPrice.objects.filter(body__in=asked.member_of, cents__lte=most)
        dear |= Q(pk__in=theirs.values("course_class"))
    if asked.currency:
        dear &= Q(currency=asked.currency) | Q(cents=0)
    return dear


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


# ---------------------------------------------------------------- courses, in three orders


def search(asked: Asked, at: datetime, turn: Turn = FIRST) -> Found:
    """A page in the order of titles."""
    many = _matching(asked, at).count()
    return page_by_title(_matching(asked, at, few=True), many, turn)


def shapes_asked_for(asked: Asked, at: datetime) -> Counter[int]:
    """How many of the courses that fit have each shape; one query."""
    rows = _matching(asked, at).filter(shape__isnull=False)
    return Counter(dict(_plain(rows.values_list("shape").annotate(many=Count("*")))))


def _plain(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """Numbers and words by the ten thousand, which Django takes its time over."""
    sql, given = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def search_filling(
    asked: Asked,
    at: datetime,
    fills: Fills,
    counts: Counter[int],
    turn: Turn = FIRST,
    *,
    only: bool = False,
) -> Found:
    """A page of what fills most first, and in the order of titles among equals.

    `only`: without what fills nothing. `counts` are those of `shapes_asked_for`.
    """
    place = {pk: -fills.get(pk, 0) for pk in counts if not only or fills.get(pk)}
    return page_by(_matching(asked, at, few=True), "shape", place, turn, counts)


def search_by_price(asked: Asked, at: datetime, turn: Turn = FIRST) -> Found:
    """A page of what costs least first, of the courses with a class that fits.

    What is free comes first, then one currency after the other, the one asked for before all.
    """
    times = _times(asked, at)
    rows = _plain(times.values_list("course", "currency").annotate(least=Min("cents")))
    if asked.member_of:
        rows += _for_members(times, asked.member_of)
    fitting = _matching(replace(asked, **_NOT_OF_COURSES), at)
    fits = {course for (course,) in _plain(fitting.values_list("course"))}
    dear = {(currency, cents): _dearness(currency, cents, asked) for _, currency, cents in rows}
    place: dict[int, Dearness] = {}
    for course, currency, cents in rows:
        if course in fits:
            own = dear[currency, cents]
            if course not in place or own < place[course]:
                place[course] = own
    return page_by(fitting, "course", place, turn)


Dearness = tuple[bool, bool, str, int]


def _dearness(currency: str, cents: int, asked: Asked) -> Dearness:
    return bool(cents), currency != asked.currency, currency if cents else "", cents


def _for_members(
    times: QuerySet[FindableClass], member_of: frozenset[int]
) -> list[tuple[Any, ...]]:
    """Course, currency and price, of the classes that cost members of these bodies less."""
    theirs = MemberPrice.objects.filter(body__in=member_of).order_by()
    rows = times.filter(pk__in=theirs.values("course_class"))
    held = {
        pk: (course, currency)
        for pk, course, currency in _plain(rows.values_list("pk", "course", "currency"))
    }
    return [
        (*held[pk], cents)
        for pk, cents in _plain(theirs.values_list("course_class", "cents"))
        if pk in held
    ]


# ---------------------------------------------------------------- what fits


def terms_of(words: str) -> tuple[str, ...]:
    """Three letters and more are found anywhere; one or two only where a word begins."""
    typed = fold(words).replace("\0", "").split()[:MOST_TERMS]
    return tuple(each if len(each) > 2 else f"{'':{3 - len(each)}}{each}" for each in typed)


def _matching(asked: Asked, at: datetime, *, few: bool = False) -> QuerySet[Findable]:
    """The courses that fit; `few` where most are passed over before their classes are asked."""
    rows = Findable.objects.filter(shown=True).order_by()
    terms = terms_of(asked.words)
    for term in terms:
        rows = rows.filter(words__contains=term)
    if terms and connection.vendor == "sqlite":
        rows = rows.filter(pk__in=_hits(terms))
    if asked.topic:
        rows = rows.filter(topics__contains=f" {asked.topic} ")
    if asked.body:
        rows = rows.filter(bodies__contains=f" {asked.body} ")
    if asked.delivery:
        rows = rows.filter(delivery=asked.delivery)
    if asked.language:
        rows = rows.filter(language__istartswith=asked.language)
    if asked.provider:
        rows = rows.filter(provider__slug=asked.provider)
    if asked.course:
        rows = rows.filter(course__public_id=asked.course)
    if asked.asks_of_classes and few:
        one = _times(asked, at).filter(course=OuterRef("course")).values("pk")[:1]
        rows = rows.alias(fitting=Subquery(one)).filter(fitting__isnull=False)
    elif asked.asks_of_classes:
        # reckoned with, so that SQLite goes through courses once instead of seeking thousands
        rows = rows.alias(of=F("course_id") + 0)
        rows = rows.filter(of__in=_times(asked, at).values("course"))
    return rows


def _hits(terms: tuple[str, ...]) -> RawSQL:
    """Through the index of three letters each; what it finds is looked at once more."""
    threes = {term[place : place + 3] for term in terms for place in range(len(term) - 2)}
    looked_for = " AND ".join('"' + three.replace('"', '""') + '"' for three in sorted(threes))
    sql = f"SELECT w.rowid FROM {WORDS} w WHERE {WORDS} MATCH %s"  # noqa: S608 - our own names
    return RawSQL(sql, [looked_for])  # noqa: S611 - what was typed is a parameter
