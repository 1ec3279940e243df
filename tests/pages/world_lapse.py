"""Lapse and return: acts for many at ACSM's desk."""

from __future__ import annotations

from dataclasses import dataclass

from recert.people.models import Person
from recert.register.bulk import Choice, advance_bulk_act, ask_bulk_act, confirm_bulk_act
from recert.register.models import BulkAct
from tests.cast import NOW


@dataclass(frozen=True, slots=True)
class Lapse:
    """Acts for many: one to confirm, one that is done."""

    ready: BulkAct
    done: BulkAct


def set_lapse(hal: Person) -> Lapse:
    """Hal prepares a letter to everybody, and has sent another to one."""
    done = _asked(hal, "done", Choice(credential="gei"))
    confirm_bulk_act(by=hal, at=NOW, body_slug="acsm", public_id=done.public_id)
    done.refresh_from_db()
    _work(done)
    return Lapse(ready=_asked(hal, "ready", Choice()), done=done)


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
