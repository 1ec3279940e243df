"""The desk of those who teach: Movement Lab's, whose owner is Nia (see `tests.teaching`)."""

from recert.catalogue.models import ProviderRole
from tests.pages.addresses.page import (
    LAB_OWNERS,
    LAB_STAFF,
    MEMBERS,
    Page,
    address,
    form,
)
from tests.pages.world import World


def at_lab(_world: World) -> tuple[str]:
    return ("movement-lab",)


def lab(_world: World) -> str:
    return "movement-lab"


def _invitation(world: World) -> str:
    return world.providers.invitation.public_id


def _pia(world: World) -> str:
    return world.teaching.pia.public_id


PROVIDERS = (
    Page("provider:open", MEMBERS, form=form(name="A new school", zone="UTC")),
    Page("provider:home", LAB_STAFF, at_lab),
    Page("provider:profile", LAB_OWNERS, at_lab, form=form(name="Movement", zone="UTC")),
    Page("provider:close", LAB_OWNERS, at_lab, get=405, form=form()),
    Page("provider:team", LAB_OWNERS, at_lab,
         form=form(email="else@lab.example", role=ProviderRole.INSTRUCTOR)),
    address("provider:invitation_withdraw", LAB_OWNERS, lab, _invitation, get=405, form=form()),
    address("provider:dismiss", LAB_OWNERS, lab, _pia, get=405, form=form()),
)  # fmt: skip
