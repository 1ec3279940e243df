"""The register as a whole: lists imported and taken along, people here twice."""

from __future__ import annotations

from tests.pages.addresses import of
from tests.pages.addresses.page import ADA, MEMBERS, OFFICERS, Page, address, form
from tests.pages.world import World


def tried(world: World) -> str:
    return world.register.list.public_id


def fix(world: World) -> int:
    return world.register.fix.pk


def one(world: World) -> str:
    return world.register.one.public_id


def other(world: World) -> str:
    return world.register.other.public_id


def _csv(_world: World) -> str:
    return "csv"


def _columns(world: World) -> dict[str, str]:
    """The columns as they were guessed."""
    said = world.register.list.mapped.values()
    return {f"column-{place}": column for place, column in enumerate(said)}


REGISTER = (
    Page("staff:imports", OFFICERS, of.at_acsm, form=form(), post=422),
    address("staff:import_one", OFFICERS, of.acsm, tried),
    address("staff:import_columns", OFFICERS, of.acsm, tried, form=_columns),
    address("staff:import_fix", OFFICERS, of.acsm, tried, get=405,
            form=form(column="certified", value="soon", becomes="2024-01-01")),
    address("staff:import_unfix", OFFICERS, of.acsm, tried, fix, get=405, form=form()),
    address("staff:import_start", OFFICERS, of.acsm, tried, get=405, form=form()),
    address("staff:import_stop", OFFICERS, of.acsm, tried, get=405, form=form()),
    address("staff:import_invite", OFFICERS, of.acsm, tried, get=405, form=form()),
    address("staff:import_problems", OFFICERS, of.acsm, tried),
    address("staff:register_export", OFFICERS, of.acsm, _csv),
    address("staff:register_whole", OFFICERS, of.acsm, _csv),
    Page("staff:duplicates", OFFICERS, of.at_acsm),
    address("staff:duplicates_compare", OFFICERS, of.acsm, one, other, form=form()),
    address("staff:duplicates_different", OFFICERS, of.acsm, one, other, get=405, form=form()),
    address("staff:merge_undo", OFFICERS, of.acsm, lambda w: w.register.merge.public_id,
            get=405, form=form()),
    Page("member:other_sign_in", MEMBERS, form=form(email="else@example.org")),
    address("member:merge_take", ADA, lambda w: w.register.offer.public_id, get=405,
            form=form()),
    address("member:merge_decline", ADA, lambda w: w.register.offer.public_id, get=405,
            form=form()),
    address("member:merge_part", ADA, lambda w: w.register.own_merge.public_id, get=405,
            form=form()),
)  # fmt: skip
