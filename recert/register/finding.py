"""Finding: who stands in a body's register or among its members, by any part of what is known.

Answers come a page at a time and are never counted beyond `MOST_COUNTED`: the next page begins
behind the last row of this one, so a late page costs what the first one does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Collate

from recert.lib.folding import fold
from recert.people.models import Body
from recert.register.keeping import TABLE, WORDS
from recert.register.models import Findable, Kind

ON_A_PAGE = 50
MOST_COUNTED = 10_000
FEW = 10_000
"""So many hits are sorted as they are; of more, some are met soon by going through in order."""
FEW_IN_POSTGRESQL = 2_000
"""Of more it goes through the whole table to find what it is given by number."""
RAREST = 4
SAMPLE = 150
MOST_TERMS = 8


class Order(StrEnum):
    """How what is found is sorted; the field's name, and a hyphen for backwards."""

    NAME = "name"
    ENDS_FIRST = "ends"
    ENDS_LAST = "-ends"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for. Words are found in any order; the days are both included."""

    words: str = ""
    kind: Kind = Kind.CERTIFICATION
    credential: str = ""
    level: str = ""
    register: str = ""
    ends_from: date | None = None
    ends_to: date | None = None
    order: Order = Order.NAME


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, and whether there is more on either side."""

    rows: tuple[Findable, ...]
    count: int | None  # None: more than it is worth counting
    is_more_before: bool
    is_more_after: bool


def terms_of(words: str) -> tuple[str, ...]:
    """What to look for in the folded words.

    Three letters and more are found anywhere; one or two only where a word begins, or they
    would find nearly everybody.
    """
    typed = fold(words).replace("\0", "").split()[:MOST_TERMS]
    return tuple(each if len(each) > 2 else f"{'':{3 - len(each)}}{each}" for each in typed)


def everything(body: Body, asked: Asked) -> QuerySet[Findable]:
    """All that is found, in order: for an export, which reads it row by row."""
    rows = _matching(body, asked, terms_of(asked.words))
    return _from(rows, asked.order, None, backwards=False)


def find(body: Body, asked: Asked, *, after: str = "", before: str = "") -> Found:
    """A page: behind what has the public id `after`, or the one that ends ahead of `before`.

    Few hits are named one by one, and sorted; many are met soon by going through the rows in
    their order, which an index has, looking at the words of each.
    """
    terms = terms_of(asked.words)
    hits = _hits(body, asked, terms) if terms else None
    if hits is not None:
        rows = _named(asked, hits)
    else:
        rows = _matching(body, asked, terms)
        if len(terms) == 1 and terms[0].startswith(" ") and asked.order is Order.NAME:
            begins = _beginning(_filtered(body, asked), terms[0].strip())
            rows = begins if begins.exists() else rows
    mark = _mark(body, after or before)
    backwards = bool(before and mark)
    page = list(_from(rows, asked.order, mark, backwards)[: ON_A_PAGE + 1])
    more, page = len(page) > ON_A_PAGE, page[:ON_A_PAGE]
    if backwards:
        page.reverse()
    return Found(
        rows=tuple(page),
        count=None if terms and hits is None else _counted(rows),
        is_more_before=more if backwards else bool(mark),
        is_more_after=True if backwards else more,
    )


def _counted(rows: QuerySet[Findable]) -> int | None:
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    return count if count <= MOST_COUNTED else None


def _mark(body: Body, public_id: str) -> Findable | None:
    """The row a page begins at; None where it is gone, and one begins at the beginning."""
    if not public_id:
        return None
    rows = Findable.objects.filter(body=body).order_by()
    for path in ("certification__public_id", "member__person__public_id"):
        for found in rows.filter(**{path: public_id})[:1]:  # together they would read all rows
            return found
    return None


def _in_order(rows: QuerySet[Findable], column: str) -> tuple[QuerySet[Findable], str]:
    """What to sort by: names by their letters, as SQLite does and PostgreSQL only when told."""
    if connection.vendor == "sqlite" or column != "name":
        return rows, column
    return rows.alias(in_order=Collate(F("name"), "C")), "in_order"


