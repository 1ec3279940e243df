"""What `finding` measures."""

# ruff: noqa: E402 - the models can be imported only once Django is ready
from __future__ import annotations

import random
import time
from datetime import timedelta
from functools import partial

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.db.models import Q

from benchmarks.finding import AT, MANY, ends, middle, names
from recert.credentials.models import Certification, Register
from recert.credentials.queries import register_of
from recert.people.actions import register_body
from recert.people.models import Body, Person
from recert.register import keeping
from recert.register.finding import Asked, Found, Order, find

AT_ONCE = 10_000
ASKED = (
    ("a whole name", Asked(words="jurgen schmidt")),
    ("a rare part of a name", Asked(words="a0wick")),
    ("two words, other order", Asked(words="marchetti zoe")),
    ("part of a number", Asked(words="ep-0712")),
    ("part of an address", Asked(words="7654@exam")),
    ("what everybody has", Asked(words="example.org")),
    ("one letter", Asked(words="z")),
    ("two letters", Asked(words="qu")),
    ("nobody", Asked(words="xyzzyx")),
    ("nothing typed", Asked()),
    ("a name, soonest last day", Asked(words="okafor", order=Order.ENDS_FIRST)),
    ("to be confirmed", Asked(register=Register.SELF_DECLARED)),
)


def measure() -> None:
    """Fill the database, then time each question beside the baseline."""
    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    body = Body.objects.filter(slug="body-0").first()  # filled before: DATABASE_URL was given
    if body is None:
        keeping.lift("default", plan=[True])
        body = _fill()
        print(f"{connection.vendor}: {MANY:,} entered in {time.perf_counter() - begun:.0f} s")
        begun = time.perf_counter()
        keeping.lay("default")
        print(f"laid out to be found in {time.perf_counter() - begun:.0f} s", flush=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(f"{'first page of':28} {'hits':>7} {'found in':>10} {'three LIKE':>11}")
    for label, asked in ASKED:
        count = find(body, asked).count
        took, plain = middle(partial(find, body, asked)), _baseline(body, asked)
        print(
            f"{label:28} {'many' if count is None else count:>7} {took:7.1f} ms {plain}", flush=True
        )
    page = find(body, Asked())
    for _turn in range(20):
        page = find(body, Asked(), after=_last(page))
    print(f"{'the 21st page':36} {middle(lambda: find(body, Asked(), after=_last(page))):7.1f} ms")
    one = Certification.objects.filter(body=body).latest("pk").person
    print(f"{'somebody renamed':36} {middle(lambda: one.save(update_fields=['name'])):7.1f} ms")


def _last(page: Found) -> str:
    last = page.rows[-1].certification
    return last.public_id if last else ""


def _baseline(body: Body, asked: Asked) -> str:
    if not asked.words:
        return ""
    rows = register_of(body)
    for word in asked.words.split():
        rows = rows.filter(
            Q(person__name__icontains=word)
            | Q(person__email__icontains=word)
            | Q(number__icontains=word)
        )
    return f"{middle(lambda: (rows.count(), list(rows[:50]))):8.1f} ms"


def _fill() -> Body:
    dice = random.Random(7)
    bodies = [
        register_body(
            slug=f"body-{n}", name=f"Body {n}", zone="UTC", currency="USD", by=None, at=AT
        )
        for n in range(4)
    ]
    for start in range(0, MANY, AT_ONCE):
        people = Person.objects.bulk_create(
            Person(
                public_id=f"p{n:019}", email=f"p{n}@example.org", name=names(dice, n), password="!"
            )
            for n in range(start, min(start + AT_ONCE, MANY))
        )
        Certification.objects.bulk_create(
            Certification(
                public_id=f"c{n:019}",
                code=f"{n:011}",
                person=person,
                body=bodies[0] if n % 50 else bodies[1 + n // 50 % 3],
                credential=("ep", "cpt", "gei")[n % 3],
                number=f"EP-{n:07}",
                certified=ends(n) - timedelta(days=730),
                expires=ends(n),
                register=Register.CONFIRMED if n % 99991 else Register.SELF_DECLARED,
                added_at=AT,
            )
            for n, person in enumerate(people, start)
        )
    return bodies[0]


if __name__ == "__main__":
    measure()
