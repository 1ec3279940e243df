"""The desk of those who teach: Movement Lab's, whose owner is Nia (see `tests.teaching`)."""

from recert.catalogue.models import ProviderRole
from tests.pages.addresses import of
from tests.pages.addresses.page import (
    CASHIERS,
    EVERYBODY,
    LAB_OWNERS,
    LAB_STAFF,
    MEMBERS,
    OFFICERS,
    REVIEWERS,
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


def _written(world: World) -> str:
    return world.providers.written.public_id


def _written_paper(world: World) -> str:
    return world.providers.written_paper.public_id


def _waiting(world: World) -> str:
    return world.providers.waiting.public_id


def _given(world: World) -> str:
    return world.teaching.lab_at_acsm.public_id


def _action(_world: World) -> str:
    return "action"


PROVIDERS = (
    Page("provider:open", MEMBERS, form=form(name="A new school", zone="UTC")),
    Page("provider:home", LAB_STAFF, at_lab),
    Page("provider:profile", LAB_OWNERS, at_lab, form=form(name="Movement", zone="UTC")),
    Page("provider:close", LAB_OWNERS, at_lab, get=405, form=form()),
    Page("provider:team", LAB_OWNERS, at_lab,
         form=form(email="else@lab.example", role=ProviderRole.INSTRUCTOR)),
    address("provider:invitation_withdraw", LAB_OWNERS, lab, _invitation, get=405, form=form()),
    address("provider:dismiss", LAB_OWNERS, lab, _pia, get=405, form=form()),
    Page("provider:approvals", LAB_STAFF, at_lab),
    address("provider:approval_apply", LAB_OWNERS, lab, _action, form=form(text="We teach.")),
    address("provider:approval", LAB_STAFF, lab, _written),
    address("provider:approval_send", LAB_OWNERS, lab, _written, get=405, form=form()),
    address("provider:approval_withdraw", LAB_OWNERS, lab, _written, get=405, form=form()),
    address("provider:approval_papers", LAB_OWNERS, lab, _written, get=405, form=form()),
    address("provider:approval_paper", LAB_OWNERS, lab, _written, _written_paper),
    address("provider:approval_paper_remove", LAB_OWNERS, lab, _written, _written_paper, get=405,
            form=form()),
    Page("staff:provider_approvals", REVIEWERS, of.at_acsm),
    address("staff:provider_approval", REVIEWERS, of.acsm, _waiting,
            form=form(act="approve", since="2028-01-01", until="2029-12-31")),
    address("staff:provider_paper", REVIEWERS, of.acsm, _waiting,
            lambda w: w.providers.paper.public_id),
    address("staff:provider_standing", OFFICERS, of.acsm, _given,
            form=form(act="suspend", since="2026-11-21", reason="Reports are late.")),
    Page("staff:provider_enter", REVIEWERS, of.at_acsm,
         form=form(provider="movement-lab", act="approve", since="2024-01-01")),
    Page("staff:own_courses", OFFICERS, of.at_acsm, get=405, form=form()),
    Page("staff:approval_terms", OFFICERS, of.at_acsm, form=form(years="2", words="Apply.")),
    Page("staff:approval_fees", CASHIERS, of.at_acsm,
         form=form(provider_cents="250.00", course_cents="0")),
    Page("public:providers", EVERYBODY, of.at_acsm),
    address("public:provider", EVERYBODY, lab),
)  # fmt: skip
