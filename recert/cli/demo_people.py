"""The demo's people: who they are, where they work, what the bodies' desks look like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from allauth.account.models import EmailAddress
from dateutil.relativedelta import relativedelta
from django.contrib.auth.hashers import make_password

from recert.people.actions import appoint, describe_body
from recert.people.models import Body, Person, Role
from recert.people.queries import body_named

PASSWORD = "look-around"  # noqa: S105 - it opens a sandbox, and is printed on starting one

DRAWN_UP = date(2026, 11, 21)
"""The day the demo's stories were written for; later they move on by whole years."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody to sign in as, and what there is to see."""

    name: str
    email: str
    sees: str


SHOWN = (
    Shown(
        "Ada Ruiz",
        "ada@example.org",
        "a trainer with four certifications, sixty entries and an audit",
    ),
    Shown("Ben Okafor", "ben@example.org", "a trainer whose application came back to him"),
    Shown("Nina Falk", "nina@example.org", "a trainer who lapsed and can be reinstated"),
    Shown("Eve Marchetti", "eve@example.org", "somebody who has just signed up"),
    Shown("Dan Whitfield", "dan@example.org", "a reviewer at ACSM with a queue to decide"),
    Shown("Gus Brandt", "gus@example.org", "ACSM's finance: invoices and payments"),
    Shown("Hal Osei", "hal@example.org", "the owner of ACSM's desk: register, staff, policy"),
    Shown("Nia Adeyemi", "nia@example.org", "the owner of a school two bodies approve courses of"),
    Shown("Tess Okoro", "tess@example.org", "that school's finance: its till, bills and refunds"),
    Shown("Fay Nakamura", "fay@example.org", "the owner of ACTION's desk"),
)

STAFF = (
    ("hal@example.org", "acsm", Role.OWNER),
    ("dan@example.org", "acsm", Role.REVIEWER),
    ("gus@example.org", "acsm", Role.FINANCE),
    ("fay@example.org", "action", Role.OWNER),
    ("ivy@example.org", "ace", Role.OFFICER),
    ("ivy@example.org", "ace", Role.OWNER),
)

INSTRUCTIONS = (
    "Send a cheque or a transfer with the invoice number on it. This is a demonstration: "
    "no money is expected, and play money pays any invoice."
)


def years_since(at: datetime) -> relativedelta:
    """How far the demo's stories have to move so that they are about now."""
    days = (at.date() - DRAWN_UP).days
    return relativedelta(years=(days + 180) // 365)


@cache
def _hashed() -> str:
    """The password, hashed once for everybody: hashing is slow on purpose."""
    return make_password(PASSWORD)


def person(name: str, email: str, *, country: str = "US", zone: str = "America/Chicago") -> Person:
    """Somebody of the demo, whose address counts as verified."""
    found = Person.objects.create(
        email=email, name=name, country=country, zone=zone, password=_hashed()
    )
    EmailAddress.objects.create(user=found, email=email, verified=True, primary=True)
    return found


def people(at: datetime) -> dict[str, Person]:
    """Make everybody, and give staff their roles. Keyed by e-mail."""
    found = {each.email: person(each.name, each.email) for each in SHOWN}
    found["ivy@example.org"] = person("Ivy Tran", "ivy@example.org", zone="America/Los_Angeles")
    for email, slug, role in STAFF:
        appoint(person=found[email], body=body_named(slug), role=role, by=None, at=at)
    for email, slug in (("hal@example.org", "acsm"), ("fay@example.org", "action")):
        _describe(found[email], body_named(slug), at)
    return found


def _describe(owner: Person, body: Body, at: datetime) -> None:
    describe_body(
        by=owner,
        at=at,
        body=body,
        name=body.name,
        email=f"recertification@{body.slug}.example",
        about=body.about,
        payment_instructions=INSTRUCTIONS,
    )