def _from(
    rows: QuerySet[Findable], order: Order, mark: Findable | None, backwards: bool
) -> QuerySet[Findable]:
    """The rows on one side of a row, next first."""
    rows, column = _in_order(rows, order.lstrip("-"))
    falls = order.startswith("-") != backwards
    if mark is not None:
        side = "lt" if falls else "gt"
        at = getattr(mark, order.lstrip("-"))
        rows = rows.filter(
            Q(**{f"{column}__{side}": at}) | Q(**{column: at, f"id__{side}": mark.pk}),
            **{f"{column}__{side}e": at},
        )
    sign = "-" if falls else ""
    return rows.order_by(f"{sign}{column}", f"{sign}id").select_related(
        "certification__person", "certification__body", "member__person", "member__body"
    )


# ---------------------------------------------------------------- by words


def _matching(body: Body, asked: Asked, terms: tuple[str, ...]) -> QuerySet[Findable]:
    """The rows with all these terms that pass the filters."""
    rows = _filtered(body, asked)
    for term in terms:
        rows = rows.filter(words__contains=term)
    return rows


def _beginning(rows: QuerySet[Findable], letters: str) -> QuerySet[Findable]:
    """Those whose whole name begins so: what one or two letters most likely mean among many."""
    begin = f"  {letters}"
    rows, column = _in_order(rows, "name")
    return rows.filter(**{f"{column}__gte": begin, f"{column}__lt": f"{begin}\U0010ffff"})


def _named(asked: Asked, hits: list[int]) -> QuerySet[Findable]:
    """Those of the hits that pass the filters.

    The body was looked at when they were found. Said again, SQLite would take it for a reason
    to go through all of the body in order, looking for a few.
    """
    return Findable.objects.filter(pk__in=hits, **_given(asked))


def _filtered(body: Body, asked: Asked) -> QuerySet[Findable]:
    return Findable.objects.filter(body=body, kind=asked.kind, **_given(asked))


def _given(asked: Asked) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "credential": asked.credential,
        "level": asked.level,
        "register": asked.register,
        "ends__gte": asked.ends_from,
        "ends__lte": asked.ends_to,
    }
    return {name: value for name, value in wanted.items() if value}


def _hits(body: Body, asked: Asked, terms: tuple[str, ...]) -> list[int] | None:
    """The ids of the rows with all these terms, if they are few; None if they are many."""
    if connection.vendor == "sqlite":
        found = _hits_of_sqlite(body, asked.kind, terms)
    else:
        rows = _matching(body, asked, terms)
        found = list(rows.order_by().values_list("pk", flat=True)[: FEW_IN_POSTGRESQL + 1])
        return found if len(found) <= FEW_IN_POSTGRESQL else None
    return found if len(found) <= FEW else None


def _hits_of_sqlite(body: Body, kind: Kind, terms: tuple[str, ...]) -> list[int]:
    """Through the index of three letters each, whose hits are looked at once more."""
    looked_for = " AND ".join('"' + each.replace('"', '""') + '"' for each in _rarest(terms))
    alike = " AND ".join("instr(f.words, %s)" for _term in terms)
    with connection.cursor() as cursor:
        cursor.execute(  # the names in it are our own
            f"SELECT f.id FROM {WORDS} w CROSS JOIN {TABLE} f ON f.id = w.rowid "  # noqa: S608
            f"WHERE {WORDS} MATCH %s AND f.body_id = %s AND f.kind = %s AND {alike} LIMIT %s",
            [looked_for, body.pk, kind, *terms, FEW + 1],
        )
        return [row for (row,) in cursor.fetchall()]


def _rarest(terms: tuple[str, ...]) -> list[str]:
    """Of every three letters in a row those that the fewest rows seem to have.

    What nearly everybody has (`example.org`) costs much to look up and leaves nobody out. How
    common letters are is told by a few rows from all over the table.
    """
    threes = {term[at : at + 3] for term in terms for at in range(len(term) - 2)}
    last = Findable.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    spread = {last * part // SAMPLE for part in range(1, SAMPLE + 1)}
    sample = list(Findable.objects.filter(pk__in=spread).values_list("words", flat=True))
    common = {three: sum(three in words for words in sample) for three in threes}
    return sorted(threes, key=lambda three: (common[three], three))[:RAREST]
