"""Lapse and return: acts for many, decisions in force."""

from tests.pages.addresses import of
from tests.pages.addresses.page import OFFICERS, Page, address, form
from tests.pages.world import World


def _ready(world: World) -> str:
    return world.lapse.ready.public_id


def _done(world: World) -> str:
    return world.lapse.done.public_id


LAPSE = (
    Page("staff:overrides", OFFICERS, of.at_acsm),
    Page("staff:bulk", OFFICERS, of.at_acsm),
    Page("staff:bulk_new", OFFICERS, of.at_acsm,
         form=form(kind="letter", subject="News", reason="We moved.", key="new")),
    address("staff:bulk_act", OFFICERS, of.acsm, _ready),
    address("staff:bulk_confirm", OFFICERS, of.acsm, _ready, get=405, form=form()),
    address("staff:bulk_discard", OFFICERS, of.acsm, _ready, get=405, form=form()),
    address("staff:bulk_undo", OFFICERS, of.acsm, _done, get=405, form=form()),
)  # fmt: skip
