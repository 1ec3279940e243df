"""Lapse and return: acts for many at ACSM's desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from recert.credentials.models import Certification
from recert.people.models import Person
from recert.register.bulk import Choice, advance_bulk_act, ask_bulk_act, confirm_bulk_act
from recert.register.models import BulkAct
from recert.renewals.actions.leaving import ask_leave
from recert.renewals.models import LeaveRequest
from recert.transcript.actions import add_evidence
from recert.transcript.models import Evidence
from tests.cast import NOW
from tests.transcript.files import picture


@dataclass(frozen=True, slots=True)
class Lapse:
    """Acts for many: one to confirm, one that is done."""

    ready: BulkAct
    done: BulkAct
    leave: LeaveRequest  # Ada's, at ACSM
    proof: Evidence  # of it


def set_lapse(hal: Person, ada: Person, held: Certification) -> Lapse:
    """Hal prepares a letter to everybody, and has sent another to one; Ada asks for leave."""
    done = _asked(hal, "done", Choice(credential="gei"))
    confirm_bulk_act(by=hal, at=NOW, body_slug="acsm", public_id=done.public_id)
    done.refresh_from_db()
    _work(done)
    proof = add_evidence(by=ada, at=NOW, name="orders.png", content=picture("PNG"))
    leave = ask_leave(
        by=ada, at=NOW, certification_id=held.public_id, ground="military",
        since=date(2026, 12, 1), until=date(2027, 3, 1), text="Called up.",
        evidence_ids=[proof.public_id],
    )  # fmt: skip
    return Lapse(ready=_asked(hal, "ready", Choice()), done=done, leave=leave, proof=proof)


def _asked(hal: Person, key: str, choice: Choice) -> BulkAct:
    act = ask_bulk_act(
        by=hal, at=NOW, body_slug="acsm", kind="letter", choice=choice, key=key,
        subject="We move house", reason="From December on we are in Elm Street.",
    )  # fmt: skip
    _work(act)
    return act


def _work(act: BulkAct) -> None:
    while advance_bulk_act(act, at=NOW):
        pass
