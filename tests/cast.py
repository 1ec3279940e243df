"""The cast: named people every test uses, with the least they need to be themselves.

- Ada, a member, holds certifications of four bodies and is a little short everywhere.
- Ben, a member, has much to earn yet. Carol, a member, has all she needs to renew.
- Dan reviews at ACSM and holds one of its certifications himself. Gus takes its money.
- Hal owns the desk at ACSM, Fay at ACTION. Eve is a stranger: signed in, holding nothing.

Everything is done by the rooms' own actions, on one Saturday: `NOW`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

from allauth.account.models import EmailAddress

from recert.credentials.actions import add_certification, register_certification
from recert.credentials.models import Certification
from recert.people.actions import appoint, register_body
from recert.people.models import Body, Person, Role
from recert.people.queries import body_named
from recert.rulebooks.actions import load_files
from recert.rules.facts import (
    Activity,
    Award,
    Delivery,
    Document,
    DocumentKind,
    Kind,
    Skills,
    Topic,
    Unit,
)
from recert.transcript import models as rows
from recert.transcript.actions import add_document, log_activity
from tests.snapshot import Stage

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
TODAY = NOW.date()
PASSWORD = "correct horse battery staple"
BODIES = ("ace", "acsm", "action", "nasm", "ncsf", "neta", "nsca")
"""Enough policy for a stage; all that ships would be read anew for every test."""

RULEBOOKS = Path(__file__).resolve().parent.parent / "rulebooks"


@dataclass(frozen=True, slots=True)
class Cast:
    """The people and bodies, and what the members hold."""

    ada: Person
    ben: Person
    carol: Person
    dan: Person
    eve: Person
    fay: Person
    gus: Person
    hal: Person
    acsm: Body
    action: Body
    ace: Body
    nasm: Body
    ada_acsm: Certification
    ada_action: Certification
    ada_ace: Certification
    ada_nasm: Certification
    ben_acsm: Certification
    carol_acsm: Certification
    dan_acsm: Certification


def person(name: str, **extra: str) -> Person:
    """Somebody who can sign in: `ada@example.org`, with `PASSWORD`."""
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    extra = {"country": "US", "zone": "America/Chicago", **extra}
    found = Person.objects.create_user(email, PASSWORD, name=name, **extra)
    EmailAddress.objects.create(user=found, email=email, verified=True, primary=True)
    return found


def course(
    title: str,
    completed: date,
    amount: str,
    unit: Unit = Unit.CEC,
    by: str = "acsm",
    **more: object,
) -> Activity:
    """A live online course with credit awarded: the commonest entry there is."""
    fields: dict[str, object] = {
        "id": "",
        "title": title,
        "kind": Kind.COURSE,
        "completed": completed,
        "delivery": Delivery.LIVE_ONLINE,
        "provider": by,
        "awards": (Award(amount=Fraction(amount), unit=unit, by=by),),
        "topics": frozenset({Topic.EXERCISE_SCIENCE}),
    }
    return Activity(**{**fields, **more})  # type: ignore[arg-type]


def log(whom: Person, activity: Activity) -> rows.Activity:
    """Log an activity as its doer does."""
    return log_activity(by=whom, at=NOW, person=whom, activity=activity)


def card(whom: Person, kind: DocumentKind = DocumentKind.CPR) -> rows.Document:
    """A hands-on card that is good for another year."""
    document = Document(
        id="",
        kind=kind,
        issued=date(2025, 12, 1),
        expires=date(2027, 11, 30),
        skills=Skills.HANDS_ON,
        issuer="American Red Cross",
    )
    return add_document(by=whom, at=NOW, document=document)


def bring_in(*bodies: str) -> None:
    """Publish what ships for these bodies, as it is published when an installation begins."""
    load_files((file for body in bodies for file in (RULEBOOKS / body).glob("*.yaml")), at=NOW)


def assemble() -> Cast:
    """Put everybody on the stage."""
    bring_in(*BODIES)
    acsm, action, ace, nasm = (body_named(slug) for slug in ("acsm", "action", "ace", "nasm"))
    ada, ben, carol = person("Ada Ruiz"), person("Ben Okafor"), person("Carol Lindqvist")
    dan, eve, fay = person("Dan Whitfield"), person("Eve Marchetti"), person("Fay Nakamura")
    gus, hal = person("Gus Brandt"), person("Hal Osei")
    appoint(person=hal, body=acsm, role=Role.OWNER, by=None, at=NOW)
    appoint(person=dan, body=acsm, role=Role.REVIEWER, by=hal, at=NOW)
    appoint(person=gus, body=acsm, role=Role.FINANCE, by=hal, at=NOW)
    appoint(person=fay, body=action, role=Role.OWNER, by=None, at=NOW)
    found = Cast(
        ada=ada,
        ben=ben,
        carol=carol,
        dan=dan,
        eve=eve,
        fay=fay,
        gus=gus,
        hal=hal,
        acsm=acsm,
        action=action,
        ace=ace,
        nasm=nasm,
        ada_acsm=_registered(hal, ada, acsm, "ep", "104233"),
        ada_action=register_certification(
            by=fay,
            at=NOW,
            person=ada,
            body=action,
            credential="cpt",
            level="certification",
            certified=date(2025, 4, 1),
            expires=date(2027, 3, 31),
            number="A-7719",
        ),
        ada_ace=_declared(ada, ace, date(2025, 6, 1)),
        ada_nasm=_declared(ada, nasm, date(2025, 9, 15)),
        ben_acsm=_registered(hal, ben, acsm, "cpt", "118860"),
        carol_acsm=_registered(hal, carol, acsm, "gei", "99120"),
        dan_acsm=_registered(hal, dan, acsm, "ep", "55001"),
    )
    _did(found)
    return found


CAST = Stage("cast", assemble)


def _registered(
    by: Person, whom: Person, body: Body, credential: str, number: str
) -> Certification:
    """An ACSM certification whose second cycle ends on 31 December 2026."""
    return register_certification(
        by=by,
        at=NOW,
        person=whom,
        body=body,
        credential=credential,
        certified=date(2020, 6, 15),
        expires=date(2026, 12, 31),
        number=number,
    )


def _declared(whom: Person, body: Body, certified: date) -> Certification:
    return add_certification(by=whom, at=NOW, body=body, credential="cpt", certified=certified)


def _did(cast: Cast) -> None:
    """Ada lacks 8 of 60 at ACSM and 0.3 of 2.0 at ACTION; Carol has her 45."""
    log(cast.ada, course("Annual Meeting", date(2025, 5, 30), "40"))
    log(cast.ada, course("Exercise and Hypertension", date(2026, 3, 14), "12"))
    log(cast.ada, course("Functional Training", date(2026, 2, 20), "1.7", by="action"))
    card(cast.ada)
    log(cast.ben, course("Coaching Older Adults", date(2026, 8, 8), "10"))
    log(cast.carol, course("Group Fitness Summit", date(2024, 9, 20), "30"))
    log(cast.carol, course("Cueing and Music", date(2026, 1, 17), "15"))
    card(cast.carol)


def another_body(slug: str = "nobody") -> Body:
    """A body without rulebook or staff."""
    return register_body(
        slug=slug, name="Nobody's Board", zone="UTC", currency="USD", by=None, at=NOW
    )
