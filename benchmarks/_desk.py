"""One body of so many people, filled and measured; `desk` runs it."""

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

from recert.credentials.models import Certification, Register, Term
from recert.payments.models import Invoice, InvoiceState, Payment
from recert.people.models import Body, Person, Role, StaffRole
from recert.renewals.actions import remind_due
from recert.renewals.models import Renewal, State
from recert.reporting.forecasting import ask_forecast
from recert.reporting.foretelling import advance_forecasts
from recert.reporting.models import Promise
from recert.rulebooks.actions import load_folder
from recert.transcript.models import Activity, Award

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOW.date()
AT_ONCE = 2000
CREDENTIALS = ("cpt", "ep", "gei", "cep")
CREDITS = {"cpt": 45, "ep": 60, "gei": 45, "cep": 60}
DESK = "/staff/acsm/"
PAGES = {
    "dashboard": DESK,
    "who ends soon": f"{DESK}reports/ending?within=90",
    "renewal rates": f"{DESK}reports/about/renewals",
    "decisions": f"{DESK}reports/about/decisions",
    "register": f"{DESK}reports/about/register",
    "money": f"{DESK}reports/about/money",
    "audits": f"{DESK}reports/about/audits",
    "forecast, shown": f"{DESK}reports/forecast",
}


LOOKS = 12

Took = tuple[int, float, float]
"""How many queries, and milliseconds of processor: the least and the middle of all looks."""


def measure(people: int) -> dict[str, Took]:
    """Fill the database, and time each page and what the worker does."""
    call_command("migrate", verbosity=0)
    load_folder(settings.RULEBOOKS, at=NOW)
    body = Body.objects.get(slug="acsm")
    owner = _owner(body)
    for start in range(0, people, AT_ONCE):
        fill(body, range(start, min(start + AT_ONCE, people)))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    found = {"reminders, first": timed(lambda: remind_due(at=NOW), 1, warm=False)}
    found["reminders, again"] = timed(lambda: remind_due(at=NOW), 1, warm=False)
    found["forecast, reckoned"] = timed(lambda: _forecast(owner), 1, warm=False)
    client = Client(headers={"host": "localhost"})
    client.force_login(owner, backend=settings.AUTHENTICATION_BACKENDS[0])
    for name, address in PAGES.items():
        found[name] = timed(_page(client, address), LOOKS)
    return found


def _page(client: Client, address: str) -> Callable[[], object]:
    def ask() -> object:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer

    return ask


def _forecast(owner: Person) -> None:
    ask_forecast(by=owner, at=NOW, body_slug="acsm")
    while advance_forecasts(at=NOW):
        pass


def timed(ask: Callable[[], object], times: int, warm: bool = True) -> Took:
    """What asking so often took; on a machine with other work the least is the truest."""
    queries = 0

    def counting(execute: Callable[..., object], *args: object) -> object:
        nonlocal queries
        queries += 1
        return execute(*args)

    if warm:
        ask()
    taken = []
    with connection.execute_wrapper(counting):
        taken.append(_processor(ask))
    taken += [_processor(ask) for _ in range(times - 1)]
    return queries, min(taken), statistics.median(taken)


def _processor(ask: Callable[[], object]) -> float:
    start = time.process_time()
    ask()
    return (time.process_time() - start) * 1000


def _owner(body: Body) -> Person:
    owner = Person.objects.create_user("owner@example.org", "look-around", name="Olu Owner")
    StaffRole.objects.create(person=owner, body=body, role=Role.OWNER)
    Promise.objects.create(body=body, applications=14, petitions=14, questions=3)
    return owner


def fill(body: Body, numbers: range) -> None:
    """These people with all they have; the same each time."""
    dice = random.Random(numbers.start)
    persons = Person.objects.bulk_create(
        Person(email=f"p{number}@example.org", name=f"Person {number}", password="!")
        for number in numbers
    )
    held = Certification.objects.bulk_create(_held(body, person, dice) for person in persons)
    renewed = [row for row in held if row.previous_closed]
    Term.objects.bulk_create(map(_term, renewed))
    _applications(body, held, dice)
    _activities(held, dice)


