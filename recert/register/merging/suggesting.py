"""Suggesting: whom a register may hold twice. People decide; nothing is merged by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Left, Lower, Replace, StrIndex, Substr, Upper

from recert.credentials.models import Certification
from recert.people.models import Body, Person
from recert.register.models import Different, Findable

MOST_GROUPS = 50
MOST_IN_A_GROUP = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two records that may be one person's, and why we think so."""

    one: Person
    other: Person
    why: str  # address | number | name


def suggestions_for(body: Body) -> list[Suggestion]:
    """Pairs that look alike, the likeliest kind first; none that somebody found different."""
    people = Person.objects.filter(
        pk__in=Findable.objects.filter(body=body).values("person"), is_active=True
    )
    pairs: dict[tuple[int, int], str] = {}
    for why, groups in (
        ("address", _by_address(people)),
        ("number", _by_number(body)),
        ("name", _by_name(people)),
    ):
        for group in groups:
            for pair in combinations(sorted(group)[:MOST_IN_A_GROUP], 2):
                pairs.setdefault(pair, why)
    for pair in Different.objects.filter(body=body).values_list("one_id", "other_id"):
        pairs.pop(pair, None)
    shown = dict(list(pairs.items())[:MOST_GROUPS])
    rows = Person.objects.in_bulk({pk for pair in shown for pk in pair})
    return [Suggestion(rows[one], rows[other], why) for (one, other), why in shown.items()]


def _by_address(people: QuerySet[Person]) -> list[list[int]]:
    """Addresses that differ by dots before the @ alone."""
    at = StrIndex("email", Value("@"))
    plain = people.exclude(email__endswith=".invalid").annotate(
        box=Replace(Left("email", at), Value("."), Value("")),
        host=Substr("email", at),
    )
    twice = plain.values("box", "host").annotate(many=Count("pk")).filter(many__gt=1)
    same = Q()
    for group in twice.order_by("box", "host")[:MOST_GROUPS]:
        same |= Q(box=group["box"], host=group["host"])
    return _grouped(plain.filter(same).values_list("box", "pk")) if same else []


def _by_number(body: Body) -> list[list[int]]:
    """One number on certifications of two people: many bodies number people, not papers."""
    numbered = Certification.objects.filter(body=body, removed_at=None).exclude(number="")
    capitals = numbered.annotate(capitals=Upper("number"))
    twice = capitals.values("capitals").annotate(many=Count("person", distinct=True))
    shared = list(
        twice.filter(many__gt=1)
        .order_by("capitals")
        .values_list("capitals", flat=True)[:MOST_GROUPS]
    )
    return _grouped(capitals.filter(capitals__in=shared).values_list("capitals", "person_id"))


def _by_name(people: QuerySet[Person]) -> list[list[int]]:
    """The same name, where at least one of the records was never signed in to."""
    unclaimed = Q(password__startswith="!", last_login=None)  # noqa: S106 -- no password at all
    named = people.exclude(name="").annotate(plain=Lower("name"))
    twice = named.values("plain").annotate(many=Count("pk"), never=Count("pk", filter=unclaimed))
    shared = list(
        twice.filter(many__gt=1, never__gt=0)
        .order_by("many", "plain")
        .values_list("plain", flat=True)[:MOST_GROUPS]
    )
    return _grouped(named.filter(plain__in=shared).values_list("plain", "pk"))


def _grouped(rows: Iterable[tuple[str, int]]) -> list[list[int]]:
    found: dict[str, set[int]] = {}
    for key, pk in rows:
        found.setdefault(key, set()).add(pk)
    return [sorted(group) for group in found.values() if len(group) > 1]
