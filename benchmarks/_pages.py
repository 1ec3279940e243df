"""One installation of so many people, filled and measured; `pages` runs it."""

# ruff: noqa: E402 - the models can be imported only once Django is ready
from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from recert.credentials.models import Certification
from recert.people.models import Body, Person
from recert.rulebooks.actions import load_folder
from recert.transcript.models import Activity, Award

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
EACH = 50
BODIES = ("acsm", "ace")
AT_ONCE = 500
LIVES = 50
"""So many different transcripts; the one measured is the first of them in either size."""


def measure(people: int) -> dict[str, tuple[int, float]]:
    """Fill the database and time the pages of one person in the middle of it."""
    call_command("migrate", verbosity=0)
    fill(people)
    person = Person.objects.get(email=f"person-{people // 2 // LIVES * LIVES}@example.org")
    client = Client(headers={"host": "localhost"})
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])

    def page(address: str) -> Callable[[], object]:
        def ask() -> object:
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            return answer

        return ask

    return {
        "rows as JSON": timed(lambda: rows_as_json(person)),
        "home": timed(page("/me/")),
        "transcript": timed(page("/me/activities/")),
    }


def timed(ask: Callable[[], object], times: int = 15) -> tuple[int, float]:
    """How many queries, and the median milliseconds after one unmeasured call."""
    queries = 0

    def counting(execute: Callable[..., object], *args: object) -> object:
        nonlocal queries
        queries += 1
        return execute(*args)

    ask()
    with connection.execute_wrapper(counting):
        ask()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
    return queries, statistics.median(taken)


def rows_as_json(person: Person) -> str:
    """The baseline: the same rows, nothing said about them."""
    rows = Award.objects.filter(activity__person=person).values_list(
        "activity__title", "activity__kind", "activity__completed", "amount_grains", "unit", "by"
    )
    return json.dumps([[str(cell) for cell in row] for row in rows])


def fill(people: int) -> None:
    """So many people, in bulk, with the rulebooks that ship; the same each time.

    Every fiftieth has the same activities, so that both sizes measure one and the same life.
    """
    load_folder(settings.RULEBOOKS, at=NOW)
    bodies = list(Body.objects.filter(slug__in=BODIES))
    for start in range(0, people, AT_ONCE):
        dice = [random.Random((start + place) % LIVES) for place in range(AT_ONCE)]
        persons = Person.objects.bulk_create(
            Person(email=f"person-{number}@example.org", name=f"Person {number}", password="!")
            for number in range(start, min(start + AT_ONCE, people))
        )
        Certification.objects.bulk_create(
            _certification(person, body) for person in persons for body in bodies
        )
        activities = Activity.objects.bulk_create(
            [
                _activity(person, number, own)
                for person, own in zip(persons, dice, strict=False)
                for number in range(EACH)
            ],
            batch_size=2000,
        )
        Award.objects.bulk_create([_award(each) for each in activities], batch_size=2000)


def _certification(person: Person, body: Body) -> Certification:
    return Certification(
        person=person,
        body=body,
        credential="cpt",
        certified=date(2022, 3, 14),
        number=str(person.pk),
        added_at=NOW,
    )


def _activity(person: Person, number: int, dice: random.Random) -> Activity:
    return Activity(
        person=person,
        title=f"Activity {number}",
        kind=dice.choice(("course", "conference", "webinar", "quiz", "workshop")),
        delivery=dice.choice(("in-person", "live-online", "self-paced")),
        completed=NOW.date() - timedelta(days=dice.randrange(1, 1400)),
        provider=dice.choice(("ace", "acsm", "elsewhere")),
        minutes=dice.randrange(30, 480),
        topics=[dice.choice(("nutrition", "exercise-science", "ethics"))],
        entered_at=NOW,
    )


def _award(activity: Activity) -> Award:
    grains = (1, 2, 3, 5)[(activity.minutes or 0) % 4] * 1800
    return Award(activity=activity, amount_grains=grains, unit="cec", by="ace")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]))))
