"""Paging: a page of courses behind the last one seen, in the order of titles or of anything else.

The next page begins behind the last course of this one, so a late page costs what the first
one does. Whatever else courses are ordered by, many of them share it, and only those are looked
through that come next.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Collate

from recert.catalogue.models import Findable

ON_A_PAGE = 20
FEW = 200
"""So many rows are named one by one."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page: behind the course `after`, or the one ahead of `before`; else the first."""

    after: str = ""  # public ids
    before: str = ""

    @property
    def backwards(self) -> bool:
        """Whether the page ahead of a course is asked for."""
        return bool(self.before and not self.after)


FIRST = Turn()


@dataclass(frozen=True, slots=True)
class Found:
    """A page of courses, how many fit in all, and whether there is more on either side."""

    rows: tuple[Findable, ...]
    count: int
    is_more_before: bool
    is_more_after: bool


def page_by_title(rows: QuerySet[Findable], count: int, turn: Turn) -> Found:
    """A page in the order of titles, of so many rows in all."""
    mark = _mark(turn)
    titled = _titled(rows)
    if mark is not None:
        titled = titled.filter(_behind(mark, turn))
    return _page(titled, count, mark, turn)


def page_by(
    rows: QuerySet[Findable],
    column: str,
    place: Mapping[int, Any],
    turn: Turn,
    counts: Mapping[int, int] | None = None,
) -> Found:
    """A page in the order of what is the same for all rows with the same `column`; then of titles.

    `place`: by that column what is sorted by, the least first; what is not named is left out.
    `counts`: how many rows there are of each; one where it is not told.
    """
    alike: dict[Any, list[int]] = defaultdict(list)
    for key, value in place.items():
        alike[value].append(key)
    many = {
        value: sum(counts[key] for key in keys) if counts is not None else len(keys)
        for value, keys in alike.items()
    }
    mark = _mark(turn)
    own = place.get(getattr(mark, f"{column}_id")) if mark is not None else None
    if own is None:
        mark = None
    following = _following(many, own, backwards=mark is not None and turn.backwards)
    groups = [alike[value] for value in following]
    titled = _titled(rows)
    others = _among(column, [key for keys in groups for key in keys])
    if mark is not None:
        titled = titled.filter((_among(column, alike[own]) & _behind(mark, turn)) | others)
        groups.insert(0, alike[own])
    else:
        titled = titled.filter(others)
    first_by = ("rank",) if len(groups) > 1 else ()
    titled = _ranked(titled, column, groups)
    return _page(titled, sum(many.values()), mark, turn, first_by)


def _following(many: Mapping[Any, int], own: Any, *, backwards: bool) -> list[Any]:
    """The values behind one's own that surely have a page and one more together."""
    found, enough = [], 0
    for value in sorted(many, reverse=backwards):
        if own is not None and (value >= own if backwards else value <= own):
            continue
        if enough > ON_A_PAGE:
            break
        found.append(value)
        enough += many[value]
    return found


def _ranked(
    rows: QuerySet[Findable], column: str, groups: Sequence[Sequence[int]]
) -> QuerySet[Findable]:
    """With the place of the group each is in; the last group needs no naming."""
    whens = [
        When(_among(column, keys), then=Value(place)) for place, keys in enumerate(groups[:-1])
    ]
    rank = Case(*whens, default=Value(len(groups)), output_field=IntegerField())
    return rows.alias(rank=rank)


def _among(column: str, keys: Sequence[int]) -> Q:
    """Whether a row's column is one of these, however many they are."""
    if len(keys) <= FEW:
        return Q(**{f"{column}__in": keys})
    if connection.vendor == "sqlite":
        listed = RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(keys))])
        return Q(**{f"{column}__in": listed})
    named = f'"{Findable._meta.db_table}"."{column}_id" = ANY(%s)'
    return Q(RawSQL(named, [list(keys)], output_field=BooleanField()))  # noqa: S611 - numbers


def _titled(rows: QuerySet[Findable]) -> QuerySet[Findable]:
    """With the title by its letters, which PostgreSQL has to be told."""
    by_letters = F("title") if connection.vendor == "sqlite" else Collate(F("title"), "C")
    return rows.alias(by_title=by_letters)


def _behind(mark: Findable, turn: Turn) -> Q:
    """What comes behind the mark by its title, as one turns."""
    side = "lt" if turn.backwards else "gt"
    behind = Q(**{f"by_title__{side}": mark.title})
    behind |= Q(by_title=mark.title, **{f"id__{side}": mark.pk})
    return Q(**{f"by_title__{side}e": mark.title}) & behind


def _page(
    rows: QuerySet[Findable],
    count: int,
    mark: Findable | None,
    turn: Turn,
    first_by: Sequence[str] = (),
) -> Found:
    """The rows are found by their numbers first, so that sorting carries nothing else."""
    backwards = mark is not None and turn.backwards
    sign = "-" if backwards else ""
    rows = rows.order_by(*first_by, f"{sign}by_title", f"{sign}id")
    numbers = list(rows.values_list("pk", flat=True)[: ON_A_PAGE + 1])
    more, numbers = len(numbers) > ON_A_PAGE, numbers[:ON_A_PAGE]
    if backwards:
        numbers.reverse()
    known = Findable.objects.select_related("edition__course__provider").in_bulk(numbers)
    return Found(
        rows=tuple(known[number] for number in numbers if number in known),
        count=count,
        is_more_before=more if backwards else mark is not None,
        is_more_after=True if backwards else more,
    )


def _mark(turn: Turn) -> Findable | None:
    """The course a page begins at; None where it is gone, and one begins at the beginning."""
    public_id = turn.after or turn.before
    if not public_id:
        return None
    return Findable.objects.filter(course__public_id=public_id).first()
