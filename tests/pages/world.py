"""The world of these tests: the cast, and one of everything that has an address of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from recert.credentials.actions import remove_certification, rule
from recert.credentials.models import Certification, Ruling
from recert.payments.models import Invoice
from recert.people.models import Person
from recert.renewals.actions import Missing, begin_renewal, invoice_renewal, return_renewal
from recert.renewals.models import Renewal, ReturnItem
from recert.rulebooks.actions import open_draft, save_version
from recert.rulebooks.models import Draft
from recert.rulebooks.queries import latest_of
from recert.rules.facts import DecisionKind, DocumentKind
from recert.standing.models import WhatIf
from recert.standing.trying import advance_what_ifs
from recert.standing.whatif import ask_what_if
from recert.transcript.actions import (
    add_evidence,
    attach_evidence,
    return_petition,
    withdraw_activity,
    withdraw_document,
)
from recert.transcript.models import Activity, Document, Evidence
from recert.transcript.queries import transcript_of
from tests.cast import NOW, PASSWORD, TODAY, Cast, assemble, card, course, log
from tests.pages.world_appeals import Appeals, appeals_of
from tests.pages.world_claims import Claims, set_claims
from tests.pages.world_completions import Completions, set_completions
from tests.pages.world_courses import Courses, set_courses
from tests.pages.world_draws import Draws, set_draws
from tests.pages.world_lapse import Lapse, set_lapse
from tests.pages.world_letters import Letters, letters_of
from tests.pages.world_money import Till, till_of
from tests.pages.world_papers import Papers, papers_of
from tests.pages.world_places import Places, set_places
from tests.pages.world_providers import Providers, set_providers
from tests.pages.world_register import Register, assemble_register
from tests.pages.world_reporting import Reporting, set_reporting
from tests.pages.world_systems import Systems, set_systems
from tests.pages.world_tills import LabTill, set_lab_till
from tests.snapshot import Stage
from tests.teaching import Teaching, set_teaching
from tests.web.staff.scene import Scene, join, picture, set_scene

NOBODY = "nobody"
"""Whoever has not signed in."""


@dataclass(frozen=True, slots=True)
class World:
    """What there is: Ada has one of everything; at ACSM's desk something waits for everyone."""

    cast: Cast
    scene: Scene
    draft: Renewal  # Ada's, at ACSM
    bill: Invoice  # for it
    returned: Renewal  # Ada's, at ACTION
    item: ReturnItem
    entry: Activity
    entry_proof: Evidence
    withdrawn_entry: Activity
    paper: Document
    paper_proof: Evidence
    withdrawn_paper: Document
    loose_proof: Evidence
    removed: Certification
    ruling: Ruling  # about Ben's, at ACSM
    policy: Draft  # Hal's, at ACSM
    what_if: WhatIf  # tried on the register
    papers: Papers
    letters: Letters
    lapse: Lapse
    draws: Draws
    register: Register
    till: Till
    appeals: Appeals
    teaching: Teaching
    providers: Providers
    courses: Courses
    places: Places
    completions: Completions
    claims: Claims
    systems: Systems
    reporting: Reporting
    lab_till: LabTill


