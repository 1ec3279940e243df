"""Prices: what a place costs somebody on a day, and whose membership makes it so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from recert.catalogue.models import CourseClass
from recert.lib.days import local_day
from recert.people.models import Body, Person
from recert.people.queries import memberships_of


@dataclass(frozen=True, slots=True)
class Price:
    """What a place costs: in cents, of which currency, and what everybody pays.

    `member_of` is the body whose members pay this; None where it is everybody's price.
    """

    cents: int
    currency: str
    everybody_cents: int
    member_of: Body | None = None


def price_for(person: Person, row: CourseClass, at: datetime) -> Price:
    """The lowest price the person may have: everybody's, or that of a body they belong to.

    Who is a member on the day of enrolling, by the calendar of the body, pays the member's
    price; no code is asked for.
    """
    best = Price(row.cents, row.currency, row.cents)
    for body, cents in member_prices_of(person, row, at):
        if cents < best.cents:
            best = Price(cents, row.currency, row.cents, body)
    return best


def member_prices_of(person: Person, row: CourseClass, at: datetime) -> list[tuple[Body, int]]:
    """The member prices of a class that the person may have at that moment."""
    offered = {each.body_id: each.cents for each in row.member_prices.all()}
    if not offered:
        return []
    held = memberships_of([person.pk]).filter(body__in=offered).select_related("body")
    return [
        (each.body, offered[each.body_id])
        for each in held
        if each.since <= (day := local_day(at, each.body.zone))
        and (each.until is None or day <= each.until)
    ]
