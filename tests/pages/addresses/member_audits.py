"""Audits on the member's desk: Ada is to answer one."""

from tests.pages.addresses import of
from tests.pages.addresses.page import ADA, MEMBERS, Page, Sent, address, form
from tests.pages.world import World

A_WISH = {"kind": "exemption", "reason": "Ill."}


def _adas(world: World) -> str:
    return world.draws.adas.public_id


def _item(world: World) -> str:
    return world.draws.adas.items.all()[0].public_id


def _ask(world: World) -> str:
    return world.papers.ask.public_id


def _free(world: World) -> Sent:
    return {"activity": of.entry(world)}


MEMBER_AUDITS = (
    Page("member:audits", MEMBERS),
    address("member:audit_lot", ADA | {"carol", "dan"}, lambda w: w.draws.held.public_id),
    address("member:audit", ADA, _adas, form=form(text="Is a scan enough?", key="k")),
    address("member:audit_item", ADA, _adas, _item, form=form(note="Lost it.")),
    address("member:audit_remove", ADA, _adas, _item, get=405, form=form()),
    address("member:audit_add", ADA, _adas, form=_free),
    address("member:audit_ask", ADA, _adas, form=form(**A_WISH)),
    address("member:audit_ask_withdraw", ADA, _adas, _ask, get=405, form=form()),
    address("member:audit_send", ADA, _adas, form=form()),
    address("member:audit_pack", ADA, _adas),
    address("member:pack", ADA, lambda w: w.cast.ada_acsm.public_id),
    address("member:renewal_pack", ADA, of.draft),
)
