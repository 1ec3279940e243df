"""What `catalogue` measures."""

# ruff: noqa: E402 - the models can be imported only once Django is ready
from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client

from benchmarks.catalogue import MANY
from recert.catalogue.laying import lay_out
from recert.catalogue.models import (
    APPROVED,
    Course,
    CourseApproval,
    CourseClass,
    CourseEdition,
    Provider,
    Shape,
)
from recert.catalogue.searching import ON_A_PAGE
from recert.cli.worker import keep_plans_good
from recert.people.models import Body, Person
from recert.rules.amounts import GRAINS_PER_CREDIT
from recert.rules.facts import Delivery, Kind, Topic
from tests.cast import NOW, TODAY, Cast, assemble

AT_ONCE = 5_000
ROUNDS = 10
ABOUT = (
    "Strength",
    "Balance",
    "Nutrition",
    "Coaching",
    "Cardiac",
    "Youth",
    "Łódź method",
    "Ethics",
)
FOR = ("older adults", "beginners", "athletes", "teams", "clinics", "schools")
ASKED = (
    ("nothing typed", ""),
    ("one word", "?q=cardiac"),
    ("two words, accents left off", "?q=lodz+athletes"),
    ("one course", "?q=C-041234"),
    ("a topic, online", "?topic=ethics&delivery=live-online"),
    ("in December, in Boston", "?since=2026-12-01&until=2026-12-31&place=Boston"),
    ("approved by ACE, up to 50 dollars", "?body=ace&price=50&currency=USD"),
    ("by title", "?order=title"),
)


def measure() -> None:
    """Fill the database, then ask each question as Ada and beside the plain query."""
    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    ada = Person.objects.filter(email="ada@example.org").first()
    if ada is None:  # else it was filled before: DATABASE_URL was given
        cast = assemble()
        _fill(cast)
        ada = cast.ada
    print(
        f"{connection.vendor}: {MANY:,} courses in {time.perf_counter() - begun:.0f} s", flush=True
    )
    begun = time.perf_counter()
    while lay_out(on=TODAY):
        pass
    took = time.perf_counter() - begun
    print(f"laid out in {took:.0f} s; {Shape.objects.count():,} shapes", flush=True)
    keep_plans_good()
    known, nobody = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    known.force_login(ada)
    print(f"{'page of':36} {'p50':>8} {'p95':>8} {'nobody':>8} {'plain':>8} {'ratio':>6}")
    for label, query in ASKED:
        page, late = timed(lambda query=query: _read(known, query))  # type: ignore[misc]
        other, _late = timed(lambda query=query: _read(nobody, query))  # type: ignore[misc]
        plain, _late = timed(lambda query=query: _plain(query))  # type: ignore[misc]
        print(
            f"{label:36} {page:5.0f} ms {late:5.0f} ms {other:5.0f} ms {plain:5.1f} ms "
            f"{page / plain:6.1f}",
            flush=True,
        )


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """The middle and the slowest twentieth of some runs, in milliseconds, once warm."""
    act()
    took = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        act()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took), sorted(took)[int(ROUNDS * 0.95) - 1]


def _read(client: Client, query: str) -> None:
    answer = client.get(f"/courses/{query}")
    if answer.status_code != 200:
        raise SystemExit(f"{query}: {answer.status_code}")


def _plain(query: str) -> None:
    """What one writes first: the titles that have the word."""
    rows = Course.objects.filter(is_listed=True)
    if query.startswith("?q="):
        for word in query[3:].split("+"):
            rows = rows.filter(title__icontains=word)
    list(rows.order_by("title", "id")[:ON_A_PAGE])


def _fill(cast: Cast) -> None:
    dice = random.Random(5)
    bodies = (cast.acsm, cast.ace, cast.nasm, cast.action)
    providers = Provider.objects.bulk_create(
        Provider(slug=f"school-{n}", name=f"School {n}", entered_at=NOW) for n in range(200)
    )
    for start in range(0, MANY, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, MANY))
        courses = Course.objects.bulk_create(
            Course(
                provider=dice.choice(providers),
                number=f"C-{n:06}",
                title=f"{dice.choice(ABOUT)} for {dice.choice(FOR)} {n}",
                is_listed=True,
                entered_at=NOW,
            )
            for n in numbers
        )
        editions = CourseEdition.objects.bulk_create(_edition(each, dice) for each in courses)
        CourseClass.objects.bulk_create(_class(each, dice) for each in editions)
        CourseApproval.objects.bulk_create(
            _approval(edition, body, dice)
            for edition in editions
            for body in dice.sample(bodies, dice.choice((0, 1, 1, 2)))
        )


def _edition(course: Course, dice: random.Random) -> CourseEdition:
    return CourseEdition(
        course=course,
        number=1,
        since=TODAY - timedelta(days=300),
        title=course.title,
        summary="What is known today, and what to do with it on Monday. " * 3,
        objectives=["Name the four principles.", "Decide a case with them."],
        kind=dice.choice((Kind.COURSE, Kind.WORKSHOP, Kind.WEBINAR)).value,
        delivery=dice.choice((Delivery.LIVE_ONLINE, Delivery.IN_PERSON, Delivery.SELF_PACED)).value,
        minutes=dice.choice((60, 90, 120, 180, 360)),
        topics=[dice.choice((Topic.ETHICS, Topic.EXERCISE_SCIENCE, Topic.NUTRITION)).value],
        assessed=dice.random() < 0.5,
        entered_at=NOW,
    )


def _class(edition: CourseEdition, dice: random.Random) -> CourseClass:
    starts = NOW + timedelta(days=dice.randrange(-30, 300))
    return CourseClass(
        edition=edition,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        zone="America/New_York",
        city=dice.choice(("Boston", "Austin", "Lima", "")),
        cents=dice.choice((0, 2500, 4900, 9900)),
        currency="USD",
        is_listed=True,
        entered_at=NOW,
    )


def _approval(edition: CourseEdition, body: Body, dice: random.Random) -> CourseApproval:
    hours = dice.choice((1, 2, 3, 6))
    return CourseApproval(
        edition=edition,
        body=body,
        state=APPROVED,
        number=f"{body.slug}-{edition.pk}",
        since=TODAY - timedelta(days=300),
        until=TODAY + timedelta(days=400),
        amount_grains=hours * GRAINS_PER_CREDIT
        if body.slug == "acsm"
        else hours * GRAINS_PER_CREDIT // 10,
        unit="cec",
        entered_at=NOW,
    )


if __name__ == "__main__":
    measure()
