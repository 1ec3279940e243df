"""The demo's queue: members of ACSM at every stage of renewing, for its staff to work on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from recert.cli.demo_people import person, years_since
from recert.credentials.actions import add_certification, register_certification
from recert.credentials.models import Certification
from recert.enquiries.actions import ask
from recert.payments.actions import announce_payment, pay_in_sandbox
from recert.people.models import Body, Person
from recert.people.queries import body_named
from recert.renewals.actions import (
    Missing,
    approve,
    attest,
    begin_renewal,
    invoice_renewal,
    refuse,
    return_renewal,
    submit,
)
from recert.renewals.models import Renewal
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
from recert.transcript.actions import add_document, log_activity


@dataclass(frozen=True, slots=True)
class Member:
    """One member of ACSM, how far the application is, and how many days ago that was."""

    name: str
    credential: str
    credits: str
    stage: str  # nothing, draft, sent, promised, doubtful, returned, approved, refused
    days_ago: int = 0


MEMBERS = (
    Member("Mara Jokinen", "ep", "62", "sent", 12),
    Member("Tomás Herrera", "cpt", "45", "sent", 11),
    Member("Priya Raman", "ep", "66.5", "doubtful", 10),
    Member("Jonas Weber", "gei", "48", "promised", 9),
    Member("Aisha Bello", "cpt", "51", "sent", 8),
    Member("Luca Ferri", "cep", "64", "doubtful", 7),
    Member("Noor Haddad", "cpt", "45.5", "sent", 6),
    Member("Grace Kim", "ep", "60", "promised", 5),
    Member("Owen Clarke", "gei", "45", "sent", 3),
    Member("Sofia Petrova", "cpt", "47", "sent", 2),
    Member("Mateo Silva", "cep", "61", "sent", 1),
    Member("Hana Sato", "ep", "60.5", "approved", 20),
    Member("Liam Byrne", "cpt", "46", "approved", 18),
    Member("Zoe Martin", "gei", "45", "refused", 16),
    Member("Carol Lindqvist", "gei", "45", "draft", 1),
    Member("Ben Okafor", "cpt", "45", "returned", 14),
    Member("Dan Whitfield", "ep", "38", "nothing"),
    Member("Rosa Delgado", "cpt", "12", "nothing"),
    Member("Emil Novak", "ep", "55", "nothing"),
)

COURSES = (
    ("Exercise and hypertension", Topic.CLINICAL, Delivery.LIVE_ONLINE),
    ("Cueing for group classes", Topic.GROUP_EXERCISE, Delivery.IN_PERSON),
    ("Strength for older adults", Topic.SPECIAL_POPULATIONS, Delivery.SELF_PACED),
    ("Screening and risk", Topic.ASSESSMENT, Delivery.LIVE_ONLINE),
)


def fill(people: dict[str, Person], at: datetime) -> None:
    """Put everybody into the queue at their stage, and some questions into the post."""
    acsm = body_named("acsm")
    for place, member in enumerate(MEMBERS):
        moment = at - timedelta(days=member.days_ago, hours=place)
        _play(member, place, acsm, people, moment, at)
    declared = people["eve@example.org"]
    ask(
        by=declared,
        at=at - timedelta(days=2),
        body=acsm,
        text="I hold a certification from another body. Can I join one of yours halfway?",
    )
    ask(
        by=None,
        at=at - timedelta(days=1),
        body=acsm,
        text="Does a first aid course from a hospital count in the year it was taken?",
        email="ines@example.org",
        name="Ines Duarte",
    )


def _play(
    member: Member,
    place: int,
    acsm: Body,
    people: dict[str, Person],
    moment: datetime,
    at: datetime,
) -> None:
    email = f"{member.name.split()[0].lower()}@example.org"
    whom = people.get(email) or person(member.name, email.replace("á", "a"))
    held = _certify(member, place, acsm, whom, people["hal@example.org"], at)
    _earn(member, whom, at)
    if member.stage == "nothing":
        return
    renewal = begin_renewal(by=whom, at=moment, certification_id=held.public_id)
    if member.stage == "draft":
        return
    _send(member, whom, renewal, moment)
    _decide(member, renewal, people["dan@example.org"], moment + timedelta(hours=30))


def _certify(
    member: Member, place: int, acsm: Body, whom: Person, officer: Person, at: datetime
) -> Certification:
    """In the register, with the cycle that ends this 31 December; one still to be confirmed."""
    later = years_since(at)
    certified = date(2020, 1 + place % 12, 1 + place) + later
    if member.name == "Emil Novak":
        return add_certification(
            by=whom, at=at, body=acsm, credential=member.credential, certified=certified
        )
    return register_certification(
        by=officer,
        at=at,
        person=whom,
        body=acsm,
        credential=member.credential,
        certified=certified,
        expires=date(2026, 12, 31) + later,
        number=f"{104200 + place * 37}",
    )


def _earn(member: Member, whom: Person, at: datetime) -> None:
    """Four courses that add up to what the member has, and a card."""
    whole = Fraction(member.credits)
    parts = [Fraction(whole // 4)] * 3
    parts.append(whole - sum(parts))
    later = years_since(at)
    for number, (amount, (title, topic, delivery)) in enumerate(zip(parts, COURSES, strict=True)):
        is_doubtful = member.stage == "doubtful" and number == 3
        log_activity(
            by=whom,
            at=at,
            person=whom,
            activity=Activity(
                id="",
                title="Business of a small studio" if is_doubtful else title,
                kind=Kind.COURSE,
                completed=date(2024 + number % 3, 2 + number * 2, 10 + number) + later,
                delivery=delivery,
                provider="acsm",
                awards=(Award(amount=amount, unit=Unit.CEC, by="acsm"),),
                topics=frozenset({Topic.BUSINESS if is_doubtful else topic}),
            ),
            provider_name="ACSM",
            key=f"demo:{number}",
        )
    card = Document(
        id="",
        kind=DocumentKind.CPR,
        issued=date(2025, 5, 4) + later,
        expires=date(2027, 5, 3) + later,
        skills=Skills.HANDS_ON,
        issuer="American Heart Association",
    )
    add_document(by=whom, at=at, document=card)


def _send(member: Member, whom: Person, renewal: Renewal, moment: datetime) -> None:
    attest(by=whom, at=moment, public_id=renewal.public_id, to="truthful")
    invoice = invoice_renewal(by=whom, at=moment, public_id=renewal.public_id)
    if member.stage == "promised":
        announce_payment(by=whom, at=moment, public_id=invoice.public_id)
    else:
        pay_in_sandbox(by=whom, at=moment, public_id=invoice.public_id)
    submit(by=whom, at=moment, public_id=renewal.public_id)


def _decide(member: Member, renewal: Renewal, dan: Person, moment: datetime) -> None:
    if member.stage == "approved":
        approve(by=dan, at=moment, body_slug="acsm", public_id=renewal.public_id)
    if member.stage == "refused":
        refuse(
            by=dan,
            at=moment,
            body_slug="acsm",
            public_id=renewal.public_id,
            reason="The certificates show the sale of a programme, not education.",
            clause="promotion",
        )
    if member.stage == "returned":
        items = [
            Missing("The card shows only its front. Upload both sides.", clause="cpr"),
            Missing("Say how many hours the course on screening lasted."),
        ]
        return_renewal(
            by=dan, at=moment, body_slug="acsm", public_id=renewal.public_id, items=items
        )
