"""What learning systems send: the pages at Movement Lab's desk, and the door itself.

The door knows no persons, so it says the same to all of them: which version do you speak?
"""

from tests.pages.addresses.page import EVERYBODY, LAB_OWNERS, Page, address, form
from tests.pages.addresses.providers import lab
from tests.pages.world import World


def _source(world: World) -> str:
    return world.systems.source.public_id


def _said(world: World) -> str:
    return world.systems.said


def _waiting(world: World) -> str:
    return world.systems.waiting


def _retraction(world: World) -> str:
    return world.systems.retraction.public_id


XAPI = (
    address("provider:system_says", LAB_OWNERS, lab, _source),
    address("provider:system_activity", LAB_OWNERS, lab, _source, _said, form=form(course="")),
    address("provider:system_account", LAB_OWNERS, lab, _source, _waiting,
            form=form(number="1"), post=422),
    address("provider:system_retraction", LAB_OWNERS, lab, _source, _retraction, get=405,
            form=form(does="keep")),
    Page("xapi:about", EVERYBODY),
    *(
        Page(f"xapi:{name}", EVERYBODY, get=400)
        for name in ("statements", "activities", "state", "activity_profile", "agents",
                     "agent_profile")
    ),
    Page("xapi:more", EVERYBODY, lambda _world: ("token",), get=400),
)  # fmt: skip
