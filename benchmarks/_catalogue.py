"""What `catalogue` measures."""

# ruff: noqa: E402 - the models can be imported only once Django is ready
from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django

django.setup()

from django.db import connection
from django.test import Client

from recert.catalogue.models import Course, Findable
from recert.catalogue.paging import ON_A_PAGE
from recert.catalogue.searching import Asked, shapes_asked_for
from recert.people.models import Person
from recert.standing import filling
from tests.cast import NOW

ROUNDS = 12
ASKED = (
    ("nothing typed", ""),
    ("one word", "?q=cardiac"),
    ("a word in every course", "?q=monday"),
    ("one letter", "?q=z"),
    ("two words, accents left off", "?q=lodz+athletes"),
    ("one course", "?q=C-041234"),
    ("a word nobody uses", "?q=xylophone"),
    ("a topic", "?topic=ethics"),
    ("live online", "?delivery=live-online"),
    ("in Polish", "?language=pl"),
    ("approved by ACE", "?body=ace"),
    ("of one provider", "?provider=school-7"),
    ("in December, in Boston", "?since=2026-12-01&until=2026-12-31&place=Boston"),
    ("from December on", "?since=2026-12-01"),
    ("in Lodz", "?place=lodz"),
    ("in the United States", "?country=US"),
    ("at any time", "?on_demand=on"),
    ("up to 50 dollars", "?price=50&currency=USD"),
    ("approved by ACE, up to 50 dollars", "?body=ace&price=50&currency=USD"),
    ("cheapest first", "?order=price"),
    ("cheapest first, one word", "?order=price&q=cardiac"),
    ("by title", "?order=title"),
)


def measure() -> None:
    """Ask each question as Ada, as nobody, and beside the plain query."""
    ada = Person.objects.get(email="ada@example.org")
    known, nobody = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    known.force_login(ada)
    print(f"{connection.vendor}, milliseconds of processor")
    print(f"{'the very first page of a process':40} {spent(lambda: _read(nobody, '?q=x')):6.0f}")
    print(f"{'its first page for a member':40} {spent(lambda: _read(known, '')):6.0f}")
    print(f"{'a member it does not know':40} {spent(lambda: _anew(known)):6.0f}")
    print(f"{'page of':40} {'p50':>6} {'p95':>6} {'nobody':>6} {'plain':>6}")
    for label, query in (*ASKED, *_late(ada)):
        page, late = timed(lambda query=query: _read(known, query))  # type: ignore[misc]
        other, _late_one = timed(lambda query=query: _read(nobody, query))  # type: ignore[misc]
        plain, _late_one = timed(lambda query=query: _plain(query))  # type: ignore[misc]
        print(f"{label:40} {page:6.0f} {late:6.0f} {other:6.0f} {plain:6.1f}", flush=True)


def _late(ada: Person) -> Iterator[tuple[str, str]]:
    """The last pages in two orders."""
    rows = Findable.objects.filter(shown=True).select_related("course").order_by("-title", "-id")
    yield "the last page, by title", f"?order=title&after={rows[ON_A_PAGE].course.public_id}"
    learner, counts = filling.learner_of(ada, NOW), shapes_asked_for(Asked(), NOW)
    shares = filling.shares(learner, counts, NOW.date())
    least = sorted(counts, key=lambda pk: shares.get(pk, 0))[:1]
    last = rows.filter(shape__in=least)[0]
    yield "the last page, what fills most first", f"?after={last.course.public_id}"
    half = sorted(counts, key=lambda pk: shares.get(pk, 0))[len(counts) // 2]
    middle = rows.filter(shape=half)[0]
    yield "from the middle, what fills most first", f"?after={middle.course.public_id}"
    yield "and back", f"?before={middle.course.public_id}"


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """The middle and the slowest twentieth of some runs, in milliseconds, once warm."""
    act()
    took = sorted(spent(act) for _round in range(ROUNDS))
    return statistics.median(took), took[int(ROUNDS * 0.95) - 1]


def spent(act: Callable[[], object]) -> float:
    """What it took of the processors, this process and the database's, in milliseconds."""
    before = time.process_time_ns() + _of_the_database()
    act()
    return (time.process_time_ns() + _of_the_database() - before) / 1e6


def _of_the_database() -> int:
    """What PostgreSQL's process took so far, in nanoseconds; SQLite is in ours."""
    if connection.vendor == "sqlite":
        return 0
    connection.ensure_connection()
    number = connection.connection.info.backend_pid
    return int(Path(f"/proc/{number}/schedstat").read_text().split()[0])


def _read(client: Client, query: str) -> None:
    answer = client.get(f"/courses/{query}")
    if answer.status_code != 200:
        raise SystemExit(f"{query}: {answer.status_code}")


def _anew(client: Client) -> None:
    """As for somebody of whom nothing is kept in this process."""
    filling._shares.clear()
    filling._found.clear()
    _read(client, "")


def _plain(query: str) -> None:
    """What one writes first: the titles that have the word."""
    rows = Course.objects.filter(is_listed=True)
    if query.startswith("?q="):
        for word in query[3:].split("+"):
            rows = rows.filter(title__icontains=word)
    list(rows.order_by("title", "id")[:ON_A_PAGE])


if __name__ == "__main__":
    measure()
