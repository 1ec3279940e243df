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
from functools import lru_cache
from typing import Any

from recert.catalogue.drafting import draft_of
from recert.catalogue.models import Course, CourseApproval, CourseEdition, Shape
from recert.people.models import Body
from recert.rulebooks.queries import all_rulebooks
from recert.rules.facts import Activity, Decision, DecisionKind
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
        "awards": [[each.body.slug, each.unit, each.amount_grains] for each in speaking],
        "said": [[each.body.slug, each.categories] for each in speaking if each.categories],
    }


def digest_of(read: dict[str, Any]) -> str:
    """By which shapes that are alike are known to be."""
    return hashlib.sha256(json.dumps(read, sort_keys=True).encode()).hexdigest()


def completed_on(shape: Shape, day: date) -> tuple[Activity, tuple[Decision, ...]]:
    """What somebody did who completed a course of this shape, and what bodies say of it."""
    return _completed_on(json.dumps(shape.read, sort_keys=True), day)


@lru_cache(maxsize=8192)
def _completed_on(plain: str, day: date) -> tuple[Activity, tuple[Decision, ...]]:
    read = json.loads(plain)
    edition = CourseEdition(
        course=Course(number=SHAPE), title="", **{name: read[name] for name in _OF_THE_EDITION}
    )
    awards = [
        CourseApproval(body=Body(slug=slug), unit=unit, amount_grains=grains)
        for slug, unit, grains in read["awards"]
    ]
    draft = draft_of(edition, read["provider"], day, awards)
    said = tuple(
        Decision(
            kind=DecisionKind.ACCEPT,
            body=slug,
            on=day,
            reason="",
            activity=SHAPE,
            categories=frozenset(categories),
        )
        for slug, categories in read["said"]
    )
    return replace(draft, id=SHAPE), said
