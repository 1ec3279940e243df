"""Fill an empty installation with an invented register: a process of its own, in Django.

Whoever will work at it has a password and waits to be somebody; the others are there in number:
what they hold and did is entered in bulk, applications wait with their bills, and a draw of all
who hold one credential was held, most of whose cases are answered.
"""

# ruff: noqa: E402 - the models can be imported only once Django is ready
from __future__ import annotations

import random
import sys
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import django

django.setup()

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from benchmarks.load.working import BODY, PASSWORD
from recert.audits.actions import (
    advance_audits,
    draw,
    freeze,
    name_source,
    note_item,
    prepare_draw,
    send_answer,
)
from recert.audits.framing import Chosen, From
from recert.audits.models import Audit
from recert.audits.plans import Plan
from recert.audits.terms import Terms
from recert.credentials.models import Affirmation, Certification, Register
from recert.journal.actions import Plain, write_many
from recert.payments.models import Invoice, InvoiceState, Method, Payment
from recert.people.models import Body, Person, Role, StaffRole
from recert.people.queries import body_named
from recert.renewals.models import Renewal, State
from recert.renewals.tasks import tasks_of
from recert.rulebooks.actions import load_files
from recert.rules.rulebook import Length
from recert.rules.sampling.frame import Stratum
from recert.transcript.models import Activity, Award, Document

RULEBOOKS = Path(__file__).resolve().parents[2] / "rulebooks"
NEEDS = {"ep": 60, "gei": 45, "cpt": 45, "cep": 60}
"""Credits of each credential in a cycle of three years."""

AUDITED = "cep"
GRAINS = 18_000
"""Of one credit."""

FIRST = ("Ada", "Ben", "Zoe", "Jürgen", "Aoife", "Kofi", "Mei", "Luz", "Nils", "Priya")
LAST = ("Ruiz", "Okafor", "Marchetti", "Lindqvist", "Nakamura", "Osei", "Brandt", "Whitfield")


