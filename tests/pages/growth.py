"""More of everything: what pages list is made so many times more, to see what they ask for it."""

from __future__ import annotations

from datetime import date, timedelta

from recert.credentials.actions import add_certification, register_certification
from recert.enquiries.actions import ask
from recert.notices.actions import queue_notice
from recert.people.actions import appoint, set_membership
from recert.people.models import Role
from recert.renewals.actions import begin_renewal, withdraw
from recert.transcript.actions import add_evidence, attach_evidence, open_petition
from tests.cast import NOW, TODAY, card, course, log, person
from tests.pages.world import World
from tests.pages.world_appeals import grow_appeals
from tests.pages.world_claims import grow_claims
from tests.pages.world_completions import grow_completions
from tests.pages.world_courses import grow_courses
from tests.pages.world_draws import grow_draws
from tests.pages.world_places import grow_places
from tests.pages.world_providers import grow_providers
from tests.pages.world_reporting import grow_reporting
from tests.pages.world_systems import grow_systems
from tests.pages.world_tills import grow_lab_till
from tests.web.staff.scene import apply, picture


def grow(world: World, numbers: range) -> None:
    """Add so many of everything, ten activities each time."""
    for number in numbers:
        grow_appeals(world.cast, number)
        _more_of_adas(world, number)
        _more_at_the_desk(world, number)
        grow_draws(world.draws, world.cast, number)
        grow_providers(world.providers, number)
        grow_courses(world.courses, number)
        grow_places(world.places, number)
        grow_completions(world.completions, number)
        grow_claims(world.claims, number)
        grow_systems(world.systems, number)
        grow_reporting(world.reporting, number)
        grow_lab_till(world.lab_till, number)


def _more_of_adas(world: World, number: int) -> None:
    ada = world.cast.ada
    proof, _loose = (
        add_evidence(by=ada, at=NOW, name=name, content=picture(f"#{number:04x}{blue}"))
        for name, blue in ((f"{number}.png", "01"), (f"loose {number}.png", "02"))
    )
    for day in range(10):
        entry = log(ada, course(f"Lecture {number}.{day}", TODAY - timedelta(days=day), "0.1"))
        attach_evidence(by=ada, at=NOW, public_id=proof.public_id, activity_id=entry.public_id)
    paper = card(ada)
    attach_evidence(by=ada, at=NOW, public_id=proof.public_id, document_id=paper.public_id)
    open_petition(
        by=ada,
        at=NOW,
        activity_id=entry.public_id,
        certification_id=world.cast.ada_acsm.public_id,
        question="Does it count?",
    )
    begun = begin_renewal(by=ada, at=NOW, certification_id=world.cast.ada_ace.public_id)
    withdraw(by=ada, at=NOW, public_id=begun.public_id)
    queue_notice(at=NOW, recipient_id=ada.public_id, email=ada.email, kind="renewal-decided",
                 subject="Told", text="Again.", key=f"told-{number}")  # fmt: skip


def _more_at_the_desk(world: World, number: int) -> None:
    """An applicant with a bill, a petition and a question; a declaration; a colleague."""
    acsm, hal = world.cast.acsm, world.cast.hal
    kim, lee = person(f"Kim{number} Doe"), person(f"Lee{number} Poe")
    set_membership(person=kim, body=acsm, since=TODAY, until=None, by=hal, at=NOW)
    held = register_certification(by=hal, at=NOW, person=kim, body=acsm, credential="gei",
                                  certified=date(2020, 6, 15), expires=date(2026, 12, 31),
                                  number=f"8{number:04}")  # fmt: skip
    entry = log(kim, course("Group Fitness Summit", date(2024, 9, 20), "45"))
    card(kim)
    apply(kim, held)
    open_petition(by=kim, at=NOW, activity_id=entry.public_id, certification_id=held.public_id,
                  question="Does it count?")  # fmt: skip
    ask(by=kim, at=NOW, body=acsm, text="May I?")
    add_certification(by=lee, at=NOW, body=acsm, credential="ep", certified=TODAY)
    appoint(person=lee, body=acsm, role=Role.REVIEWER, by=hal, at=NOW)
