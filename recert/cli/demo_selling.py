"""The demo's till of Movement Lab: classes it sells, one full, one not held, money that waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from recert.catalogue.actions import invite_to_provider
from recert.catalogue.entering import ClassDraft
from recert.catalogue.models import Course, CourseClass, ProviderRole
from recert.cli.demo_people import person
from recert.cli.demo_plans import ZONE, held, plan
from recert.enrolments.actions import cancel_for_all, enrol, leave
from recert.enrolments.models import Enrolment
from recert.lib.days import local_day
from recert.payments.actions import (
    TaxSaid,
    announce_payment,
    open_till,
    pay_in_sandbox,
    record_payment,
)
from recert.payments.models import Invoice, Method
from recert.people.actions import set_membership
from recert.people.models import Person
from recert.people.queries import body_named

LEARNERS = (
    ("Odile Quist", "odile@example.org"),
    ("Bram Bell", "bram@example.org"),
    ("Sena Arai", "sena@example.org"),
    ("Karim Haddad", "karim@example.org"),
    ("Wiebke Kramer", "wiebke@example.org"),
)
"""People who take courses and hold nothing here, beside those the demo tells more of."""

INSTRUCTIONS = (
    "Lakeside Credit Union, account 000 111 222, Movement Lab LLC, with the number of the bill. "
    "This is a demonstration: no money is expected, and play money pays any bill."
)


@dataclass(frozen=True, slots=True)
class Shop:
    """Movement Lab selling: who owns it, who keeps its till, who buys."""

    nia: Person
    tess: Person
    ada: Person
    ben: Person
    at: datetime
    buyers: list[Person] = field(default_factory=list)


def sell(people: dict[str, Person], strength: Course, talking: Course, at: datetime) -> None:
    """Open the till in summer, and let people buy, wait, give back and be disappointed."""
    nia = people["nia@example.org"]
    tess = people["tess@example.org"]
    opened = at - timedelta(days=120)
    invite_to_provider(
        by=nia, at=opened, provider_slug="movement-lab", email=tess.email,
        role=ProviderRole.FINANCE,
    )  # fmt: skip
    open_till(
        by=nia, at=opened, provider_slug="movement-lab", currency="USD",
        payment_instructions=INSTRUCTIONS, seller="Movement Lab LLC",
        address="411 W Ontario Street\nChicago, IL 60654", tax_number="36-0000000",
        tax=TaxSaid("Sales tax", 6250), foot="Thank you for learning with us.",
    )  # fmt: skip
    ada, ben = people["ada@example.org"], people["ben@example.org"]
    shop = Shop(nia, tess, ada, ben, at, [person(name, email) for name, email in LEARNERS])
    _join_acsm(shop)
    _self_paced(shop, talking)
    _not_held(shop, strength)
    _full(shop, strength)
    _workshop(shop, strength)


def _join_acsm(shop: Shop) -> None:
    """Odile is a member, so she pays less without typing a code."""
    day = shop.at.date()
    set_membership(
        person=shop.buyers[0], body=body_named("acsm"), since=day - timedelta(days=200),
        until=day + timedelta(days=165), by=None, at=shop.at,
    )  # fmt: skip


def _full(shop: Shop, strength: Course) -> None:
    """A small class next week: all four seats are paid, and three people wait."""
    day = shop.at.date() + timedelta(days=9)
    draft = held(
        day, time(9), 240, place="Movement Lab, Studio 1", city="Chicago", region="IL",
        country="US", seats=4, cents=9500, refund_days=5, refund_words="All of it until then.",
        member_cents=(("acsm", 7500), ("ace", 8000)),
    )  # fmt: skip
    row = plan(shop.nia, strength, draft, shop.at - timedelta(days=60))
    for number, who in enumerate((*shop.buyers[:3], shop.buyers[4])):
        _paid(shop, _asked(shop, who, row, 30 - number), 29 - number)
    for number, who in enumerate((shop.ada, shop.ben, shop.buyers[3])):
        _asked(shop, who, row, 10 - number)


def _workshop(shop: Shop, strength: Course) -> None:
    """A day in seven weeks: some have paid, one sends the money, one has only just asked."""
    day = shop.at.date() + timedelta(days=47)
    draft = held(
        day, time(9, 30), 390, place="Movement Lab, Studio 2", city="Chicago", region="IL",
        country="US", seats=16, cents=19000, refund_days=14, least_minutes=340,
        member_cents=(("acsm", 16000), ("ace", 16500)),
        refund_words="All of it until two weeks before. After that send somebody else.",
    )  # fmt: skip
    row = plan(shop.nia, strength, draft, shop.at - timedelta(days=40))
    _paid(shop, _asked(shop, shop.ada, row, 20), 20)
    _by_cheque(shop, _asked(shop, shop.buyers[1], row, 18, by_transfer=True), 15)
    on_its_way = _asked(shop, shop.buyers[2], row, 2, by_transfer=True)
    announce_payment(
        by=on_its_way.person, at=shop.at - timedelta(days=1), public_id=on_its_way.invoice
    )
    _asked(shop, shop.buyers[3], row, 1, by_transfer=True)


def _not_held(shop: Shop, strength: Course) -> None:
    """One that is not held: whoever had paid has the money back."""
    day = shop.at.date() + timedelta(days=16)
    draft = held(
        day, time(13), 240, place="Lakeview Hall", city="Evanston", region="IL", country="US",
        seats=20, cents=9500, refund_days=5,
    )  # fmt: skip
    row = plan(shop.nia, strength, draft, shop.at - timedelta(days=50))
    _paid(shop, _asked(shop, shop.buyers[0], row, 33), 33)
    cancel_for_all(
        by=shop.nia, at=shop.at - timedelta(days=3), provider_slug="movement-lab",
        class_id=row.public_id, reason="The hall’s heating failed. We look for another day.",
    )  # fmt: skip


def _self_paced(shop: Shop, talking: Course) -> None:
    """A course for any time, with no rule for refunds: one who gave it back waits for Tess."""
    said = ClassDraft(zone=ZONE, is_listed=True, cents=2500, member_cents=(("acsm", 2000),))
    row = plan(shop.nia, talking, said, shop.at - timedelta(days=100))
    _paid(shop, _asked(shop, shop.buyers[4], row, 80), 80)
    given_back = _paid(shop, _asked(shop, shop.buyers[1], row, 40), 40)
    leave(by=shop.buyers[1], at=shop.at - timedelta(days=36), public_id=given_back.public_id)


def _asked(
    shop: Shop, who: Person, row: CourseClass, days_ago: int, *, by_transfer: bool = False
) -> Enrolment:
    return enrol(
        by=who, at=shop.at - timedelta(days=days_ago), class_id=row.public_id, key="demo",
        by_transfer=by_transfer,
    )  # fmt: skip


def _paid(shop: Shop, place: Enrolment, days_ago: int) -> Enrolment:
    pay_in_sandbox(by=place.person, at=shop.at - timedelta(days=days_ago), public_id=place.invoice)
    return place


def _by_cheque(shop: Shop, place: Enrolment, days_ago: int) -> None:
    """An employer's cheque, which Tess records."""
    moment = shop.at - timedelta(days=days_ago)
    bill = Invoice.objects.get(public_id=place.invoice)
    record_payment(
        by=shop.tess, at=moment, provider_slug="movement-lab", public_id=bill.public_id,
        cents=bill.total_cents, received_on=local_day(moment, "UTC"), reference="City Gym 4411",
        key="demo", method=Method.CHEQUE,
    )  # fmt: skip
