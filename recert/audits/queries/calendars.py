"""What may be asked about a body's working days; anybody may know them."""

from __future__ import annotations

from django.db.models import QuerySet

from recert.audits.models import Calendar, ClosedDay
from recert.people.models import Body


def calendar_of(body: Body) -> Calendar | None:
    """Whose public holidays a body keeps; None where it keeps none."""
    return Calendar.objects.filter(body=body).first()


def own_days_of(body: Body) -> QuerySet[ClosedDay]:
    """The days a body has said something of, oldest first."""
    return ClosedDay.objects.filter(body=body)
