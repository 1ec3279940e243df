"""Prices: what a place costs somebody on a day, and whose membership makes it so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    return prices_for(person, (row,), at)[row.pk]


def prices_for(person: Person, rows: Sequence[CourseClass], at: datetime) -> dict[int, Price]:
    """The same of many classes by row, from one query; prefetch `member_prices__body`."""
    has = any(row.member_prices.all() for row in rows)
    return prices_with(bodies_joined(person, at) if has else {}, rows)


def prices_with(joined: Mapping[int, Body], rows: Sequence[CourseClass]) -> dict[int, Price]:
    """What these classes cost a member of these bodies; prefetch `member_prices`."""
    found = {}
    for row in rows:
        best = Price(row.cents, row.currency, row.cents)
        for each in row.member_prices.all():
            if each.body_id in joined and each.cents < best.cents:
                best = Price(each.cents, row.currency, row.cents, joined[each.body_id])
        found[row.pk] = best
    return found


def bodies_joined(person: Person, at: datetime) -> dict[int, Body]:
    """The bodies whose member the person is at that moment, by row."""
    return {
        each.body_id: each.body
        for each in memberships_of([person.pk])
        if each.since <= (day := local_day(at, each.body.zone))
        and (each.until is None or day <= each.until)
    }
