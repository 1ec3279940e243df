"""Searching: what of the public catalogue fits, a page at a time, and what fills most first.

The next page begins behind the last course of this one, so a late page costs what the first
one does. What a course would fill is asked of shapes, of which there are few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Collate

from recert.catalogue.keeping import WORDS
from recert.catalogue.models import CourseClass, Findable
from recert.lib.folding import fold

ON_A_PAGE = 20
MOST_TERMS = 8

Fills = Mapping[int, Fraction]
"""By the row of a shape: how much it does of what is missing. What is not named does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for. What is said of when, where and how dear is true of one class.

    Days are both included; `place` is a city, a region or a venue; `most_cents` is of `currency`.
    """

    words: str = ""
    topic: str = ""
    delivery: str = ""
    language: str = ""
    provider: str = ""  # slugs
    body: str = ""
    since: date | None = None
    until: date | None = None
    on_demand: bool = False
    place: str = ""
    country: str = ""
    most_cents: int | None = None
    currency: str = ""

    @property
    def asks_of_classes(self) -> bool:
        """Whether a course without a class to come cannot fit."""
        dated = self.since is not None or self.until is not None
        priced = self.most_cents is not None
        return dated or self.on_demand or priced or bool(self.place or self.country)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of courses, how many fit in all, and whether there is more on either side."""

    rows: tuple[Findable, ...]
    count: int
    is_more_before: bool
    is_more_after: bool


def classes_asked_for(asked: Asked, at: datetime) -> QuerySet[CourseClass]:
    """The listed classes still to come, or open at any time, of the kind asked for."""
    rows = CourseClass.objects.filter(is_listed=True, cancelled_at=None)
    dated = asked.since is not None or asked.until is not None
    if asked.on_demand:
        rows = rows.filter(starts_at=None)
    elif dated:
        rows = rows.filter(starts_at__gte=max(at, _begin(asked.since)) if asked.since else at)
    else:
        rows = rows.filter(Q(starts_at=None) | Q(starts_at__gte=at))
    if asked.until is not None and not asked.on_demand:
        rows = rows.filter(starts_at__lt=_begin(asked.until + timedelta(days=1)))
    if asked.place:
        said = asked.place
        rows = rows.filter(
            Q(city__icontains=said) | Q(region__iexact=said) | Q(place__icontains=said)
        )
    if asked.country:
        rows = rows.filter(country=asked.country)
    if asked.most_cents is not None:
        dear = Q(cents__lte=asked.most_cents)
        if asked.currency:
            dear &= Q(currency=asked.currency) | Q(cents=0)
        rows = rows.filter(dear)
    return rows


def classes_found(asked: Asked, at: datetime) -> QuerySet[CourseClass]:
    """The classes that fit, of courses that fit, the next first."""
    fitting = _matching(replace(asked, **_NOT_OF_COURSES), at).order_by().values("course")
    rows = classes_asked_for(asked, at).filter(edition__course__in=fitting)
    return rows.select_related("edition__course__provider").order_by("starts_at", "id")


_NOT_OF_COURSES: dict[str, Any] = {
    "since": None,
    "until": None,
    "on_demand": False,
    "place": "",
    "country": "",
    "most_cents": None,
}


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def shapes_asked_for(asked: Asked, at: datetime) -> Counter[int]:
    """How many of the courses that fit have each shape; one query."""
    rows = _matching(asked, at).exclude(shape=None).order_by()
    return Counter(dict(rows.values_list("shape").annotate(many=Count("pk"))))


def search(asked: Asked, at: datetime, *, after: str = "", before: str = "") -> Found:
    """A page in the order of titles: behind the course `after`, or the one ahead of `before`."""
    rows = _matching(asked, at)
    count = rows.order_by().count()
    mark = _mark(after or before)
    return _page(rows, count, mark, {}, backwards=bool(before and mark))


def search_filling(
    asked: Asked,
    at: datetime,
    fills: Fills,
    counts: Counter[int],
    *,
    only: bool = False,
    after: str = "",
    before: str = "",
) -> Found:
    """A page of what fills most first, and in the order of titles among equals.

    `only`: without what fills nothing. `counts` are those of `shapes_asked_for`: of all shapes
    only so many are looked through as have a page of courses, from the mark on.
    """
    counts = Counter({pk: many for pk, many in counts.items() if not only or fills.get(pk)})
    mark = _mark(after or before)
    backwards = bool(before and mark)
    ranked = sorted(counts, key=lambda pk: fills.get(pk, ZERO), reverse=not backwards)
    if mark is not None:
        at_mark = fills.get(mark.shape_id or 0, ZERO)
        ranked = [pk for pk in ranked if _reached(fills.get(pk, ZERO), at_mark, backwards)]
    looked = _enough(ranked, counts, fills, mark)
    rank = _ranks(looked, fills)
    rows = _matching(asked, at).filter(shape__in=looked)
    return _page(rows, counts.total(), mark, rank, backwards=backwards)


