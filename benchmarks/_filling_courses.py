"""Fills what `catalogue` measures; nothing where it was filled before."""

# ruff: noqa: E402 - the models can be imported only once Django is ready
from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from benchmarks.catalogue import MANY
from recert.catalogue.laying import lay_out
from recert.catalogue.likeness import liken
from recert.catalogue.models import (
    APPROVED,
    Course,
    CourseApproval,
    CourseClass,
    CourseEdition,
    MemberPrice,
    Provider,
    Shape,
)
from recert.cli.worker import keep_plans_good
from recert.people.models import Body, BodyMember
from recert.rules.amounts import GRAINS_PER_CREDIT
from recert.rules.facts import Delivery, Kind, Topic
from tests.cast import NOW, TODAY, Cast, assemble, course, log

AT_ONCE = 2_000
EDITIONS, CLASSES = 3, 3
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
CITIES = (("Boston", "US"), ("Austin", "US"), ("Lima", "PE"), ("Łódź", "PL"), ("", ""))


def fill() -> None:
    """Fill the database, and lay out the catalogue as the worker does."""
    call_command("migrate", verbosity=0)
    if not Course.objects.exists():
        begun = time.perf_counter()
        _fill(assemble())
        took = time.perf_counter() - begun
        print(f"{connection.vendor}: {MANY:,} courses in {took:.0f} s", flush=True)
    begun = time.perf_counter()
    many = 0
    while laid := lay_out(on=TODAY):
        many += laid
    took = time.perf_counter() - begun
    print(f"{many:,} laid out in {took:.0f} s; {Shape.objects.count():,} shapes", flush=True)
    begun = time.perf_counter()
    books = liken()
    print(f"likened under {books} editions in {time.perf_counter() - begun:.0f} s", flush=True)
    keep_plans_good()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _fill(cast: Cast) -> None:
    dice = random.Random(5)
    bodies = (cast.acsm, cast.ace, cast.nasm, cast.action)
    BodyMember.objects.create(person=cast.ada, body=cast.acsm, since=TODAY)
    for number in range(30):
        log(cast.ada, course(f"Lecture {number}", TODAY - timedelta(days=9 * number + 1), "0.1"))
    providers = Provider.objects.bulk_create(
        Provider(slug=f"school-{n}", name=f"School {n}", entered_at=NOW) for n in range(200)
    )
    for start in range(0, MANY, AT_ONCE):
        courses = Course.objects.bulk_create(
            Course(
                provider=dice.choice(providers),
                number=f"C-{n:06}",
                title=f"{dice.choice(ABOUT)} for {dice.choice(FOR)} {n}",
                is_listed=True,
                entered_at=NOW,
            )
            for n in range(start, min(start + AT_ONCE, MANY))
        )
        editions = CourseEdition.objects.bulk_create(
            edition for each in courses for edition in _editions(each, dice)
        )
        newest = editions[EDITIONS - 1 :: EDITIONS]
        classes = CourseClass.objects.bulk_create(
            _class(edition, dice) for edition in newest for _each in range(CLASSES)
        )
        MemberPrice.objects.bulk_create(
            MemberPrice(course_class=each, body=dice.choice(bodies), cents=each.cents * 4 // 5)
            for each in classes
            if each.cents and dice.random() < 0.3
        )
        CourseApproval.objects.bulk_create(
            _approval(edition, body, dice)
            for edition in editions
            for body in dice.sample(bodies, dice.choice((0, 1, 1, 2)))
        )


def _editions(of: Course, dice: random.Random) -> Iterator[CourseEdition]:
    for number in range(1, EDITIONS + 1):
        yield CourseEdition(
            course=of,
            number=number,
            since=TODAY - timedelta(days=300 * (EDITIONS + 1 - number)),
            title=of.title,
            summary="What is known today, and what to do with it on Monday. " * 3,
            objectives=["Name the four principles.", "Decide a case with them."],
            kind=dice.choice((Kind.COURSE, Kind.WORKSHOP, Kind.WEBINAR)).value,
            delivery=dice.choice(
                (Delivery.LIVE_ONLINE, Delivery.IN_PERSON, Delivery.SELF_PACED)
            ).value,
            minutes=dice.choice((60, 90, 120, 180, 360)),
            topics=[dice.choice((Topic.ETHICS, Topic.EXERCISE_SCIENCE, Topic.NUTRITION)).value],
            assessed=dice.random() < 0.5,
            language=dice.choice(("en", "en", "en", "es", "pl")),
            entered_at=NOW,
        )


def _class(edition: CourseEdition, dice: random.Random) -> CourseClass:
    starts = NOW + timedelta(days=dice.randrange(-30, 300)) if dice.random() < 0.9 else None
    city, country = dice.choice(CITIES)
    return CourseClass(
        edition=edition,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2) if starts else None,
        zone="America/New_York",
        city=city,
        country=country,
        cents=dice.choice((0, 2500, 4900, 6000, 9900)),
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
    fill()
