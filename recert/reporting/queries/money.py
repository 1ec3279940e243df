"""Money that came in and went back, by day; its reconciliation is the payments room's."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Count, Q, Sum

from recert.payments.models import Method, Payment
from recert.people.models import Body


def money_by_day(body: Body, first: date, last: date) -> tuple[Counter[date], Counter[date]]:
    """Cents in the body's currency received on each day, and given back. One query.

    A body bills in one currency; a payment in another is none of its figures. What was moved
    from one bill to another neither came nor went.
    """
    rows = (
        Payment.objects.filter(
            invoice__body=body,
            invoice__currency=body.currency,
            received_on__range=(first, last),
        )
        .exclude(method=Method.MOVED)
        .order_by()
        .values_list("received_on")
        .annotate(
            came=Sum("cents", filter=Q(cents__gt=0), default=0),
            went=Sum("cents", filter=Q(cents__lt=0), default=0),
            many=Count("pk"),
        )
    )
    came, went = Counter[date](), Counter[date]()
    for day, received, returned, _many in rows:
        came[day], went[day] = received, -returned
    return came, went