ZERO = Fraction(0)


def _reached(fill: Fraction, at_mark: Fraction, backwards: bool) -> bool:
    return fill >= at_mark if backwards else fill <= at_mark


def _enough(
    ranked: list[int], counts: Counter[int], fills: Fills, mark: Findable | None
) -> list[int]:
    """The first shapes that have a page of courses, none left out that fills as much.

    Those as good as the course at the mark may all lie before it, so they do not count.
    """
    at_mark = fills.get(mark.shape_id or 0, ZERO) if mark else None
    looked: list[int] = []
    many = 0
    for number, pk in enumerate(ranked):
        fill = fills.get(pk, ZERO)
        if many > ON_A_PAGE and fill != fills.get(ranked[number - 1], ZERO):
            break
        looked.append(pk)
        many += counts[pk] if fill != at_mark else 0
    return looked


def _ranks(looked: list[int], fills: Fills) -> dict[int, int]:
    """By shape its place: 0 for what fills most."""
    best = sorted({fills.get(pk, ZERO) for pk in looked}, reverse=True)
    place = {fill: number for number, fill in enumerate(best)}
    return {pk: place[fills.get(pk, ZERO)] for pk in looked}


def _page(
    rows: QuerySet[Findable],
    count: int,
    mark: Findable | None,
    rank: Mapping[int, int],
    *,
    backwards: bool,
) -> Found:
    rows = _in_order(rows, rank)
    if mark is not None:
        side = "lt" if backwards else "gt"
        behind = Q(**{f"by_title__{side}": mark.title}) | Q(
            by_title=mark.title, **{f"id__{side}": mark.pk}
        )
        if rank:
            own = rank.get(mark.shape_id or 0, 0)
            behind = Q(**{f"rank__{side}": own}) | Q(behind, rank=own)
        else:
            behind &= Q(**{f"by_title__{side}e": mark.title})
        rows = rows.filter(behind)
    sign = "-" if backwards else ""
    columns = [f"{sign}rank"] if rank else []
    rows = rows.order_by(*columns, f"{sign}by_title", f"{sign}id")
    page = list(rows.select_related("edition__course__provider")[: ON_A_PAGE + 1])
    more, page = len(page) > ON_A_PAGE, page[:ON_A_PAGE]
    if backwards:
        page.reverse()
    return Found(
        rows=tuple(page),
        count=count,
        is_more_before=more if backwards else mark is not None,
        is_more_after=True if backwards else more,
    )


def _in_order(rows: QuerySet[Findable], rank: Mapping[int, int]) -> QuerySet[Findable]:
    """With what they are sorted by: titles by their letters, which PostgreSQL has to be told."""
    if connection.vendor == "sqlite":
        rows = rows.alias(by_title=F("title"))
    else:
        rows = rows.alias(by_title=Collate(F("title"), "C"))
    if not rank:
        return rows
    places: dict[int, list[int]] = {}
    for pk, place in rank.items():
        places.setdefault(place, []).append(pk)
    whens = [When(shape__in=pks, then=Value(place)) for place, pks in places.items()]
    return rows.alias(rank=Case(*whens, output_field=IntegerField()))


def _mark(public_id: str) -> Findable | None:
    """The course a page begins at; None where it is gone, and one begins at the beginning."""
    if not public_id:
        return None
    return Findable.objects.filter(course__public_id=public_id).first()


# ---------------------------------------------------------------- what fits


def terms_of(words: str) -> tuple[str, ...]:
    """Three letters and more are found anywhere; one or two only where a word begins."""
    typed = fold(words).replace("\0", "").split()[:MOST_TERMS]
    return tuple(each if len(each) > 2 else f"{'':{3 - len(each)}}{each}" for each in typed)


def _matching(asked: Asked, at: datetime) -> QuerySet[Findable]:
    rows = Findable.objects.filter(shown=True)
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
    if asked.asks_of_classes:
        fitting = classes_asked_for(asked, at)
        rows = rows.filter(course__in=fitting.order_by().values("edition__course"))
    return rows


def _hits(terms: tuple[str, ...]) -> RawSQL:
    """Through the index of three letters each; what it finds is looked at once more."""
    threes = {term[place : place + 3] for term in terms for place in range(len(term) - 2)}
    looked_for = " AND ".join('"' + three.replace('"', '""') + '"' for three in sorted(threes))
    sql = f"SELECT w.rowid FROM {WORDS} w WHERE {WORDS} MATCH %s"  # noqa: S608 - our own names
    return RawSQL(sql, [looked_for])  # noqa: S611 - what was typed is a parameter
