"""A working day at two desks: something of everything that waits for staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from PIL import Image

from recert.credentials.actions import add_certification, register_certification
from recert.credentials.models import Certification
from recert.enquiries.actions import ask
from recert.enquiries.models import Enquiry
from recert.payments.actions import announce_payment
from recert.payments.models import Invoice
from recert.people.actions import set_membership
from recert.people.models import Person
from recert.renewals.actions import attest, begin_renewal, invoice_renewal, submit
from recert.renewals.models import Renewal
from recert.renewals.tasks import tasks_of
from recert.rules.facts import Topic
from recert.transcript.actions import add_evidence, attach_evidence, open_petition
from recert.transcript.models import Evidence, Petition
from recert.transcript.queries import transcript_of
from tests.cast import NOW, Cast, assemble, card, course, log, person
from tests.snapshot import Stage

EARLIER = NOW - timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Scene:
    """What waits: at ACSM Carol's application and Ada's petition, at ACTION Ada's application."""

    cast: Cast
    carols: Renewal
    adas: Renewal
    bill: Invoice
    proof: Evidence
    petition: Petition
    petition_proof: Evidence
    adas_petition: Petition  # to ACTION
    question: Enquiry
    other_question: Enquiry  # to ACTION
    declared: Certification


def picture(colour: str = "white") -> bytes:
    """A small certificate."""
    content = BytesIO()
    Image.new("RGB", (40, 30), colour).save(content, "PNG")
    return content.getvalue()


def apply(whom: Person, certification: Certification, announced: bool = True) -> Renewal:
    """Apply as the holder does: affirm, ask for the bill and announce the money, send."""
    renewal = begin_renewal(by=whom, at=EARLIER, certification_id=certification.public_id)
    tasks = tasks_of(renewal, EARLIER)
    for _clause, word in tasks.attests:
        attest(by=whom, at=EARLIER, public_id=renewal.public_id, to=word)
    if tasks.money.due_cents and announced:
        bill = invoice_renewal(by=whom, at=EARLIER, public_id=renewal.public_id)
        announce_payment(by=whom, at=EARLIER, public_id=bill.public_id)
    return submit(by=whom, at=EARLIER, public_id=renewal.public_id)


def set_scene(cast: Cast) -> Scene:
    """Let the members do what staff then have to decide."""
    proof = add_evidence(by=cast.carol, at=EARLIER, name="summit.png", content=picture())
    summit = transcript_of(cast.carol).get(title="Group Fitness Summit")
    attach_evidence(
        by=cast.carol, at=EARLIER, public_id=proof.public_id, activity_id=summit.public_id
    )
    carols = apply(cast.carol, cast.carol_acsm)
    log(cast.ada, course("Mobility for Trainers", date(2026, 9, 2), "0.5", by="action"))
    adas = apply(cast.ada, cast.ada_action)
    asked = log(cast.ada, course("Selling Personal Training", date(2026, 5, 9), "6", by="nasm",
                                 topics=frozenset({Topic.BUSINESS})))  # fmt: skip
    petition_proof = add_evidence(by=cast.ada, at=EARLIER, name="sell.png", content=picture("red"))
    attach_evidence(
        by=cast.ada, at=EARLIER, public_id=petition_proof.public_id, activity_id=asked.public_id
    )
    petition, adas_petition = (
        open_petition(
            by=cast.ada,
            at=EARLIER,
            activity_id=asked.public_id,
            certification_id=certification.public_id,
            question="It was half about coaching.",
        )
        for certification in (cast.ada_acsm, cast.ada_action)
    )
    return Scene(
        cast=cast,
        carols=carols,
        adas=adas,
        bill=Invoice.objects.get(subject=carols.subject),
        proof=proof,
        petition=petition,
        petition_proof=petition_proof,
        adas_petition=adas_petition,
        question=_ask(cast, "acsm"),
        other_question=_ask(cast, "action"),
        declared=_declare(cast),
    )


DESKS = Stage("desks", lambda: set_scene(assemble()), holds="cast")


def _ask(cast: Cast, slug: str) -> Enquiry:
    body = cast.acsm if slug == "acsm" else cast.action
    return ask(
        by=None,
        at=EARLIER,
        body=body,
        text="May I send scans instead of the originals?",
        email="reader@example.org",
        name="A reader",
        page="/help/audits",
    )


def _declare(cast: Cast) -> Certification:
    return add_certification(
        by=cast.eve, at=EARLIER, body=cast.acsm, credential="cpt", certified=date(2024, 2, 1),
        number="70011",
    )  # fmt: skip


def join(cast: Cast) -> None:
    """Ada is a member of ACSM for this year."""
    set_membership(
        person=cast.ada,
        body=cast.acsm,
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
        number="M-1",
        by=cast.hal,
        at=NOW,
    )


def crowd(cast: Cast, many: int) -> list[Renewal]:
    """So many more applicants to ACSM, each with two credits' worth of work and a card."""
    found = []
    for number in range(many):
        whom = person(f"Member{number:03} Lane")
        certification = register_certification(
            by=cast.hal,
            at=NOW,
            person=whom,
            body=cast.acsm,
            credential="gei",
            certified=date(2020, 6, 15),
            expires=date(2026, 12, 31),
            number=f"7{number:04}",
        )
        log(whom, course(f"Summit {number}", date(2024, 9, 20), "30"))
        log(whom, course(f"Cueing {number}", date(2026, 1, 17), "15"))
        card(whom)
        found.append(apply(whom, certification))
    return found
