"""Appeals and complaints, impartiality, legal holds, and who sees what."""

from recert.appeals.links import token_of
from recert.rulebooks.queries import credentials_of
from tests.pages.addresses import of
from tests.pages.addresses.page import (
    ADA,
    EVERYBODY,
    MEMBERS,
    OFFICERS,
    REVIEWERS,
    Page,
    address,
    form,
)
from tests.pages.world import World


def _complaint(world: World) -> str:
    return world.appeals.complaint.public_id


def _fay(world: World) -> str:
    return world.cast.fay.public_id


def _disclosed(_world: World) -> dict[str, str]:
    return {each.id: "consent" for each in credentials_of("acsm")}


APPEALS = (
    Page("public:appeals", EVERYBODY, of.at_acsm),
    Page("public:complain", EVERYBODY, of.at_acsm,
         form=form(about="body", text="Nobody answers.", email="guest@example.org")),
    Page("public:complained", EVERYBODY, of.at_acsm),
    address("public:complaint", EVERYBODY, lambda w: token_of(w.appeals.guests),
            form=form(text="And?", key="one")),
    Page("member:appeals", MEMBERS),
    address("member:appeal", ADA, _complaint, form=form(text="And?", key="one")),
    address("member:appeal_take_back", ADA, _complaint, get=405, form=form()),
    address("member:appeal_new", ADA, lambda _w: "certification",
            lambda w: w.appeals.rejected.public_id,
            form=form(text="Look again.")),
    Page("member:opened", MEMBERS),
    address("member:consent", ADA, lambda w: w.cast.ada_acsm.public_id, get=405,
            form=form(agrees="yes")),
    Page("staff:appeals", REVIEWERS, of.at_acsm),
    address("staff:appeal", REVIEWERS, of.acsm, _complaint,
            form=form(act="message", key="one", text="Which school?")),
    Page("staff:appeals_practice", OFFICERS, of.at_acsm, form=form(answer_days="30")),
    address("staff:apart", REVIEWERS, of.acsm, lambda _w: "certification", of.bens,
            form=form(reach="person", says="I supervise him.")),
    Page("staff:relations", REVIEWERS, of.at_acsm),
    address("staff:relation_end", REVIEWERS, of.acsm, _fay, get=405, form=form()),
    address("staff:legal_hold", OFFICERS, of.acsm, of.bens, form=form(reason="Another.")),
    address("staff:legal_hold_end", OFFICERS, of.acsm, of.bens, get=405, form=form()),
    Page("staff:disclosure", OFFICERS, of.at_acsm, form=_disclosed),
    Page("staff:opened", OFFICERS, of.at_acsm),
)  # fmt: skip
