"""Shapes: what the law reads of a course, without what makes it this course and no other.

Fifty thousand courses have some hundreds of shapes. What a person lacks is held against those,
and only what is shown is judged one by one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from recert.catalogue.drafting import draft_of
from recert.catalogue.models import Course, CourseApproval, CourseEdition, Shape
from recert.rulebooks.queries import all_rulebooks
from recert.rules.amounts import from_grains
from recert.rules.facts import Activity, Award, Decision, DecisionKind, Unit
from recert.rules.planning.offers import SOMEBODY, whats

SHAPE = "shape"
"""The id of an activity that stands for every course of a shape."""

_OF_THE_EDITION = (
    "kind",
    "delivery",
    "minutes",
    "topics",
    "parts",
    "assessed",
    "cards",
    "card_months",
)


def providers_told_apart() -> frozenset[str]:
    """The providers that some policy treats in a way of its own."""
    books = [book for editions in all_rulebooks().values() for book in editions]
    named = (book.own.union(*(what.providers for what in whats(book))) for book in books)
    return frozenset().union(*named)


def read_of(
    edition: CourseEdition, provider: str, approvals: Iterable[CourseApproval], told: frozenset[str]
) -> dict[str, Any]:
    """What the law reads of an edition with the approvals that speak, in plain JSON."""
    speaking = sorted(approvals, key=lambda each: (each.body.slug, each.unit, each.pk or 0))
    return {
        **{name: getattr(edition, name) for name in _OF_THE_EDITION},
        "provider": provider if provider in told else SOMEBODY,
        "awards": [
            [each.body.slug, each.unit, each.amount_grains]
            for each in speaking
            if each.amount_grains is not None
        ],
        "said": [[each.body.slug, each.categories] for each in speaking if each.categories],
    }


def digest_of(read: dict[str, Any]) -> str:
    """By which shapes that are alike are known to be."""
    return hashlib.sha256(json.dumps(read, sort_keys=True).encode()).hexdigest()


Taken = tuple[Activity, tuple[Decision, ...]]
"""What somebody did who completed a course of a shape, and what bodies say of it."""

_read: dict[str, Taken] = {}
_MOST = 100_000
FEW = 5_000
"""More rows than these are not asked for one by one."""


def taken(rows: Iterable[int]) -> dict[int, tuple[str, Taken]]:
    """These shapes by row, each with its digest; a shape is read once and never changes.

    They are completed on no day in particular: whoever reckons says on which.
    """
    wanted = set(rows)
    known = Shape.objects.all() if len(wanted) > FEW else Shape.objects.filter(pk__in=wanted)
    digests = {pk: digest for pk, digest in known.values_list("pk", "digest") if pk in wanted}
    if len(_read) > _MOST:
        _read.clear()
    missing = [pk for pk, digest in digests.items() if digest not in _read]
    for start in range(0, len(missing), 10_000):
        for shape in Shape.objects.filter(pk__in=missing[start : start + 10_000]):
            _read[shape.digest] = _taken(shape)
    return {pk: (digest, _read[digest]) for pk, digest in digests.items()}


def _taken(shape: Shape) -> Taken:
    read = shape.read
    edition = CourseEdition(
        course=_NO_COURSE, title="", **{name: read[name] for name in _OF_THE_EDITION}
    )
    draft = draft_of(edition, read["provider"], date.min, ())
    awards = tuple(
        Award(amount=from_grains(grains), unit=Unit(unit), by=slug)
        for slug, unit, grains in read["awards"]
    )
    said = tuple(
        Decision(
            kind=DecisionKind.ACCEPT,
            body=slug,
            on=date.min,
            reason="",
            activity=SHAPE,
            categories=frozenset(categories),
        )
        for slug, categories in read["said"]
    )
    return replace(draft, id=SHAPE, awards=awards), said


_NO_COURSE = Course(number=SHAPE)