def assemble_world(cast: Cast) -> World:
    """Let everybody do a little of everything."""
    scene = set_scene(cast)
    join(cast)
    draft = begin_renewal(by=cast.ada, at=NOW, certification_id=cast.ada_acsm.public_id)
    wrong = log(cast.ada, course("Logged by mistake", date(2026, 4, 4), "1"))
    withdraw_activity(by=cast.ada, at=NOW, public_id=wrong.public_id)
    paper, old_paper = card(cast.ada, DocumentKind.AED), card(cast.ada, DocumentKind.FIRST_AID)
    withdraw_document(by=cast.ada, at=NOW, public_id=old_paper.public_id)
    paper_proof = _proof(cast.ada, "card.png", "green")
    attach_evidence(
        by=cast.ada, at=NOW, public_id=paper_proof.public_id, document_id=paper.public_id
    )
    teaching = set_teaching(cast)
    policy = open_draft(by=cast.hal, at=NOW, body_slug="acsm", edition="2025")
    return World(
        cast=cast,
        scene=scene,
        draft=draft,
        bill=invoice_renewal(by=cast.ada, at=NOW, public_id=draft.public_id),
        returned=_returned(scene),
        item=ReturnItem.objects.get(renewal=scene.adas),
        entry=transcript_of(cast.ada).get(title="Selling Personal Training"),
        entry_proof=scene.petition_proof,
        withdrawn_entry=wrong,
        paper=paper,
        paper_proof=paper_proof,
        withdrawn_paper=old_paper,
        loose_proof=_proof(cast.ada, "loose.png", "blue"),
        removed=remove_certification(by=cast.ada, at=NOW, public_id=cast.ada_nasm.public_id),
        ruling=_ruling(cast),
        policy=policy,
        what_if=_tried(cast, policy),
        letters=letters_of(cast),
        lapse=set_lapse(cast.hal, cast.ada, cast.ada_acsm),
        draws=set_draws(cast, transcript_of(cast.ada).get(title="Selling Personal Training")),
        papers=papers_of(cast),  # Ada’s audit is open by now
        register=assemble_register(cast),
        till=till_of(cast),
        appeals=appeals_of(cast),
        teaching=teaching,
        providers=set_providers(teaching),
        courses=set_courses(teaching),
        places=set_places(teaching),
        completions=set_completions(teaching),
        claims=set_claims(teaching),
        systems=set_systems(teaching),
        reporting=set_reporting(teaching),
        lab_till=set_lab_till(teaching),
    )


def _proof(whom: Person, name: str, colour: str) -> Evidence:
    return add_evidence(by=whom, at=NOW, name=name, content=picture(colour))


def _returned(scene: Scene) -> Renewal:
    """ACTION asks Ada for something, about her application and about her petition."""
    cast = scene.cast
    return_petition(
        by=cast.fay,
        at=NOW,
        body_slug="action",
        public_id=scene.adas_petition.public_id,
        reason="Which half was about coaching?",
    )
    return return_renewal(
        by=cast.fay,
        at=NOW,
        body_slug="action",
        public_id=scene.adas.public_id,
        items=[Missing("Send the certificate of the course.", "", "")],
    )


def _tried(cast: Cast, policy: Draft) -> WhatIf:
    """A draft that asks for more, tried on the register."""
    text = latest_of(policy).text.replace('is: "45"', 'is: "50"').replace("60.00", "70.00")
    asked: Any = {"by": cast.hal, "at": NOW, "body_slug": "acsm", "draft_id": policy.public_id}
    save_version(**asked, seen=1, says="More", text=text)
    found = ask_what_if(**asked, as_of=TODAY, for_everybody=True)
    while advance_what_ifs(at=NOW):
        pass
    found.refresh_from_db()
    return found


def _ruling(cast: Cast) -> Ruling:
    return rule(
        by=cast.hal,
        at=NOW,
        body_slug="acsm",
        public_id=cast.ben_acsm.public_id,
        kind=DecisionKind.EXTEND,
        reason="Parental leave.",
        clause="",
        until=date(2027, 6, 30),
    )


WORLD = Stage("world", lambda: assemble_world(assemble()))


def everybody(world: World) -> dict[str, Person | None]:
    """The people by name, and nobody."""
    stages: tuple[Any, ...] = (world.cast, world.teaching)
    people = {each.name: getattr(on, each.name) for on in stages for each in fields(on)}
    found = {name: whom for name, whom in people.items() if isinstance(whom, Person)}
    return {**found, NOBODY: None}


def client_of(person: Person | None, *, checks_csrf: bool = False) -> Client:
    """A browser; signed in as somebody who has typed the password just now, or not at all."""
    client = Client()
    if person is not None:
        client.force_login(person)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.handler.enforce_csrf_checks = checks_csrf
    return client


@contextmanager
def undone() -> Iterator[None]:
    """Have everything undone that is done inside: what was answered is what counts."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
