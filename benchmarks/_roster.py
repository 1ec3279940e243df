"""What `roster` measures."""

# ruff: noqa: E402 - the models can be imported only once Django is ready
from __future__ import annotations

import csv
import io
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command

from benchmarks.importing import timed
from benchmarks.roster import PEOPLE, ROWS
from recert.catalogue.actions import Profile, open_provider
from recert.catalogue.models import APPROVED, Course, CourseApproval, CourseEdition, Provider
from recert.completions.models import Completion
from recert.completions.rosters import acts
from recert.completions.rosters.running import advance_rosters
from recert.credentials.models import Certification, Register
from recert.people.actions import register_person
from recert.people.models import Person
from recert.people.queries import body_named
from recert.rulebooks.actions import load_files
from recert.rules.amounts import GRAINS_PER_CREDIT

AT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
SINCE = date(2020, 1, 1)


def measure(rulebooks: Path) -> None:
    """Upload, try, post."""
    call_command("migrate", verbosity=0)
    load_files(rulebooks.glob("*.yaml"), at=AT)
    nia = register_person(
        email="nia@example.org", name="Nia", password="a long enough secret", by=None, at=AT
    )
    provider = open_provider(by=nia, at=AT, profile=Profile(name="Lab", zone="UTC"))
    _taught(provider)
    _people()
    content = _a_roster()
    print(f"{len(content) / 1024**2:.1f} MB")
    desk: dict[str, Any] = {"by": nia, "at": AT, "provider_slug": provider.slug}
    roster = timed("upload", lambda: acts.upload(**desk, name="roster.csv", content=content))
    this = {**desk, "public_id": roster.public_id}
    acts.name_columns(
        **this, mapped=roster.mapped, orders={"completed": "month-first"}, defaults={"body": "acsm"}
    )
    timed("try them all", _work)
    roster.refresh_from_db()
    print(roster.state, roster.counts)
    acts.start(**this)
    begun, worked = time.perf_counter(), time.process_time()
    timed("post them", _work)
    by_clock, by_core = time.perf_counter() - begun, time.process_time() - worked
    print(f"{ROWS / by_clock:,.0f} rows a second, {ROWS / by_core:,.0f} in a core's second")
    print(Counter(Completion.objects.values_list("state", flat=True).order_by()))


def _taught(provider: Provider) -> None:
    course = Course.objects.create(provider=provider, number="C-1", title="One", entered_at=AT)
    edition = CourseEdition.objects.create(
        course=course, number=1, since=SINCE, title="One", kind="course", delivery="in-person",
        minutes=60, topics=["exercise-science"], entered_at=AT,
    )  # fmt: skip
    CourseApproval.objects.create(
        edition=edition, body=body_named("acsm"), state=APPROVED, number="1", since=SINCE,
        amount_grains=GRAINS_PER_CREDIT, unit="cec", entered_at=AT,
    )  # fmt: skip


def _people() -> None:
    """Everybody holds a number, and has a birthday."""
    body = body_named("acsm")
    people = Person.objects.bulk_create(
        Person(email=f"p{n}@example.com", name=f"Person Number {n}", birthday="03-14")
        for n in range(PEOPLE)
    )
    Certification.objects.bulk_create(
        Certification(
            person=person, body=body, credential="ep", number=f"N{n:06}",
            certified=SINCE, added_at=AT, register=Register.CONFIRMED,
        )
        for n, person in enumerate(people)
    )  # fmt: skip


def _a_roster() -> bytes:
    written = io.StringIO()
    out = csv.writer(written)
    out.writerow(("Name", "Cert No", "Birthday", "Course No", "Completion Date", "Present"))
    for n in range(ROWS):
        day = SINCE + timedelta(days=n // PEOPLE)
        number = n % PEOPLE + (500_000 if n % 10 == 8 else 0)
        course = "C-0" if n % 10 == 9 else "C-1"
        out.writerow((f"Person Number {n % PEOPLE}", f"N{number:06}", "03-14", course,
                      f"{day:%m/%d/%Y}", "Y"))  # fmt: skip
    return written.getvalue().encode()


def _work() -> None:
    while advance_rosters(at=AT, goes_on=lambda: True):
        pass


if __name__ == "__main__":
    measure(Path(__file__).resolve().parent.parent / "rulebooks" / "acsm")
