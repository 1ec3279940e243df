"""Lapse and return: acts for many, decisions in force."""

from tests.pages.addresses import of
from tests.pages.addresses.page import ADA, OFFICERS, Page, address, form
from tests.pages.world import World


def _ready(world: World) -> str:
    return world.lapse.ready.public_id


def _done(world: World) -> str:
    return world.lapse.done.public_id


def _leave(world: World) -> str:
    return world.lapse.leave.public_id


LAPSE = (
    Page("staff:overrides", OFFICERS, of.at_acsm),
    Page("staff:bulk", OFFICERS, of.at_acsm),
    Page("staff:bulk_new", OFFICERS, of.at_acsm,
         form=form(kind="letter", subject="News", reason="We moved.", key="new")),
    address("staff:bulk_act", OFFICERS, of.acsm, _ready),
    address("staff:bulk_confirm", OFFICERS, of.acsm, _ready, get=405, form=form()),
    address("staff:bulk_discard", OFFICERS, of.acsm, _ready, get=405, form=form()),
    address("staff:bulk_undo", OFFICERS, of.acsm, _done, get=405, form=form()),
    Page("staff:leaves", OFFICERS, of.at_acsm, form=form(beyond="on")),
    address("staff:leave", OFFICERS, of.acsm, _leave,
            form=form(grants="pause", reason="Granted by the policy on service.")),
    address("staff:leave_proof", OFFICERS, of.acsm, _leave, lambda w: w.lapse.proof.public_id),
    address("member:leave", ADA, of.ace,
            form=form(ground="illness", since="2026-12-01", until="2027-02-01", text="Surgery.")),
    address("member:leave_withdraw", ADA, lambda w: w.cast.ada_acsm.public_id, _leave, get=405,
            form=form()),
)  # fmt: skip