def _held(body: Body, person: Person, dice: random.Random) -> Certification:
    """Last days on the ends of December of three years, and over the year for a third."""
    end = date(dice.choice((2026, 2027, 2028)), 12, 31)
    if dice.random() < 0.34:
        end = TODAY + timedelta(days=dice.randrange(-400, 1000))
    lapsed = end < TODAY
    before = date(end.year - 3, end.month, min(end.day, 28))
    closed = None if lapsed or dice.random() < 0.3 else before - timedelta(days=_early(dice))
    certified = date(end.year - 6 if closed else end.year - 3, end.month, min(end.day, 28))
    return Certification(
        person=person, body=body, credential=dice.choice(CREDENTIALS), number=str(person.pk),
        certified=certified, expires=end, previous_closed=closed, register=Register.CONFIRMED,
        added_at=NOW,
    )  # fmt: skip


def _early(dice: random.Random) -> int:
    """Days before the end on which somebody renews: most in the last weeks, some after it."""
    return int(min(dice.expovariate(1 / 40), 300)) - 10


def _term(row: Certification) -> Term:
    assert row.previous_closed is not None
    assert row.expires is not None
    end = date(row.expires.year - 3, row.expires.month, min(row.expires.day, 28))
    return Term(
        certification=row, start=row.certified, end=end, renewed_on=row.previous_closed,
        next_end=row.expires,
    )  # fmt: skip


def _applications(body: Body, held: list[Certification], dice: random.Random) -> None:
    """A tenth has applied in the year behind; a few of those wait still."""
    some = [row for row in held if dice.random() < 0.1]
    rows = Renewal.objects.bulk_create(_application(row, dice) for row in some)
    first = Invoice.objects.count()
    bills = Invoice.objects.bulk_create(
        Invoice(
            person_id=row.certification.person_id, body=body, number=first + number,
            subject=row.subject, lines=[], total_cents=6000, currency="USD",
            state=InvoiceState.PAID, issued_at=row.submitted_at or NOW,
        )
        for number, row in enumerate(rows)
    )  # fmt: skip
    Payment.objects.bulk_create(
        Payment(
            invoice=bill, cents=6000, method="offline", received_on=bill.issued_at.date(),
            recorded_at=bill.issued_at, key=f"bill-{bill.pk}",
        )
        for bill in bills
    )  # fmt: skip


def _application(row: Certification, dice: random.Random) -> Renewal:
    sent = NOW - timedelta(days=dice.randrange(0, 365))
    assert row.expires is not None
    waits = dice.random() < 0.02
    state = State.SUBMITTED if waits else State.APPROVED if dice.random() < 0.93 else State.REFUSED
    return Renewal(
        certification=row, state=state, cycle_start=row.certified, cycle_end=row.expires,
        begun_at=sent, submitted_at=sent, verdict="ready",
        decided_at=None if waits else sent + timedelta(days=dice.randrange(0, 30)),
        clause="" if state != State.REFUSED else dice.choice(("cpr", "credits", "")),
    )  # fmt: skip


def _activities(held: list[Certification], dice: random.Random) -> None:
    rows, awards = [], []
    for row in held:
        for part in range(dice.choice((0, 1, 2, 3))):
            rows.append(
                Activity(
                    person_id=row.person_id, title=f"Course {part}", kind="course",
                    delivery="live-online", completed=TODAY - timedelta(days=dice.randrange(500)),
                    provider="acsm", topics=["exercise-science"], entered_at=NOW,
                )
            )  # fmt: skip
            awards.append(CREDITS[row.credential] // 3 * 18_000)
    kept = Activity.objects.bulk_create(rows, batch_size=2000)
    Award.objects.bulk_create(
        (
            Award(activity=row, amount_grains=grains, unit="cec", by="acsm")
            for row, grains in zip(kept, awards, strict=True)
        ),
        batch_size=2000,
    )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]))))
