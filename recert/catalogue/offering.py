"""Offering: classes of many courses to choose among, a few of each shape.

Whoever plans asks which shapes would help; of each the classes that cost least and those held
first are enough to choose from.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber

from recert.catalogue.models import CourseClass, Findable, FindableClass

A_FEW = 4
"""So many of a shape by price, and so many by day."""


def offered(shapes: Iterable[int], at: datetime, until: datetime) -> list[CourseClass]:
    """Classes of courses of these shapes that begin in these days, or at any time.

    Listed, of courses that are listed, and still to be had; fetched with edition, course,
    provider and member prices: three queries.
    """
    shape = Findable.objects.filter(course=OuterRef("course"), shown=True).values("shape")[:1]
    times = FindableClass.objects.filter(Q(starts_at=None) | Q(starts_at__gte=at))
    times = times.filter(Q(starts_at=None) | Q(starts_at__lt=until)).annotate(shape=Subquery(shape))
    of_these = Findable.objects.filter(shown=True, shape__in=list(shapes)).order_by()
    times = times.filter(course__in=of_these.values("course"))
    ranked = times.annotate(
        cheap=_place("cents", "starts_at"), soon=_place("starts_at", "cents")
    ).filter(Q(cheap__lte=A_FEW) | Q(soon__lte=A_FEW))
    rows = [row.pk for row in ranked]
    found = CourseClass.objects.filter(
        Q(enrol_until=None) | Q(enrol_until__gte=at), pk__in=rows, cancelled_at=None
    )
    found = found.select_related("edition__course__provider")
    return list(found.prefetch_related("member_prices").order_by("pk"))


def _place(*names: str) -> Window:
    order = [F(name).asc(nulls_first=True) for name in names]
    return Window(RowNumber(), partition_by=F("shape"), order_by=[*order, F("pk").asc()])
