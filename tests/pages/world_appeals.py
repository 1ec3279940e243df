"""What the pages about appeals, complaints and impartiality need in the world."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from recert.appeals.actions import assign, complain
from recert.appeals.models import Matter
from recert.credentials.actions import (
    add_certification,
    reject_certification,
    set_legal_hold,
)
from recert.credentials.models import Certification
from recert.people.impartiality import declare_apart
from recert.people.models import KeptApart
from recert.transcript.actions import open_petition_evidence
from recert.transcript.models import Petition
from recert.transcript.queries import evidence_with
from tests.cast import NOW, Cast, person


@dataclass(frozen=True, slots=True)
class Appeals:
    """Ada's complaint to ACSM, which Dan is to decide, and a relation that Dan and Hal declared."""

    complaint: Matter
    guests: Matter  # of somebody without an account
    relation: KeptApart  # Hal's, to Fay
    rejected: Certification  # Ada's, which ACSM does not know


def appeals_of(cast: Cast) -> Appeals:
    """Let Ada complain, Hal assign it to Dan, and Hal stand back from Fay."""
    complaint = complain(
        by=cast.ada,
        at=NOW,
        body=cast.acsm,
        about="provider",
        whom="A school",
        text="They sell certificates.",
    )
    assign(
        by=cast.hal,
        at=NOW,
        body_slug="acsm",
        public_id=complaint.public_id,
        to=cast.dan.public_id,
    )
    set_legal_hold(
        by=cast.hal,
        at=NOW,
        body_slug="acsm",
        public_id=cast.ben_acsm.public_id,
        reason="A case in court.",
    )
    petition = Petition.objects.get(certification=cast.ada_acsm)
    for reader in (cast.dan, cast.hal):
        proof = evidence_with(petition).get()
        open_petition_evidence(by=reader, at=NOW, body_slug="acsm",
                               public_id=petition.public_id,
                               evidence_id=proof.public_id)  # fmt: skip
    unknown = add_certification(
        by=cast.ada, at=NOW, body=cast.acsm, credential="gei", certified=date(2024, 2, 1)
    )
    declare_apart(by=cast.dan, at=NOW, body_slug="acsm", person=cast.fay, says="We row together.")
    guests = complain(
        by=None, at=NOW, body=cast.acsm, about="body", whom="", text="Nobody answers.",
        email="guest@example.org",
    )  # fmt: skip
    return Appeals(
        complaint=complaint,
        guests=guests,
        rejected=reject_certification(
            by=cast.hal,
            at=NOW,
            body_slug="acsm",
            public_id=unknown.public_id,
            reason="No such number.",
        ),
        relation=declare_apart(
            by=cast.hal, at=NOW, body_slug="acsm", person=cast.fay, says="My sister."
        ),
    )


def grow_appeals(cast: Cast, number: int) -> None:
    """Let Ada complain again, later, and Hal stand back from somebody else."""
    complaint = complain(
        by=cast.ada,
        at=NOW + timedelta(days=number + 2),
        body=cast.acsm,
        about="other",
        whom="",
        text=f"Complaint {number}",
    )
    assign(
        by=cast.hal,
        at=NOW,
        body_slug="acsm",
        public_id=complaint.public_id,
        to=cast.dan.public_id,
    )
    stranger = person(f"Relative{number} Roe")
    declare_apart(by=cast.hal, at=NOW, body_slug="acsm", person=stranger, says="Family.")
