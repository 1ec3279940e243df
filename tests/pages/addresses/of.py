"""The ids that addresses are built from, in a world."""

from __future__ import annotations

from recert.renewals.queries import activities_in
from tests.pages.addresses.page import Sent
from tests.pages.world import World


def at_acsm(_world: World) -> tuple[str]:
    return ("acsm",)


def edition_of_acsm(_world: World) -> tuple[str, str]:
    return ("acsm", "2025")


def acsm(_world: World) -> str:
    return "acsm"


def ace(world: World) -> str:
    return world.cast.ada_ace.public_id


def entry(world: World) -> str:
    return world.entry.public_id


def paper(world: World) -> str:
    return world.paper.public_id


def loose(world: World) -> str:
    return world.loose_proof.public_id


def kept(world: World) -> Sent:
    return {"proof_kept": loose(world)}


def petition(world: World) -> str:
    return world.scene.adas_petition.public_id


def draft(world: World) -> str:
    return world.draft.public_id


def returned(world: World) -> str:
    return world.returned.public_id


def bill(world: World) -> str:
    return world.bill.public_id


def carols(world: World) -> str:
    return world.scene.carols.public_id


def entry_of_carols(world: World) -> str:
    entry = activities_in(world.scene.carols).first()
    assert entry is not None
    return entry.public_id


def something_missing(_world: World) -> Sent:
    return {"other-1": "Send the second page."}


def asked(world: World) -> str:
    return world.scene.petition.public_id


def declared(world: World) -> str:
    return world.scene.declared.public_id


def bens(world: World) -> str:
    return world.cast.ben_acsm.public_id


def policy(world: World) -> str:
    return world.policy.public_id


def asked_if(world: World) -> str:
    return world.what_if.public_id


def waiting(world: World) -> str:
    return world.scene.bill.public_id
