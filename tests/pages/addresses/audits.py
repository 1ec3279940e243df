"""Audits: draws, cases and working days at the desk; draws and records for everybody."""

from tests.pages.addresses import of
from tests.pages.addresses.page import EVERYBODY, OFFICERS, REVIEWERS, Page, address, form
from tests.pages.world import World

A_PLAN = {
    "title": "Audit of 2028",
    "moment": "at-once",
    "of": "holders",
    "since": "2026-01-01",
    "until": "2026-12-31",
    "spare_cycles": "0",
    "answer": "30 days",
    "share-ep": "10 %",
    "reason": "So decided.",
}


def _held(world: World) -> str:
    return world.draws.held.public_id


def _announced(world: World) -> str:
    return world.draws.announced.public_id


def _adas(world: World) -> str:
    return world.draws.adas.public_id


def _carols(world: World) -> str:
    return world.draws.carols.public_id


def _item(world: World) -> str:
    return world.draws.item.public_id


def _proof(world: World) -> str:
    return world.scene.proof.public_id


AUDITS = (
    Page("staff:audits", REVIEWERS, of.at_acsm),
    address("staff:audit", REVIEWERS, of.acsm, _carols,
            form=form(act="return", note="Send page two.")),
    address("staff:audit_item", REVIEWERS, of.acsm, _carols, _item, form=form(judged="accept")),
    address("staff:audit_proof", REVIEWERS, of.acsm, _carols, _proof),
    address("staff:audit_pack", REVIEWERS, of.acsm, _carols),
    Page("staff:draws", OFFICERS, of.at_acsm),
    Page("staff:draw_new", OFFICERS, of.at_acsm, form=form(clause="none", **A_PLAN)),
    address("staff:draw_change", OFFICERS, of.acsm, _announced, form=form(**A_PLAN)),
    address("staff:draw", OFFICERS, of.acsm, _announced, form=form(act="freeze")),
    address("staff:draw_people", OFFICERS, of.acsm, _held),
    Page("staff:calendar", OFFICERS, of.at_acsm, form=form(act="keep", country="US", region="IN")),
    Page("public:draws", EVERYBODY, of.at_acsm),
    address("public:draw", EVERYBODY, of.acsm, _held),
    address("public:draw_record", EVERYBODY, of.acsm, _held),
)  # fmt: skip