def fill(members: int, staff: int, others: int) -> None:
    """Enter everybody; what is entered is printed."""
    now = timezone.now()
    load_files((RULEBOOKS / BODY).glob("*.yaml"), at=now)
    body = body_named(BODY)
    owner = _staff(body, staff)
    everyone = [*_persons("member", members, make_password(PASSWORD)),
                *_persons("other", others, "!")]  # fmt: skip
    EmailAddress.objects.bulk_create(_address(each) for each in everyone[:members])
    held = Certification.objects.bulk_create(_all_held(body, everyone, now))
    _did(held, now)
    theirs = [row for row in held if row.person.email.startswith("other")]
    waiting = [row for row in theirs if row.credential != AUDITED]
    _applied(body, waiting[: len(waiting) * 2 // 3], now)
    _audited(owner, now)
    print(
        f"{len(everyone):,} people with {len(held):,} certifications, "
        f"{Renewal.objects.count():,} applications, {Audit.objects.count():,} audits"
    )


def _persons(word: str, many: int, password: str) -> list[Person]:
    dice = random.Random(word)
    return Person.objects.bulk_create(
        Person(
            email=f"{word}{number}@example.org",
            name=f"{dice.choice(FIRST)} {dice.choice(LAST)} {number}",
            password=password,
            zone="America/Chicago",
        )
        for number in range(many)
    )


def _address(person: Person) -> EmailAddress:
    return EmailAddress(user=person, email=person.email, verified=True, primary=True)


def _staff(body: Body, many: int) -> Person:
    """A quarter owns the desk, a quarter takes money, half of them review."""
    found = _persons("staff", many, make_password(PASSWORD))
    EmailAddress.objects.bulk_create(_address(each) for each in found)
    StaffRole.objects.bulk_create(
        StaffRole(person=person, body=body, role=role_of(number))
        for number, person in enumerate(found)
    )
    return found[0]


def role_of(number: int) -> Role:
    """What the member of staff of this number is."""
    return (Role.OWNER, Role.REVIEWER, Role.FINANCE, Role.REVIEWER)[number % 4]


def _all_held(body: Body, people: Iterable[Person], now: datetime) -> Iterable[Certification]:
    """Every fourth holds what is audited, the others two each to renew, till the year's end."""
    end = date(now.year, 12, 31)
    for number, person in enumerate(people):
        for credential in (AUDITED,) if number % 4 == 3 else ("ep", "gei"):
            yield Certification(
                person=person, body=body, credential=credential, number=f"{number:05}",
                certified=date(end.year - 6, 6, 15), expires=end, register=Register.CONFIRMED,
                previous_closed=date(end.year - 3, 12, 1), added_at=now,
            )  # fmt: skip


def _did(held: list[Certification], now: datetime) -> None:
    """Whatever the cycle asks for, in four courses, and a card."""
    rows, amounts = [], []
    for row in held:
        for part in range(4):
            rows.append(
                Activity(
                    person_id=row.person_id, title=f"Course {part} for {row.credential}",
                    kind="course", delivery="live-online", provider=BODY,
                    completed=now.date() - timedelta(days=60 + 200 * part),
                    topics=["exercise-science"], entered_at=now,
                )
            )  # fmt: skip
            amounts.append(NEEDS[row.credential] * GRAINS // 4)
    kept = Activity.objects.bulk_create(rows, batch_size=500)
    Award.objects.bulk_create(
        (
            Award(activity=row, amount_grains=grains, unit="cec", by=BODY)
            for row, grains in zip(kept, amounts, strict=True)
        ),
        batch_size=500,
    )
    Document.objects.bulk_create(
        Document(
            person_id=person, kind="cpr", issued=now.date() - timedelta(days=300),
            expires=now.date() + timedelta(days=430), skills="hands-on", issuer="Red Cross",
            entered_at=now,
        )
        for person in dict.fromkeys(row.person_id for row in held)
    )  # fmt: skip


def _applied(body: Body, held: list[Certification], now: datetime) -> None:
    """Applications as their holders would have sent them: affirmed, billed, announced."""
    sent = now - timedelta(days=3)
    end = date(now.year, 12, 31)
    rows = Renewal.objects.bulk_create(
        Renewal(
            certification=row, state=State.SUBMITTED, cycle_start=date(end.year - 2, 1, 1),
            cycle_end=end, begun_at=sent, submitted_at=sent, filed_on=sent.date(), verdict="ready",
        )
        for row in held
    )  # fmt: skip
    asked = {row.certification.credential: tasks_of(row, now) for row in rows[:2]}
    Affirmation.objects.bulk_create(
        Affirmation(certification=row, to=word, on=sent.date(), at=sent, cycle_end=end)
        for row in held
        for _clause, word in asked[row.credential].attests
    )
    fees = {name: found.money.due_cents or 0 for name, found in asked.items()}
    bills = Invoice.objects.bulk_create(
        Invoice(
            person_id=row.certification.person_id, body=body, number=number,
            subject=row.subject, total_cents=fees[row.certification.credential], currency="USD",
            lines=[{"clause": "", "says": "Renewal", "times": 1, "included": False,
                    "cents": fees[row.certification.credential]}],
            issued_at=sent, announced_at=sent,
        )
        for number, row in enumerate(rows, start=1)
    )  # fmt: skip
    _money_came([bill for number, bill in enumerate(bills) if number % 4], sent)


def _money_came(bills: list[Invoice], at: datetime) -> None:
    """The money for these is there: what they are for can be approved."""
    Payment.objects.bulk_create(
        Payment(
            invoice=bill, cents=bill.total_cents, method=Method.TRANSFER, reference="Statement",
            received_on=at.date(), recorded_at=at, key=f"filled {bill.public_id}",
        )
        for bill in bills
    )  # fmt: skip
    Invoice.objects.filter(pk__in=[bill.pk for bill in bills]).update(
        state=InvoiceState.PAID, closed_at=at
    )
    nothing: dict[str, Plain] = {}
    about = [(f"invoice:{bill.public_id}", bill.person.public_id, nothing) for bill in bills]
    write_many(at=at, code="payments.received", about=about, body=BODY)


def _audited(owner: Person, now: datetime) -> None:
    """Everybody with the audited credential is drawn; whoever is not to work has answered."""
    plan = Plan(
        title=f"Audit of {now.year}",
        chosen=Chosen(of=From.HOLDERS, since=date(now.year, 1, 1), until=date(now.year, 12, 31)),
        strata=(Stratum(name=AUDITED, says=AUDITED.upper(), percent=Fraction(100)),),
        terms=Terms(answer=Length(days=30), review=Length(days=30), stops_clock=True),
        as_of=now.date(),
        reason="The committee decided so.",
    )
    at: dict[str, Any] = {"by": owner, "at": now, "body_slug": BODY}
    drawn = prepare_draw(**at, plan=plan).public_id
    name_source(**at, draw_id=drawn, secret=True)
    freeze(**at, draw_id=drawn)
    draw(**at, draw_id=drawn)
    advance_audits(at=now)
    answered = Audit.objects.filter(certification__person__email__startswith="other")
    for audit in answered.select_related("certification__person")[:120]:
        person = audit.certification.person
        for item in audit.items.all():
            note_item(by=person, at=now, public_id=audit.public_id, item_id=item.public_id,
                      note="The certificate is with you already.")  # fmt: skip
        send_answer(by=person, at=now, public_id=audit.public_id)


if __name__ == "__main__":
    fill(*(int(each) for each in sys.argv[1:4]))
